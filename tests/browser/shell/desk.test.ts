import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { PageMessage, Report, ShellMessage } from "../../../runtime/browser/src/protocol.ts";
import { Desk } from "../../../runtime/browser/src/shell/desk.ts";
import { FakeKernel } from "../fake_kernel.ts";
import { REPORT, TASK } from "../tasks.ts";

const LIMITS = { time_ms: 2000, memory_mb: 128, output_kb: 64 };
const ENDED = { verdict: "OK", time_ms: 3, error: null } as const;

function run(number: number): Extract<PageMessage, { type: "run" }> {
  return { type: "run", run: number, code: `print(${number})`, stdin: null, limits: LIMITS };
}

function check(number: number): Extract<PageMessage, { type: "check" }> {
  return { type: "check", run: number, lesson: "l", task: TASK, code: "x" };
}

function setUp(booted: boolean): {
  kernel: FakeKernel;
  desk: Desk;
  sent: ShellMessage[];
  send: (m: ShellMessage) => void;
} {
  const kernel = new FakeKernel();
  const sent: ShellMessage[] = [];
  void kernel.boot();
  if (booted) kernel.bootDone();
  return { kernel, desk: new Desk(kernel), sent, send: (message) => void sent.push(message) };
}

/** Let everything that is ready happen. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("a run is started, heard and ended under the page's number", async () => {
  const { kernel, desk, sent, send } = setUp(true);
  const done = desk.run(run(7), send);
  await settle();
  desk.input(7, "Anna");
  desk.input(8, "somebody else's");
  kernel.end(ENDED);
  await done;
  assert.deepEqual(kernel.inputs, ["Anna"]);
  assert.deepEqual(sent, [
    { type: "started", run: 7 },
    { type: "ended", run: 7, end: ENDED },
  ]);
});

test("a program waits for the kernel to boot, and can be stopped meanwhile", async () => {
  const { kernel, desk, sent, send } = setUp(false);
  const done = desk.run(run(1), send);
  await settle();
  assert.deepEqual(sent, []);
  desk.stop(1);
  await done;
  assert.deepEqual(sent, [{ type: "ended", run: 1, end: { verdict: "stopped", time_ms: 0, error: null } }]);
  kernel.bootDone();
  await settle();
  assert.deepEqual(kernel.codes, [], "a stopped program never starts");
});

test("a second program is refused while one goes on, and welcome afterwards", async () => {
  const { kernel, desk, sent, send } = setUp(true);
  const first = desk.run(run(1), send);
  await desk.run(run(2), send);
  assert.deepEqual(sent.at(-1), { type: "refused", run: 2, reason: "busy", detail: "" });
  await settle();
  kernel.end(ENDED);
  await first;
  void desk.run(run(3), send);
  await settle();
  assert.deepEqual(kernel.codes, ["print(1)", "print(3)"]);
});

test("the report is handed over before the page hears of it", async () => {
  const { kernel, desk, sent, send } = setUp(true);
  const judged: { report: Report; before: boolean }[] = [];
  const done = desk.check(check(4), send, (report) => {
    judged.push({ report, before: !sent.some(({ type }) => type === "judged") });
  });
  await settle();
  kernel.judge(REPORT);
  await done;
  assert.deepEqual(judged, [{ report: REPORT, before: true }]);
  assert.deepEqual(sent.at(-1), { type: "judged", run: 4, report: REPORT });
});

test("a stopped check has no report", async () => {
  const { desk, sent, send } = setUp(true);
  const judged = mock.fn();
  const done = desk.check(check(4), send, judged);
  await settle();
  desk.stop();
  await done;
  assert.equal(judged.mock.callCount(), 0);
  assert.deepEqual(sent.at(-1), { type: "stopped", run: 4 });
});

test("a kernel that cannot boot refuses the program and says why", async () => {
  const { kernel, desk, sent, send } = setUp(false);
  const silenced = mock.method(console, "error", () => {});
  const done = desk.run(run(1), send);
  kernel.bootFails(new Error("no WebAssembly"));
  await done;
  assert.deepEqual(sent, [{ type: "refused", run: 1, reason: "failed", detail: "Error: no WebAssembly" }]);
  assert.equal(silenced.mock.callCount(), 1);
  silenced.mock.restore();
});

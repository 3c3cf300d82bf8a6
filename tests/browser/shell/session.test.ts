import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ProgressLog } from "../../../runtime/browser/src/progress/log.ts";
import type { Learner, PageMessage, ShellMessage } from "../../../runtime/browser/src/protocol.ts";
import { Desk } from "../../../runtime/browser/src/shell/desk.ts";
import { People } from "../../../runtime/browser/src/shell/people.ts";
import { Session, type ShellControls } from "../../../runtime/browser/src/shell/session.ts";
import { FakeKernel } from "../fake_kernel.ts";
import { REPORT, TASK } from "../tasks.ts";

const ports: MessagePort[] = [];
const logs: ProgressLog[] = [];

afterEach(() => {
  for (const port of ports.splice(0)) port.close();
  for (const log of logs.splice(0)) log.close();
});

interface Rig {
  page: MessagePort;
  heard: ShellMessage[];
  log: ProgressLog;
  kernel: FakeKernel;
  session: Session;
  learner: Learner;
}

function setUp(): Rig {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const log = new ProgressLog("site", "desk-1", null);
  logs.push(log);
  const kernel = new FakeKernel();
  void kernel.boot();
  kernel.bootDone();
  const people = new People(log, undefined, "Guest");
  const controls: ShellControls = {
    wake: () => {},
    scheme: () => {},
    font: () => {},
    place: () => {},
    handIn: () => {},
    introduce: (learner) => people.introduce(learner),
    studio,
  };
  const heard: ShellMessage[] = [];
  port2.onmessage = (event: MessageEvent<ShellMessage>) => void heard.push(event.data);
  const session = new Session(port1, people.current, log, new Desk(kernel), controls);
  return { page: port2, heard, log, kernel, session, learner: people.current };
}

/** Answers one question, and no other. */
function studio(ask: unknown): Promise<unknown> {
  const { what } = ask as { what: string };
  return what === "hello" ? Promise.resolve({ asked: what }) : Promise.reject(new TypeError(what));
}

/** Wait until what the page sent has arrived and been handled. */
async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1000 && !done(); turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(done(), "never happened");
}

const DRAFT: PageMessage = { type: "draft", course: "c", task: "sum", code: "x = 1", leaving: true };

test("a guest is written down with the first record, before it", async () => {
  const { page, log } = setUp();
  assert.deepEqual(log.events(), []);
  page.postMessage(DRAFT);
  await until(() => log.events().length === 2);
  assert.deepEqual(
    log.events().map(({ type }) => type),
    ["learner.created", "draft.saved"],
  );
});

test("the shell writes the kernel's report down, not the page's word", async () => {
  const { page, log, kernel, heard, learner } = setUp();
  page.postMessage({ type: "check", run: 1, lesson: "output", task: TASK, code: "print(5)" });
  await until(() => kernel.codes.length === 1);
  kernel.judge(REPORT);
  await until(() => heard.some(({ type }) => type === "judged"));
  await until(() => log.events().length === 2);
  assert.deepEqual(log.events().at(-1)?.data, {
    course: "python-basics",
    lesson: "output",
    task: "sum",
    code: "print(5)",
    verdict: "OK",
    score: 1,
    tests: [{ name: "01", verdict: "OK" }],
  });
  assert.equal(log.progress(learner.id).tasks["python-basics/sum"]?.solved, true);
});

test("a teacher's trial is judged and not written down", async () => {
  const { page, log, kernel, heard } = setUp();
  page.postMessage({ type: "check", run: 1, lesson: null, task: TASK, code: "print(5)" });
  await until(() => kernel.codes.length === 1);
  kernel.judge(REPORT);
  await until(() => heard.some(({ type }) => type === "judged"));
  page.postMessage(DRAFT);
  await until(() => log.events().length === 2);
  assert.deepEqual(
    log.events().map(({ type }) => type),
    ["learner.created", "draft.saved"],
  );
});

test("Task Studio gets its answer, or the name of what went wrong", async () => {
  const { page, heard } = setUp();
  page.postMessage({ type: "studio", request: 1, ask: { what: "hello" } });
  page.postMessage({ type: "studio", request: 2, ask: { what: "nonsense" } });
  await until(() => heard.length === 2);
  assert.deepEqual(heard, [
    { type: "studio", request: 1, answer: { asked: "hello" }, fault: "" },
    { type: "studio", request: 2, answer: null, fault: "TypeError" },
  ]);
});

test("a message of another shape stores nothing", async () => {
  const { page, log } = setUp();
  const told = mock.method(console, "error", () => {});
  page.postMessage({ type: "submission.created", verdict: "OK" });
  await until(() => told.mock.callCount() === 1);
  told.mock.restore();
  assert.deepEqual(log.events(), []);
});

test("a page that was left may hand in its code, and nothing else", async () => {
  const { page, log, session, kernel } = setUp();
  session.leave();
  page.postMessage({ type: "lesson", course: "c", lesson: "l", state: "read" });
  page.postMessage({ type: "run", run: 1, code: "x", stdin: null, limits: TASK.limits });
  page.postMessage(DRAFT);
  await until(() => log.events().length === 2);
  assert.equal(log.events().at(-1)?.type, "draft.saved");
  assert.deepEqual(kernel.codes, []);
});

test("opening a lesson again, or after reading it, is no news", async () => {
  const { page, log, learner } = setUp();
  for (const state of ["opened", "opened", "read", "opened"] as const)
    page.postMessage({ type: "lesson", course: "c", lesson: "l", state });
  page.postMessage(DRAFT);
  await until(() => log.events().some(({ type }) => type === "draft.saved"));
  assert.deepEqual(
    log.events().map(({ type }) => type),
    ["learner.created", "progress.updated", "progress.updated", "draft.saved"],
  );
  assert.equal(log.progress(learner.id).lessons["c/l"], "read");
});

test("drafts come back to the page that asks", async () => {
  const { page, heard } = setUp();
  page.postMessage(DRAFT);
  page.postMessage({ type: "drafts", request: 9, course: "c", tasks: ["sum", "other"] });
  await until(() => heard.length === 1);
  const [answer] = heard;
  assert.ok(answer?.type === "drafts" && answer.request === 9);
  assert.equal(answer.drafts["sum"]?.code, "x = 1");
  assert.equal(answer.drafts["other"], undefined);
});

test("a program that cannot be taken is refused, so that its page does not wait for ever", async () => {
  const { page, heard } = setUp();
  const told = mock.method(console, "error", () => {});
  page.postMessage({ type: "run", run: 4, code: "x".repeat(300_000), stdin: null, limits: TASK.limits });
  await until(() => heard.length === 1);
  told.mock.restore();
  assert.ok(heard[0]?.type === "refused" && heard[0].run === 4);
});

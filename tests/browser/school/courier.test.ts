import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { Refusal } from "../../../runtime/browser/src/companion/api.ts";
import { ProgressLog } from "../../../runtime/browser/src/progress/log.ts";
import { Courier, type Standing } from "../../../runtime/browser/src/school/courier.ts";
import { Kept } from "../../../runtime/browser/src/school/kept.ts";
import { makeEvent, submission } from "../events.ts";
import { FakeLine } from "./fake_line.ts";

const USER = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
const logs: ProgressLog[] = [];
let sites = 0;

interface Rig {
  line: FakeLine;
  log: ProgressLog;
  kept: Kept;
  courier: Courier;
  standings: Standing[];
}

async function setUp(line = new FakeLine(), site = `courier-${++sites}`, learner = USER): Promise<Rig> {
  const log = new ProgressLog(site, "desk", null);
  logs.push(log);
  const kept = await Kept.open(site);
  await kept.know(USER);
  const courier = new Courier(line, log, kept, USER, learner);
  const standings: Standing[] = [];
  courier.onstanding = (standing) => standings.push(standing);
  return { line, log, kept, courier, standings };
}

afterEach(() => {
  for (const log of logs.splice(0)) log.close();
  mock.timers.reset();
});

const READ = { course: "c", lesson: "l", state: "read" } as const;

test("only the learner's own events are brought, each once", async () => {
  const { line, log, courier, standings } = await setUp();
  await log.add("progress.updated", USER, READ);
  await log.add("progress.updated", "a guest", READ);
  await courier.push();
  await courier.push();
  assert.deepEqual(
    line.events.map(({ learner }) => learner),
    [USER],
  );
  assert.equal(line.of("push").length, 1);
  assert.deepEqual(standings, ["here", "here"]);
});

test("what was acknowledged is known at the next start", async () => {
  const { line, log, courier } = await setUp(new FakeLine(), "again");
  await log.add("progress.updated", USER, READ);
  await courier.push();
  const next = await setUp(line, "again");
  await next.log.merge(log.events());
  await next.courier.push();
  assert.equal(line.of("push").length, 1);
});

test("much work goes in several requests, long programs in small ones", async () => {
  const { line, log, courier } = await setUp();
  const long = { ...submission(1), code: "x".repeat(150_000) };
  await log.merge([
    ...Array.from({ length: 450 }, () => makeEvent("submission.created", submission(0), 0, USER)),
    ...Array.from({ length: 20 }, () => makeEvent("submission.created", long, 0, USER)),
  ]);
  await courier.push();
  assert.equal(line.events.length, 470);
  for (const { events } of line.of("push")) {
    assert.ok(events.length <= 200);
    assert.ok(JSON.stringify(events).length < 1_200_000);
  }
});

test("while the companion is away it is asked again, ever more seldom, and nothing is lost", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { line, log, courier, standings } = await setUp();
  await courier.pull();
  line.refusals = [new Refusal("no_answer"), new Refusal("no_answer")];
  await log.add("progress.updated", USER, READ);
  await courier.push();
  const pass = async (milliseconds: number): Promise<void> => {
    mock.timers.tick(milliseconds);
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  await pass(1999);
  assert.equal(line.of("push").length, 1);
  await pass(1);
  assert.equal(line.of("push").length, 2);
  await pass(3999);
  assert.equal(line.of("push").length, 2);
  await pass(1);
  assert.equal(line.events.length, 1);
  assert.deepEqual(standings, ["here", "away", "away", "here"]);
});

for (const [code, standing] of [
  ["signed_out", "out"],
  ["other_user", "other"],
] as const)
  test(`nothing is sent again after ${code}`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const { line, log, courier, standings } = await setUp();
    line.refusals = [new Refusal(code)];
    await log.add("progress.updated", USER, READ);
    await courier.push();
    mock.timers.tick(1_000_000);
    assert.equal(line.of("push").length, 1);
    assert.deepEqual(standings, [standing]);
  });

test("one event that the companion never takes keeps no other back", async () => {
  const { line, log, courier } = await setUp();
  const warned = mock.method(console, "warn", () => {});
  for (const state of ["opened", "read"] as const)
    await log.add("progress.updated", USER, { ...READ, state });
  line.refusals = [new Refusal("unfit", { pointer: "/events/0/time" })];
  await courier.push();
  assert.deepEqual(
    line.events.map(({ data }) => data),
    [{ ...READ, state: "read" }],
  );
  assert.equal(warned.mock.callCount(), 1);
  mock.restoreAll();
});

test("what was done elsewhere comes as this learner's, in parts, without others' names", async () => {
  const { line, log, courier } = await setUp(new FakeLine(), "stick", "anna-of-the-stick");
  line.most = 2;
  line.events = [
    makeEvent("learner.created", { name: "Anna", colour: "#1a6fb5" }, 0, USER),
    makeEvent("submission.created", submission(1), 0, USER),
    makeEvent("draft.saved", { course: "c", task: "sum", code: "x" }, 0, USER),
  ];
  assert.equal(await courier.pull(), 1);
  assert.deepEqual(
    log.events().map(({ type, learner }) => [type, learner]),
    [
      ["submission.created", "anna-of-the-stick"],
      ["draft.saved", "anna-of-the-stick"],
    ],
  );
  assert.equal(line.of("pull").length, 2);
  await courier.push();
  assert.equal(line.of("push").length, 0);
  assert.equal(await courier.pull(), 0);
  assert.equal(line.of("pull")[2]?.after, line.events[2]?.id);
});

test("what could not be fetched at first is fetched before anything is brought", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { line, log, courier } = await setUp();
  line.events = [makeEvent("draft.saved", { course: "c", task: "sum", code: "x" }, 0, USER)];
  line.refusals = [new Refusal("no_answer")];
  assert.equal(await courier.pull(), 0);
  mock.timers.tick(2000);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(log.events().length, 1);
});

test("a companion with another database gets everything once more", async () => {
  const { line, log, courier } = await setUp();
  line.events = [makeEvent("progress.updated", READ, 0, USER)];
  await courier.pull();
  await log.add("submission.created", USER, submission(1));
  await courier.push();
  line.events = [];
  await courier.pull();
  await courier.push();
  assert.equal(line.events.length, 2);
});

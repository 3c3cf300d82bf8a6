import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import type { Judgement } from "../../../runtime/browser/src/bridge/asks.ts";
import { Refusal } from "../../../runtime/browser/src/companion/api.ts";
import type { Official } from "../../../runtime/browser/src/protocol.ts";
import { HandIns, type Submission } from "../../../runtime/browser/src/school/hand_ins.ts";
import { Kept } from "../../../runtime/browser/src/school/kept.ts";
import { makeEvent, submission } from "../events.ts";
import { FakeLine } from "./fake_line.ts";

const USER = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000";
const RIGHT: NonNullable<Judgement["verdict"]> = {
  verdict: "OK",
  score: 1,
  tests: [{ name: "01", private: true, verdict: "OK" }],
};
const JUDGED: Partial<Judgement> = { state: "judged", verdict: RIGHT };
let sites = 0;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

interface Rig {
  line: FakeLine;
  kept: Kept;
  handIns: HandIns;
  shown(): Official | undefined;
}

async function setUp(line = new FakeLine(), site = `hand-ins-${++sites}`): Promise<Rig> {
  line.tasks = ["c.sum"];
  const kept = await Kept.open(site);
  const handIns = new HandIns(line, kept, USER);
  await handIns.begin();
  return { line, kept, handIns, shown: () => handIns.all()["c/sum"] };
}

function checked(verdict: "OK" | "WA", code = "print(5)"): Submission {
  const data = { ...submission(verdict === "OK" ? 1 : 0), task: "sum", verdict, code };
  return makeEvent("submission.created", data, 0, USER) as Submission;
}

/** Let time pass, and what it brings be done. */
async function pass(milliseconds: number): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(milliseconds);
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test("what the browser accepts is handed in by itself, once, under its own id", async () => {
  const { line, handIns, shown } = await setUp();
  line.judgements = [{ state: "waits", place: 2 }, { state: "runs", done: 1, tests: 3 }, JUDGED];
  const event = checked("OK");
  handIns.checked(event);
  assert.deepEqual(shown(), { best: null, now: { state: "later" }, offer: false });
  await pass(0);
  assert.deepEqual(shown()?.now, { state: "waits", place: 2 });
  await pass(300);
  assert.deepEqual(shown()?.now, { state: "runs", done: 1, tests: 3 });
  await pass(300);
  assert.deepEqual(shown()?.now, { ...RIGHT, state: "judged" });
  assert.deepEqual(shown()?.best, { verdict: "OK", score: 1 });
  handIns.checked(checked("OK"));
  await pass(10_000);
  assert.deepEqual(
    line.of("hand-in").map(({ id, task }) => [id, task]),
    [[event.id, "c.sum"]],
  );
  assert.equal(line.of("look").length, 2);
});

test("what it does not accept is handed in when its learner wants it", async () => {
  const { line, handIns, shown } = await setUp();
  line.judgements = [{ state: "waits", place: 1 }];
  handIns.checked(checked("WA"));
  await pass(1000);
  assert.deepEqual([shown()?.offer, line.of("hand-in").length], [true, 0]);
  await handIns.handIn("c", "sum");
  await pass(0);
  assert.deepEqual([shown()?.offer, line.of("hand-in").length], [false, 1]);
});

test("a task that the companion does not judge, and what a learner hands in without checking, are left alone", async () => {
  const { line, handIns } = await setUp();
  const other = checked("OK");
  handIns.checked({ ...other, data: { ...other.data, task: "other" } });
  await handIns.handIn("c", "sum");
  await pass(1000);
  assert.equal(line.of("hand-in").length, 0);
});

test("while the companion is away a program waits, the last of a task counts, and a restart forgets none", async () => {
  const { line, handIns, shown } = await setUp(new FakeLine(), "waiting");
  line.refusals = Array.from({ length: 9 }, () => new Refusal("no_answer"));
  handIns.checked(checked("OK", "first"));
  await pass(0);
  handIns.checked(checked("OK", "second"));
  await pass(0);
  assert.deepEqual(shown()?.now, { state: "later" });
  line.refusals = [];
  line.judgements = [JUDGED];
  const next = await setUp(line, "waiting");
  await pass(0);
  assert.deepEqual(next.shown()?.best, { verdict: "OK", score: 1 });
  const accepted = line.of("hand-in").at(-1);
  assert.equal(accepted?.code, "second");
});

test("a full line is asked again later", async () => {
  const { line, handIns, shown } = await setUp();
  line.refusals = [new Refusal("too_many_waiting")];
  line.judgements = [JUDGED];
  handIns.checked(checked("OK"));
  await pass(0);
  assert.deepEqual(shown()?.now, { state: "later" });
  await pass(4999);
  assert.equal(line.of("hand-in").length, 1);
  await pass(1);
  assert.equal(shown()?.now?.state, "judged");
});

for (const code of ["not_found", "licence_feature"])
  test(`a program that is refused for good (${code}) is told and not sent again`, async () => {
    const { line, handIns, shown, kept } = await setUp();
    line.refusals = [new Refusal(code)];
    handIns.checked(checked("OK"));
    await pass(0);
    assert.deepEqual(shown()?.now, { state: "refused" });
    assert.deepEqual(kept.pending(USER), []);
  });

test("a judge that could not decide says so", async () => {
  const { line, handIns, shown } = await setUp();
  line.judgements = [{ state: "judged", verdict: { verdict: null, score: null, tests: [] } }];
  handIns.checked(checked("OK"));
  await pass(0);
  assert.deepEqual(shown(), { best: null, now: { state: "failed" }, offer: false });
});

test("a worse verdict than the best takes nothing away", async () => {
  const line = new FakeLine();
  line.best = [{ task: "c.sum", verdict: "OK", score: 1 }];
  line.judgements = [{ state: "judged", verdict: { verdict: "WA", score: 0.5, tests: [] } }];
  const { handIns, shown } = await setUp(line);
  assert.deepEqual(shown(), { best: { verdict: "OK", score: 1 }, now: null, offer: false });
  handIns.checked(checked("WA"));
  await handIns.handIn("c", "sum");
  await pass(0);
  assert.deepEqual([shown()?.best?.score, shown()?.now?.state], [1, "judged"]);
});

test("while nobody answers the wait doubles, and nothing is asked for somebody who is signed out", async () => {
  const { line, handIns } = await setUp();
  line.refusals = [new Refusal("no_answer"), new Refusal("no_answer"), new Refusal("signed_out")];
  handIns.checked(checked("OK"));
  await pass(0);
  const asked: number[] = [];
  for (const wait of [4999, 1, 9999, 1, 1_000_000]) {
    await pass(wait);
    asked.push(line.of("hand-in").length);
  }
  assert.deepEqual(asked, [1, 2, 2, 3, 3]);
  handIns.hurry();
  await pass(0);
  assert.equal(line.of("hand-in").length, 4);
});

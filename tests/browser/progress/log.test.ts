import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { KnapsackEvent } from "../../../runtime/browser/src/progress/event.ts";
import { ProgressLog } from "../../../runtime/browser/src/progress/log.ts";
import { Store } from "../../../runtime/browser/src/progress/store.ts";
import { makeEvent, submission } from "../events.ts";
import { makeRandom, pick, shuffle } from "../random.ts";

const PLACE = { learner: "anna", course: "c", task: "sum" };
const open: ProgressLog[] = [];
let sites = 0;

function newSite(): string {
  sites += 1;
  return `site-${sites}`;
}

async function openLog(site: string): Promise<ProgressLog> {
  const log = new ProgressLog(site, "desk-1", await Store.open(site));
  log.onfailure = (reason) => {
    throw reason;
  };
  await log.refresh();
  open.push(log);
  return log;
}

afterEach(() => {
  for (const log of open.splice(0)) log.close();
});

function ids(log: ProgressLog): string[] {
  return log
    .events()
    .map(({ id }) => id)
    .sort();
}

test("events are there again after a restart", async () => {
  const site = newSite();
  const first = await openLog(site);
  await first.add("submission.created", "anna", submission(1));
  first.close();
  assert.equal((await openLog(site)).progress("anna").tasks["c/sum"]?.solved, true);
});

test("taking in the same events twice changes nothing", async () => {
  const log = await openLog(newSite());
  const events = [
    makeEvent("submission.created", submission(1)),
    makeEvent("submission.created", submission(0)),
  ];
  assert.equal(await log.merge([...events, ...events]), 2);
  assert.equal(await log.merge(events), 0);
  assert.equal(log.events().length, 2);
});

test("any order and any overlap of merges loses nothing and doubles nothing", async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = makeRandom(seed);
    const all = Array.from({ length: 12 }, (_, minute) =>
      makeEvent("submission.created", submission(0), minute),
    );
    const parts = Array.from({ length: 5 }, () =>
      shuffle(random, all).slice(0, 1 + Math.floor(random() * 8)),
    );
    const union = new Set(parts.flat().map(({ id }) => id));
    const states = await Promise.all([parts, shuffle(random, [...parts, pick(random, parts)])].map(mergeAll));
    for (const state of states)
      assert.deepEqual(state, [...union].sort(), `seed ${seed}: ${JSON.stringify(parts)}`);
  }
});

async function mergeAll(parts: KnapsackEvent[][]): Promise<string[]> {
  const log = await openLog(newSite());
  for (const part of parts) await log.merge(part);
  return ids(log);
}

test("two tabs that write at once both find everything", async () => {
  const site = newSite();
  const [left, right] = [await openLog(site), await openLog(site)];
  await Promise.all([
    left.add("submission.created", "anna", submission(0)),
    right.add("submission.created", "anna", submission(1)),
  ]);
  await Promise.all([left.refresh(), right.refresh()]);
  assert.equal(ids(left).length, 2);
  assert.deepEqual(ids(left), ids(right));
});

test("an open draft outlives a crash and becomes an event when it is settled", async () => {
  const site = newSite();
  const first = await openLog(site);
  await first.keepDraft(PLACE, "x = 1");
  first.close();
  const second = await openLog(site);
  assert.equal(second.drafts("anna", "c", ["sum"])["sum"]?.code, "x = 1");
  assert.equal(second.events().length, 0);
  await second.settleAll();
  second.close();
  const third = await openLog(site);
  assert.deepEqual(
    third.events().map(({ data }) => data),
    [{ course: "c", task: "sum", code: "x = 1" }],
  );
});

test("leaving unchanged code writes no second event", async () => {
  const log = await openLog(newSite());
  await log.settleDraft(PLACE, "x = 1");
  await log.settleDraft(PLACE, "x = 1");
  assert.equal(log.events().length, 1);
});

test("the latest draft wins, whether open or saved", async () => {
  const log = await openLog(newSite());
  await log.keepDraft(PLACE, "open");
  const later = new Date(Date.now() + 60_000).toISOString();
  const data = { course: "c", task: "sum", code: "from another computer" };
  await log.merge([{ ...makeEvent("draft.saved", data), time: later }]);
  assert.equal(log.drafts("anna", "c", ["sum"])["sum"]?.code, "from another computer");
});

test("a computer whose clock is behind does not lose new code to old", async () => {
  const log = await openLog(newSite());
  const data = { course: "c", task: "sum", code: "old" };
  await log.merge([{ ...makeEvent("draft.saved", data), time: "2090-01-01T00:00:00Z" }]);
  await log.keepDraft(PLACE, "newer");
  assert.equal(log.drafts("anna", "c", ["sum"])["sum"]?.code, "newer");
  await log.settleDraft(PLACE, "newest");
  assert.equal(log.drafts("anna", "c", ["sum"])["sum"]?.code, "newest");
});

test("a refusing disk is told once a write and costs nothing that is in memory", async () => {
  const site = newSite();
  const store = await Store.open(site);
  const log = new ProgressLog(site, "desk-1", store);
  open.push(log);
  const failures: unknown[] = [];
  log.onfailure = (reason) => failures.push(reason);
  store.close(); // every transaction is refused from here on
  await log.add("submission.created", "anna", submission(1));
  assert.equal(failures.length, 1);
  assert.equal(log.progress("anna").tasks["c/sum"]?.solved, true);
});

test("without a store the log works until the tab is closed", async () => {
  const log = new ProgressLog(newSite(), "desk-1", null);
  open.push(log);
  await log.add("submission.created", "anna", submission(1));
  await log.keepDraft(PLACE, "x");
  assert.equal(log.hasWork("anna"), true);
  assert.equal(log.progress("anna").tasks["c/sum"]?.solved, true);
});

test("broken records on the disk are passed over", async () => {
  const site = newSite();
  const store = await Store.open(site);
  const sound = makeEvent("submission.created", submission(1));
  await store.add([sound, { ...sound, id: "not a uuid" }, { id: "half" } as unknown as KnapsackEvent]);
  await store.keepDraft({ ...PLACE, code: "x = 1", time: "yesterday" });
  store.close();
  const log = await openLog(site);
  assert.deepEqual(ids(log), [sound.id]);
  await log.settleAll();
  await log.add("submission.created", "anna", submission(0.5));
  assert.equal(log.events().length, 2);
});

test("a learner is told once that nothing can be kept", async () => {
  const store = await Store.open(newSite());
  store.close();
  const log = new ProgressLog(newSite(), "desk-1", store);
  open.push(log);
  let told = 0;
  log.onfailure = () => {
    told += 1;
  };
  for (const score of [0, 0.5, 1]) await log.add("submission.created", "anna", submission(score));
  assert.equal(told, 1);
  assert.equal(log.progress("anna").tasks["c/sum"]?.solved, true);
});

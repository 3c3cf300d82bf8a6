import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../../runtime/browser/src/progress/store.ts";
import { makeEvent, submission } from "../events.ts";

test("sites of one browser do not see each other", async () => {
  const [first, second] = [await Store.open("first"), await Store.open("second")];
  await first.add([makeEvent("submission.created", submission(1))]);
  assert.equal(await first.countEvents(), 1);
  assert.equal(await second.countEvents(), 0);
  first.close();
  second.close();
});

test("settings come back as they were set", async () => {
  const store = await Store.open("settings");
  await store.set("font", 20);
  await store.set("scheme", "slate");
  await store.set("place.anna", "en/index.html");
  assert.deepEqual(await store.settings(), { font: 20, scheme: "slate", "place.anna": "en/index.html" });
  store.close();
});

test("a learner has one open draft for each task", async () => {
  const store = await Store.open("drafts");
  const draft = { learner: "anna", course: "c", task: "sum", code: "1", time: "2026-11-21T09:00:00.000Z" };
  await store.keepDraft(draft);
  await store.keepDraft({ ...draft, code: "2" });
  assert.deepEqual((await store.load()).drafts, [{ ...draft, code: "2" }]);
  await store.dropDraft(draft);
  assert.deepEqual(await store.drafts(), []);
  store.close();
});

test("a broken setting is as good as none", async () => {
  const store = await Store.open("broken-settings");
  await store.set("font", "huge" as unknown as number);
  await store.set("scheme", "pink" as "slate");
  await store.set("learner", 7 as unknown as string);
  await store.set("device", "desk-1");
  assert.deepEqual(await store.settings(), { device: "desk-1" });
  store.close();
});

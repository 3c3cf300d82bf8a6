import assert from "node:assert/strict";
import { test } from "node:test";
import { Work } from "../../../runtime/browser/src/studio/work.ts";

function setUp(document: Record<string, unknown>): { work: Work; wait: (ms: number) => void } {
  let now = 0;
  const work = new Work("task", document, () => now);
  return { work, wait: (ms) => (now += ms) };
}

test("letters typed in one field are one step, those in another the next", () => {
  const { work } = setUp({ id: "", title: "" });
  for (const text of ["a", "ab", "abc"]) work.edit(["id"], text);
  work.edit(["title"], "T");
  work.undo();
  assert.deepEqual(work.document, { id: "abc", title: "" });
  work.undo();
  assert.deepEqual(work.document, { id: "", title: "" });
  assert.equal(work.canUndo, false);
});

test("what follows from typing by itself is part of the same step", () => {
  const { work } = setUp({ id: "", title: "" });
  for (const text of ["A", "Ab"]) {
    work.edit(["title"], text);
    work.amend(["id"], text.toLowerCase());
  }
  assert.deepEqual(work.document, { id: "ab", title: "Ab" });
  work.undo();
  assert.deepEqual(work.document, { id: "", title: "" });
});

test("after a pause the same field begins a new step", () => {
  const { work, wait } = setUp({ id: "" });
  work.edit(["id"], "a");
  wait(5000);
  work.edit(["id"], "ab");
  work.undo();
  assert.equal(work.document["id"], "a");
});

test("what was undone comes back, until something else is done", () => {
  const { work } = setUp({ id: "a" });
  work.change(["id"], "b");
  work.undo();
  work.redo();
  assert.equal(work.document["id"], "b");
  work.undo();
  work.change(["id"], "c");
  assert.equal(work.canRedo, false);
});

test("items are put in, moved and taken out", () => {
  const { work } = setUp({ tests: ["1", "2", "3"] });
  work.move(["tests"], 0, 2);
  assert.deepEqual(work.document["tests"], ["2", "3", "1"]);
  work.move(["tests"], 0, -1);
  assert.deepEqual(work.document["tests"], ["2", "3", "1"]);
  work.insert(["tests"], 1, "x", "y");
  assert.deepEqual(work.document["tests"], ["2", "x", "y", "3", "1"]);
  work.remove(["tests"], 0);
  assert.deepEqual(work.document["tests"], ["x", "y", "3", "1"]);
});

test("a list that is empty goes, unless it is to stay", () => {
  const { work } = setUp({ hints: ["a"], tests: ["1"] });
  work.remove(["hints"], 0);
  work.remove(["tests"], 0, true);
  assert.deepEqual(work.document, { tests: [] });
});

test("every change is told", () => {
  const { work } = setUp({ id: "a" });
  let told = 0;
  work.onchange = () => (told += 1);
  work.edit(["id"], "b");
  work.undo();
  work.begin("quiz", { id: "q" });
  assert.equal(told, 3);
  assert.equal(work.canRedo, false);
});

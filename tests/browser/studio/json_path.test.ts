import assert from "node:assert/strict";
import { test } from "node:test";
import { getAt, listAt, pointerOf, setAt, textAt } from "../../../runtime/browser/src/studio/json_path.ts";

const TASK = { id: "sum", tests: [{ input: "1" }, { input: "2" }], house: { rule: 1 } };

test("a value is found by its path, and what is not there is undefined", () => {
  assert.equal(getAt(TASK, ["tests", 1, "input"]), "2");
  assert.equal(getAt(TASK, ["tests", 7, "input"]), undefined);
  assert.equal(getAt(TASK, []), TASK);
});

test("a change leaves the old state and all else as they were, the order of fields too", () => {
  const changed = setAt(TASK, ["tests", 0, "input"], "9");
  assert.deepEqual(changed, { id: "sum", tests: [{ input: "9" }, { input: "2" }], house: { rule: 1 } });
  assert.equal(TASK.tests[0]?.input, "1");
  assert.deepEqual(Object.keys(setAt(TASK, ["id"], "x") as object), ["id", "tests", "house"]);
});

test("missing objects are made on the way, and undefined takes a field out", () => {
  assert.deepEqual(setAt({}, ["limits", "time_ms"], 5), { limits: { time_ms: 5 } });
  assert.deepEqual(setAt({ a: 1, b: 2 }, ["a"], undefined), { b: 2 });
});

test("what has another shape than expected is empty", () => {
  assert.deepEqual(listAt({ tests: "none" }, ["tests"]), []);
  assert.equal(textAt({ id: 5 }, ["id"]), "");
});

test("a pointer escapes what has a meaning in it", () => {
  assert.equal(pointerOf(["tests", 0, "files", "a/b~c"]), "/tests/0/files/a~1b~0c");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  documentPath,
  formatDocument,
  parseObject,
  readState,
} from "../../../runtime/browser/src/studio/saved_state.ts";

const STATE = {
  kind: "task",
  document: { id: "sum" },
  languages: ["en"],
  saved: "",
  path: "tasks/sum.json",
  hasFolder: false,
};

test("what was kept is gone on with, and what is damaged is not", () => {
  assert.deepEqual(readState(JSON.stringify(STATE)), STATE);
  assert.equal(readState(null), null);
  assert.equal(readState("{"), null);
  for (const damage of [{ kind: "x" }, { document: 5 }, { languages: [] }, { saved: null }])
    assert.equal(readState(JSON.stringify({ ...STATE, ...damage })), null, JSON.stringify(damage));
});

test("a path out of the course is forgotten", () => {
  assert.equal(readState(JSON.stringify({ ...STATE, path: "../tasks/sum.json" }))?.path, null);
});

test("a new file has its fields in the schema's order, an opened one in its own", () => {
  const document = { solution: "x", own: 1, title: "T", id: "a" };
  assert.deepEqual(Object.keys(JSON.parse(formatDocument("task", document, true))), [
    "id",
    "title",
    "solution",
    "own",
  ]);
  assert.deepEqual(Object.keys(JSON.parse(formatDocument("task", document, false))), Object.keys(document));
});

test("where a document stands in its course", () => {
  assert.equal(documentPath("task", "sum", null), "tasks/sum.json");
  assert.equal(documentPath("quiz", "q", null), "quizzes/q.json");
  assert.equal(documentPath("task", "sum", "tasks/sum/task.json"), "tasks/sum/task.json");
  assert.equal(documentPath("task", "../x", null), null);
});

test("a file may begin with a byte order mark, and must be an object", () => {
  assert.deepEqual(parseObject('\uFEFF{"a": 1}'), { a: 1 });
  assert.equal(parseObject("[1]"), null);
  assert.equal(parseObject("{"), null);
});

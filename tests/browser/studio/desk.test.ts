import assert from "node:assert/strict";
import { test } from "node:test";
import { readAsk } from "../../../runtime/browser/src/studio/shell/desk.ts";

const GOOD: object[] = [
  { what: "hello" },
  { what: "keep", text: "{}" },
  { what: "keep", text: null },
  { what: "download", name: "sum.json", text: "{}" },
  { what: "read", path: "tasks/sum.json" },
  { what: "write", path: "quizzes/q-1.json", text: "", replace: false },
  { what: "write", path: "tasks/sum/task.json", text: "", replace: true },
];

for (const ask of GOOD) test(`answered: ${JSON.stringify(ask)}`, () => assert.deepEqual(readAsk(ask), ask));

const BAD: unknown[] = [
  null,
  "hello",
  { what: "delete", path: "tasks/sum.json" },
  { what: "read", path: "manifest.json" },
  { what: "read", path: "tasks/../manifest.json" },
  { what: "read", path: "tasks/sum.py" },
  { what: "read", path: "/tasks/sum.json" },
  { what: "write", path: "tasks\\sum.json", text: "", replace: true },
  { what: "write", path: "tasks/.json", text: "", replace: true },
  { what: "write", path: "tasks/sum.json", text: 5, replace: true },
  { what: "write", path: "tasks/sum.json", text: "" },
  { what: "download", name: "sum.exe", text: "" },
  { what: "download", name: "a/b.json", text: "" },
  { what: "keep", text: "x".repeat(9 * 1024 * 1024) },
];

for (const ask of BAD)
  test(`refused: ${JSON.stringify(ask).slice(0, 80)}`, () => assert.equal(readAsk(ask), null));

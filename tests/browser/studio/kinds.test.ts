import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "../../../runtime/browser/src/studio/faults.ts";
import { freeId, idFrom, kindOf, newDocument } from "../../../runtime/browser/src/studio/kinds.ts";

const TITLES: [string, string][] = [
  ["Sum of two numbers", "sum_of_two_numbers"],
  ["Сумма двух чисел", "summa_dvuh_chisel"],
  ["  Café №5!  ", "cafe_no5"],
  ["中文", ""],
  ["a".repeat(100), "a".repeat(64)],
];

for (const [title, id] of TITLES)
  test(`the short name of “${title.slice(0, 20)}”`, () => assert.equal(idFrom(title), id));

test("the first free name is found", () => {
  assert.equal(freeId("q", ["q1", "q3"]), "q2");
  assert.equal(freeId("q", []), "q1");
});

test("a quiz has questions, and a manifest or saved progress is neither", () => {
  assert.equal(kindOf({ questions: [] }), "quiz");
  assert.equal(kindOf({ id: "sum" }), "task");
  assert.equal(kindOf({ id: "course", lessons: [] }), null);
  assert.equal(kindOf({ format: "knapsack-progress", version: 1 }), null);
});

test("what is new lacks its names and words, and nothing else", () => {
  const task = findFaults("task", newDocument("task")).filter(({ mild }) => !mild);
  assert.deepEqual(task.map(({ pointer }) => pointer).sort(), ["/id", "/title"]);
  const quiz = findFaults("quiz", newDocument("quiz")).map(({ pointer }) => pointer);
  const words = ["/questions/0/prompt", "/questions/0/choices/0", "/questions/0/choices/1"];
  assert.deepEqual(quiz.sort(), ["/id", "/title", ...words].sort());
});

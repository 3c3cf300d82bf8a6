import assert from "node:assert/strict";
import { test } from "node:test";
import { taskToAnswer, taskToJudge } from "../../../runtime/browser/src/studio/judge_task.ts";

test("tests are numbered and filled up as the builder does, the private ones with them", () => {
  const { tests, limits, checker, private_tests } = taskToJudge({
    tests: [
      { input: "2 3", expected: "5", private: true },
      { call: "f(2)", expected: "4", points: 3, name: "two", files: { "a.txt": "A" } },
    ],
    limits: { time_ms: 500 },
  });
  assert.deepEqual(tests, [
    { name: "01", input: "2 3", expected: "5", points: 1 },
    { name: "two", call: "f(2)", expected: "4", points: 3, tolerance: 1e-9, files: { "a.txt": "A" } },
  ]);
  assert.deepEqual(limits, { time_ms: 500, memory_mb: 128, output_kb: 64 });
  assert.deepEqual([checker, private_tests], [{ type: "strip" }, 0]);
});

test("a checker may be a name or have options", () => {
  assert.deepEqual(taskToJudge({ checker: "exact" }).checker, { type: "exact" });
  const float = { type: "float", abs: 0.1, rel: "x" };
  assert.deepEqual(taskToJudge({ checker: float }).checker, { type: "float", abs: 0.1 });
  const drawing = { type: "drawing", tolerance: 5 };
  assert.deepEqual(taskToJudge({ checker: drawing }).checker, drawing);
  assert.deepEqual(taskToJudge({ checker: "magic" }).checker, { type: "strip" });
});

test("what the form has not got right yet does no harm", () => {
  const { tests, limits } = taskToJudge({ tests: [{ expected: 5 }, "x"], limits: { time_ms: "long" } });
  assert.deepEqual(tests[0], { name: "01", input: "", expected: "", points: 1 });
  assert.equal(limits.time_ms, 2000);
});

test("for its answers alone every call expects something that Python can read", () => {
  const task = taskToJudge({
    checker: "regex",
    tests: [
      { call: "f()", expected: "" },
      { input: "1", expected: "(" },
    ],
  });
  const { tests, checker } = taskToAnswer(task);
  assert.equal(tests[0]?.expected, "None");
  assert.equal(tests[1]?.expected, "(");
  assert.deepEqual(checker, { type: "strip" });
});

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { Json } from "../../../runtime/browser/src/guards.ts";
import { PYTHON_RULES, pythonQuestions } from "../../../runtime/browser/src/studio/python_rules.ts";

/** The faults as "pointer key", found by the Python of this computer. */
function faults(document: Json): string[] {
  const { input, read } = pythonQuestions(document);
  const { stdout, stderr } = spawnSync("python3", ["-c", PYTHON_RULES], { input, encoding: "utf8" });
  assert.equal(stderr, "");
  return read(stdout).map(({ pointer, key }) => `${pointer} ${key}`);
}

test("calls and values that Python cannot read are named, the others are not", () => {
  const tests = [
    { call: "f(2)", expected: "4" },
    { call: "f((", expected: "hello" },
    { call: " f() ", expected: " 'text' " },
    { input: "f((", expected: "(" },
    { call: "", expected: "" },
  ];
  assert.deepEqual(faults({ tests }), ["/tests/1/call expression", "/tests/1/expected value"]);
});

test("patterns are looked at where patterns are expected", () => {
  const tests = [{ expected: "(" }, { expected: "\\d+" }];
  assert.deepEqual(faults({ tests, checker: "regex" }), ["/tests/0/expected pattern"]);
  assert.deepEqual(faults({ tests }), []);
});

test("the checker's expression", () => {
  assert.deepEqual(faults({ checker: { type: "python_expr", expr: "output ==" } }), [
    "/checker/expr expression",
  ]);
  assert.deepEqual(faults({ checker: { type: "python_expr", expr: "output == '1'" } }), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Answer,
  isRight,
  parseNumber,
  type QuestionType,
} from "../../../runtime/browser/src/lesson/marking.ts";
import type { Sealed } from "../../../runtime/browser/src/lesson/unseal.ts";

function sealed(answer: Sealed["answer"], tolerance = 1e-9): Sealed {
  return { answer, tolerance, explain: "" };
}

const CASES: [QuestionType, Answer, Sealed, boolean][] = [
  ["single", 0, sealed(0), true],
  ["single", 1, sealed(0), false],
  ["multiple", [2, 0], sealed([0, 2]), true],
  ["multiple", [0], sealed([0, 2]), false],
  ["multiple", [0, 1, 2], sealed([0, 2]), false],
  ["text", "  PRINT ", sealed(["print"]), true],
  ["text", "for \t loop", sealed(["while", "For loop"]), true],
  ["text", "Ёлка", sealed(["ёлка"]), true],
  ["text", "e\u0301", sealed(["é"]), true],
  ["text", "prin", sealed(["print"]), false],
  ["number", "0,5", sealed(0.5), true],
  ["number", " 1 000 ", sealed(1000), true],
  ["number", "−3", sealed(-3), true],
  ["number", "1e3", sealed(1000), true],
  ["number", "3.15", sealed(3.14, 0.01), true],
  ["number", "3.16", sealed(3.14, 0.01), false],
  ["number", "7", sealed(7, 0), true],
  ["number", "seven", sealed(7), false],
];

for (const [type, given, answer, expected] of CASES) {
  test(`${type}: ${JSON.stringify(given)} for ${JSON.stringify(answer.answer)} is ${expected ? "right" : "wrong"}`, () =>
    assert.equal(isRight(type, given, answer), expected));
}

test("what is no number is none", () => {
  for (const text of ["", "1.2.3", "1,2,3", "Infinity", "NaN", "0x10", "--1", ".", "5 apples"])
    assert.equal(parseNumber(text), null, text);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTests } from "../../../runtime/browser/src/studio/paste.ts";

const CASES: [name: string, text: string, tests: [string, string][]][] = [
  [
    "two columns of a spreadsheet",
    "2 3\t5\r\n1 1\t2\r\n",
    [
      ["2 3", "5"],
      ["1 1", "2"],
    ],
  ],
  [
    "a cell of several lines, with quotes in it",
    '"2\n3"\t"say ""5"""\n1\t1',
    [
      ["2\n3", 'say "5"'],
      ["1", "1"],
    ],
  ],
  [
    "lines with arrows",
    "2 3 -> 5\n\n4 => 16\n7 → 49",
    [
      ["2 3", "5"],
      ["4", "16"],
      ["7", "49"],
    ],
  ],
  ["an empty input", "\t5", [["", "5"]]],
  ["words", "no tests here", []],
  ["nothing", "", []],
];

for (const [name, text, tests] of CASES)
  test(name, () =>
    assert.deepEqual(
      parseTests(text, false),
      tests.map(([input, expected]) => ({ input, expected })),
    ),
  );

test("the first column may be calls", () => {
  assert.deepEqual(parseTests("add(2, 3)\t5", true), [{ call: "add(2, 3)", expected: "5" }]);
});

test("a table of 5,000 lines is read at once", () => {
  assert.equal(parseTests("1\t2\n".repeat(5000), false).length, 5000);
});

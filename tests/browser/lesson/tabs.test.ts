import assert from "node:assert/strict";
import { test } from "node:test";
import { nextTab } from "../../../runtime/browser/src/lesson/tabs.ts";

const MOVES: [string, number, number | null][] = [
  ["ArrowRight", 0, 1],
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 0, 2],
  ["ArrowLeft", 1, 0],
  ["Home", 2, 0],
  ["End", 0, 2],
  ["Enter", 1, null],
  ["a", 1, null],
];

for (const [key, from, to] of MOVES) {
  test(`${key} on tab ${from} of 3 goes to ${to}`, () => assert.equal(nextTab(key, from, 3), to));
}

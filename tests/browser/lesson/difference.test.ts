import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asCompared,
  findDifference,
  type Part,
  visible,
} from "../../../runtime/browser/src/lesson/difference.ts";

/** Changed parts in brackets. */
function draw(parts: readonly Part[]): string {
  return parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("");
}

test("equal texts have no difference", () => assert.equal(findDifference("a\n", "a\n"), null));

test("a changed letter is marked on both sides", () => {
  const difference = findDifference("cat", "cut");
  assert.equal(draw(difference?.expected ?? []), "c[a]t");
  assert.equal(draw(difference?.got ?? []), "c[u]t");
});

test("what is missing is marked where it was expected", () => {
  const difference = findDifference("Hello, world!", "Hello world");
  assert.equal(draw(difference?.expected ?? []), "Hello[,] world[!]");
  assert.equal(draw(difference?.got ?? []), "Hello world");
});

test("a space, a tab and a line's end that differ can be seen", () => {
  assert.equal(visible(" \t\n\u00a0"), "·⇥\t↵\n⍽");
  const difference = findDifference("1 2\n", "12\n");
  assert.equal(draw(difference?.expected ?? []), "1[·]2\n");
});

test("the line of the first difference is told", () => {
  assert.equal(findDifference("1\n2\n3", "1\n2\n4")?.line, 3);
  assert.equal(findDifference("", "x")?.line, 1);
});

test("texts with nothing in common are compared in bounded work", () => {
  const difference = findDifference("a\n".repeat(9000), "b".repeat(18_000));
  assert.deepEqual(
    difference?.got.map(({ changed }) => changed),
    [true],
  );
});

test("white space that the checker ignores is not shown as a difference", () => {
  assert.equal(asCompared("1 \r\n2\t\n\n", "strip"), "1\n2");
  assert.equal(asCompared("1 \r\n2\n\n", "exact"), "1 \n2\n\n");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { expand } from "../../../runtime/browser/src/kernel/worker/sparse.ts";

function packed(words: number[], content: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...new Uint8Array(new Uint32Array(words).buffer), ...content]);
}

test("runs are put where they belong, with zeros between", () => {
  const memory = expand(packed([8, 2, 1, 2, 6, 1], [11, 12, 13]));
  assert.deepEqual([...memory], [0, 11, 12, 0, 0, 0, 13, 0]);
});

test("memory of zeros alone has no runs", () => {
  assert.deepEqual([...expand(packed([3, 0], []))], [0, 0, 0]);
});

test("something else is refused", () => {
  assert.throws(() => expand(new TextEncoder().encode("not a snapshot of this build")), RangeError);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { sectionsOf } from "../../../runtime/browser/splitting/binary.ts";
import { namingsIn, withFunctions } from "../../../runtime/browser/splitting/instructions.ts";
import { shapeOf } from "../../../runtime/browser/splitting/shape.ts";

const WASM = createRequire(import.meta.url).resolve("pyodide/pyodide.asm.wasm");
const [CALL, END] = [0x10, 0x0b];

/** A body with these instructions and no variables of its own. */
const body = (...instructions: number[]): Uint8Array => Uint8Array.of(0, ...instructions, END);
const indices = (code: Uint8Array): number[] => namingsIn(code).map(({ index }) => index);

test("calls, calls at the end and references name functions", () => {
  assert.deepEqual(indices(body(CALL, 5, 0x12, 0x80, 0x01, 0xd2, 7)), [5, 128, 7]);
});

/** What else may stand behind an operation; 0x10 in it is no call. */
const OTHERS: Record<string, number[]> = {
  "a constant": [0x41, 0x10],
  "a large constant": [0x42, 0x90, 0x90, 0x10],
  "a short fraction": [0x43, 0x10, 0x10, 0x10, 0x10],
  "a fraction": [0x44, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10],
  "a load": [0x28, 0x02, 0x10],
  "a store into a memory of a number": [0x36, 0x42, 0x10, 0x10],
  "a variable": [0x20, 0x10],
  "an indirect call": [0x11, 0x10, 0x10],
  "a jump by a list": [0x0e, 0x02, 0x10, 0x10, 0x10],
  "a block with a result": [0x02, 0x7f],
  "a block of a type": [0x03, 0x10],
  "a handler": [0x06, 0x40, 0x07, 0x10, 0x19, 0x18, 0x10],
  "memory that is copied": [0xfc, 0x0a, 0x10, 0x10],
  "a number that is cut off": [0xfc, 0x00],
};
for (const [what, instruction] of Object.entries(OTHERS)) {
  test(`${what} names no function, and the call behind it does`, () => {
    assert.deepEqual(indices(body(...instruction, CALL, 9)), [9]);
  });
}

test("variables of a function are no instructions", () => {
  assert.deepEqual(indices(Uint8Array.of(2, 0x10, 0x7f, 0x10, 0x7c, CALL, 3, END)), [3]);
});

test("functions get their new numbers, longer or shorter, and nothing else changes", () => {
  const before = body(0x41, 0x10, CALL, 0x80, 0x01, 0x1a, CALL, 1, CALL, 2);
  const after = withFunctions(before, (index) => (index === 128 ? 4 : index === 1 ? 300 : index));
  assert.deepEqual(after, body(0x41, 0x10, CALL, 4, 0x1a, CALL, 0xac, 0x02, CALL, 2));
});

test("every function of Python can be read, and is the same with the same numbers", () => {
  const { bodies, imported } = shapeOf(sectionsOf(readFileSync(WASM)));
  const count = imported.functions + bodies.length;
  for (const code of bodies) {
    assert.ok(indices(code).every((index) => index < count));
    assert.equal(Buffer.compare(withFunctions(code, unchanged), code), 0);
  }
});

test("an operation that is not known is refused", () => {
  assert.throws(() => namingsIn(body(0xfd, 0)), new RangeError("an operation that is not known: 253"));
});

const unchanged = (index: number): number => index;

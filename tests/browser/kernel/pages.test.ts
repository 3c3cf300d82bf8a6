import assert from "node:assert/strict";
import { test } from "node:test";
import { Pages } from "../../../runtime/browser/src/kernel/worker/pages.ts";
import { makeRandom } from "../random.ts";

const PAGE = 4096;

/** A memory of sixteen pages or a multiple of them. */
function memoryOf(pages = 16): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages / 16 });
}

const bytesOf = (memory: WebAssembly.Memory): Uint8Array => new Uint8Array(memory.buffer);

function places(memory: WebAssembly.Memory, start: number, end: number): [number, number][] {
  return new Pages(memory).copy(start, end).map(({ offset, bytes }) => [offset, bytes.length]);
}

test("pages of zeros are left out, neighbours go together", () => {
  const memory = memoryOf();
  for (const at of [0, PAGE + 7, 4 * PAGE - 1, 15 * PAGE]) bytesOf(memory)[at] = 1;
  assert.deepEqual(places(memory, 0, 16 * PAGE), [
    [0, 2 * PAGE],
    [3 * PAGE, PAGE],
    [15 * PAGE, PAGE],
  ]);
});

test("nothing before the start and behind the end is copied", () => {
  const memory = memoryOf();
  bytesOf(memory).fill(1);
  assert.deepEqual(places(memory, 100, 3 * PAGE + 5), [[100, 3 * PAGE + 5 - 100]]);
  assert.deepEqual(places(memory, 16 * PAGE - 3, 16 * PAGE), [[16 * PAGE - 3, 3]]);
  assert.deepEqual(places(memory, 100, 100), []);
});

test("zeros alone are not copied at all", () => {
  assert.deepEqual(places(memoryOf(), 10, 16 * PAGE - 10), []);
});

test("copies are not the memory itself", () => {
  const memory = memoryOf();
  bytesOf(memory).fill(3);
  const [copy] = new Pages(memory).copy(0, PAGE);
  bytesOf(memory).fill(4);
  assert.ok(copy?.bytes.every((byte) => byte === 3));
});

/** A few bytes in a large memory, and two places in it. */
function scattered(random: () => number): [memory: WebAssembly.Memory, start: number, end: number] {
  const memory = memoryOf(32);
  const heap = bytesOf(memory);
  for (let count = random() * 12; count > 0; count -= 1) heap[Math.floor(random() * heap.length)] = 1;
  const start = Math.floor(random() * heap.length);
  return [memory, start, start + Math.floor(random() * (heap.length - start + 1))];
}

test("whatever stands there, the copies and zeros make it again", () => {
  const random = makeRandom(30);
  for (let round = 0; round < 300; round += 1) {
    const [memory, start, end] = scattered(random);
    const again = new Uint8Array(memory.buffer.byteLength);
    for (const { offset, bytes } of new Pages(memory).copy(start, end)) again.set(bytes, offset);
    const expected = new Uint8Array(again.length);
    expected.set(bytesOf(memory).subarray(start, end), start);
    assert.equal(Buffer.compare(again, expected), 0, `from ${start} to ${end}`);
  }
});

test("what is cleared is zeros, and nothing else is", () => {
  const random = makeRandom(31);
  for (let round = 0; round < 300; round += 1) {
    const [memory, start, end] = scattered(random);
    const expected = bytesOf(memory).slice().fill(0, start, end);
    new Pages(memory).clear(start, end);
    assert.equal(Buffer.compare(bytesOf(memory), expected), 0, `from ${start} to ${end}`);
  }
});

test("an end before the start is nothing to do", () => {
  const memory = memoryOf();
  bytesOf(memory).fill(1);
  new Pages(memory).clear(2 * PAGE, PAGE);
  assert.ok(bytesOf(memory).every((byte) => byte === 1));
});

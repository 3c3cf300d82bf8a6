import assert from "node:assert/strict";
import { test } from "node:test";
import { pack } from "../../../runtime/browser/lz4/compress.ts";
import { type Run, Snapshot } from "../../../runtime/browser/src/kernel/worker/snapshot.ts";

const LAYOUT = {
  head: "",
  digest: "BQY=",
  heap: 8,
  runs: [
    [1, 2, "contents"],
    [6, 1, "contents"],
  ] as Run[],
};

function snapshot(contents: number[]): Snapshot {
  return new Snapshot(LAYOUT, Promise.resolve(pack(Uint8Array.of(5, 6, ...contents))));
}

test("stretches are put where they belong, and what was written before them is gone", async () => {
  const heap = new Uint8Array([9, 9, 9, 9, 9, 0, 0, 0]);
  await snapshot([11, 12, 13]).restore(heap, 5);
  assert.deepEqual([...heap], [0, 11, 12, 0, 0, 0, 13, 0]);
});

test("memory after the last stretch is cleared as far as it was used", async () => {
  const heap = new Uint8Array(8).fill(9);
  await snapshot([11, 12, 13]).restore(heap, 8);
  assert.deepEqual([...heap], [0, 11, 12, 0, 0, 0, 13, 0]);
});

test("what a start itself puts into memory is kept", async () => {
  const runs: Run[] = [
    [1, 2, "contents"],
    [3, 2, "start"],
    [6, 1, "contents"],
  ];
  const packed = Promise.resolve(pack(Uint8Array.of(5, 6, 11, 12, 13)));
  const heap = new Uint8Array(8).fill(9);
  await new Snapshot({ ...LAYOUT, runs }, packed).restore(heap, 8);
  assert.deepEqual([...heap], [0, 11, 12, 9, 9, 0, 13, 0]);
});

test("large contents come in many pieces and end up whole", async () => {
  const contents = Uint8Array.from({ length: 3_000_000 }, (_, at) => (at * 7919) >> 3);
  const runs: Run[] = [
    [10, 1_000_003, "contents"],
    [1_500_000, 1_999_997, "contents"],
  ];
  const heap = new Uint8Array(4_000_000);
  const packed = Promise.resolve(pack(contents));
  await new Snapshot({ head: "", digest: "", heap: heap.length, runs }, packed).restore(heap, 0);
  assert.deepEqual(heap.subarray(10, 1_000_013), contents.subarray(0, 1_000_003));
  assert.deepEqual(heap.subarray(1_500_000, 3_499_997), contents.subarray(1_000_003));
});

test("damaged contents are refused before memory is touched", async () => {
  const damaged = pack(Uint8Array.of(5, 6, 11, 12, 13));
  damaged[12] = (damaged[12] ?? 0) ^ 1;
  const heap = new Uint8Array(8).fill(9);
  await assert.rejects(new Snapshot(LAYOUT, Promise.resolve(damaged)).restore(heap, 8), /damaged/);
  assert.ok(heap.every((byte) => byte === 9));
});

test("a snapshot that another build of the worker has to unpack is refused before memory is touched", async () => {
  const heap = new Uint8Array(8).fill(9);
  const other = { ...LAYOUT, digest: "BQc=" };
  const packed = Promise.resolve(pack(Uint8Array.of(5, 6, 11, 12, 13)));
  await assert.rejects(new Snapshot(other, packed).restore(heap, 8), /another build/);
  assert.ok(heap.every((byte) => byte === 9));
});

test("a part that could not be loaded is the reason given", async () => {
  const missing = new Snapshot(LAYOUT, Promise.reject(new Error("cannot load snapshot.js")));
  await assert.rejects(missing.restore(new Uint8Array(8), 0), /cannot load snapshot.js/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Packer } from "../../../runtime/browser/lz4/compress.ts";
import { HEADER_BYTES } from "../../../runtime/browser/src/kernel/worker/lz4.ts";
import { type Run, Snapshot } from "../../../runtime/browser/src/kernel/worker/snapshot.ts";

const PAGE = 65536;
const DIGEST = [5, 6];
const LAYOUT = {
  head: "",
  digest: "BQY=",
  heap: PAGE,
  room: 1000,
  runs: [
    [1, 20, "piece"],
    [60, 30, "piece"],
  ] as Run[],
};

/** A memory as it was when the snapshot was taken: rising numbers in the runs, zeros elsewhere. */
function taken(runs: Run[] = LAYOUT.runs, bytes = PAGE): Uint8Array {
  const memory = new Uint8Array(bytes);
  for (const [offset, length] of runs)
    for (let at = offset; at < offset + length; at += 1) memory[at] = 1 + ((at * 7) % 250);
  return memory;
}

/** The pieces of a memory behind the digest. */
function packed(memory: Uint8Array = taken(), runs: Run[] = LAYOUT.runs): Uint8Array<ArrayBuffer> {
  const packer = new Packer(memory);
  const pieces = runs.filter(([, , from]) => from === "piece");
  const bytes = pieces.map(([offset, length]) => [...packer.piece(offset, offset + length)]);
  return Uint8Array.from([...DIGEST, ...bytes.flat()]);
}

/** A fresh memory in which something was written up to an address. */
function started(untouched: number, bytes = PAGE): WebAssembly.Memory {
  const memory = new WebAssembly.Memory({ initial: bytes / PAGE });
  new Uint8Array(memory.buffer).fill(9, 0, untouched);
  return memory;
}

const contents = (memory: WebAssembly.Memory): Buffer => Buffer.from(memory.buffer);

for (const untouched of [0, 5, 21, 40, 75, 200]) {
  test(`memory is what it was, where ${untouched} bytes had been written before`, async () => {
    const memory = started(untouched);
    await new Snapshot(LAYOUT, Promise.resolve(packed())).restore(memory, [[0, untouched]]);
    assert.deepEqual(contents(memory), Buffer.from(taken()));
  });
}

test("nothing is written to what was never used", async () => {
  const memory = started(0);
  const heap = new Uint8Array(memory.buffer);
  heap.fill(9, 30, 50);
  heap.fill(9, 200, 300);
  const used = [
    [0, 25],
    [40, 250],
  ] as const;
  await new Snapshot(LAYOUT, Promise.resolve(packed())).restore(memory, [...used]);
  const expected = taken();
  expected.fill(9, 30, 40);
  expected.fill(9, 250, 300);
  assert.deepEqual(contents(memory), Buffer.from(expected));
});

test("what a start itself puts into memory is kept", async () => {
  const runs: Run[] = [
    [1, 20, "piece"],
    [21, 10, "start"],
    [60, 30, "piece"],
  ];
  const before = taken(runs).fill(9, 21, 31);
  const memory = started(100);
  await new Snapshot({ ...LAYOUT, runs }, Promise.resolve(packed(before, runs))).restore(memory, [[0, 100]]);
  assert.deepEqual(contents(memory), Buffer.from(before));
});

test("a piece may repeat what stands in others, and in what a start puts there", async () => {
  const runs: Run[] = [
    [0, 200, "start"],
    [300, 200, "piece"],
    [600, 400, "piece"],
  ];
  const before = taken(runs);
  before.copyWithin(300, 0, 200);
  before.copyWithin(600, 100, 500);
  const bytes = packed(before, runs);
  const memory = started(0);
  new Uint8Array(memory.buffer).set(before.subarray(0, 200));
  await new Snapshot({ ...LAYOUT, room: 2000, runs }, Promise.resolve(bytes)).restore(memory, [[0, 250]]);
  assert.ok(bytes.length < 200, `${bytes.length} bytes`);
  assert.deepEqual(contents(memory), Buffer.from(before));
});

test("large memories come in many pieces", async () => {
  const bytes = 3 * PAGE;
  const runs: Run[] = Array.from({ length: 100 }, (_, at) => [at * 1500, 1000 + at, "piece"]);
  const before = taken(runs, bytes);
  const memory = started(0, bytes);
  const layout = { ...LAYOUT, heap: bytes, room: 160_000, runs };
  await new Snapshot(layout, Promise.resolve(packed(before, runs))).restore(memory, [[0, 0]]);
  assert.deepEqual(contents(memory), Buffer.from(before));
});

test("any damaged byte of a piece is found", async () => {
  const whole = packed();
  for (let at = DIGEST.length; at < whole.length; at += 1) {
    const damaged = whole.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    const restored = new Snapshot(LAYOUT, Promise.resolve(damaged)).restore(started(8), [[0, 8]]);
    await assert.rejects(restored, /damaged/, `byte ${at}`);
  }
});

test("a snapshot that ends too early is refused", async () => {
  for (const end of [DIGEST.length, DIGEST.length + HEADER_BYTES, packed().length - 1]) {
    const restored = new Snapshot(LAYOUT, Promise.resolve(packed().slice(0, end))).restore(started(8), [
      [0, 8],
    ]);
    await assert.rejects(restored, /damaged/, `${end} bytes`);
  }
});

test("a snapshot that another build of the worker has to unpack is refused before memory is touched", async () => {
  const memory = started(8);
  const other = { ...LAYOUT, digest: "BQc=" };
  await assert.rejects(
    new Snapshot(other, Promise.resolve(packed())).restore(memory, [[0, 8]]),
    /another build/,
  );
  assert.deepEqual(contents(memory), contents(started(8)));
});

test("a part that could not be loaded is the reason given", async () => {
  const missing = new Snapshot(LAYOUT, Promise.reject(new Error("cannot load snapshot.js")));
  await assert.rejects(missing.restore(started(0), [[0, 0]]), /cannot load snapshot.js/);
});

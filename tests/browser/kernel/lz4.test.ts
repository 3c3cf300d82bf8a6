import assert from "node:assert/strict";
import { test } from "node:test";
import { assemble } from "../../../runtime/browser/lz4/assemble.ts";
import { pack } from "../../../runtime/browser/lz4/compress.ts";
import { HEADER_BYTES, MODULE, unpack } from "../../../runtime/browser/src/kernel/worker/lz4.ts";
import { makeRandom } from "../random.ts";

test("the module is the one that its source makes", async () => {
  assert.equal(MODULE, await assemble());
});

const TEXT = new TextEncoder().encode(
  "for every student a computer, for every computer a student. ".repeat(50),
);

const CONTENTS: Record<string, Uint8Array> = {
  nothing: new Uint8Array(0),
  "one byte": Uint8Array.of(7),
  "too short for a match": Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
  "one byte, often": new Uint8Array(100_000).fill(3),
  "a pattern shorter than a word": Uint8Array.from({ length: 10_000 }, (_, at) => at % 3),
  "a pattern longer than a word": Uint8Array.from({ length: 10_000 }, (_, at) => at % 11),
  text: TEXT,
  "a match as far back as one may be": Uint8Array.from([...TEXT, ...noise(65_535 - TEXT.length), ...TEXT]),
  "a match too far back": Uint8Array.from([...TEXT, ...noise(65_536), ...TEXT]),
  noise: Uint8Array.from(noise(70_000)),
};

for (const [name, contents] of Object.entries(CONTENTS)) {
  test(`what was packed comes out again: ${name}`, () => {
    assert.deepEqual(Buffer.from(unpack(pack(contents))), Buffer.from(contents));
  });
}

test("whatever is packed comes out again", () => {
  const random = makeRandom(20);
  for (let round = 0; round < 200; round += 1) {
    const words = 1 + Math.floor(random() * 40);
    const contents = Uint8Array.from({ length: Math.floor(random() * 3000) }, () => random() * words);
    assert.deepEqual(Buffer.from(unpack(pack(contents))), Buffer.from(contents));
  }
});

test("text takes less room", () => {
  assert.ok(pack(TEXT).length < TEXT.length / 20);
});

test("any damaged byte is found", () => {
  const packed = pack(TEXT.subarray(0, 300));
  for (const at of packed.keys()) {
    const damaged = packed.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    assert.throws(() => unpack(damaged), RangeError, `byte ${at}`);
  }
  assert.throws(() => unpack(packed.slice(0, HEADER_BYTES)), /damaged/);
  assert.throws(() => unpack(packed.slice(0, -1)), /damaged/);
});

function noise(length: number): number[] {
  const random = makeRandom(length);
  return Array.from({ length }, () => Math.floor(random() * 256));
}

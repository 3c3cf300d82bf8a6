import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { gunzip } from "../../runtime/browser/src/gunzip.ts";

test("what was packed comes back, however many pieces it took", async () => {
  for (const size of [0, 1, 3_000_000]) {
    const bytes = new Uint8Array(randomBytes(size));
    assert.deepEqual(await gunzip(new Uint8Array(gzipSync(bytes))), bytes);
  }
});

test("what is no gzip, or a damaged one, is refused", async () => {
  await assert.rejects(gunzip(new Uint8Array([1, 2, 3])));
  const damaged = gzipSync("some script");
  damaged.fill(0, 12, 16);
  await assert.rejects(gunzip(Uint8Array.from(damaged)));
});

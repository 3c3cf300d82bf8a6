import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { fromBase64, gunzip } from "../../runtime/browser/src/packed.ts";

test("what was packed comes out as it was, letters of every alphabet included", async () => {
  const source = "window.greeting = 'Привет, 🐍';".repeat(1000);
  const packed = fromBase64(gzipSync(source).toString("base64"));
  assert.equal(new TextDecoder().decode(await gunzip(packed)), source);
});

test("a damaged file is refused", async () => {
  const packed = gzipSync("some script");
  packed.fill(0, 12, 16);
  await assert.rejects(gunzip(Uint8Array.from(packed)));
});

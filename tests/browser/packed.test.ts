import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { gunzip } from "../../runtime/browser/src/gunzip.ts";
import { fromBase64 } from "../../runtime/browser/src/packed.ts";

test("what was packed comes out as it was, letters of every alphabet included", async () => {
  const source = "window.greeting = 'Привет, 🐍';".repeat(1000);
  const packed = fromBase64(gzipSync(source).toString("base64"));
  assert.equal(new TextDecoder().decode(await gunzip(packed)), source);
});

test("browsers without fromBase64 of their own decode the same", (t) => {
  if ("fromBase64" in Uint8Array) {
    const own = Uint8Array.fromBase64;
    Reflect.deleteProperty(Uint8Array, "fromBase64");
    t.after(() => Object.assign(Uint8Array, { fromBase64: own }));
  }
  assert.deepEqual(fromBase64("aGk="), new Uint8Array([104, 105]));
});

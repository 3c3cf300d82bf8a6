import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { carriedText, packedScript, textScript, unpackedScript } from "../../runtime/browser/packing.ts";
import { fromBase64 } from "../../runtime/browser/src/base64.ts";
import { commentIn, unescapeText } from "../../runtime/browser/src/carrier.ts";
import { gunzip } from "../../runtime/browser/src/gunzip.ts";

test("what a packed script leaves behind comes out as it was, letters of every alphabet included", async () => {
  const source = "window.greeting = 'Привет, 🐍'; /* ?>/ */".repeat(1000);
  const window: { knapsackPacked?: Record<string, () => void> } = {};
  vm.runInNewContext(packedScript("greeting", Buffer.from(source)), { window });
  assert.equal(unpackedScript(packedScript("greeting", Buffer.from(source))).toString(), source);
  const carrier = window.knapsackPacked?.["greeting"];
  assert.ok(carrier);
  assert.equal(new TextDecoder().decode(await gunzip(fromBase64(commentIn(carrier.toString())))), source);
});

test("a text travels as it is, with comments in it", () => {
  const source = "/* a */ let x = /\\/\\*.*\\*\\//; // Привет */ */\n".repeat(3);
  const window: { knapsackPacked?: Record<string, () => void> } = {};
  vm.runInNewContext(textScript("worker", source), { window });
  assert.equal(unescapeText(commentIn(String(window.knapsackPacked?.["worker"]))), source);
  assert.equal(carriedText(textScript("worker", source)), source);
  assert.throws(() => textScript("worker", "*\x7f/"), RangeError);
});

test("browsers without fromBase64 of their own decode the same", (t) => {
  if ("fromBase64" in Uint8Array) {
    const own = Uint8Array.fromBase64;
    Reflect.deleteProperty(Uint8Array, "fromBase64");
    t.after(() => Object.assign(Uint8Array, { fromBase64: own }));
  }
  assert.deepEqual(fromBase64("aGk="), new Uint8Array([104, 105]));
});

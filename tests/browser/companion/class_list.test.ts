import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeList } from "../../../runtime/browser/src/companion/class_list.ts";

const NAME = "Анна; Ёлка №1";

test("UTF-8 is read, with a mark at its beginning or without", () => {
  const bytes = new TextEncoder().encode(NAME);
  assert.equal(decodeList(bytes), NAME);
  assert.equal(decodeList(Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])), NAME);
});

test("what is no UTF-8 is read as the code page of a Russian Windows", () => {
  assert.equal(decodeList(Uint8Array.from([0xc0, 0xed, 0xed, 0xe0, 0x3b, 0xa8])), "Анна;Ё");
});

test("a spreadsheet that was not saved as text is refused", () => {
  const spreadsheet = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]);
  assert.throws(() => decodeList(spreadsheet), { code: "not_text" });
});

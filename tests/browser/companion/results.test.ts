import assert from "node:assert/strict";
import { test } from "node:test";
import { withFile } from "../../../runtime/browser/src/companion/api.ts";
import {
  isOfficial,
  LOOKS,
  type Mark,
  marksOf,
  solved,
} from "../../../runtime/browser/src/companion/marks.ts";
import { fileName } from "../../../runtime/browser/src/companion/save.ts";
import { inLanguage } from "../../../runtime/browser/src/companion/texts.ts";

test("marks are told apart by sign and by word, not by colour alone", () => {
  const looks = Object.values(LOOKS);
  assert.equal(new Set(looks.map(({ sign }) => sign)).size, looks.length);
  assert.equal(new Set(looks.map(({ text }) => text)).size, looks.length);
});

test("what the companion may say later is no mark today", () => {
  assert.deepEqual(marksOf("Rr.?x"), ["R", "r", ".", ".", "x"]);
});

test("solved is what is right, officially or in the browser", () => {
  assert.equal(solved(marksOf("Rrhx.XH")), 2);
});

test("capitals are official", () => {
  const official = (Object.keys(LOOKS) as Mark[]).filter(isOfficial);
  assert.deepEqual(official.sort(), ["H", "R", "X"]);
});

test("a class's name becomes a file's name that every system takes", () => {
  assert.equal(fileName("7А: «IT»/2"), "7А- «IT»-2");
  assert.equal(fileName("..\\..\\x"), "-..-x");
  assert.equal(fileName("7A|<>?*"), "7A-----");
  assert.equal(fileName("..."), "results");
});

test("a text comes in the wanted language, else in one that there is", () => {
  assert.equal(inLanguage("Sum", "ru"), "Sum");
  assert.equal(inLanguage({ en: "Sum", ru: "Сумма" }, "ru"), "Сумма");
  assert.equal(inLanguage({ en: "Sum" }, "ru"), "Sum");
  assert.equal(inLanguage({}, "ru"), "");
});

test("a file goes behind one line of JSON", async () => {
  const body = withFile({ replace: false, note: "two\nlines" }, new Blob(["\n\u0001file"]));
  assert.equal(await body.text(), '{"replace":false,"note":"two\\nlines"}\n\n\u0001file');
});

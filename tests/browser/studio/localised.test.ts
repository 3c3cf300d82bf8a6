import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isLanguage,
  languagesOf,
  readText,
  writeText,
} from "../../../runtime/browser/src/studio/localised.ts";

const BOTH = ["en", "ru"];

test("one string is the text of the first language", () => {
  assert.equal(readText("Sum", "en", BOTH), "Sum");
  assert.equal(readText("Sum", "ru", BOTH), "");
  assert.equal(readText({ ru: "Сумма" }, "ru", BOTH), "Сумма");
  assert.equal(readText(5, "en", BOTH), "");
});

test("a string stays a string until it has a second language", () => {
  assert.equal(writeText("Sum", "en", "Total", BOTH), "Total");
  assert.deepEqual(writeText("Sum", "ru", "Сумма", BOTH), { en: "Sum", ru: "Сумма" });
  assert.deepEqual(writeText("", "ru", "Сумма", BOTH), { ru: "Сумма" });
  assert.equal(writeText("Sum", "ru", "", BOTH), "Sum");
});

test("languages that are not shown are left alone", () => {
  const value = { en: "Sum", de: "Summe" };
  assert.deepEqual(writeText(value, "en", "Total", ["en"]), { en: "Total", de: "Summe" });
  assert.deepEqual(writeText(value, "en", "", ["en"]), { de: "Summe" });
  assert.equal(writeText({ en: "Sum" }, "en", "", ["en"]), "");
});

test("the document's languages are those of its texts alone", () => {
  const document = {
    title: { ru: "Сумма" },
    hints: [{ en: "Add" }],
    tests: [{ explain: { de: "Fünf" }, files: { txt: "no language" } }],
    limits: { time_ms: 5 },
  };
  assert.deepEqual(languagesOf(document), ["ru", "en", "de"]);
});

test("what is a language's code", () => {
  assert.ok(isLanguage("pt-BR"));
  assert.ok(!isLanguage("English"));
  assert.ok(!isLanguage(""));
});

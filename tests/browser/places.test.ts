import assert from "node:assert/strict";
import { test } from "node:test";
import { formatPlace, languageOf, parsePlace } from "../../runtime/browser/src/places.ts";

const LANGUAGES = ["en", "ru"];

const ACCEPTED: [string, string, string][] = [
  ["#en/index.html", "en/index.html", ""],
  ["ru/python-basics/output.html#tasks", "ru/python-basics/output.html", "tasks"],
  ["#en/course_1/a.b.html#task-sum_two", "en/course_1/a.b.html", "task-sum_two"],
  ["#en/python-basics/output.html%23quiz", "en/python-basics/output.html", "quiz"],
  ["#ru/курс/урок.html", "ru/курс/урок.html", ""],
  ["#ru/%D0%BA%D1%83%D1%80%D1%81/a.html", "ru/курс/a.html", ""],
];

for (const [text, page, fragment] of ACCEPTED) {
  test(`goes to ${text}`, () => assert.deepEqual(parsePlace(text, LANGUAGES), { page, fragment }));
}

const REFUSED = [
  "",
  "#",
  "index.html", // the shell itself
  "en",
  "en/",
  "de/index.html",
  "#../secret.html",
  "en/../../secret.html",
  "en/%2e%2e/secret.html",
  "en/./index.html",
  "en//evil.example/index.html",
  "//evil.example/index.html",
  "/en/index.html",
  "\\\\server\\share.html",
  "https://evil.example/index.html",
  "javascript:alert(1)//en/index.html",
  "data:text/html,x.html",
  "en/index.html?next=x",
  "en/index.htm",
  "en/script.js",
  "en/index.html#a#b",
  "en/index.html#<img>",
  "en/in dex.html",
  "en/%E0%A4%A.html",
  `en/${"a".repeat(600)}.html`,
];

for (const text of REFUSED) {
  test(`does not go to ${text.slice(0, 60)}`, () => assert.equal(parsePlace(text, LANGUAGES), null));
}

test("a place is written as it is read", () => {
  const place = { page: "en/c/l.html", fragment: "quiz" };
  assert.deepEqual(parsePlace(formatPlace(place), LANGUAGES), place);
  assert.equal(formatPlace({ page: "en/c/l.html", fragment: "" }), "en/c/l.html");
  assert.equal(languageOf(place), "en");
});

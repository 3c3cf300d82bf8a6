import assert from "node:assert/strict";
import { test } from "node:test";
import { choosePlace } from "../../../runtime/browser/src/shell/start.ts";

const LANGUAGES = ["en", "ru"];

test("the address bar comes first", () => {
  const place = choosePlace("#ru/c/l.html#quiz", "en/c/other.html", ["en"], LANGUAGES);
  assert.deepEqual(place, { page: "ru/c/l.html", fragment: "quiz" });
});

test("then the learner's last page", () => {
  assert.equal(choosePlace("", "en/c/other.html", ["ru"], LANGUAGES).page, "en/c/other.html");
});

test("a bad address and a bad last page lead to the start page", () => {
  assert.equal(choosePlace("#../x.html", "file:///x.html", ["ru-RU"], LANGUAGES).page, "ru/index.html");
});

test("the browser's first language that the site has, else the site's first", () => {
  assert.equal(choosePlace("", undefined, ["de", "RU"], LANGUAGES).page, "ru/index.html");
  assert.equal(choosePlace("", undefined, ["de"], LANGUAGES).page, "en/index.html");
  assert.equal(choosePlace("", undefined, [], LANGUAGES).page, "en/index.html");
});

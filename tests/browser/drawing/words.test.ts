/** What a drawing's viewers read, and how long they look. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sayDifference } from "../../../runtime/browser/src/drawing/difference.ts";
import { describe } from "../../../runtime/browser/src/drawing/label.ts";
import { due, LONGEST_MS } from "../../../runtime/browser/src/drawing/pace.ts";
import { readDrawing } from "../../../runtime/browser/src/drawing/text.ts";
import { type Catalogue, type Translate, translator } from "../../../runtime/browser/src/messages.ts";

const ROOT = new URL("../../../", import.meta.url);
const catalogue = (language: string): Catalogue =>
  JSON.parse(readFileSync(new URL(`site_overrides/messages/${language}.json`, ROOT), "utf8")) as Catalogue;
const say = (language: string): Translate =>
  translator(language, { en: catalogue("en"), ru: catalogue("ru") });

test("a picture's name says what is there", () => {
  const things = readDrawing(
    "line 0 0 1 1\nline 0 0 1 1\nfill 0 0 1 1 2 2\ndot 0 0\ntext 0 0 Hi\ntext 0 0 You\nturtle 0 0 0 red",
  );
  assert.equal(describe(things, say("en")), "Drawing: lines: 2, filled shapes: 1, dots: 1, words: Hi, You.");
  assert.equal(describe(things.slice(0, 1), say("ru")), "Рисунок: линии: 1.");
  assert.equal(describe([], say("en")), "Drawing: nothing.");
});

test("every sentence of the checker has a translation", () => {
  const source = readFileSync(new URL("runtime/judge/checkers/drawing.py", ROOT), "utf8");
  const sentences = [...source.matchAll(/(?<!")"([A-Z][a-z ,]+\.)"(?!")/g)].map(
    ([, sentence = ""]) => sentence,
  );
  assert.ok(sentences.includes("Lines are missing.") && sentences.length >= 14);
  for (const sentence of sentences) {
    assert.equal(sayDifference(sentence, say("en")), sentence);
    assert.match(sayDifference(sentence, say("ru")), /^[А-Я][а-я ,]+\.$/u, sentence);
  }
  assert.equal(
    sayDifference("Lines are missing. There are too many dots.", say("ru")),
    "Не хватает линий. Есть лишние точки.",
  );
  assert.equal(sayDifference("Something. Else", say("ru")), "Something. Else");
});

test("four lines take a second, thirty thousand take three", () => {
  assert.equal(due(4, 125, LONGEST_MS), 0.5);
  for (const count of [1, 4, 12, 100, 30_000]) {
    let [left, time] = [count, 0];
    while (left > 1e-6) {
      left -= due(left, 16, LONGEST_MS - time);
      time += 16;
    }
    assert.ok(
      time <= LONGEST_MS + 200 && time >= Math.min(count * 250, LONGEST_MS) - 200,
      `${count}: ${time}`,
    );
  }
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFrameName } from "../../../runtime/browser/src/lesson/scheme.ts";
import { decimal, duration } from "../../../runtime/browser/src/lesson/wording.ts";
import { translator } from "../../../runtime/browser/src/messages.ts";

const t = translator("en", { en: { "run.milliseconds": "{amount} ms", "run.seconds": "{amount} s" } });

test("short times are milliseconds, never none; longer ones are seconds", () => {
  assert.equal(duration(0.2, t, "en"), "1 ms");
  assert.equal(duration(99, t, "en"), "99 ms");
  assert.equal(duration(1234, t, "en"), "1.2 s");
  assert.equal(duration(1500, t, "ru"), "1,5 s");
});

test("decimals are written as the language writes them", () => {
  assert.equal(decimal(66.6666, "en"), "66.67");
  assert.equal(decimal(0.5, "ru"), "0,5");
});

test("the frame's name gives a scheme and nothing else", () => {
  assert.equal(readFrameName('{"scheme": "slate"}'), "slate");
  assert.equal(readFrameName('{"scheme":"default"}'), "default");
  for (const name of ["", "slate", '{"scheme": "red"}', '{"scheme": "slate", "x": 1}'])
    assert.equal(readFrameName(name), null);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fnv1a, keyStream, unseal } from "../../../runtime/browser/src/lesson/unseal.ts";

/** Made by the builder's `seal`. */
const CHOICES = "E8+ldjzf1N8ycgZuWWygXRuev2soDhH8LEsEIi5hn88o76/mHJQl54fNboxeAGpyt+NJaT3f4kjUuykf1KY=";
const NUMBER = "wIuTB4jt61Jp6W7MaIJSfCiLZgs7wJaLUAIJIKUFsoiSmx3y7yrSWFNuk0E=";

test("FNV-1a gives its published values", () => {
  const hash = (text: string): number => fnv1a(new TextEncoder().encode(text));
  assert.equal(hash(""), 0x811c9dc5);
  assert.equal(hash("a"), 0xe40c292c);
  assert.equal(hash("foobar"), 0xbf9cf968);
});

test("the key stream is xorshift32's low bytes, and a seed of 0 counts as 1", () => {
  assert.deepEqual([...keyStream(1, 3)], [270369 & 0xff, 67634689 & 0xff, 2647435461 & 0xff]);
  assert.deepEqual(keyStream(0, 5), keyStream(1, 5));
});

test("what the builder sealed is opened", () => {
  assert.deepEqual(unseal("quiz_01", "q1", CHOICES), {
    answer: [0, 2],
    tolerance: 1e-9,
    explain: "<p>Да: é</p>",
  });
  assert.deepEqual(unseal("q", "n", NUMBER), { answer: 0.5, tolerance: 0.01, explain: "" });
});

test("another question's key does not open it", () => {
  assert.throws(() => unseal("quiz_01", "q2", CHOICES));
});

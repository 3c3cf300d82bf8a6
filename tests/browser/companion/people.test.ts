import assert from "node:assert/strict";
import { test } from "node:test";
import { matches } from "../../../runtime/browser/src/companion/people.ts";

test("a name is found by any of its letters, large or small", () => {
  assert.equal(matches("Анна Каренина", "карен"), true);
  assert.equal(matches("Anna", " AN "), true);
  assert.equal(matches("Anna", "boris"), false);
});

test("an empty filter finds everybody", () => {
  assert.equal(matches("Anna", ""), true);
});

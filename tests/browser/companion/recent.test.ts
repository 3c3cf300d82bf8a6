import assert from "node:assert/strict";
import { test } from "node:test";
import { forget, recentNames, remember } from "../../../runtime/browser/src/companion/recent.ts";

class Shelf {
  kept: string | null = null;
  getItem(): string | null {
    return this.kept;
  }
  setItem(_: string, text: string): void {
    this.kept = text;
  }
}

test("the latest name comes first, each is there once, a dozen at most", () => {
  const shelf = new Shelf();
  for (let number = 1; number <= 14; number += 1) remember(shelf, `Student ${number}`);
  remember(shelf, "Student 5");
  const names = recentNames(shelf);
  assert.equal(names.length, 12);
  assert.deepEqual(names.slice(0, 3), ["Student 5", "Student 14", "Student 13"]);
});

test("a name can be taken off the list", () => {
  const shelf = new Shelf();
  for (const name of ["Anna", "Boris"]) remember(shelf, name);
  forget(shelf, "Boris");
  assert.deepEqual(recentNames(shelf), ["Anna"]);
});

for (const kept of [
  null,
  "",
  "{",
  "{}",
  "[1]",
  '[""]',
  JSON.stringify(["x".repeat(61)]),
  JSON.stringify(Array(13).fill("a")),
])
  test(`what was not written by us is no list: ${kept?.slice(0, 20)}`, () => {
    assert.deepEqual(recentNames({ getItem: () => kept }), []);
  });

test("a browser that keeps nothing costs no error", () => {
  const broken = {
    getItem: (): string => {
      throw new Error("denied");
    },
    setItem: (): void => {
      throw new Error("denied");
    },
  };
  remember(broken, "Anna");
  assert.deepEqual(recentNames(broken), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dropPaired,
  keepPaired,
  type Paired,
  readPaired,
} from "../../../runtime/browser/src/school/paired.ts";

const ANNA: Paired = {
  learner: "anna",
  user: "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000",
  name: "Anna",
  port: 8764,
  token: "secret",
};

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

test("each learner of a stick has one pairing", () => {
  const kept = storage();
  const [again, boris] = [
    { ...ANNA, token: "newer" },
    { ...ANNA, learner: "boris", name: "Boris" },
  ];
  for (const paired of [ANNA, boris, again]) keepPaired(kept, "site", paired);
  assert.deepEqual(readPaired(kept, "site"), [boris, again]);
  assert.deepEqual(readPaired(kept, "other"), []);
});

test("after the last one nothing is left that says that there is a companion", () => {
  const kept = storage();
  keepPaired(kept, "site", ANNA);
  dropPaired(kept, "site", "anna");
  assert.equal(kept.getItem("site-paired"), null);
});

for (const damaged of [
  "",
  "{",
  "[1]",
  JSON.stringify([{ ...ANNA, port: 0 }]),
  JSON.stringify([{ ...ANNA, token: "" }]),
])
  test(`what is damaged is no pairing: ${damaged.slice(0, 20)}`, () => {
    const kept = storage();
    kept.setItem("site-paired", damaged);
    assert.deepEqual(readPaired(kept, "site"), []);
  });

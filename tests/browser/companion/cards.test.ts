import assert from "node:assert/strict";
import { test } from "node:test";
import { qrPath } from "../../../runtime/browser/src/companion/cards.ts";

test("every run of dark modules is a piece of the path", () => {
  assert.equal(qrPath(["110", "001", "101"]), "M0 0h2v1h-2zM2 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1z");
});

test("a light row adds nothing", () => {
  assert.equal(qrPath(["000"]), "");
});

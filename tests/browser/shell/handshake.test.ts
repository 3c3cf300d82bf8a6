import assert from "node:assert/strict";
import { test } from "node:test";
import { isOurOrigin, readHello } from "../../../runtime/browser/src/shell/handshake.ts";

const LOCAL = { protocol: "file:", origin: "null" };
const SERVED = { protocol: "http:", origin: "http://127.0.0.1:8000" };

test("a local shell hears local pages only", () => {
  assert.equal(isOurOrigin("null", LOCAL), true);
  assert.equal(isOurOrigin("file://", LOCAL), true);
  assert.equal(isOurOrigin("https://evil.example", LOCAL), false);
});

test("a served shell hears its own origin only", () => {
  assert.equal(isOurOrigin("http://127.0.0.1:8000", SERVED), true);
  assert.equal(isOurOrigin("http://127.0.0.1:9000", SERVED), false);
  assert.equal(isOurOrigin("null", SERVED), false);
});

test("a hello has an address and a title, and only what is agreed is kept", () => {
  const hello = { type: "knapsack-hello", page: "en/index.html", title: "Courses" };
  assert.deepEqual(readHello({ ...hello, extra: 1 }), hello);
  for (const bad of [
    null,
    "hello",
    { ...hello, type: "hi" },
    { ...hello, page: 1 },
    { ...hello, title: "x".repeat(2000) },
  ])
    assert.equal(readHello(bad), null);
});

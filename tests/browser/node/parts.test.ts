import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { carrierScript, textScript } from "../../../runtime/browser/packing.ts";
import { readParts } from "../../../runtime/browser/src/node/parts.ts";

const carry = (part: string): string =>
  part === "worker" ? textScript(part, part) : carrierScript(part, Buffer.from(part));

function folderOf(parts: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "knapsack-parts-"));
  for (const part of parts) writeFileSync(path.join(folder, `${part}.js`), carry(part));
  return folder;
}

test("every part is read from its packed script, new bytes with every call", async (context) => {
  const folder = folderOf(["worker", "primary", "secondary", "stdlib", "snapshot"]);
  context.after(() => rmSync(folder, { recursive: true }));
  const parts = readParts(folder);
  assert.equal(parts.script, "worker");
  for (const part of ["primary", "secondary", "stdlib", "snapshot"] as const) {
    const packed = await parts[part];
    assert.equal(Buffer.from(packed()).toString(), part);
    assert.notEqual(packed().buffer, packed().buffer);
  }
});

test("a folder without the kernel's script is refused at once", (context) => {
  const folder = folderOf(["primary"]);
  context.after(() => rmSync(folder, { recursive: true }));
  assert.throws(() => readParts(folder), /worker\.js/);
});

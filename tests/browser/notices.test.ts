import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { writeNotices } from "../../runtime/browser/notices.ts";

const folder = mkdtempSync(path.join(tmpdir(), "notices-"));
after(() => rmSync(folder, { recursive: true }));

function addPackage(name: string, files: Record<string, string>): string {
  const place = path.join(folder, "node_modules", name);
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, "package.json"), JSON.stringify({ name, version: "1.2.3", license: "MIT" }));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(place, file), text);
  return path.join(place, "dist/index.js");
}

function notices(inputs: string[]): string {
  const file = path.join(folder, "licences.txt");
  writeNotices(inputs, file);
  return readFileSync(file, "utf8");
}

test("every package is named with its licence, a text that several share once", () => {
  const one = addPackage("one", { LICENSE: "Text of one\r\n" });
  const two = addPackage("@scope/two", { "LICENSE.md": "Shared", "license-update.mjs": "code" });
  const three = addPackage("@scope/three", { license: "Shared\n", NOTICE: "Thanks" });
  const four = addPackage("two/node_modules/four", { "licence.txt": "Shared" });
  const text = notices([one, one, two, three, four, "src/main.ts"]);
  assert.ok(text.includes("one 1.2.3 (MIT)\n\nText of one\n"));
  assert.ok(text.includes("Thanks\n\nShared\n") || text.includes("Shared\n\nThanks\n"));
  assert.match(text, /@scope\/two 1\.2\.3 \(MIT\)\n(.*\n)?\nShared/);
  assert.ok(text.includes("four 1.2.3"));
  assert.ok(!text.includes("code"));
});

test("a package without a licence text stops the bundling", () => {
  const input = addPackage("bare", { "README.md": "MIT" });
  assert.throws(() => notices([input]), /bare has no licence text/);
});

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { kernelText } from "../../runtime/browser/src/kernel_state.ts";
import { type Catalogue, translator } from "../../runtime/browser/src/messages.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const SOURCE = path.join(ROOT, "runtime/browser/src");
const CATALOGUES: Record<string, Catalogue> = { en: load("en"), ru: load("ru") };
const OURS =
  /^(shell|learner|progress|editor|run|check|quiz|verdict|kernel|studio|drawing|companion|school)\./;

function load(language: string): Catalogue {
  return JSON.parse(
    readFileSync(path.join(ROOT, `site_overrides/messages/${language}.json`), "utf8"),
  ) as Catalogue;
}

/** The keys of all texts that a script names; those of the companion's pages leave their common beginning out. */
function namedKeys(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return files
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const source = readFileSync(path.join(SOURCE, name), "utf8");
      const prefix = name.startsWith(`companion${path.sep}`) ? "companion." : "";
      return [...source.matchAll(/\bt\(\s*"([a-z_.]+)"/g)].map(([, key]) => `${prefix}${key}`);
    });
}

/** Keys of an object in a catalogue that begin so. */
function keysOf(catalogue: Catalogue | undefined, pattern = OURS): string[] {
  return Object.keys(catalogue ?? {}).filter((key) => pattern.test(key));
}

function placeholders(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/\{\w+\}|\$/g)].map(([name]) => name).sort();
}

test("both languages have the same texts with the same gaps", () => {
  const { en, ru } = CATALOGUES;
  assert.deepEqual(keysOf(ru).sort(), keysOf(en).sort());
  for (const key of keysOf(en)) assert.deepEqual(placeholders(ru?.[key]), placeholders(en?.[key]), key);
});

test("every text that the scripts name is there", () => {
  const named = namedKeys();
  assert.ok(named.length > 30);
  assert.deepEqual(
    named.filter((key) => CATALOGUES["en"]?.[key] === undefined),
    [],
  );
});

test("every verdict and kernel state has its words", () => {
  const t = translator("ru", CATALOGUES);
  for (const verdict of ["OK", "WA", "RE", "CE", "TL", "ML", "OL", "IE"]) {
    for (const key of [`verdict.${verdict}`, `verdict.test_${verdict}`]) assert.notEqual(t(key), key);
  }
  for (const end of ["WA", "RE", "CE", "TL", "ML", "OL", "IE", "stopped"])
    assert.notEqual(t(`run.ended_${end}`), end);
  assert.equal(kernelText(t, "booting", 0.4), "Python запускается… 40\u00a0%");
});

test("a missing text is English, then its key", () => {
  const t = translator("ru", { en: { "a.b": "English {x}" }, ru: {} });
  assert.equal(t("a.b", { x: 1 }), "English 1");
  assert.equal(t("a.c"), "a.c");
  assert.equal(translator("ru", {})("a.b"), "a.b");
});

test("a gap that nobody fills stays visible", () => {
  assert.equal(translator("en", { en: { k: "{a} and {b}" } })("k", { a: 0 }), "0 and {b}");
});

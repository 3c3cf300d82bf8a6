/** Bundles the shell, the lesson pages' scripts and styles, the editor and Mermaid into `dist`; prints their sizes. */
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { writeNotices } from "./notices.ts";
import { packedScript } from "./packing.ts";

const SOURCE = path.join(import.meta.dirname, "src");
const OUT = path.join(import.meta.dirname, "dist");

const ENTRIES = {
  shell: "shell/main.ts",
  lesson: "lesson/main.ts",
  editor: "editor/main.ts",
  drawing: "drawing/main.ts",
  studio: "studio/main.ts",
  studio_shell: "studio/shell/main.ts",
  companion: "companion/main.ts",
  scanner: "companion/scanner/main.ts",
  bridge: "bridge/main.ts",
  school: "school/main.ts",
  official: "official/main.ts",
};
/** Unpacked by the page: as plain scripts they would fill a fifth of a stick's copy. */
const PACKED = { mermaid: "mermaid/main.ts" };
const STYLES = {
  shell: "shell/shell.css",
  lesson: "lesson/lesson.css",
  studio: "studio/studio.css",
  companion: "companion/companion.css",
  school: "school/school.css",
  official: "official/official.css",
};

function bundle(entries, write = true) {
  const points = Object.entries(entries).map(([name, file]) => [name, path.join(SOURCE, file)]);
  return build({
    entryPoints: Object.fromEntries(points),
    outdir: OUT,
    bundle: true,
    format: "iife", // pages on file:// load classic scripts only
    minify: true,
    charset: "utf8",
    target: ["chrome109", "firefox115", "safari16"],
    legalComments: "eof",
    logLevel: "warning",
    metafile: true,
    write,
  });
}

async function pack(entries) {
  const { metafile, outputFiles } = await bundle(entries, false);
  for (const { path: file, contents } of outputFiles)
    writeFileSync(file, packedScript(path.basename(file, ".js"), contents));
  return { metafile };
}

/** Material's search needs this shim on file://; its package ships it as a classic script. */
function copyShim() {
  const name = createRequire(import.meta.url).resolve("iframe-worker/shim");
  copyFileSync(name, path.join(OUT, "iframe-worker.js"));
  return path.relative(process.cwd(), name);
}

function printSize(name) {
  const file = path.join(OUT, name);
  const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KB`.padStart(8);
  const packed = gzipSync(readFileSync(file)).length;
  console.log(`${name.padEnd(18)} ${kilobytes(statSync(file).size)}  ${kilobytes(packed)} gzip`);
}

mkdirSync(OUT, { recursive: true });
const bundles = [await bundle(ENTRIES), await bundle(STYLES), await pack(PACKED)];
const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeNotices([...inputs, copyShim()], path.join(OUT, "licences.txt"));
const scripts = Object.keys({ ...ENTRIES, ...PACKED }).map((name) => `${name}.js`);
for (const name of [...scripts, ...Object.keys(STYLES).map((style) => `${style}.css`), "iframe-worker.js"])
  printSize(name);

/**
 * Makes the kernel bundle: Pyodide, its standard library, a memory snapshot and the worker, each a plain script.
 *
 * Run by `python3 dev.py setup` with Node 24 and --experimental-wasm-jspi: a snapshot taken where WebAssembly cannot
 * be suspended would break input() in every browser that restores it.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";

const HERE = import.meta.dirname;
const OUT = path.join(HERE, "dist", "kernel");
const PYODIDE = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
const JUDGE = path.join(HERE, "..", "judge");
const WORKER = path.join(HERE, "src", "kernel", "worker");

/** Zeros are left out of the snapshot in stretches of at least this many bytes. */
const BLOCK = 1024;

/** Imported before the snapshot is taken: what lessons use is then there at no cost. */
const PRELOADED = `
import abc, array, ast, asyncio, base64, bisect, calendar, cmath, collections, contextlib, copy, csv, dataclasses
import datetime, decimal, difflib, enum, fractions, functools, hashlib, heapq, io, itertools, json, linecache, math
import operator, os, pathlib, pprint, queue, random, re, statistics, string, struct, sys, tempfile, textwrap, time
import traceback, types, typing, unittest, uuid
import knapsack_kernel
import gc; gc.collect()
`;

/** Our Python sources, by their path in the library. */
function sources() {
  const files = { "knapsack_kernel.py": readFileSync(path.join(WORKER, "knapsack_kernel.py"), "utf8") };
  for (const name of readdirSync(JUDGE, { recursive: true })) {
    if (name.endsWith(".py"))
      files[`judge/${name.replaceAll(path.sep, "/")}`] = readFileSync(path.join(JUDGE, name), "utf8");
  }
  return files;
}

/** Pyodide's own library and our modules in one zip, stored: gzip packs it better as a whole, and imports are faster. */
const REPACK = `
import zipfile
with zipfile.ZipFile("/lib/python314.zip") as old, zipfile.ZipFile("/tmp/stdlib.zip", "w", zipfile.ZIP_STORED) as new:
    for name in old.namelist():
        new.writestr(zipfile.ZipInfo(name), old.read(name))
    for name, text in sources.to_py().items():
        new.writestr(zipfile.ZipInfo(name), text)
`;

async function stdlib() {
  const pyodide = await loadPyodide();
  pyodide.globals.set("sources", sources());
  pyodide.runPython(REPACK);
  return pyodide.FS.readFile("/tmp/stdlib.zip");
}

/** The snapshot remembers where in the zip each module stands, so it is taken with the very zip that is shipped. */
async function snapshot(stdLibURL) {
  if (!("Suspending" in WebAssembly)) throw new Error("run Node 24 with --experimental-wasm-jspi");
  const pyodide = await loadPyodide({ _makeSnapshot: true, stdLibURL, jsglobals: { Object, Array } });
  pyodide.runPython(PRELOADED);
  return pyodide.makeMemorySnapshot();
}

/** The form that src/kernel/worker/sparse.ts describes and expands. */
function sparse(memory) {
  const runs = [];
  for (let at = 0; at < memory.length; at += BLOCK) {
    if (memory.subarray(at, at + BLOCK).every((byte) => byte === 0)) continue;
    const end = Math.min(at + BLOCK, memory.length);
    const last = runs.at(-1);
    if (last?.end === at) last.end = end;
    else runs.push({ start: at, end });
  }
  const header = [memory.length, runs.length, ...runs.flatMap(({ start, end }) => [start, end - start])];
  return Buffer.concat([
    Buffer.from(new Uint32Array(header).buffer),
    ...runs.map(({ start, end }) => memory.subarray(start, end)),
  ]);
}

async function worker() {
  const result = await build({
    entryPoints: [path.join(WORKER, "main.ts")],
    bundle: true,
    format: "iife",
    minify: true,
    target: ["chrome109", "firefox115", "safari16"],
    platform: "browser",
    external: ["node:*", "ws"],
    define: { "import.meta.url": '"https://kernel.invalid/worker.js"' },
    legalComments: "inline",
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}

function emit(part, bytes) {
  const text = gzipSync(bytes, { level: 9 }).toString("base64");
  writeFileSync(path.join(OUT, `${part}.js`), `(window.knapsackPacked??={}).${part}="${text}";\n`);
  console.log(`kernel/${part}.js  ${(text.length / 2 ** 20).toFixed(1)} MB`);
}

mkdirSync(OUT, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), "knapsack-kernel-"));
const zip = path.join(scratch, "stdlib.zip");
try {
  writeFileSync(zip, await stdlib());
  emit("worker", await worker());
  emit("wasm", readFileSync(path.join(PYODIDE, "pyodide.asm.wasm")));
  emit("stdlib", readFileSync(zip));
  emit("snapshot", sparse(await snapshot(zip)));
} finally {
  rmSync(scratch, { recursive: true });
}

/**
 * Makes the kernel bundle: Pyodide, its standard library, a memory snapshot and the worker, each a plain script.
 *
 * Run by `python3 dev.py setup` with Node 24 and --experimental-wasm-jspi: a snapshot taken where WebAssembly cannot
 * be suspended would break input() in every browser that restores it.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { loadPyodide } from "pyodide";
import { clearFreeMemory } from "./free_memory.ts";
import {
  compiledAtOnce,
  inClassicWorker,
  namedIn,
  withoutDeadCode,
  withoutDevices,
  withoutExceptions,
  withoutLocalEval,
  withoutScreens,
  withoutUnusedAddresses,
  withoutUnusedExports,
  withoutUnusedProperties,
  withSharedWrappers,
} from "./glue.ts";
import { Packer, pack } from "./lz4/compress.ts";
import { carrierScript, textScript } from "./packing.ts";
import { profile } from "./splitting/profile.ts";
import { dataEndOf } from "./splitting/shape.ts";
import { split } from "./splitting/split.ts";

const HERE = import.meta.dirname;
const OUT = path.join(HERE, "dist", "kernel");
const PYODIDE = path.dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
const JUDGE = path.join(HERE, "..", "judge");
const WORKER = path.join(HERE, "src", "kernel", "worker");
const NODE = path.join(HERE, "src", "node");
const COMPARING = path.join(HERE, "src", "comparing");
const SHELL_PAGE = path.join(HERE, "..", "..", "site_overrides", "shell.html");

/** Browsers that a site runs in. */
const BROWSERS = ["chrome109", "firefox115", "safari16"];

/** Zeros are left out of the snapshot in stretches of at least this many bytes. */
const BLOCK = 1024;
/** At most so many bytes are packed in one piece; they go through the processor's nearest memory. */
const PIECE = 128 * BLOCK;

/** Imported before the snapshot is taken: what lessons use is then there at no cost. */
const PRELOADED = `
import abc, array, ast, asyncio, base64, bisect, calendar, cmath, collections, contextlib, copy, csv, dataclasses
import datetime, decimal, difflib, enum, fractions, functools, hashlib, heapq, io, itertools, json, linecache, math
import operator, os, pathlib, pprint, queue, random, re, statistics, string, struct, sys, tempfile, textwrap, time
import traceback, types, typing, uuid
import knapsack_kernel
import gc; gc.collect()
`;

/** Our Python sources, by their path in the library. */
function sources() {
  const own = readdirSync(WORKER).filter((name) => name.endsWith(".py"));
  const files = Object.fromEntries(own.map((name) => [name, readFileSync(path.join(WORKER, name), "utf8")]));
  for (const name of readdirSync(JUDGE, { recursive: true })) {
    if (name.endsWith(".py"))
      files[`judge/${name.replaceAll(path.sep, "/")}`] = readFileSync(path.join(JUDGE, name), "utf8");
  }
  return files;
}

/** Pyodide's own library and our modules in one zip, deflated: unpacking all of it would delay every start. */
const REPACK = `
import zipfile
with zipfile.ZipFile("/lib/python314.zip") as old, zipfile.ZipFile("/tmp/stdlib.zip", "w") as new:
    ours = sources.to_py()
    for name, text in [*((name, old.read(name)) for name in old.namelist()), *ours.items()]:
        new.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED, 9)
`;

async function stdlib() {
  const pyodide = await loadPyodide();
  pyodide.globals.set("sources", sources());
  pyodide.runPython(REPACK);
  return pyodide.FS.readFile("/tmp/stdlib.zip");
}

/**
 * The snapshot remembers where in the zip each module stands and in the table each function, so it is taken with the
 * very zip and glue that are shipped.
 */
async function snapshot(stdLibURL, createPyodideModule) {
  if (!("Suspending" in WebAssembly)) throw new Error("run Node 24 with --experimental-wasm-jspi");
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    stdLibURL,
    jsglobals: { Object, Array },
    createPyodideModule,
  });
  pyodide.runPython(PRELOADED);
  clearFreeMemory(pyodide._module);
  return pyodide.makeMemorySnapshot();
}

/** The memory into which a snapshot is put, as far as the module's own data goes. */
async function freshMemory(stdLibURL, createPyodideModule, snapshot, dataEnd) {
  let memory;
  const create = async (settings) => {
    const module = await createPyodideModule(settings);
    memory = Buffer.from(module.HEAPU8.subarray(0, dataEnd));
    return module;
  };
  await loadPyodide({
    stdLibURL,
    _loadSnapshot: snapshot,
    jsglobals: { Object, Array },
    createPyodideModule: create,
  });
  return memory;
}

/** Takes Pyodide's snapshot apart into what src/kernel/worker/snapshot.ts describes: a layout and the packed pieces. */
function layOut(snapshot, fresh) {
  const headLength = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 2)[1];
  const memory = Buffer.from(snapshot.buffer, snapshot.byteOffset + headLength, snapshot.length - headLength);
  const runs = runsOf(memory, fresh);
  const packer = new Packer(memory);
  const pieces = runs
    .filter(([, , from]) => from === "piece")
    .map(([offset, length]) => packer.piece(offset, offset + length));
  const room = runs.at(-1)[0] + runs.at(-1)[1];
  if (room + Math.max(...pieces.map(({ length }) => length)) > memory.length)
    throw new RangeError("the snapshot leaves no room to unpack its pieces");
  const head = Buffer.from(snapshot.subarray(0, headLength)).toString("base64");
  const digest = createHash("sha256").update(Buffer.concat(pieces)).digest();
  const layout = { head, digest: digest.toString("base64"), heap: memory.length, room, runs };
  return { layout, packed: Buffer.concat([digest, ...pieces]) };
}

/** The stretches of memory that are not zeros. */
function runsOf(memory, fresh) {
  const runs = [];
  for (let at = 0; at < memory.length; at += BLOCK) {
    const block = memory.subarray(at, at + BLOCK);
    if (block.every((byte) => byte === 0)) continue;
    const from = block.equals(fresh.subarray(at, at + BLOCK)) ? "start" : "piece";
    const last = runs.at(-1);
    if (last && last[0] + last[1] === at && last[2] === from && last[1] < PIECE) last[1] += BLOCK;
    else runs.push([at, BLOCK, from]);
  }
  return runs;
}

const asm = readFileSync(path.join(PYODIDE, "pyodide.asm.mjs"), "utf8");
const wasm = readFileSync(path.join(PYODIDE, "pyodide.asm.wasm"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
/** What may name exports of Python's module beside Emscripten's glue. */
const BESIDE = [
  path.join(PYODIDE, "pyodide.mjs"),
  ...readdirSync(WORKER).map((file) => path.join(WORKER, file)),
].map((file) => readFileSync(file, "utf8"));
const slimmed = [
  inClassicWorker,
  withoutLocalEval,
  withoutScreens,
  withoutDevices,
  (script) => withoutUnusedExports(script, BESIDE),
  (script) => withoutUnusedProperties(script, BESIDE),
  withoutUnusedAddresses,
  withSharedWrappers,
  withoutExceptions,
].reduce((script, change) => change(script), asm);
const GLUE = compiledAtOnce(await withoutDeadCode(slimmed));

const glue = {
  name: "glue",
  setup({ onLoad }) {
    onLoad({ filter: /pyodide\.mjs$/ }, ({ path: file }) => ({
      contents: inClassicWorker(readFileSync(file, "utf8")),
    }));
    onLoad({ filter: /pyodide\.asm\.mjs$/ }, () => ({ contents: GLUE }));
  },
};

/** Which exports a start asks for: those that a script names, and those whose addresses the module itself wants. */
function exportsAskedFor() {
  const addresses = imports.filter(({ module }) => module.startsWith("GOT.")).map(({ name }) => name);
  const isNamed = namedIn([GLUE, ...BESIDE]);
  const wanted = new Set(addresses);
  return (name) => wanted.has(name) || isNamed(name);
}

async function worker(layout) {
  const result = await build({
    entryPoints: [path.join(WORKER, "main.ts")],
    bundle: true,
    format: "iife",
    minify: true,
    target: BROWSERS,
    platform: "browser",
    external: ["node:*", "ws"],
    define: {
      "import.meta.url": '"https://kernel.invalid/worker.js"',
      SNAPSHOT_LAYOUT: JSON.stringify(layout),
    },
    plugins: [glue],
    legalComments: "inline",
    write: false,
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}

/** The same kernel for the official judge: a program for Node that reads the parts, see src/node/main.ts. */
async function nodeProgram() {
  const bundled = async (name, define) => {
    const result = await build({
      entryPoints: [path.join(NODE, name)],
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node24",
      define,
      write: false,
      logLevel: "warning",
    });
    return result.outputFiles[0].text;
  };
  return bundled("main.ts", { INNER_SOURCE: JSON.stringify(await bundled("inner.ts", {})) });
}

/** A page with nothing but the kernel, under the shell's own policy; its one script stands in it, see src/comparing. */
async function comparingPage() {
  const result = await build({
    entryPoints: [path.join(COMPARING, "main.ts")],
    bundle: true,
    format: "iife",
    minify: true,
    target: BROWSERS,
    write: false,
    logLevel: "warning",
  });
  const script = result.outputFiles[0].text;
  const policy = /"(default-src [^"]*)"/.exec(readFileSync(SHELL_PAGE, "utf8"))[1];
  const hash = createHash("sha256").update(script).digest("base64");
  const allowed = policy.replace("script-src", `script-src 'sha256-${hash}'`);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Knapsack</title>`,
    `<meta http-equiv="Content-Security-Policy" content="${allowed}">`,
    `</head><body><script>${script}</script></body></html>\n`,
  ].join("\n");
}

function emit(part, script) {
  writeFileSync(path.join(OUT, `${part}.js`), script);
  console.log(`kernel/${part}.js  ${(script.length / 2 ** 20).toFixed(1)} MB`);
}

mkdirSync(OUT, { recursive: true });
const scratch = mkdtempSync(path.join(tmpdir(), "knapsack-kernel-"));
const zip = path.join(scratch, "stdlib.zip");
try {
  writeFileSync(zip, await stdlib());
  const script = path.join(scratch, "pyodide.asm.mjs");
  writeFileSync(script, GLUE);
  const { default: createPyodideModule } = await import(pathToFileURL(script).href);
  const taken = await snapshot(zip, createPyodideModule);
  const fresh = await freshMemory(zip, createPyodideModule, taken, dataEndOf(wasm));
  const { layout, packed } = layOut(taken, fresh);
  writeFileSync(path.join(OUT, "node.cjs"), await nodeProgram());
  writeFileSync(path.join(OUT, "comparing.html"), await comparingPage());
  const python = {
    worker: Buffer.from(await worker(layout)).toString(),
    wasm,
    stdlib: readFileSync(zip),
    snapshot: packed,
  };
  const { primary, secondary } = split(wasm, await profile(python), exportsAskedFor());
  emit("worker", textScript("worker", python.worker));
  emit("stdlib", carrierScript("stdlib", python.stdlib));
  emit("snapshot", carrierScript("snapshot", packed));
  for (const [part, bytes] of Object.entries({ primary, secondary }))
    emit(part, carrierScript(part, pack(bytes)));
} finally {
  rmSync(scratch, { recursive: true });
}

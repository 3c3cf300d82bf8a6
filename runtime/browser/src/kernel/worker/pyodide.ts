/**
 * Starts Pyodide inside a classic worker, from memory, with or without a snapshot.
 *
 * The snapshot options (`_makeSnapshot`, `_loadSnapshot`) are undocumented and belong to the exact build of Pyodide
 * that package.json pins; this module is the only one that uses them.
 */

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { gunzip } from "../../gunzip.ts";
import type { BootMessage } from "../messages.ts";
import { expand } from "./sparse.ts";

interface FileSystem {
  streams: (object | null | undefined)[];
  close(stream: object): void;
  chdir(path: string): void;
  readdir(path: string): string[];
  readFile(path: string): Uint8Array;
  writeFile(path: string, data: Uint8Array | string): void;
  unlink(path: string): void;
  rmdir(path: string): void;
  isDir(mode: number): boolean;
  stat(path: string): { mode: number };
  lstat(path: string): { mode: number };
}

/** A Python function kept for the worker's whole life. */
export interface PythonFunction {
  (...values: unknown[]): string;
  callPromising(...values: unknown[]): Promise<string>;
}

/** The parts of the Emscripten module that a restore touches. `hiwire` is Pyodide's table of JavaScript objects. */
interface PyodideModule {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  /** Address of the reference to the map from JavaScript objects to their references. */
  __deduplicate_map: number;
  _hiwire_get(reference: number): unknown;
  /** By slot; throws past the last one. */
  __hiwire_get(slot: number): unknown;
  __hiwire_set(slot: number, value: unknown): number;
}

export interface Pyodide {
  FS: FileSystem;
  version: string;
  _module: PyodideModule;
  globals: { get(name: string): PythonFunction };
  runPython(code: string): unknown;
  registerJsModule(name: string, module: object): void;
  setInterruptBuffer(buffer: object): void;
  _api: { scheduleCallback: Schedule };
}

type Schedule = (callback: () => void, milliseconds?: number) => void;

/** What Python's `js` module shows: enough for Pyodide's own modules, nothing that reaches out of the worker. */
const JS_GLOBALS = { Object, Array };

export async function startPyodide(
  wasm: Promise<WebAssembly.Module>,
  { stdlib, snapshot }: BootMessage,
): Promise<Pyodide> {
  disableFinalizers();
  const restoreScope = answerFromMemory(wasm, gunzip(stdlib));
  try {
    const options = {
      indexURL: "https://kernel.invalid/",
      lockFileContents: EMPTY_LOCK_FILE,
      packageBaseUrl: "https://kernel.invalid/",
      createPyodideModule,
      jsglobals: JS_GLOBALS,
      stdin: () => null,
      stdout: () => {},
      stderr: () => {},
      ...(snapshot ? { _loadSnapshot: gunzip(snapshot).then(expand) } : {}),
    };
    // The snapshot options are not in the published types.
    return (await loadPyodide(options as Parameters<typeof loadPyodide>[0])) as unknown as Pyodide;
  } finally {
    restoreScope();
  }
}

const EMPTY_LOCK_FILE = JSON.stringify({
  info: { arch: "wasm32", platform: "emscripten", version: "0", python: "3.14", abi_version: "2026_0" },
  packages: {},
});

/** After the heap is put back a late finalizer would release objects that are no longer there. */
function disableFinalizers(): void {
  Object.defineProperty(globalThis, "FinalizationRegistry", {
    value: class {
      register(): void {}
      unregister(): void {}
    },
  });
}

/** Pyodide fetches its binaries: for the length of the boot, answer with what the page sent. */
function answerFromMemory(
  wasm: Promise<WebAssembly.Module>,
  stdlib: Promise<Uint8Array<ArrayBuffer>>,
): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (url) => new Response(String(url).endsWith(".zip") ? await stdlib : null);
  WebAssembly.instantiateStreaming = async (_response, imports) => {
    const module = await wasm;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

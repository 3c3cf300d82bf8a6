/**
 * Starts Pyodide inside a classic worker, from memory, with or without a snapshot.
 *
 * The snapshot options (`_makeSnapshot`, `_loadSnapshot`) are undocumented and belong to the exact build of Pyodide
 * that package.json pins; this module is the only one that uses them.
 */

import { loadPyodide } from "pyodide";
import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { fromBase64 } from "../../base64.ts";
import type { Part } from "./pages.ts";
import type { Secondary, SecondaryPart } from "./secondary.ts";
import { Snapshot, type SnapshotLayout } from "./snapshot.ts";

declare const SNAPSHOT_LAYOUT: SnapshotLayout;

type Bytes = Uint8Array<ArrayBuffer>;

/** Each comes as soon as the page has it; the snapshot is packed, the library is a zip file. */
export interface Parts {
  primary: Promise<WebAssembly.Module>;
  secondary: Promise<SecondaryPart>;
  stdlib: Promise<Bytes>;
  snapshot: Promise<Bytes>;
}

/** A file or folder of Emscripten; the root is its own parent. */
export interface FileNode {
  parent: FileNode;
}

type FolderCall = (parent: FileNode, ...rest: unknown[]) => unknown;

interface NodeCalls {
  setattr(node: FileNode, attributes: { size?: number }): unknown;
}

/** What files in memory do, by their kind. */
interface FileCalls {
  dir: {
    node: NodeCalls &
      Record<"mknod" | "symlink" | "unlink" | "rmdir", FolderCall> & {
        rename(old: FileNode, folder: FileNode, name: string): unknown;
      };
  };
  file: {
    node: NodeCalls;
    stream: {
      write(
        stream: { node: FileNode },
        buffer: Uint8Array,
        offset: number,
        length: number,
        position: number,
        canOwn: boolean,
      ): number;
    };
  };
  link: { node: NodeCalls };
  chrdev: { node: NodeCalls };
}

interface FileSystem {
  ignorePermissions: boolean;
  ErrnoError: new (errno: number) => Error;
  filesystems: { MEMFS: { ops_table: FileCalls } };
  lookupPath(path: string): { node: FileNode };
  streams: (object | null | undefined)[];
  close(stream: object): void;
  chdir(path: string): void;
  mkdirTree(path: string): void;
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
  memory: WebAssembly.Memory;
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  /** With 0: where the part of memory ends that anything has been allocated in. */
  _sbrk(increment: number): number;
  /** The stack grows down, from its base to its end. */
  _emscripten_stack_get_current(): number;
  _emscripten_stack_get_end(): number;
  /** Address of the reference to the map from JavaScript objects to their references. */
  __deduplicate_map: number;
  _hiwire_get(reference: number): unknown;
  /** By slot; throws past the last one. */
  __hiwire_get(slot: number): unknown;
  __hiwire_set(slot: number, value: unknown): number;
  /** Lets libraries that are loaded later find these symbols. */
  mergeLibSymbols(exports: WebAssembly.Exports, library: string): void;
}

export interface Pyodide {
  FS: FileSystem;
  version: string;
  _module: PyodideModule;
  globals: { get(name: string): PythonFunction };
  runPython(code: string): unknown;
  registerJsModule(name: string, module: object): void;
  setInterruptBuffer(buffer: object): void;
  _api: { scheduleCallback: Schedule; loadDynlib(path: string): Promise<void> };
}

type Schedule = (callback: () => void, milliseconds?: number) => void;

/** What Python's `js` module shows: enough for Pyodide's own modules, nothing that reaches out of the worker. */
const JS_GLOBALS = { Object, Array };

/** With `useSnapshot` from the snapshot, else as any Pyodide starts, which takes seconds. */
export async function startPyodide(
  parts: Parts,
  secondary: Secondary,
  useSnapshot: boolean,
): Promise<Pyodide> {
  disableFinalizers();
  const restoreTraces = withoutTraces();
  if (!useSnapshot) await secondary.arrived(); // a plain start calls into all of Python
  const restoreScope = answerFromMemory(parts, secondary);
  const snapshot = useSnapshot ? new Snapshot(SNAPSHOT_LAYOUT, parts.snapshot) : null;
  try {
    const options = {
      indexURL: "https://kernel.invalid/",
      lockFileContents: EMPTY_LOCK_FILE,
      packageBaseUrl: "https://kernel.invalid/",
      createPyodideModule: async (settings: object) => {
        const module = (await createPyodideModule(settings)) as PyodideModule;
        secondary.link((exports) => module.mergeLibSymbols(exports, "main"));
        await snapshot?.restore(module.memory, usedParts(module));
        return module;
      },
      jsglobals: JS_GLOBALS,
      stdin: () => null,
      stdout: () => {},
      stderr: () => {},
      ...(snapshot ? { _loadSnapshot: snapshotHead() } : {}),
    };
    // The snapshot options are not in the published types.
    return (await loadPyodide(options as unknown as Parameters<typeof loadPyodide>[0])) as unknown as Pyodide;
  } finally {
    restoreScope();
    restoreTraces();
  }
}

/** All of memory but the stack beyond its top, ten megabytes, and what has never been allocated. */
export function usedParts(module: PyodideModule): Part[] {
  return [
    [0, module._emscripten_stack_get_end()],
    [module._emscripten_stack_get_current(), module._sbrk(0)],
  ];
}

/** Emscripten throws for every file that it does not find, and V8 parses the script once more to say where. */
function withoutTraces(): () => void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}

/**
 * Pyodide wants the whole snapshot before it starts, to know how much memory to make, and copies it in one go. Given
 * its head alone, with the length of the whole, it makes the memory at once, and the rest is put there meanwhile.
 */
function snapshotHead(): Bytes {
  return Object.defineProperty(fromBase64(SNAPSHOT_LAYOUT.head), "length", { value: SNAPSHOT_LAYOUT.heap });
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
function answerFromMemory(parts: Parts, secondary: Secondary): () => void {
  const { fetch } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  const answer = { ok: true, arrayBuffer: async () => (await parts.stdlib).buffer }; // a Response would copy
  globalThis.fetch = async () => answer as Response;
  WebAssembly.instantiateStreaming = async (_response, imports = {}) => {
    const module = await parts.primary;
    const instance = await WebAssembly.instantiate(module, imports);
    secondary.attach(instance, imports);
    return { module, instance };
  };
  return () => {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

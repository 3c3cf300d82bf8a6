/** A copy of all that a program can change in the interpreter, put back before every program. */
import { Pages, type Stretch } from "./pages.ts";
import { type Pyodide, usedParts } from "./pyodide.ts";
import { WRITABLE } from "./system.ts";

interface FileState {
  path: string;
  bytes: Uint8Array;
}

const FIRST_FREE_FD = 3;

export class Pristine {
  readonly #pyodide: Pyodide;
  readonly #length: number;
  readonly #stretches: Stretch[];
  readonly #references: JavaScriptReferences;
  readonly #files: FileState[];

  constructor(pyodide: Pyodide) {
    this.#pyodide = pyodide;
    this.#length = pyodide._module.HEAPU8.length;
    const pages = new Pages(pyodide._module.memory);
    this.#stretches = usedParts(pyodide._module).flatMap(([start, end]) => pages.copy(start, end));
    this.#references = new JavaScriptReferences(pyodide);
    this.#files = listFiles(pyodide, WRITABLE);
  }

  /** The size of the interpreter's memory when it was copied. */
  get bytes(): number {
    return this.#length;
  }

  /** Whether anything may have run since the copy. */
  #touched = false;

  /** Put everything back; the first call has nothing to put back. Nothing in JavaScript may hold an object made by Python since the copy. */
  restore(): void {
    const untouched = !this.#touched;
    this.#touched = true;
    if (untouched) return;
    this.#restoreHeap();
    this.#references.restore();
    this.#restoreFiles();
  }

  #restoreHeap(): void {
    const heap = this.#pyodide._module.HEAPU8;
    let done = 0;
    for (const { offset, bytes } of this.#stretches) {
      heap.fill(0, done, offset);
      heap.set(bytes, offset);
      done = offset + bytes.length;
    }
    heap.fill(0, done);
  }

  #restoreFiles(): void {
    const { FS } = this.#pyodide;
    for (const stream of FS.streams.slice(FIRST_FREE_FD)) if (stream) FS.close(stream);
    FS.ignorePermissions = true; // a program may have locked its own folders
    for (const folder of WRITABLE) emptyFolder(this.#pyodide, folder);
    FS.ignorePermissions = false;
    for (const { path, bytes } of this.#files) FS.writeFile(path, bytes);
    FS.chdir("/home/pyodide");
  }
}

/**
 * The JavaScript objects that Python refers to. They live outside the memory, in a table and in a map from object to
 * reference, both written by Pyodide's hiwire (src/hiwire.c and src/_deduplicate.c of github.com/hoodmane/hiwire).
 */
class JavaScriptReferences {
  readonly #pyodide: Pyodide;
  readonly #slots: unknown[] = [];
  readonly #known: Map<unknown, number>;
  readonly #entries: [unknown, number][];

  constructor(pyodide: Pyodide) {
    this.#pyodide = pyodide;
    const { _module } = pyodide;
    const reference = _module.HEAPU32[_module.__deduplicate_map / Uint32Array.BYTES_PER_ELEMENT] as number;
    this.#known = _module._hiwire_get(reference) as Map<unknown, number>;
    this.#entries = [...this.#known];
    for (let slot = 0; ; slot += 1) {
      try {
        this.#slots.push(_module.__hiwire_get(slot));
      } catch (error) {
        if (error instanceof RangeError || error instanceof WebAssembly.RuntimeError) return;
        throw error;
      }
    }
  }

  restore(): void {
    for (const [slot, value] of this.#slots.entries()) this.#pyodide._module.__hiwire_set(slot, value);
    this.#known.clear();
    for (const [object, reference] of this.#entries) this.#known.set(object, reference);
  }
}

function listFiles(pyodide: Pyodide, folders: string[]): FileState[] {
  const { FS } = pyodide;
  return folders.flatMap((folder) =>
    FS.readdir(folder)
      .filter((name) => name !== "." && name !== "..")
      .flatMap((name) => {
        const path = `${folder}/${name}`;
        if (FS.isDir(FS.stat(path).mode)) return listFiles(pyodide, [path]);
        return [{ path, bytes: FS.readFile(path) }];
      }),
  );
}

function emptyFolder(pyodide: Pyodide, folder: string): void {
  const { FS } = pyodide;
  for (const name of FS.readdir(folder)) {
    if (name === "." || name === "..") continue;
    const path = `${folder}/${name}`;
    if (!FS.isDir(FS.lstat(path).mode)) FS.unlink(path);
    else {
      emptyFolder(pyodide, path);
      FS.rmdir(path);
    }
  }
}

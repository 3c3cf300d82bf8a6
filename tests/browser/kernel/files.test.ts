import assert from "node:assert/strict";
import { test } from "node:test";
import { writeFiles } from "../../../runtime/browser/src/kernel/worker/files.ts";
import type { Pyodide } from "../../../runtime/browser/src/kernel/worker/pyodide.ts";

test("files stand in the program's folder, in folders of their own", () => {
  const written: [string, string][] = [];
  const folders: string[] = [];
  const FS = {
    mkdirTree: (path: string) => folders.push(path),
    writeFile: (path: string, data: Uint8Array) => written.push([path, Buffer.from(data).toString()]),
  };
  writeFiles({ FS } as unknown as Pyodide, { "a.txt": "MSAy", "data/b.txt": "" });
  assert.deepEqual(folders, ["/home/pyodide", "/home/pyodide/data"]);
  assert.deepEqual(written, [
    ["/home/pyodide/a.txt", "1 2"],
    ["/home/pyodide/data/b.txt", ""],
  ]);
});

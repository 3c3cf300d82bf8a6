import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { FileNode, Pyodide } from "../../../runtime/browser/src/kernel/worker/pyodide.ts";
import { closeSystem } from "../../../runtime/browser/src/kernel/worker/system.ts";

class ErrnoError extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super();
    this.errno = errno;
  }
}

const ENOSPC = { errno: 51 };
const EROFS = { errno: 69 };
const root = {} as FileNode;
root.parent = root;
const under = (parent: FileNode): FileNode => ({ parent });
const tmp = under(root);
const home = under(root);
const own = under(home);
const lib = under(root);

let calls: string[] = [];
let system: ReturnType<typeof closeSystem>;
let table: Pyodide["FS"]["filesystems"]["MEMFS"]["ops_table"];

beforeEach(() => {
  calls = [];
  const call = (name: string) => (): number => calls.push(name);
  table = {
    dir: {
      node: {
        setattr: call("setattr"),
        mknod: call("mknod"),
        symlink: call("symlink"),
        unlink: call("unlink"),
        rmdir: call("rmdir"),
        rename: call("rename"),
      },
    },
    file: { node: { setattr: call("setattr") }, stream: { write: call("write") } },
    link: { node: { setattr: call("setattr") } },
    chrdev: { node: { setattr: call("setattr") } },
  };
  const FS = {
    ErrnoError,
    filesystems: { MEMFS: { ops_table: table } },
    lookupPath: (path: string) => ({ node: path === "/tmp" ? tmp : own }),
  };
  system = closeSystem({ FS } as unknown as Pyodide);
});

function write(node: FileNode, position = 0, length = 1): void {
  table.file.stream.write({ node }, new Uint8Array(), 0, length, position, false);
}

test("a program works in its own folder and in the temporary one", () => {
  const file = under(under(own));
  table.dir.node.mknod(own, "a");
  table.dir.node.rename(file, tmp, "b");
  table.file.node.setattr(file, { size: 7 });
  write(file);
  assert.deepEqual(calls, ["mknod", "rename", "setattr", "write"]);
});

test("nothing else can be made, changed, moved or removed", () => {
  const file = under(lib);
  assert.throws(() => write(file), EROFS);
  for (const name of ["mknod", "symlink", "unlink", "rmdir"] as const)
    assert.throws(() => table.dir.node[name](lib, "a"), EROFS);
  assert.throws(() => table.dir.node.rename(file, tmp, "a"), EROFS);
  assert.throws(() => table.dir.node.rename(under(tmp), lib, "a"), EROFS);
  for (const { node } of [table.dir, table.file, table.link, table.chrdev])
    assert.throws(() => node.setattr(file, {}), EROFS);
  assert.throws(() => table.dir.node.setattr(tmp, {}), EROFS, "the folders themselves belong to the system");
  assert.deepEqual(calls, []);
});

test("what installs packages may write anywhere, until it is done", async () => {
  const file = under(lib);
  await system.open(async () => write(file));
  assert.throws(() => write(file), EROFS);
  const failing = system.open(() => Promise.reject(new Error("a broken wheel")));
  await assert.rejects(failing, /a broken wheel/);
  assert.throws(() => write(file), EROFS);
  assert.deepEqual(calls, ["write"]);
});

test("no file becomes larger than the memory that it would take", () => {
  const file = under(tmp);
  const most = 64 * 2 ** 20;
  write(file, most - 1);
  assert.throws(() => write(file, most), ENOSPC);
  assert.throws(() => table.file.node.setattr(file, { size: 1e12 }), ENOSPC);
});

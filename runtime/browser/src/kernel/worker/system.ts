/**
 * Lets programs write where `Pristine` puts everything back, and nowhere else: a file in any other folder would be there
 * for the next program.
 */
import type { FileNode, Pyodide } from "./pyodide.ts";

/** A program's own folder and the one for what it does not keep. */
export const WRITABLE = ["/home/pyodide", "/tmp"];
/** Larger files are refused before room is made for them. */
const LARGEST_FILE = 64 * 2 ** 20;
/** Emscripten's numbers are those of WASI. */
const ENOSPC = 51;
const EROFS = 69;

/** Call when Python has started: from then on the rest of the file system is read-only, but for the length of `open`. */
export function closeSystem({ FS }: Pyodide): {
  open<Result>(change: () => Promise<Result>): Promise<Result>;
} {
  let closed = true;
  const open = new Set(WRITABLE.map((path) => FS.lookupPath(path).node));
  const { dir, file, link, chrdev } = FS.filesystems.MEMFS.ops_table;
  const within = (node: FileNode): void => {
    let at = node;
    while (closed && !open.has(at)) {
      if (at.parent === at) throw new FS.ErrnoError(EROFS);
      at = at.parent;
    }
  };
  const fits = (size: number | undefined): void => {
    if (size !== undefined && size > LARGEST_FILE) throw new FS.ErrnoError(ENOSPC);
  };

  for (const name of ["mknod", "symlink", "unlink", "rmdir"] as const)
    dir.node[name] = checked(dir.node[name], within);
  dir.node.rename = checked(dir.node.rename, (old, folder) => {
    within(old.parent);
    within(folder);
  });
  for (const { node } of [dir, file, link, chrdev]) {
    node.setattr = checked(node.setattr, ({ parent }, { size }) => {
      within(parent);
      fits(size);
    });
  }
  file.stream.write = checked(file.stream.write, ({ node }, _buffer, _offset, length, position) => {
    within(node);
    fits(position + length);
  });
  return {
    async open(change) {
      closed = false;
      try {
        return await change();
      } finally {
        closed = true;
      }
    },
  };
}

/** What the check throws keeps the call from happening. */
function checked<Values extends unknown[], Answer>(
  call: (...values: Values) => Answer,
  check: (...values: Values) => void,
): (...values: Values) => Answer {
  return (...values) => {
    check(...values);
    return call(...values);
  };
}

/** The files that a program finds beside itself; `Pristine` takes them away with everything else. */
import { fromBase64 } from "../../base64.ts";
import type { Pyodide } from "./pyodide.ts";

const FOLDER = "/home/pyodide";

/** Write files by their paths in the program's folder; the contents are base64. */
export function writeFiles({ FS }: Pyodide, files: Record<string, string>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = `${FOLDER}/${name}`;
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    FS.writeFile(path, fromBase64(content));
  }
}

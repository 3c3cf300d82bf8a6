/** Puts wheels where Python finds them: files, shared libraries and modules, all there before any program. */
import type { Pyodide } from "./pyodide.ts";

const FOLDER = "/tmp";

/** The two functions of `knapsack_wheels.py`; both take and give JSON or a path. */
export interface WheelFunctions {
  unpack_wheel(path: string): string;
  import_modules(names: string): string;
}

/**
 * Call with the file system open, and copy memory afterwards: libraries that a program loaded would stand in memory
 * that is put back, and in tables that are not.
 */
export async function installWheels(
  pyodide: Pyodide,
  python: WheelFunctions,
  wheels: Record<string, Uint8Array>,
  modules: string[],
): Promise<void> {
  const libraries: string[] = [];
  for (const [name, bytes] of Object.entries(wheels)) {
    const path = `${FOLDER}/${name}.whl`;
    pyodide.FS.writeFile(path, bytes);
    libraries.push(...(JSON.parse(python.unpack_wheel(path)) as string[]));
    pyodide.FS.unlink(path);
  }
  for (const library of libraries) await pyodide._api.loadDynlib(library);
  python.import_modules(JSON.stringify(modules));
}

/** The kernel's parts, read from their folder: see `../packed.ts` for the form, `../kernel/assets.ts` for the browser. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { carriedBytes, unpackedScript } from "../../packing.ts";
import type { KernelAssets } from "../kernel/assets.ts";
import type { Packed } from "../packed.ts";

/** `workerUrl` is the script itself: a thread of Node needs no address. Throws when a part is missing. */
export function readParts(folder: string): KernelAssets {
  const read = (part: string): string => readFileSync(path.join(folder, `${part}.js`), "latin1");
  const packed = async (part: string): Promise<Packed> => {
    const text = read(part);
    return () => carriedBytes(text);
  };
  return {
    workerUrl: Promise.resolve(unpackedScript(read("worker")).toString()),
    primary: packed("primary"),
    secondary: packed("secondary"),
    stdlib: packed("stdlib"),
    snapshot: packed("snapshot"),
    modules: {},
  };
}

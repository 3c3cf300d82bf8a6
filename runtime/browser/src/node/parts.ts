/** The kernel's parts, read from their folder: see `../packed.ts` for the form, `../kernel/assets.ts` for the browser. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { carriedBytes, carriedText } from "../../packing.ts";
import type { KernelAssets } from "../kernel/assets.ts";
import { Modules } from "../kernel/modules.ts";
import type { Packed } from "../packed.ts";

export interface KernelParts extends Omit<KernelAssets, "startWorker"> {
  /** The source of the kernel's worker. */
  script: string;
}

/** Throws when the worker's script is missing. */
export function readParts(folder: string): KernelParts {
  const read = (part: string): string => readFileSync(path.join(folder, `${part}.js`), "latin1");
  const packed = async (part: string): Promise<Packed> => {
    const text = read(part);
    return () => carriedBytes(text);
  };
  return {
    script: carriedText(readFileSync(path.join(folder, "worker.js"), "utf8")),
    primary: packed("primary"),
    secondary: packed("secondary"),
    stdlib: packed("stdlib"),
    snapshot: packed("snapshot"),
    modules: new Modules(),
  };
}

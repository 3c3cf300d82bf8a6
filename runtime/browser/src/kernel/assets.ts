/** The kernel's files, loaded side by side. */
import { loadPacked, type Packed, scriptUrl } from "../packed.ts";
import type { ModulePart } from "./messages.ts";

const PARTS = 5;

/** Each part is awaited where it is needed. */
export interface KernelAssets {
  workerUrl: Promise<string>;
  /** These stay packed: workers unpack them, off the page's thread. */
  primary: Promise<Packed>;
  secondary: Promise<Packed>;
  /** What the first worker made of these two: the next need not compile it again. */
  modules: Partial<Record<ModulePart, WebAssembly.Module>>;
  stdlib: Promise<Packed>;
  snapshot: Promise<Packed>;
}

/** Start to load everything from a folder; `progress` grows from 0 to 1. A part that is missing rejects. */
export function loadAssets(folder: string, progress: (fraction: number) => void): KernelAssets {
  let arrived = 0;
  const load = async (part: string): Promise<Packed> => {
    const packed = await loadPacked(folder, part);
    arrived += 1;
    progress(arrived / PARTS);
    return packed;
  };
  const parts = {
    workerUrl: load("worker").then(scriptUrl),
    primary: load("primary"),
    snapshot: load("snapshot"),
    stdlib: load("stdlib"),
  };
  // A start can do without it.
  const secondary = Promise.allSettled(Object.values<Promise<unknown>>(parts)).then(() => load("secondary"));
  // Whoever needs a part that failed hears of it; one that nobody came to need is no unhandled rejection.
  for (const part of [...Object.values<Promise<unknown>>(parts), secondary]) part.catch(() => {});
  return { ...parts, secondary, modules: {} };
}

/** The kernel's files, loaded side by side. */
import { loadPacked, type Packed, textUrl } from "../packed.ts";
import { Modules } from "./modules.ts";

const PARTS = 5;

/** Each part is awaited where it is needed. */
export interface KernelAssets {
  /** A worker that is about to run the kernel's script. Rejects when that cannot be loaded. */
  startWorker(): Promise<Worker>;
  /** These stay packed: workers unpack them, off the page's thread. */
  primary: Promise<Packed>;
  secondary: Promise<Packed>;
  /** What workers made of these two. */
  modules: Modules;
  stdlib: Promise<Packed>;
  snapshot: Promise<Packed>;
}

/** Start to load everything from a folder; `progress` grows from 0 to 1. A part that is missing rejects. */
export function loadAssets(folder: string, progress: (fraction: number) => void): KernelAssets {
  let arrived = 0;
  const counted = async <Part>(loading: Promise<Part>): Promise<Part> => {
    const part = await loading;
    arrived += 1;
    progress(arrived / PARTS);
    return part;
  };
  const load = (part: string): Promise<Packed> => counted(loadPacked(folder, part));
  const script = counted(textUrl(folder, "worker"));
  const parts = { primary: load("primary"), snapshot: load("snapshot"), stdlib: load("stdlib") };
  const first: Promise<unknown>[] = [script, ...Object.values(parts)];
  const modules = new Modules();
  const secondary = Promise.allSettled(first).then(() => load("secondary")); // a start can do without it
  // Whoever needs a part that failed hears of it; one that nobody came to need is no unhandled rejection.
  for (const part of [...first, secondary]) part.catch(() => {});
  return { ...parts, secondary, modules, startWorker: async () => new Worker(await script) };
}

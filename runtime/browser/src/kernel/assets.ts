/** The kernel's files, loaded side by side. */
import { gunzipStream } from "../gunzip.ts";
import { loadPacked, scriptUrl } from "../packed.ts";

const PARTS = 4;
type Bytes = Uint8Array<ArrayBuffer>;

/** All parts load and unpack at the same time; each is awaited where it is needed. */
export interface KernelAssets {
  workerUrl: Promise<string>;
  wasm: Promise<WebAssembly.Module>;
  /** These two stay packed: every worker unpacks its own, off the page's thread. */
  stdlib: Promise<Bytes>;
  snapshot: Promise<Bytes>;
}

/** Start to load everything from a folder; `progress` grows from 0 to 1. A part that is missing rejects. */
export function loadAssets(folder: string, progress: (fraction: number) => void): KernelAssets {
  let arrived = 0;
  const load = async (part: string): Promise<Bytes> => {
    const bytes = await loadPacked(folder, part);
    arrived += 1;
    progress(arrived / PARTS);
    return bytes;
  };
  const assets = {
    workerUrl: load("worker").then(scriptUrl),
    wasm: load("wasm").then(compile),
    stdlib: load("stdlib"),
    snapshot: load("snapshot"),
  };
  // Whoever needs a part that failed hears of it; one that nobody came to need is no unhandled rejection.
  for (const part of Object.values<Promise<unknown>>(assets)) part.catch(() => {});
  return assets;
}

/** Compiling goes on while the rest is still being unpacked. */
function compile(bytes: Bytes): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(
    new Response(gunzipStream(bytes), { headers: { "Content-Type": "application/wasm" } }),
  );
}

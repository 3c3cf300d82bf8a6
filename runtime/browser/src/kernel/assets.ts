/** The kernel's files: gzip in base64 in plain scripts, the one form that loads from file:// and over http. */
import { gunzip, gunzipStream } from "./gunzip.ts";

const PARTS = ["worker", "wasm", "stdlib", "snapshot"] as const;
type Part = (typeof PARTS)[number];
type Bytes = Uint8Array<ArrayBuffer>;

/** All parts load and unpack at the same time; each is awaited where it is needed. */
export interface KernelAssets {
  workerUrl: Promise<string>;
  wasm: Promise<WebAssembly.Module>;
  /** These two stay packed: every worker unpacks its own, off the page's thread. */
  stdlib: Promise<Bytes>;
  snapshot: Promise<Bytes>;
}

/** What each part's script leaves behind: `knapsackKernel.wasm = "base64"`. */
interface KernelWindow {
  knapsackKernel?: Partial<Record<Part, string>>;
}

/** Start to load everything; `progress` grows from 0 to 1. A part that is missing rejects with its name. */
export function loadAssets(base: string, progress: (fraction: number) => void): KernelAssets {
  let loaded = 0;
  const load = async (part: Part): Promise<Bytes> => {
    const bytes = await loadPart(base, part);
    loaded += 1;
    progress(loaded / PARTS.length);
    return bytes;
  };
  return {
    workerUrl: load("worker").then(toScriptUrl),
    wasm: load("wasm").then(compile),
    stdlib: load("stdlib"),
    snapshot: load("snapshot"),
  };
}

async function loadPart(base: string, part: Part): Promise<Bytes> {
  await loadScript(`${base}${part}.js`);
  const scope = (window as KernelWindow).knapsackKernel;
  const text = scope?.[part];
  if (!text) throw new Error(`kernel part ${part} is empty`);
  delete scope[part];
  return fromBase64(text);
}

function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(script.remove());
    script.onerror = () => reject(new Error(`cannot load ${url}`));
    document.head.append(script);
  });
}

function fromBase64(text: string): Bytes {
  if ("fromBase64" in Uint8Array) return (Uint8Array.fromBase64 as (text: string) => Bytes)(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Compiling goes on while the rest is still being unpacked. */
function compile(bytes: Bytes): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(
    new Response(gunzipStream(bytes), { headers: { "Content-Type": "application/wasm" } }),
  );
}

async function toScriptUrl(packed: Bytes): Promise<string> {
  const source = await gunzip(packed);
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

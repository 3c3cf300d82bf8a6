/** The kernel's files: gzip in base64 in plain scripts, the one form that loads from file:// and over http. */

const PARTS = ["worker", "wasm", "stdlib", "snapshot"] as const;
type Part = (typeof PARTS)[number];

export interface KernelAssets {
  workerUrl: string;
  wasm: WebAssembly.Module;
  stdlib: Uint8Array;
  /** Null where the bundle has none. */
  snapshot: Uint8Array | null;
}

/** What each part's script leaves behind: `knapsackKernel.wasm = "base64"`. */
interface KernelWindow {
  knapsackKernel?: Partial<Record<Part, string>>;
}

/** Load and decode everything; `progress` grows from 0 to 1. Rejects with the name of a part that is missing. */
export async function loadAssets(base: string, progress: (fraction: number) => void): Promise<KernelAssets> {
  let done = 0;
  const step = <T>(value: T): T => {
    done += 1;
    progress(done / (2 * PARTS.length));
    return value;
  };
  const load = async (part: Part): Promise<Uint8Array<ArrayBuffer>> => step(await loadPart(base, part));
  const [workerUrl, wasm, stdlib, snapshot] = await Promise.all([
    load("worker").then(gunzip).then(toScriptUrl).then(step),
    load("wasm").then(compile).then(step),
    load("stdlib").then(gunzip).then(step),
    load("snapshot").then(gunzip).then(step),
  ]);
  return { workerUrl, wasm, stdlib, snapshot: snapshot.length ? snapshot : null };
}

function kernelScope(): NonNullable<KernelWindow["knapsackKernel"]> {
  const scope = window as KernelWindow;
  scope.knapsackKernel ??= {};
  return scope.knapsackKernel;
}

async function loadPart(base: string, part: Part): Promise<Uint8Array<ArrayBuffer>> {
  await loadScript(`${base}${part}.js`);
  const scope = kernelScope();
  const text = scope[part];
  if (text === undefined) throw new Error(`kernel part ${part} is empty`);
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

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if ("fromBase64" in Uint8Array)
    return (Uint8Array.fromBase64 as (text: string) => Uint8Array<ArrayBuffer>)(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function unzipped(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return bytes.length ? new Uint8Array(await new Response(unzipped(bytes)).arrayBuffer()) : bytes;
}

/** Compiling goes on while the rest is still being unpacked. */
function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  return WebAssembly.compileStreaming(
    new Response(unzipped(bytes), { headers: { "Content-Type": "application/wasm" } }),
  );
}

function toScriptUrl(source: Uint8Array<ArrayBuffer>): string {
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

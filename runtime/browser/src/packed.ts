/** Files that travel as gzip in base64 in plain scripts, the one packed form that loads from file:// and over http. */
import { loadScript } from "./dom.ts";
import { gunzip } from "./gunzip.ts";

declare global {
  interface Window {
    /** What each packed script leaves behind, by its name. */
    knapsackPacked?: Partial<Record<string, string>>;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

const loaded = new Map<string, Promise<Bytes>>();

/**
 * Load a packed file once; resolves to its bytes, still gzip. Rejects when it is missing, and may then be tried again.
 *
 * @example await gunzip(await loadPacked(base, "snapshot"))
 */
export function loadPacked(folder: string, name: string): Promise<Bytes> {
  const url = `${folder}${name}.js`;
  const known = loaded.get(url);
  if (known) return known;
  const loading = load(url, name);
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

/** Load a packed script, unpack and run it. Rejects when the file is missing or damaged. */
export async function runPacked(folder: string, name: string): Promise<void> {
  const url = await scriptUrl(await loadPacked(folder, name));
  try {
    await loadScript(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** An address for an unpacked script, good for a script element and for a worker. */
export async function scriptUrl(packed: Bytes): Promise<string> {
  return URL.createObjectURL(new Blob([await gunzip(packed)], { type: "text/javascript" }));
}

/** @example fromBase64("aGk=") // Uint8Array [104, 105] */
export function fromBase64(text: string): Bytes {
  if ("fromBase64" in Uint8Array) return (Uint8Array.fromBase64 as (text: string) => Bytes)(text);
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

async function load(url: string, name: string): Promise<Bytes> {
  await loadScript(url);
  const text = window.knapsackPacked?.[name];
  if (!text) throw new Error(`${url} has left nothing behind`);
  delete window.knapsackPacked?.[name];
  return fromBase64(text);
}

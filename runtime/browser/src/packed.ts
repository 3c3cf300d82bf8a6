/** Files that travel as gzip in base64 in plain scripts, the one packed form that loads from file:// and over http. */
import { fromBase64 } from "./base64.ts";
import { commentIn, unescapeText } from "./carrier.ts";
import { loadScript } from "./dom.ts";
import { gunzip } from "./gunzip.ts";

declare global {
  interface Window {
    /** What each packed script leaves behind, by its name: a function with the text in its comment. */
    knapsackPacked?: Partial<Record<string, () => void>>;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Decodes a packed file to bytes that are still gzip: new ones with every call, for the caller to give away. */
export type Packed = () => Bytes;

const loaded = new Map<string, Promise<Packed>>();

/**
 * Load a packed file once. Rejects when it is missing, and may then be tried again.
 *
 * @example const unpack = await loadPacked(base, "snapshot"); await gunzip(unpack());
 */
export function loadPacked(folder: string, name: string): Promise<Packed> {
  const url = `${folder}${name}.js`;
  const known = loaded.get(url);
  if (known) return known;
  const loading = load(url, name);
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

/** Load a packed script, unpack and run it; see `loadScript`. Rejects when the file is missing or damaged. */
export async function runPacked<Left>(
  folder: string,
  name: string,
  find: () => Left | undefined,
): Promise<Left> {
  const url = urlOf(await gunzip((await loadPacked(folder, name))()));
  try {
    return await loadScript(url, find);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The address of a script that travels as it is, good for a worker. Rejects when it is missing. */
export async function textUrl(folder: string, name: string): Promise<string> {
  return urlOf(unescapeText(await loadComment(`${folder}${name}.js`, name)));
}

function urlOf(script: BlobPart): string {
  return URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
}

async function load(url: string, name: string): Promise<Packed> {
  const text = await loadComment(url, name);
  return () => fromBase64(text);
}

async function loadComment(url: string, name: string): Promise<string> {
  const carrier = await loadScript(url, () => window.knapsackPacked?.[name]);
  return commentIn(carrier.toString());
}

/** Scripts that travel as gzip in base64, the one packed form that loads from file:// and over http. */
import { loadScript } from "./dom.ts";

declare global {
  interface Window {
    /** What each packed script leaves behind, by its name. */
    knapsackPacked?: Partial<Record<string, string>>;
  }
}

/**
 * Load a packed script, unpack and run it. Rejects when the file is missing or damaged.
 *
 * @example await runPacked(assets, "mermaid")
 */
export async function runPacked(assets: string, name: string): Promise<void> {
  await loadScript(`${assets}${name}.js`);
  const text = window.knapsackPacked?.[name];
  if (text === undefined) throw new Error(`${name}.js has left nothing behind`);
  delete window.knapsackPacked?.[name];
  const source = await gunzip(fromBase64(text));
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    await loadScript(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @example fromBase64("aGk=") // Uint8Array [104, 105] */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

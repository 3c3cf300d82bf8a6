/** The form in which files travel: in base64 in a plain script. `src/packed.ts` opens it. */
import { gunzipSync, gzipSync } from "node:zlib";
import { fromBase64 } from "./src/base64.ts";
import { commentIn, escapeText, unescapeText } from "./src/carrier.ts";

/**
 * The script that leaves bytes on the window, by their name. The text stands in a function's comment: browsers skip
 * comments several times faster than they read string literals, and a function gives its source back.
 *
 * @example writeFileSync("snapshot.js", carrierScript("snapshot", pack(bytes)))
 */
export function carrierScript(name: string, bytes: Uint8Array): string {
  return carrier(name, Buffer.from(bytes).toString("base64"));
}

/** The same for a text that is wanted at once, as it is. */
export function textScript(name: string, text: string): string {
  return carrier(name, escapeText(text));
}

function carrier(name: string, text: string): string {
  return `(window.knapsackPacked??={}).${name}=function(){/*${text}*/};\n`;
}

/** The same for a file in gzip. */
export function packedScript(name: string, bytes: Uint8Array): string {
  return carrierScript(name, gzipSync(bytes, { level: 9 }));
}

/** @example unpackedScript(packedScript("mermaid", bytes)) // bytes */
export function unpackedScript(script: string): Buffer {
  return gunzipSync(carriedBytes(script));
}

/** The bytes in such a script as they are there, in memory of their own. */
export function carriedBytes(script: string): Uint8Array<ArrayBuffer> {
  return fromBase64(commentIn(script));
}

/** @example carriedText(textScript("worker", text)) // text */
export function carriedText(script: string): string {
  return unescapeText(commentIn(script));
}

/** The packed form of a file: gzip in base64 in a plain script. `src/packed.ts` opens it. */
import { gunzipSync, gzipSync } from "node:zlib";
import { fromBase64 } from "./src/base64.ts";

/**
 * The script that leaves a file on the window, by its name. The text stands in a function's comment: browsers skip
 * comments several times faster than they read string literals, and a function gives its source back.
 *
 * @example writeFileSync("mermaid.js", packedScript("mermaid", bytes))
 */
export function packedScript(name: string, bytes: Uint8Array): string {
  const text = gzipSync(bytes, { level: 9 }).toString("base64");
  return `(window.knapsackPacked??={}).${name}=function(){/*${text}*/};\n`;
}

/** @example unpackedScript(packedScript("mermaid", bytes)) // bytes */
export function unpackedScript(script: string): Buffer {
  return gunzipSync(packedBytes(script));
}

/** The bytes in a packed script that are still gzip, in memory of their own. */
export function packedBytes(script: string): Uint8Array<ArrayBuffer> {
  return fromBase64(script.slice(script.indexOf("/*") + 2, script.lastIndexOf("*/")));
}

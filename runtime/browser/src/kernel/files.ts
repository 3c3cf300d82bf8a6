/** The files that a test gives a program, on their way to a worker. */
import { toBase64 } from "../base64.ts";
import type { TextFiles } from "../protocol.ts";

export function encodeFiles(files: TextFiles = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, toBase64(content)]));
}

/** Bytes from text, in browsers with and without a decoder of their own. */

/** @example fromBase64("aGk=") // Uint8Array [104, 105] */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if ("fromBase64" in Uint8Array)
    return (Uint8Array.fromBase64 as (text: string) => Uint8Array<ArrayBuffer>)(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** @example toBase64("hi") // "aGk=" */
export function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/**
 * Memory with its stretches of zeros left out: half of a snapshot is zeros, and unpacking is what a start waits for.
 *
 * Little-endian 32-bit words: length of the whole, number of runs, then offset and length of each run, in bytes; after
 * them the runs' contents one after the other. build-kernel.mjs writes it.
 */

const WORD = 4;
const HEADER_WORDS = 2;
const RUN_WORDS = 2;

export function expand(packed: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [length = 0, runs = 0] = new Uint32Array(packed.buffer, packed.byteOffset, HEADER_WORDS);
  const table = new Uint32Array(packed.buffer, packed.byteOffset + HEADER_WORDS * WORD, runs * RUN_WORDS);
  const whole = new Uint8Array(length);
  let from = (HEADER_WORDS + table.length) * WORD;
  for (let run = 0; run < table.length; run += RUN_WORDS) {
    const [offset = 0, size = 0] = table.subarray(run, run + RUN_WORDS);
    whole.set(packed.subarray(from, from + size), offset);
    from += size;
  }
  return whole;
}

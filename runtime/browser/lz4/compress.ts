/**
 * Packs into LZ4's block format (github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md), slowly and well: what every
 * start unpacks is packed once. `src/kernel/worker/lz4.ts` unpacks it.
 */
import { HEADER_BYTES, memoryOf, Unpacker, WORD_BYTES } from "../src/kernel/worker/lz4.ts";

const LEAST_MATCH = 4;
/** The format's own rules for the end of a block, so that unpacking may copy eight bytes at a time. */
const LAST_LITERALS = 5;
const NO_MATCH_WITHIN = 12;
const FARTHEST = 0xffff;
const NIBBLE = 15;
const HASH_BITS = 17;
/** How many earlier places with the same beginning are tried. */
const TRIES = 256;

interface Match {
  at: number;
  length: number;
}

/**
 * What `unpack` takes: one piece.
 *
 * @example unpack(pack(bytes)) // bytes
 */
export function pack(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Packer(bytes).piece(0, bytes.length);
}

/** Packs parts of a memory, in rising order. What stands before a part has to be there when it is unpacked. */
export class Packer {
  readonly #bytes: Uint8Array;
  readonly #matches: Matches;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#matches = new Matches(bytes);
  }

  /** Header and block of what stands from `start` to `end`. */
  piece(start: number, end: number): Uint8Array<ArrayBuffer> {
    const block = this.#compress(start, end);
    const packed = new Uint8Array(HEADER_BYTES + block.length);
    const sum = new Unpacker(memoryOf(block.length + WORD_BYTES), 0).checksum(block);
    new Uint32Array(packed.buffer, 0, 3).set([end - start, block.length, sum]);
    packed.set(block, HEADER_BYTES);
    return packed;
  }

  #compress(start: number, end: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes;
    const output: number[] = [];
    const last = end - NO_MATCH_WITHIN;
    const best = (place: number): Match | null => this.#matches.best(place, end - LAST_LITERALS);
    let [at, literals] = [start, start];
    while (at < last) {
      const match = best(at);
      // One more literal is worth it where the next place has a longer match.
      if (!match || (at + 1 < last && (best(at + 1)?.length ?? 0) > match.length)) {
        at += 1;
        continue;
      }
      writeSequence(output, bytes.subarray(literals, at), { at: at - match.at, length: match.length });
      at += match.length;
      literals = at;
    }
    writeSequence(output, bytes.subarray(literals, end), null);
    return Uint8Array.from(output);
  }
}

/** Chains of the places that begin with the same four bytes, the latest first. */
class Matches {
  readonly #bytes: Uint8Array;
  readonly #heads = new Int32Array(2 ** HASH_BITS).fill(-1);
  readonly #previous: Int32Array;
  #known = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#previous = new Int32Array(bytes.length);
  }

  /** The longest match of what stands at a place, up to an end, with something before it. */
  best(place: number, end: number): Match | null {
    while (this.#known < place) this.#remember();
    let best: Match | null = null;
    let candidate = this.#heads[this.#hash(place)] as number;
    for (let tries = TRIES; tries > 0 && candidate >= 0 && place - candidate <= FARTHEST; tries -= 1) {
      const length = this.#common(candidate, place, end - place, best?.length ?? 0);
      if (length >= LEAST_MATCH && length > (best?.length ?? 0)) best = { at: candidate, length };
      candidate = this.#previous[candidate] as number;
    }
    return best;
  }

  #remember(): void {
    const hash = this.#hash(this.#known);
    this.#previous[this.#known] = this.#heads[hash] as number;
    this.#heads[hash] = this.#known;
    this.#known += 1;
  }

  #hash(place: number): number {
    const [a, b, c, d] = this.#bytes.subarray(place, place + LEAST_MATCH);
    const word = (a ?? 0) | ((b ?? 0) << 8) | ((c ?? 0) << 16) | ((d ?? 0) << 24);
    return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
  }

  /** How many bytes two places have in common, at `most`; 0 where that cannot be more than `enough`. */
  #common(earlier: number, place: number, most: number, enough: number): number {
    const bytes = this.#bytes;
    if (most <= enough || bytes[earlier + enough] !== bytes[place + enough]) return 0;
    let length = 0;
    while (length < most && bytes[earlier + length] === bytes[place + length]) length += 1;
    return length;
  }
}

/** Literals, then `length` bytes from `at` bytes before; the last sequence has no match. */
function writeSequence(output: number[], literals: Uint8Array, match: Match | null): void {
  const beyond = match ? match.length - LEAST_MATCH : 0;
  output.push((Math.min(literals.length, NIBBLE) << 4) | Math.min(beyond, NIBBLE));
  writeRest(output, literals.length);
  for (const byte of literals) output.push(byte);
  if (!match) return;
  output.push(match.at & 0xff, match.at >> 8);
  writeRest(output, beyond);
}

/** What of a length does not go into the token. */
function writeRest(output: number[], length: number): void {
  if (length < NIBBLE) return;
  let rest = length - NIBBLE;
  for (; rest >= 0xff; rest -= 0xff) output.push(0xff);
  output.push(rest);
}

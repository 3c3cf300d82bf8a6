/**
 * Unpacks the large parts of Python: more than twice as fast as the browser's own gzip, and where the bytes belong. How
 * they come to be is in lz4/compress.ts.
 */
import { fromBase64 } from "../../base64.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Before each block: how many bytes it unpacks to, how many it has, and its checksum. */
export const HEADER_BYTES = 12;
/** What stands around input and output may be read and written too, by up to a word. */
export const WORD_BYTES = 8;
const PAGE_BYTES = 65536;

/** Made of lz4/unpack.wat by lz4/assemble.ts. */
export const MODULE =
  "AGFzbQEAAAABFQNgAn9/An9/YAN/f38Bf2ACf38BfwIPAQNsejQGbWVtb3J5AgAAAwUEAAECAgcfAwZ1bnBhY2sAAQhjaGVja3N1bQACB25vbnplcm8AAwqJAwQoAQF/A0AgAS0AACECIAFBAWohASAAIAJqIQAgAkH/AUYNAAsgACABC/wBAQR/A0AgAC0AACEDIABBAWohACADQQR2IQQgBEEPRgRAIAQgABAAIQAhBAsgAiAEaiEGIAAhBQNAIAIgBSkAADcAACACQQhqIQIgBUEIaiEFIAIgBkkNAAsgBiECIAAgBGohACAAIAFPBEAgAg8LIAIgAC8AAGshBSAAQQJqIQAgA0EPcSEEIARBD0YEQCAEIAAQACEAIQQLIAIgBGpBBGohBiACIAVrQQhPBEADQCACIAUpAAA3AAAgAkEIaiECIAVBCGohBSACIAZJDQALBQNAIAIgBS0AADoAACACQQFqIQIgBUEBaiEFIAIgBkkNAAsLIAYhAgwACwALNAEBfgNAIAIgACkAAIVCHYlCh5Wvr5i23puef34hAiAAQQhqIQAgACABSQ0ACyACQiCIpwsrACAAQXhxIQACQANAIAAgAU8NASAAKQMAQgBSDQEgAEEIaiEADAALCyAACw==";

interface Functions {
  unpack(from: number, end: number, to: number): number;
  checksum(from: number, end: number): number;
  nonzero(from: number, end: number): number;
}

// Student code may replace what it can reach.
const { Instance, Memory, Module } = WebAssembly;

/** What reads and writes a memory faster than JavaScript does, as it is in unpack.wat. */
export function functionsOf(memory: WebAssembly.Memory): Functions {
  compiled ??= new Module(fromBase64(MODULE));
  return new Instance(compiled, { lz4: { memory } }).exports as unknown as Functions;
}

let compiled: WebAssembly.Module | undefined;

/** Unpacks within one memory, as large as it was when this was made. */
export class Unpacker {
  readonly #heap: Uint8Array;
  readonly #room: number;
  readonly #functions: Functions;
  #used = 0;

  /** `room` is an address from which on there is place for each packed block. */
  constructor(memory: WebAssembly.Memory, room: number) {
    this.#heap = new Uint8Array(memory.buffer);
    this.#room = room;
    this.#functions = functionsOf(memory);
  }

  /**
   * Unpack the first piece of `packed` to an address; what stands before that may be needed for it, see `Packer`.
   * Returns how many packed bytes that were. Throws RangeError for a damaged piece.
   */
  unpack(packed: Uint8Array, to: number): number {
    const [length, blockLength, sum] = headerOf(packed);
    const block = packed.subarray(HEADER_BYTES, HEADER_BYTES + blockLength);
    if (block.length < blockLength || this.checksum(block) !== sum) throw damaged();
    const end = to + length;
    const after = this.#heap.slice(end, end + WORD_BYTES);
    if (this.#functions.unpack(this.#room, this.#room + blockLength, to) !== end) throw damaged();
    this.#heap.set(after, end);
    return HEADER_BYTES + blockLength;
  }

  /** The checksum of a block, for its header. */
  checksum(block: Uint8Array): number {
    const end = this.#room + block.length;
    this.#heap.set(block, this.#room);
    this.#heap.fill(0, end, end + WORD_BYTES);
    this.#used = Math.max(this.#used, block.length + WORD_BYTES);
    return this.#functions.checksum(this.#room, end) >>> 0;
  }

  /** Leave nothing but zeros where blocks were put. */
  clear(): void {
    this.#heap.fill(0, this.#room, this.#room + this.#used);
  }
}

/**
 * Return what was packed as one piece, in memory of its own. Throws RangeError when it is damaged.
 *
 * @example unpack(pack(bytes)) // bytes
 */
export function unpack(packed: Bytes): Bytes {
  const [length] = headerOf(packed);
  const start = Math.ceil(packed.length / WORD_BYTES) * WORD_BYTES;
  const memory = memoryOf(start + length + WORD_BYTES);
  if (new Unpacker(memory, 0).unpack(packed, start) !== packed.length) throw damaged();
  return new Uint8Array(memory.buffer, start, length);
}

/** A memory of at least so many bytes. Throws RangeError where there is no such. */
export function memoryOf(bytes: number): WebAssembly.Memory {
  const memory = new Memory({ initial: 0 });
  memory.grow(Math.ceil(bytes / PAGE_BYTES));
  return memory;
}

function headerOf(packed: Uint8Array): [length: number, blockLength: number, sum: number] {
  if (packed.length <= HEADER_BYTES) throw damaged();
  return [...new Uint32Array(packed.slice(0, HEADER_BYTES).buffer)] as [number, number, number];
}

function damaged(): RangeError {
  return new RangeError("a packed part is damaged");
}

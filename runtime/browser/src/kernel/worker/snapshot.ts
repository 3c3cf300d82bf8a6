/**
 * A snapshot of the interpreter's memory, unpacked into fresh memory.
 *
 * Half of a snapshot is zeros. They are left out, and where nothing has been written yet they are not put back either:
 * what a start waits for is every page of memory that it touches. Left out is also what the module brings itself. For
 * the same reason it comes in small pieces, which are unpacked where they belong, each by way of the same few pages.
 */
import { fromBase64 } from "../../base64.ts";
import { Unpacker } from "./lz4.ts";
import { Pages, type Part } from "./pages.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Where the packed contents belong; build-kernel.mjs puts it into the worker's script. */
export interface SnapshotLayout {
  /** The start of Pyodide's own format (version, references to JavaScript objects), in base64. */
  head: string;
  /** What stands before the pieces, in base64: they and the worker's script may be of different copies. */
  digest: string;
  /** Bytes of the whole memory. */
  heap: number;
  /** An address from which on it is zeros, with place for the largest packed piece. */
  room: number;
  /** Each stretch that is not zeros, ascending. */
  runs: Run[];
}

/** Offset and length in bytes; a piece, or left out because a start itself puts the same bytes there. */
export type Run = [offset: number, length: number, from: "piece" | "start"];

export class Snapshot {
  readonly #layout: SnapshotLayout;
  readonly #packed: Promise<Bytes>;

  constructor(layout: SnapshotLayout, packed: Promise<Bytes>) {
    this.#layout = layout;
    this.#packed = packed;
  }

  /**
   * Make the memory what it was, in which something may have been written in the `used` parts alone, by start and end.
   * Rejects for damaged pieces.
   */
  async restore(memory: WebAssembly.Memory, used: Part[]): Promise<void> {
    const packed = await this.#packed;
    const { runs, room } = this.#layout;
    const pages = new Pages(memory);
    const clear = (start: number, end: number): void => {
      for (const [from, to] of used) pages.clear(Math.max(start, from), Math.min(end, to));
    };
    const unpacker = new Unpacker(memory, room);
    let [taken, done] = [this.#digestLength(packed), 0];
    for (const [offset, length, from] of runs) {
      clear(done, offset);
      done = offset + length;
      if (from === "piece") taken += unpacker.unpack(packed.subarray(taken), offset);
    }
    clear(done, memory.buffer.byteLength);
    unpacker.clear();
  }

  /** How many bytes the digest takes that comes first. Throws RangeError when it is another's. */
  #digestLength(packed: Bytes): number {
    const digest = fromBase64(this.#layout.digest);
    if (digest.some((byte, at) => byte !== packed[at]))
      throw new RangeError("the snapshot is of another build");
    return digest.length;
  }
}

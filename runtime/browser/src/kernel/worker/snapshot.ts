/**
 * A snapshot of the interpreter's memory, written into fresh memory.
 *
 * Half of a snapshot is zeros. They are left out, and where nothing has been written yet they are not put back either:
 * what a start waits for is every page of memory that it touches. Left out is also what the module brings itself.
 */
import { fromBase64 } from "../../base64.ts";
import { unpack } from "./lz4.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Where the packed contents belong; build-kernel.mjs puts it into the worker's script. */
export interface SnapshotLayout {
  /** The start of Pyodide's own format (version, references to JavaScript objects), in base64. */
  head: string;
  /** What the contents begin with, in base64: they and the worker's script may be of different copies. */
  digest: string;
  /** Bytes of the whole memory. */
  heap: number;
  /** Each stretch that is not zeros, ascending. */
  runs: Run[];
}

/** Offset and length in bytes; in the contents, or left out because a start itself puts the same bytes there. */
export type Run = [offset: number, length: number, from: "contents" | "start"];

export class Snapshot {
  readonly #layout: SnapshotLayout;
  readonly #packed: Promise<Bytes>;

  constructor(layout: SnapshotLayout, packed: Promise<Bytes>) {
    this.#layout = layout;
    this.#packed = packed;
  }

  /** Make `heap` what it was, in which nothing but zeros stands from `untouched` on. Rejects for damaged contents. */
  async restore(heap: Uint8Array, untouched: number): Promise<void> {
    const contents = unpack(await this.#packed);
    let [taken, done] = [this.#digestLength(contents), 0];
    for (const [offset, length, from] of this.#layout.runs) {
      if (done < untouched) heap.fill(0, done, Math.min(offset, untouched));
      done = offset + length;
      if (from === "start") continue;
      heap.set(contents.subarray(taken, taken + length), offset);
      taken += length;
    }
    if (done < untouched) heap.fill(0, done, untouched);
  }

  /** How many bytes the digest takes that comes first. Throws RangeError when it is another's. */
  #digestLength(contents: Bytes): number {
    const digest = fromBase64(this.#layout.digest);
    if (digest.some((byte, at) => byte !== contents[at]))
      throw new RangeError("the snapshot is of another build");
    return digest.length;
  }
}

/**
 * A snapshot of the interpreter's memory, written into fresh memory while it is still being unpacked.
 *
 * Half of a snapshot is zeros. They are left out, and where nothing has been written yet they are not put back either:
 * what a start waits for is every page of memory that it touches. Left out is also what the module brings itself.
 */
import { fromBase64 } from "../../base64.ts";
import { inflate } from "../../gunzip.ts";

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

/** Bytes that come in pieces and are wanted in other pieces. */
class ByteQueue {
  readonly #chunks: Bytes[] = [];
  #end: Error | null = null;
  #wake = (): void => {};

  push(chunk: Bytes): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  /** Nothing more will come; whoever wants more gets the reason. */
  end(reason: Error): void {
    this.#end = reason;
    this.#wake();
  }

  async fill(target: Uint8Array): Promise<void> {
    for (let at = 0; at < target.length; ) {
      const chunk = await this.#next();
      const part = chunk.subarray(0, target.length - at);
      target.set(part, at);
      at += part.length;
      if (part.length < chunk.length) this.#chunks.unshift(chunk.subarray(part.length));
    }
  }

  async #next(): Promise<Bytes> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) return chunk;
      if (this.#end) throw this.#end;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export class Snapshot {
  readonly #layout: SnapshotLayout;
  readonly #contents = new ByteQueue();

  /** Starts to unpack as soon as the contents are there. */
  constructor(layout: SnapshotLayout, packed: Promise<Bytes>) {
    this.#layout = layout;
    packed
      .then((bytes) => inflate(bytes, (chunk) => this.#contents.push(chunk)))
      .then(
        () => this.#contents.end(new RangeError("the snapshot is shorter than its layout says")),
        (error: Error) => this.#contents.end(error),
      );
  }

  /** Make `heap` what it was, in which nothing but zeros stands from `untouched` on. Rejects for damaged contents. */
  async restore(heap: Uint8Array, untouched: number): Promise<void> {
    await this.#checkDigest();
    let done = 0;
    for (const [offset, length, from] of this.#layout.runs) {
      if (done < untouched) heap.fill(0, done, Math.min(offset, untouched));
      done = offset + length;
      if (from === "contents") await this.#contents.fill(heap.subarray(offset, done));
    }
    if (done < untouched) heap.fill(0, done, untouched);
  }

  async #checkDigest(): Promise<void> {
    const wanted = fromBase64(this.#layout.digest);
    const digest = new Uint8Array(wanted.length);
    await this.#contents.fill(digest);
    if (digest.some((byte, at) => byte !== wanted[at]))
      throw new RangeError("the snapshot is of another build");
  }
}

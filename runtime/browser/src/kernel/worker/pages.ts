/** The pages of a memory, and which of them are zeros. */
import { functionsOf } from "./lz4.ts";

/** The addresses of its first byte and of the first behind it. */
export type Part = readonly [start: number, end: number];

export interface Stretch {
  offset: number;
  bytes: Uint8Array;
}

/** A process is given a page of memory when it first writes to it, which costs time: pages of zeros are left alone. */
const PAGE_BYTES = 4096;

export class Pages {
  readonly #memory: WebAssembly.Memory;
  readonly #nonzero: (from: number, end: number) => number;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#nonzero = functionsOf(memory).nonzero;
  }

  /** Copies of what stands from `start` to `end` but for pages of zeros, in rising order. */
  copy(start: number, end: number): Stretch[] {
    const heap = new Uint8Array(this.#memory.buffer);
    return this.#used(start, end).map(([from, to]) => ({ offset: from, bytes: heap.slice(from, to) }));
  }

  /** Make zeros of what stands from `start` to `end`. */
  clear(start: number, end: number): void {
    const heap = new Uint8Array(this.#memory.buffer);
    for (const [from, to] of this.#used(start, end)) heap.fill(0, from, to);
  }

  /** Stretches of pages that are not zeros. */
  #used(start: number, end: number): Part[] {
    const stretches: Part[] = [];
    let at = start;
    while (at < end) {
      const from = at;
      while (at < end && this.#isUsed(at, Math.min(nextPage(at), end))) at = nextPage(at);
      if (from < at) stretches.push([from, Math.min(at, end)]);
      const found = this.#nonzero(nextPage(at), end);
      at = found - (found % PAGE_BYTES);
    }
    return stretches;
  }

  #isUsed(start: number, end: number): boolean {
    return this.#nonzero(start, end) < end;
  }
}

function nextPage(address: number): number {
  return address - (address % PAGE_BYTES) + PAGE_BYTES;
}

/** Time and memory limits inside the worker, without SharedArrayBuffer. */

const SIGINT = 2;
/** How long after a KeyboardInterrupt the next may come: long enough to unwind and print a traceback. */
const REARM_MS = 200;
const PAGE_BYTES = 65536;

/** What Pyodide polls for signals: element 0 reads as SIGINT once the deadline has passed. */
export class InterruptClock {
  #deadline = Number.POSITIVE_INFINITY;
  readonly #now: () => number;
  readonly #tick: (now: number) => void;

  /** `tick` is called whenever Python looks for a signal, many times a second while a program computes. */
  constructor(now: () => number, tick: (now: number) => void) {
    this.#now = now;
    this.#tick = tick;
  }

  start(milliseconds: number): void {
    this.#deadline = this.#now() + milliseconds;
  }

  stop(): void {
    this.#deadline = Number.POSITIVE_INFINITY;
  }

  get 0(): number {
    const now = this.#now();
    this.#tick(now);
    if (now < this.#deadline) return 0;
    this.#deadline = now + REARM_MS;
    return SIGINT;
  }

  set 0(_signal: number) {
    // Pyodide clears the signal by writing 0; reading has already re-armed the clock.
  }
}

/** Makes growth of every WebAssembly memory past the cap fail, which Python reports as MemoryError. */
export class MemoryCap {
  /** Whether growth has been refused since `start`. */
  denied = false;
  #cap = Number.POSITIVE_INFINITY;

  start(bytes: number): void {
    this.#cap = bytes;
    this.denied = false;
  }

  stop(): void {
    this.#cap = Number.POSITIVE_INFINITY;
  }

  install(): void {
    const grow = WebAssembly.Memory.prototype.grow;
    const refuses = (bytes: number): boolean => {
      if (bytes <= this.#cap) return false;
      this.denied = true;
      return true;
    };
    WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
      if (refuses(this.buffer.byteLength + pages * PAGE_BYTES)) throw new RangeError("memory limit");
      return grow.call(this, pages);
    };
  }
}

/** Looks at what a running program takes, and ends the thread of one that is over its limits. */
import { TIME_LIMIT } from "../kernel/programs.ts";
import { type WorkerClient, WorkerGone } from "../kernel/worker_client.ts";
import type { Thread } from "./thread.ts";

const STEP_MS = 20;
/** A program may wait, or stand back for others, for so many times its limit. */
const WALL_FACTOR = 3;
/** What Python needs to heed its own interrupt; half of what a limit may be overrun by, since a look may come late. */
const LEAST_GRACE_MS = 50;
const GRACE_SHARE = 0.05;
/** Room for files, for pages of the interpreter that a program is the first to touch, and for the compiler. */
const SPARE_BYTES = 256 * 2 ** 20;

export interface Running {
  client: WorkerClient;
  thread: Thread;
}

/**
 * Python itself interrupts at the time limit and refuses memory past the other; this is for code that swallows the
 * interrupt or is stuck in C, and for memory outside the interpreter, such as what stands in files and pipes.
 */
export class Watch {
  readonly running: Running;
  readonly #limitMs: number;
  readonly #mostBytes: number;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #began = 0;
  #base: number | null = null;
  started = false;
  /** Milliseconds of processor time, as far as was seen. */
  spent = 0;

  /** `bytes` may be taken beyond what is taken now. */
  constructor(running: Running, limitMs: number, bytes: number) {
    this.running = running;
    this.#limitMs = limitMs;
    this.#mostBytes = process.memoryUsage.rss() + bytes + SPARE_BYTES;
  }

  start(): void {
    this.started = true;
    this.#began = performance.now();
    this.#timer = setInterval(() => void this.#look(), STEP_MS);
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const time = await this.running.thread.cpuTime();
    if (this.#stopped || time === null) return;
    this.#base ??= time;
    this.spent = time - this.#base;
    const grace = Math.max(LEAST_GRACE_MS, this.#limitMs * GRACE_SHARE);
    const late = performance.now() - this.#began >= this.#limitMs * WALL_FACTOR;
    if (late || this.spent >= this.#limitMs + grace)
      this.running.client.terminate(new WorkerGone(TIME_LIMIT));
    else if (process.memoryUsage.rss() > this.#mostBytes)
      this.running.client.terminate(new WorkerGone("memory limit", true));
  }
}

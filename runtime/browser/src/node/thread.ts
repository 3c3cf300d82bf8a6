/** A thread of Node in the form of a browser's Worker, as far as the kernel asks for it. */
import { Worker as NodeThread, type Transferable } from "node:worker_threads";

/** The script of `inner.ts`, put in by build-kernel.mjs. */
declare const INNER_SOURCE: string;

/** The heap of JavaScript, in which a program's objects do not live: what is there for more would be an attack. */
const HEAP_MB = 256;

type Listener = ((event: { data: unknown }) => void) | null;

export class Thread {
  readonly #thread: NodeThread;
  onmessage: Listener = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  /** `source` is the script of the kernel's worker. */
  constructor(source: string) {
    this.#thread = new NodeThread(INNER_SOURCE, {
      eval: true,
      // Of its own, and with nothing allowed: a thread has the permissions that it is started with.
      execArgv: ["--permission"],
      env: {},
      argv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      workerData: { source },
    });
    this.#thread.stdout.resume();
    this.#thread.stderr.resume();
    this.#thread.on("message", (data: unknown) => this.onmessage?.({ data }));
    this.#thread.on("error", (error: unknown) => this.#fail(String(error)));
    this.#thread.on("exit", () => this.#fail("the thread has ended"));
  }

  postMessage(message: unknown, transfer: readonly Transferable[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  terminate(): void {
    this.onerror = null;
    void this.#thread.terminate();
  }

  /** Milliseconds of processor time until now, also while it computes; null when it has ended. */
  async cpuTime(): Promise<number | null> {
    try {
      const { user, system } = await this.#thread.cpuUsage();
      return (user + system) / 1000;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_WORKER_NOT_RUNNING") return null;
      throw error;
    }
  }

  #fail(message: string): void {
    this.onerror?.({ message, preventDefault: () => {} });
  }
}

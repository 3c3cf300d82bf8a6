/** Hands the page's programs to the kernel: one at a time, queued while it boots, stoppable at any moment. */
import type { CheckEvents, Kernel, RunEvents } from "../kernel/kernel.ts";
import type { PageMessage, Report, RunEnd, ShellMessage } from "../protocol.ts";

type RunRequest = Extract<PageMessage, { type: "run" }>;
type CheckRequest = Extract<PageMessage, { type: "check" }>;
type Send = (message: ShellMessage) => void;

/** The kernel's end of a program, a run or a check. */
interface Handle<T> {
  input?(line: string | null): void;
  stop(): void;
  done: Promise<T>;
}

/** A program from its request to its end; `handle` is there once the kernel has taken it. */
interface Job {
  run: number;
  handle: Handle<unknown> | null;
  stopped: boolean;
  /** Ends the wait for the kernel. */
  wakeUp: () => void;
}

interface Work<T> {
  begin: () => Promise<Handle<T>>;
  end: (result: T | null) => void;
}

export class Desk {
  readonly #kernel: Kernel;
  #job: Job | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  run(request: RunRequest, send: Send): Promise<void> {
    const run = request.run;
    const events: RunEvents = {
      started: () => send({ type: "started", run }),
      output: (stream, text) => send({ type: "output", run, stream, text }),
      needInput: (prompt) => send({ type: "need-input", run, prompt }),
    };
    const stopped: RunEnd = { verdict: "stopped", time_ms: 0, error: null };
    return this.#work<RunEnd>(run, send, {
      begin: () => this.#kernel.run(request.code, request.stdin, request.limits, events, request.files),
      end: (end) => send({ type: "ended", run, end: end ?? stopped }),
    });
  }

  /** `judged` is called with the report before the page hears of it. */
  check(request: CheckRequest, send: Send, judged: (report: Report) => void): Promise<void> {
    const run = request.run;
    const events: CheckEvents = {
      started: () => send({ type: "started", run }),
      tested: (index, result) => send({ type: "tested", run, index, result }),
    };
    return this.#work<Report | null>(run, send, {
      begin: () => this.#kernel.check(request.task, request.code, events),
      end: (report) => {
        if (report) judged(report);
        send(report ? { type: "judged", run, report } : { type: "stopped", run });
      },
    });
  }

  input(run: number, line: string | null): void {
    if (this.#job?.run === run) this.#job.handle?.input?.(line);
  }

  /** Stop this program, or whatever goes on when none is named. */
  stop(run?: number): void {
    if (!this.#job || (run !== undefined && this.#job.run !== run)) return;
    this.#job.stopped = true;
    this.#job.wakeUp();
    this.#job.handle?.stop();
  }

  async #work<T>(run: number, send: Send, work: Work<T>): Promise<void> {
    if (this.#job) return send({ type: "refused", run, reason: "busy", detail: "" });
    let wakeUp = (): void => {};
    const stop = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    const job: Job = { run, handle: null, stopped: false, wakeUp };
    this.#job = job;
    try {
      await Promise.race([this.#kernel.boot(), stop]);
      if (job.stopped) return this.#finish(() => work.end(null));
      const handle = await work.begin();
      job.handle = handle;
      if (job.stopped) handle.stop();
      const result = await handle.done;
      this.#finish(() => work.end(result));
    } catch (error) {
      this.#finish(() => send({ type: "refused", run, reason: "failed", detail: String(error) }));
      console.error(error); // the kernel's fault, not the student's: the page goes on, the trace is kept
    }
  }

  /** Free the desk before the page hears, for it may send its next program at once. */
  #finish(tell: () => void): void {
    this.#job = null;
    tell();
  }
}

/** Python for the shell: boots when asked, one program at a time, each in a pristine interpreter. */
import type { KernelState, Limits, Report, RunEnd, Task, TextFiles } from "../protocol.ts";
import { loadAssets } from "./assets.ts";
import { Checking } from "./checking.ts";
import { encodeFiles } from "./files.ts";
import type { CheckEvents, CheckHandle, Kernel, RunEvents, RunHandle } from "./kernel.ts";
import type { Program } from "./messages.ts";
import { type Packages, textsOf } from "./packages.ts";
import { NO_TIME_LIMIT_MS, perform } from "./programs.ts";
import type { WorkerClient } from "./worker_client.ts";
import { Workers } from "./workers.ts";

/** Loading and decoding, as a share of the whole boot. */
const ASSETS_SHARE = 0.6;

export class KernelBusy extends Error {
  constructor() {
    super("a program is running already");
    this.name = "KernelBusy";
  }
}

export function createKernel(options: { base: string; packages: Packages }): Kernel {
  return new BrowserKernel(options.base, options.packages);
}

class BrowserKernel implements Kernel {
  readonly #base: string;
  readonly #packages: Packages;
  #state: KernelState = "cold";
  #workers: Promise<Workers> | null = null;
  #loaded: Promise<unknown> = Promise.resolve();
  #busy = false;
  interactive = true;
  onchange: Kernel["onchange"] = () => {};

  constructor(base: string, packages: Packages) {
    this.#base = base;
    this.#packages = packages;
    packages.onloading = (loading) => this.#enter(loading ? "booting" : "running", loading ? 0 : 1);
  }

  get state(): KernelState {
    return this.#state;
  }

  async boot(): Promise<void> {
    await this.#start();
  }

  loaded(): Promise<unknown> {
    return this.#loaded;
  }

  async run(
    code: string,
    stdin: string | null,
    limits: Limits,
    events: RunEvents,
    files?: TextFiles,
  ): Promise<RunHandle> {
    const workers = await this.#occupy();
    const unlimited = { ...limits, time_ms: NO_TIME_LIMIT_MS };
    const program = { code, stdin: stdin ?? "", call: null, limits: unlimited, files: encodeFiles(files) };
    const worker = await this.#worker(workers, program);
    let stopped = false;
    const done = perform(
      workers,
      worker,
      { type: "run", program, interactive: stdin === null },
      unlimited,
      (notice) => {
        if (notice.type === "started") events.started();
        if (notice.type === "output") events.output(notice.stream, notice.text);
        if (notice.type === "need-input") events.needInput(notice.prompt);
      },
    )
      .then(
        ({ outcome }): RunEnd => ({
          verdict: stopped ? "stopped" : outcome.verdict,
          time_ms: outcome.time_ms,
          error: stopped ? null : outcome.error,
        }),
      )
      .finally(() => this.#release(workers));
    const stop = (): void => {
      stopped = true;
      worker.terminate();
    };
    return { input: (line) => worker.input(line), stop, done };
  }

  async check(task: Task, code: string, events: CheckEvents): Promise<CheckHandle> {
    const workers = await this.#occupy();
    const checking = new Checking(workers, task, code);
    events.started();
    const done = checking
      .results(events.tested)
      .then((results): Promise<Report> | null => (results ? checking.report(results) : null))
      .finally(() => this.#release(workers));
    const stop = (): void => {
      checking.stopped = true;
      workers.replaceStudent();
    };
    return { stop, done };
  }

  /** A program that cannot begin does not keep the kernel busy. */
  async #worker(workers: Workers, program: Program): Promise<WorkerClient> {
    try {
      return await workers.student(program.limits, textsOf(program));
    } catch (error) {
      this.#release(workers);
      throw error;
    }
  }

  async #occupy(): Promise<Workers> {
    if (this.#busy) throw new KernelBusy();
    this.#busy = true;
    try {
      const workers = await this.#start();
      this.#enter("running", 1);
      return workers;
    } catch (error) {
      this.#busy = false;
      throw error;
    }
  }

  #release(workers: Workers): void {
    this.#busy = false;
    this.#enter("ready", 1);
    void workers.tidy();
  }

  #start(): Promise<Workers> {
    this.#workers ??= this.#bootWorkers();
    return this.#workers;
  }

  async #bootWorkers(): Promise<Workers> {
    try {
      this.#enter("booting", 0);
      const assets = loadAssets(this.#base, (fraction) => this.#advance(fraction * ASSETS_SHARE));
      this.#loaded = Promise.allSettled([assets.primary, assets.snapshot, assets.stdlib]);
      const started = await Workers.start(assets, this.#packages, (fraction) =>
        this.#advance(ASSETS_SHARE + fraction * (1 - ASSETS_SHARE)),
      );
      this.interactive = started.interactive;
      assets.secondary.catch(() => this.#fail());
      this.#enter("ready", 1);
      return started.workers;
    } catch (error) {
      this.#fail();
      throw error;
    }
  }

  /** The second half of Python may arrive when everything has long been ready. */
  #advance(fraction: number): void {
    if (this.#state === "booting") this.#enter("booting", fraction);
  }

  /** The next press of Run tries again. */
  #fail(): void {
    this.#workers = null;
    this.#enter("failed", 0);
  }

  #enter(state: KernelState, fraction: number): void {
    this.#state = state;
    this.onchange(state, fraction);
  }
}

/** Two workers: one runs the student's programs, the other judges and is the warm spare. */
import type { Limits } from "../protocol.ts";
import type { KernelAssets } from "./assets.ts";
import type { Packages } from "./packages.ts";
import { WorkerClient } from "./worker_client.ts";

const MEBIBYTE = 2 ** 20;
/** A student worker whose memory has grown by more than this is replaced while nothing runs. */
const IDLE_GROWTH_BYTES = 256 * MEBIBYTE;
/** On two slow cores a second boot would delay the first program and the page that it stands on. */
const SPARE_DELAY_MS = 1000;

export class Workers {
  readonly #assets: KernelAssets;
  readonly #packages: Packages;
  #useSnapshot = true;
  #student: Promise<WorkerClient>;
  #spare: Promise<WorkerClient>;
  /** Ends the delay of the first spare. */
  #hurry = (): void => {};

  private constructor(assets: KernelAssets, packages: Packages, progress: (fraction: number) => void) {
    this.#assets = assets;
    this.#packages = packages;
    this.#student = this.#boot(progress);
    const due = new Promise<void>((resolve) => {
      this.#hurry = resolve;
    });
    this.#spare = this.#student.then(async () => {
      setTimeout(this.#hurry, SPARE_DELAY_MS);
      await due;
      return this.#boot();
    });
    this.#spare.catch(reportLater);
  }

  /** Boots the student's worker and, after it, the spare. Rejects when Python does not start at all. */
  static async start(
    assets: KernelAssets,
    packages: Packages,
    progress: (fraction: number) => void,
  ): Promise<{ workers: Workers; interactive: boolean; python: string }> {
    const workers = new Workers(assets, packages, progress);
    const { interactive, python } = (await workers.#student).booted;
    return { workers, interactive, python };
  }

  /**
   * The worker for the next program, with no more memory than the program may have and with the packages that it
   * names. Rejects when one of these is missing.
   */
  async student(limits: Limits, texts: readonly string[] = []): Promise<WorkerClient> {
    const student = await this.#student;
    if (!student.alive || student.heap > student.base + limits.memory_mb * MEBIBYTE) this.replaceStudent();
    return this.#equipped(await this.#student, texts);
  }

  /** The same for a task's own code. */
  async judge(texts: readonly string[] = []): Promise<WorkerClient> {
    this.#hurry();
    const judge = await this.#spare;
    if (!judge.alive) this.#bootSpare();
    return this.#equipped(await this.#spare, texts);
  }

  async #equipped(worker: WorkerClient, texts: readonly string[]): Promise<WorkerClient> {
    await this.#packages.equip(worker, texts);
    return worker;
  }

  /** End the student's worker whatever it does; the spare takes its place. */
  replaceStudent(): void {
    this.#hurry();
    void this.#student.then((student) => student.terminate());
    this.#student = this.#spare.then((spare) => (spare.alive ? spare : this.#boot()));
    this.#student.catch(reportLater);
    this.#bootSpare();
  }

  replaceJudge(): void {
    this.#hurry();
    void this.#spare.then((spare) => spare.terminate());
    this.#bootSpare();
  }

  /** While nothing runs: give back memory that one greedy program made a worker take. */
  async tidy(): Promise<void> {
    const student = await this.#student;
    if (!student.alive || student.heap > student.base + IDLE_GROWTH_BYTES) this.replaceStudent();
  }

  #bootSpare(): void {
    this.#spare = this.#student.then(() => this.#boot());
    this.#spare.catch(reportLater);
  }

  async #boot(progress: (fraction: number) => void = () => {}): Promise<WorkerClient> {
    try {
      return await WorkerClient.boot(this.#assets, this.#useSnapshot, progress);
    } catch (error) {
      if (!(error instanceof Error && this.#useSnapshot)) throw error;
      console.warn(`Knapsack: no start from the snapshot (${error.message}); starting Python the slow way.`);
      this.#useSnapshot = false;
      return WorkerClient.boot(this.#assets, false, progress);
    }
  }
}

/** Whoever needs the worker next gets the rejection; until then it is no unhandled one. */
function reportLater(): void {}

/** The two workers of a site, for one submission or for the code of one task. */
import type { KernelAssets } from "../kernel/assets.ts";
import { askJudge } from "../kernel/judging.ts";
import type { Outcome, Program } from "../kernel/messages.ts";
import type { OfficialSession } from "../kernel/official.ts";
import { Packages } from "../kernel/packages.ts";
import { executeProgram } from "../kernel/programs.ts";
import { Workers } from "../kernel/workers.ts";
import type { Task, TaskTest } from "../protocol.ts";

export class PageSession implements OfficialSession {
  readonly #workers: Workers;
  readonly python: string;

  private constructor(workers: Workers, python: string) {
    this.#workers = workers;
    this.python = python;
  }

  /** Rejects when a part of the kernel is missing, or Python does not start. */
  static async open(assets: KernelAssets): Promise<PageSession> {
    const { workers, python } = await Workers.start(assets, Packages.none(), () => {});
    return new PageSession(workers, python);
  }

  async execute(program: Program): Promise<Outcome> {
    await this.#workers.judge(); // one that starts beside the program would take of its time, which is the clock's
    const { outcome, killed } = await executeProgram(this.#workers, program);
    // Ended some time after the limit; what it took until then says nothing of the program.
    return killed && outcome.verdict === "TL" ? { ...outcome, time_ms: program.limits.time_ms } : outcome;
  }

  judge(task: Task, test: TaskTest, outcomes: Outcome[], timeMs: number): Promise<string> {
    return askJudge(this.#workers, task, test, outcomes, timeMs);
  }
}

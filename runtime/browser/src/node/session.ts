/** One interpreter at a time for one submission, or for the code of one task; a new one when it did not survive. */

import type { KernelAssets } from "../kernel/assets.ts";
import type { Outcome, Program } from "../kernel/messages.ts";
import { outcomeOfDeath } from "../kernel/programs.ts";
import { type FinalAnswer, type Request, WorkerClient, WorkerGone } from "../kernel/worker_client.ts";
import type { Task, TaskTest } from "../protocol.ts";
import { latestThread, type Thread } from "./thread.ts";
import { type Running, Watch } from "./watch.ts";

const MEBIBYTE = 2 ** 20;
const CHECKER_BYTES = 512 * MEBIBYTE;

export class Session {
  readonly #assets: KernelAssets;
  #running: Running | null = null;
  /** Processor time that the last program took, as far as the watch has seen. */
  #spent = 0;

  constructor(assets: KernelAssets) {
    this.#assets = assets;
  }

  /** Start Python; returns its version. Rejects with WorkerGone when it does not start. */
  async open(): Promise<string> {
    const { client } = await this.#ready();
    return client.booted.python;
  }

  /** What happened, even when the interpreter did not survive it. */
  async execute(program: Program): Promise<Outcome> {
    const { limits } = program;
    const { client } = this.#running ?? {};
    if (client && client.heap > client.booted.heap + limits.memory_mb * MEBIBYTE) this.#end();
    await this.#ready(); // outside: that Python does not start is no program's fault
    try {
      const room = limits.memory_mb * MEBIBYTE;
      const answer = await this.#request({ type: "execute", program }, limits.time_ms, room);
      if (answer.type !== "outcome") throw new TypeError(`unexpected answer ${answer.type}`);
      return answer.outcome;
    } catch (error) {
      if (!(error instanceof WorkerGone)) throw error;
      const outcome = outcomeOfDeath(error, this.#spent, limits);
      return { ...outcome, time_ms: outcome.verdict === "TL" ? limits.time_ms : outcome.time_ms };
    }
  }

  /** The judge core's answer, as JSON. Rejects with WorkerGone when the task's code breaks the interpreter or hangs. */
  async judge(task: Task, test: TaskTest, outcomes: Outcome[], timeMs: number): Promise<string> {
    const answer = await this.#request({ type: "judge", task, test, outcomes }, timeMs, CHECKER_BYTES);
    if (answer.type !== "judged") throw new TypeError(`unexpected answer ${answer.type}`);
    return answer.answer;
  }

  async #request(request: Request, limitMs: number, bytes: number): Promise<FinalAnswer> {
    const running = await this.#ready();
    const watch = new Watch(running, limitMs, bytes);
    // A judge's request has no start of its own to tell of.
    if (request.type === "judge") watch.start();
    try {
      return await running.client.request(request, (notice) => {
        if (notice.type === "started") watch.start();
      });
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      watch.stop();
      this.#spent = watch.spent;
    }
  }

  async #ready(): Promise<Running> {
    if (this.#running?.client.alive) return this.#running;
    const client = await WorkerClient.boot(this.#assets, true, () => {});
    this.#running = { client, thread: latestThread() as Thread };
    return this.#running;
  }

  #end(): void {
    this.#running?.client.terminate();
    this.#running = null;
  }
}

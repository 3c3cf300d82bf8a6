/** One interpreter at a time for one submission, or for the code of one task; a new one when it did not survive. */

import type { KernelAssets } from "../kernel/assets.ts";
import type { Outcome, Program } from "../kernel/messages.ts";
import type { OfficialSession } from "../kernel/official.ts";
import { outcomeOfDeath } from "../kernel/programs.ts";
import { type FinalAnswer, type Request, WorkerClient, WorkerGone } from "../kernel/worker_client.ts";
import type { Task, TaskTest } from "../protocol.ts";
import type { KernelParts } from "./parts.ts";
import { Thread } from "./thread.ts";
import { type Running, Watch } from "./watch.ts";

const MEBIBYTE = 2 ** 20;
const CHECKER_BYTES = 512 * MEBIBYTE;

export class Session implements OfficialSession {
  readonly #assets: KernelAssets;
  #thread: Thread | null = null;
  #running: Running | null = null;

  constructor({ script, ...parts }: KernelParts) {
    const startWorker = async (): Promise<Worker> => {
      this.#thread = new Thread(script);
      return this.#thread as unknown as Worker;
    };
    this.#assets = { ...parts, startWorker };
  }

  /** Start Python; returns its version. Rejects with WorkerGone when it does not start. */
  async open(): Promise<string> {
    const { client } = await this.#ready();
    return client.booted.python;
  }

  async execute(program: Program): Promise<Outcome> {
    const room = program.limits.memory_mb * MEBIBYTE;
    const { client } = this.#running ?? {};
    if (client && client.heap > client.base + room) this.#end();
    return (await this.#attempt(program, room)) ?? (await this.#attempt(program, room)) ?? neverRan();
  }

  /** Null when the interpreter was gone before the program began: that was the one before. */
  async #attempt(program: Program, room: number): Promise<Outcome | null> {
    const { limits } = program;
    const watch = new Watch(await this.#ready(), limits.time_ms, room);
    try {
      const answer = await this.#request({ type: "execute", program }, watch);
      if (answer.type !== "outcome") throw new TypeError(`unexpected answer ${answer.type}`);
      return inTime(answer.outcome, watch.spent, limits.time_ms);
    } catch (error) {
      if (!(error instanceof WorkerGone)) throw error;
      if (!watch.started) return null;
      const outcome = outcomeOfDeath(error, watch.spent, limits);
      return {
        ...outcome,
        time_ms: outcome.verdict === "TL" ? Math.max(limits.time_ms, watch.spent) : outcome.time_ms,
      };
    }
  }

  async judge(task: Task, test: TaskTest, outcomes: Outcome[], timeMs: number): Promise<string> {
    const watch = new Watch(await this.#ready(), timeMs, CHECKER_BYTES);
    watch.start(); // such a request does not tell of its start
    const answer = await this.#request({ type: "judge", task, test, outcomes }, watch);
    if (answer.type !== "judged") throw new TypeError(`unexpected answer ${answer.type}`);
    return answer.answer;
  }

  async #request(request: Request, watch: Watch): Promise<FinalAnswer> {
    try {
      return await watch.running.client.request(request, (notice) => {
        if (notice.type === "started") watch.start();
      });
    } catch (error) {
      this.#end();
      throw error;
    } finally {
      watch.stop();
    }
  }

  async #ready(): Promise<Running> {
    if (this.#running?.client.alive) return this.#running;
    const client = await WorkerClient.boot(this.#assets, true, () => {});
    this.#running = { client, thread: this.#thread as Thread };
    return this.#running;
  }

  #end(): void {
    this.#running?.client.terminate();
    this.#running = null;
  }
}

/** The interpreter measures too, but the program is in there with it. */
function inTime(outcome: Outcome, spentMs: number, limitMs: number): Outcome {
  if (outcome.verdict !== "OK" || spentMs < limitMs) return outcome;
  return { ...outcome, verdict: "TL", time_ms: limitMs, value: null };
}

function neverRan(): never {
  throw new WorkerGone("a new interpreter failed before the program began");
}

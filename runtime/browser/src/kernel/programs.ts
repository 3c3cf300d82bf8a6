/** Runs one program in the student's worker and tells what happened, even when the worker does not survive it. */
import type { Limits } from "../protocol.ts";
import type { Outcome, Program } from "./messages.ts";
import { textsOf } from "./packages.ts";
import { type Notice, type Request, type WorkerClient, WorkerGone } from "./worker_client.ts";
import type { Workers } from "./workers.ts";

/**
 * Python is interrupted at the limit; code that swallows the interrupt, or that is stuck in C, is ended with its
 * worker this much later.
 */
const KILL_GRACE_MS = 300;

/** Run has no time limit: the student has Stop. */
export const NO_TIME_LIMIT_MS = 1e12;

export interface Execution {
  outcome: Outcome;
  /** The worker was ended with the program, so no judge has seen this outcome's making. */
  killed: boolean;
}

export async function executeProgram(workers: Workers, program: Program): Promise<Execution> {
  const worker = await workers.student(program.limits, textsOf(program));
  return perform(workers, worker, { type: "execute", program }, program.limits, () => {});
}

export async function perform(
  workers: Workers,
  worker: WorkerClient,
  request: Request,
  limits: Limits,
  notice: (notice: Notice) => void,
): Promise<Execution> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = performance.now();
  const kill = (): void => worker.terminate(new WorkerGone(TIME_LIMIT));
  try {
    const answer = await worker.request(request, (event) => {
      if (event.type === "started") {
        started = performance.now();
        if (limits.time_ms <= MAX_TIMER_MS) timer = setTimeout(kill, limits.time_ms + KILL_GRACE_MS);
      }
      notice(event);
    });
    if (answer.type !== "outcome") throw new TypeError(`unexpected answer ${answer.type}`);
    return { outcome: answer.outcome, killed: false };
  } catch (error) {
    if (!(error instanceof WorkerGone)) throw error;
    workers.replaceStudent();
    return { outcome: outcomeOfDeath(error, performance.now() - started, limits), killed: true };
  } finally {
    clearTimeout(timer);
  }
}

/** What a worker is ended with when its program was too slow. */
export const TIME_LIMIT = "time limit";
/** Longer timers would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1 - KILL_GRACE_MS;

/** A program that took its interpreter down had its verdict from what the interpreter died of. */
export function outcomeOfDeath(death: WorkerGone, time: number, limits: Limits): Outcome {
  const timedOut = death.message === TIME_LIMIT || time >= limits.time_ms;
  const overflow = /call stack|too much recursion/i.test(death.message);
  const verdict = timedOut ? "TL" : overflow ? "RE" : death.memoryDenied ? "ML" : "RE";
  const type = {
    TL: "TimeLimitExceeded",
    ML: "MemoryError",
    RE: overflow ? "RecursionError" : "SystemError",
  }[verdict];
  return {
    stdout: "",
    stderr: "",
    verdict,
    time_ms: time,
    memory_kb: 0,
    value: null,
    error:
      verdict === "TL"
        ? null
        : { type, message: death.message, line: null, text: `${type}: ${death.message}` },
  };
}

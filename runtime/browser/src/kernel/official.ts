/** What the official judge asks a kernel that stands in no site, and what it hears: see `runtime/sandbox/kernel.py`. */
import type { Task, TaskTest } from "../protocol.ts";
import type { Outcome, Program } from "./messages.ts";
import { WorkerGone } from "./worker_client.ts";

export type OfficialRequest =
  | { type: "execute"; program: Program }
  | { type: "judge"; task: Task; test: TaskTest; outcomes: Outcome[]; time_ms: number };

export type OfficialAnswer =
  | { type: "ready"; python: string }
  | { type: "outcome"; outcome: Outcome }
  /** `answer` is JSON that the judge core has written. */
  | { type: "judged"; answer: string }
  | { type: "broken"; detail: string };

/** Both reject with WorkerGone: `execute` when Python does not start, `judge` also when the task's code breaks it. */
export interface OfficialSession {
  /** What happened, even when the interpreter did not survive it. */
  execute(program: Program): Promise<Outcome>;
  /** The judge core's answer, as JSON. */
  judge(task: Task, test: TaskTest, outcomes: Outcome[], timeMs: number): Promise<string>;
}

export async function answerTo(session: OfficialSession, request: OfficialRequest): Promise<OfficialAnswer> {
  try {
    if (request.type === "execute")
      return { type: "outcome", outcome: await session.execute(request.program) };
    const { task, test, outcomes, time_ms } = request;
    return { type: "judged", answer: await session.judge(task, test, outcomes, time_ms) };
  } catch (error) {
    if (!(error instanceof WorkerGone)) throw error;
    return { type: "broken", detail: error.message };
  }
}

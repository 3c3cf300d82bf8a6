/**
 * The kernel under Node, for the official judge: requests come as lines of JSON on standard input, each is answered by
 * one line on standard output, and the end of the input ends it all. `runtime/sandbox/wasm.py` is the other side.
 *
 * As in the browser Python runs in a thread of its own, so that this one can end it, and hears at once when nobody is
 * there any more.
 */
import { createInterface } from "node:readline";
import type { Outcome, Program } from "../kernel/messages.ts";
import { WorkerGone } from "../kernel/worker_client.ts";
import type { Task, TaskTest } from "../protocol.ts";
import { readParts } from "./parts.ts";
import { Session } from "./session.ts";
import { Thread } from "./thread.ts";

type Request =
  | { type: "execute"; program: Program }
  | { type: "judge"; task: Task; test: TaskTest; outcomes: Outcome[]; time_ms: number };

type Answer =
  | { type: "ready"; python: string }
  | { type: "outcome"; outcome: Outcome }
  /** `answer` is JSON that the judge core has written. */
  | { type: "judged"; answer: string }
  | { type: "broken"; detail: string };

function say(answer: Answer): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function answer(session: Session, request: Request): Promise<Answer> {
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

async function main(): Promise<void> {
  globalThis.Worker = Thread as unknown as typeof Worker;
  const lines = createInterface({ input: process.stdin, terminal: false });
  lines.on("close", () => process.exit(0));
  const session = new Session(readParts(__dirname));
  let tail = session.open().then(
    (python) => say({ type: "ready", python }),
    (error: Error) => say({ type: "broken", detail: error.message }),
  );
  lines.on("line", (line) => {
    tail = tail.then(async () => say(await answer(session, JSON.parse(line) as Request)));
  });
}

void main();

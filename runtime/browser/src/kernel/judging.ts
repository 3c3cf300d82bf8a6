/** Lets the judge core decide, in the judge's worker. */
import type { Task, TaskTest } from "../protocol.ts";
import type { Outcome } from "./messages.ts";
import { authorTexts } from "./packages.ts";
import { WorkerGone } from "./worker_client.ts";
import type { Workers } from "./workers.ts";

/** A checker may think for this long before it counts as broken. */
const CHECKER_TIME_MS = 10_000;

/** The judge core's answer, as JSON. Rejects with WorkerGone when the task's code breaks the interpreter or hangs. */
export async function askJudge(
  workers: Workers,
  task: Task,
  test: TaskTest,
  outcomes: Outcome[],
  timeMs = CHECKER_TIME_MS,
): Promise<string> {
  const judge = await workers.judge(authorTexts(task));
  const timer = setTimeout(() => judge.terminate(new WorkerGone("the checker took too long")), timeMs);
  try {
    const answer = await judge.request({ type: "judge", task, test, outcomes });
    if (answer.type !== "judged") throw new TypeError(`unexpected answer ${answer.type}`);
    return answer.answer;
  } finally {
    clearTimeout(timer);
  }
}

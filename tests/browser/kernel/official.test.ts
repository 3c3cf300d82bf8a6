import assert from "node:assert/strict";
import { test } from "node:test";
import type { Outcome, Program } from "../../../runtime/browser/src/kernel/messages.ts";
import {
  answerTo,
  type OfficialRequest,
  type OfficialSession,
} from "../../../runtime/browser/src/kernel/official.ts";
import { WorkerGone } from "../../../runtime/browser/src/kernel/worker_client.ts";
import { TASK } from "../tasks.ts";

const program: Program = { code: "print(1)", stdin: "", call: null, limits: TASK.limits };
const outcome: Outcome = {
  stdout: "1\n",
  stderr: "",
  verdict: "OK",
  time_ms: 1,
  memory_kb: 0,
  value: null,
  error: null,
};
const judging: OfficialRequest = {
  type: "judge",
  task: TASK,
  test: { name: "01", points: 1, expected: "1" },
  outcomes: [outcome],
  time_ms: 300,
};

function session(parts: Partial<OfficialSession>): OfficialSession {
  const unasked = (): never => assert.fail("not asked for");
  return { execute: unasked, judge: unasked, ...parts };
}

test("a program is answered by what happened", async () => {
  const asked = session({ execute: async (given) => ({ ...outcome, stdout: given.code }) });
  const answer = await answerTo(asked, { type: "execute", program });
  assert.deepEqual(answer, { type: "outcome", outcome: { ...outcome, stdout: "print(1)" } });
});

test("a test is decided from the outcomes, in the time that is given", async () => {
  const judge: OfficialSession["judge"] = async (_task, given, outcomes, timeMs) =>
    JSON.stringify([given.name, outcomes.length, timeMs]);
  assert.deepEqual(await answerTo(session({ judge }), judging), {
    type: "judged",
    answer: '["01",1,300]',
  });
});

test("an interpreter that is gone is an answer, any other fault is ours", async () => {
  const failing = (error: Error) => session({ judge: () => Promise.reject(error) });
  const answer = await answerTo(failing(new WorkerGone("no start")), judging);
  assert.deepEqual(answer, { type: "broken", detail: "no start" });
  await assert.rejects(answerTo(failing(new TypeError("ours")), judging), TypeError);
});

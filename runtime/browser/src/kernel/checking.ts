/** Checks a submission: the student's worker executes test after test, the judge decides beside it. */
import type { Report, Task, TaskTest, TestResult } from "../protocol.ts";
import { encodeFiles } from "./files.ts";
import { askJudge } from "./judging.ts";
import type { Outcome } from "./messages.ts";
import { type Execution, executeProgram } from "./programs.ts";
import { WorkerGone } from "./worker_client.ts";
import type { Workers } from "./workers.ts";

/** A task with a custom checker and no tests is one check of the whole program. */
const WHOLE_PROGRAM: TaskTest = { name: "check", input: "", expected: "", points: 1 };

export class Checking {
  readonly #workers: Workers;
  readonly #task: Task;
  readonly #code: string;
  stopped = false;

  constructor(workers: Workers, task: Task, code: string) {
    this.#workers = workers;
    this.#task = task;
    this.#code = code;
  }

  get tests(): TaskTest[] {
    return this.#task.tests.length ? this.#task.tests : [WHOLE_PROGRAM];
  }

  /** All results in order; `tested` hears each as it is known. Null when stopped. */
  async results(tested: (index: number, result: TestResult) => void): Promise<TestResult[] | null> {
    const decided: Promise<TestResult>[] = [];
    for (const [index, test] of this.tests.entries()) {
      if (this.stopped) return null;
      const result = this.#isCustom
        ? this.#judgeCustom(test)
        : this.#judgeOutput(test, await this.#execute(test));
      decided.push(result.then((value) => this.#tell(tested, index, value)));
      if (this.#isCustom) await result;
    }
    const results = await Promise.all(decided);
    return this.stopped ? null : results;
  }

  /** Asks the worker that is surely awake: after a kill the judge may still be booting. */
  async report(results: TestResult[]): Promise<Report> {
    const worker = await this.#workers.student(this.#task.limits);
    const answer = await worker.request({ type: "report", task: this.#task, results });
    if (answer.type !== "judged") throw new TypeError(`unexpected answer ${answer.type}`);
    return JSON.parse(answer.answer) as Report;
  }

  get #isCustom(): boolean {
    return this.#task.checker.type === "custom";
  }

  #tell(tested: (index: number, result: TestResult) => void, index: number, result: TestResult): TestResult {
    if (!this.stopped) tested(index, result);
    return result;
  }

  #execute(test: TaskTest, stdin = test.input ?? ""): Promise<Execution> {
    const { limits } = this.#task;
    const [call, files] = [test.call ?? null, encodeFiles(test.files)];
    return executeProgram(this.#workers, { code: this.#code, stdin, call, limits, files });
  }

  async #judgeOutput(test: TaskTest, { outcome, killed }: Execution): Promise<TestResult> {
    if (killed) return failedResult(test, outcome);
    const answer = await this.#ask(test, [outcome]);
    return "run" in answer ? brokenChecker(test, "the checker asked for a run it may not ask for") : answer;
  }

  async #judgeCustom(test: TaskTest): Promise<TestResult> {
    const outcomes: Outcome[] = [];
    for (;;) {
      const answer = await this.#ask(test, outcomes);
      if (!("run" in answer)) return answer;
      if (this.stopped) return brokenChecker(test, "stopped");
      outcomes.push((await this.#execute(test, answer.run)).outcome);
    }
  }

  async #ask(test: TaskTest, outcomes: Outcome[]): Promise<TestResult | { run: string }> {
    try {
      return JSON.parse(await askJudge(this.#workers, this.#task, test, outcomes));
    } catch (error) {
      if (!(error instanceof WorkerGone)) throw error;
      return brokenChecker(test, error.message);
    }
  }
}

const NOTHING_EARNED = { private: false, score: 0 } as const;

/** The result of a program that did not survive: there is no output to judge. */
function failedResult(test: TaskTest, outcome: Outcome): TestResult {
  return { name: test.name, points: test.points, message: "", ...NOTHING_EARNED, ...outcome };
}

function brokenChecker(test: TaskTest, message: string): TestResult {
  const nothing = { time_ms: 0, memory_kb: 0, stdout: "", stderr: "", value: null, error: null };
  return { name: test.name, points: test.points, verdict: "IE", message, ...NOTHING_EARNED, ...nothing };
}

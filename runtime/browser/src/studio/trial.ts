/** Runs programs in the site's own judge, one after the other, and can be stopped. Nothing of it is a learner's record. */
import type { Page } from "../lesson/page.ts";
import type { Program, ProgramMessage } from "../lesson/programs.ts";
import type { Limits, Report, Task, TestResult } from "../protocol.ts";

/** A judged program; null when it was stopped, a key of our texts when it could not be taken. */
export type Ending = Report | null | { refused: string };

/** For programs of ours: the usual time, and room for what they print about a thousand tests. */
const LIMITS: Limits = { time_ms: 5000, memory_mb: 256, output_kb: 1024 };

export class Trial {
  readonly #page: Page;
  #program: Program | null = null;
  #stopped = false;

  constructor(page: Page) {
    this.#page = page;
  }

  get busy(): boolean {
    return this.#program !== null;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  begin(): void {
    this.#stopped = false;
  }

  stop(): void {
    this.#stopped = true;
    this.#program?.stop();
  }

  /** What a small program of ours prints when it reads this; null when it could not be run or was stopped. */
  ask(code: string, input: string): Promise<string | null> {
    if (this.#stopped) return Promise.resolve(null);
    return new Promise((resolve) => {
      let printed = "";
      const receive = (message: ProgramMessage): void => {
        if (message.type === "output" && message.stream === "stdout") printed += message.text;
        if (message.type !== "ended" && message.type !== "refused") return;
        this.#program = null;
        resolve(message.type === "ended" && message.end.verdict === "OK" ? printed : null);
      };
      this.#program = this.#page.programs.run(code, input, LIMITS, {}, receive);
    });
  }

  /** Judge one program; `tested` hears of each test as it is known. */
  judge(task: Task, code: string, tested: (index: number, result: TestResult) => void): Promise<Ending> {
    if (this.#stopped) return Promise.resolve(null);
    return new Promise((resolve) => {
      const receive = (message: ProgramMessage): void => {
        if (message.type === "tested") tested(message.index, message.result);
        const ending = endingOf(message);
        if (ending === undefined) return;
        this.#program = null;
        resolve(ending);
      };
      this.#program = this.#page.programs.check(null, task, code, receive);
    });
  }
}

function endingOf(message: ProgramMessage): Ending | undefined {
  if (message.type === "judged") return message.report;
  if (message.type === "stopped") return null;
  return message.type === "refused" ? { refused: `run.refused_${message.reason}` } : undefined;
}

/** Runs programs in the site's own judge, one after the other, and can be stopped. Nothing of it is a learner's record. */
import type { Page } from "../lesson/page.ts";
import type { Program, ProgramMessage } from "../lesson/programs.ts";
import type { Report, Task, TestResult } from "../protocol.ts";

/** A judged program; null when it was stopped, a key of our texts when it could not be taken. */
export type Ending = Report | null | { refused: string };

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

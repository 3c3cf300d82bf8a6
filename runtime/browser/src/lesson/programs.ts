/** Programs this page has handed in: each gets its own number and hears only of itself. */
import type { Limits, PageMessage, ShellMessage, Task, TextFiles } from "../protocol.ts";
import type { Link } from "./link.ts";

const TYPES = ["started", "output", "need-input", "ended", "tested", "judged", "stopped", "refused"] as const;
const LAST: readonly string[] = ["ended", "judged", "stopped", "refused"];

export type ProgramMessage = Extract<ShellMessage, { type: (typeof TYPES)[number] }>;
type Receiver = (message: ProgramMessage) => void;

export interface Program {
  input(line: string | null): void;
  stop(): void;
}

export class Programs {
  readonly #link: Link;
  readonly #receivers = new Map<number, Receiver>();
  /** Those that Python has not begun with. */
  readonly #waiting = new Set<number>();
  readonly #onstarted: (() => void)[] = [];
  #last = 0;

  constructor(link: Link) {
    this.#link = link;
    for (const type of TYPES) link.on(type, (message) => this.#dispatch(message));
  }

  /** `stdin` null: the program asks when it needs a line. */
  run(code: string, stdin: string | null, limits: Limits, files: TextFiles, receive: Receiver): Program {
    return this.#start({ type: "run", run: this.#next(receive), code, stdin, limits, files });
  }

  check(lesson: string | null, task: Task, code: string, receive: Receiver): Program {
    return this.#start({ type: "check", run: this.#next(receive), lesson, task, code });
  }

  /** Resolves when none waits for Python to begin with it. */
  async started(): Promise<void> {
    if (this.#waiting.size > 0) await new Promise<void>((resolve) => this.#onstarted.push(resolve));
  }

  #next(receive: Receiver): number {
    this.#last += 1;
    this.#waiting.add(this.#last);
    this.#receivers.set(this.#last, receive);
    return this.#last;
  }

  #start(message: Extract<PageMessage, { type: "run" | "check" }>): Program {
    const run = message.run;
    this.#link.send(message);
    return {
      input: (line) => this.#link.send({ type: "input", run, line }),
      stop: () => this.#link.send({ type: "stop", run }),
    };
  }

  #dispatch(message: ProgramMessage): void {
    const receive = this.#receivers.get(message.run);
    if (LAST.includes(message.type)) this.#receivers.delete(message.run);
    this.#waiting.delete(message.run);
    if (this.#waiting.size === 0) for (const resolve of this.#onstarted.splice(0)) resolve();
    receive?.(message);
  }
}

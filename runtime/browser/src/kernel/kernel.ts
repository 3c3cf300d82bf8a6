/** The shell's view of Python: boot it, run a program, check a submission. */
import type {
  KernelState,
  Limits,
  OutputStream,
  Report,
  RunEnd,
  Task,
  TestResult,
  TextFiles,
} from "../protocol.ts";

export interface RunEvents {
  started(): void;
  output(stream: OutputStream, text: string): void;
  needInput(prompt: string): void;
}

export interface RunHandle {
  /** Answer one `needInput`; null is end of input. */
  input(line: string | null): void;
  stop(): void;
  done: Promise<RunEnd>;
}

export interface CheckEvents {
  started(): void;
  tested(index: number, result: TestResult): void;
}

export interface CheckHandle {
  stop(): void;
  /** Null when stopped. */
  done: Promise<Report | null>;
}

/** One program at a time: `run` and `check` reject with `KernelBusy` while another goes on. */
export interface Kernel {
  readonly state: KernelState;
  /** Whether `input()` can wait for the student (JSPI); without it stdin is given before the run. */
  readonly interactive: boolean;
  /** Called at every change; `fraction` (0 to 1) grows while booting. */
  onchange: (state: KernelState, fraction: number) => void;
  boot(): Promise<void>;
  /** Settles when a boot that has begun has loaded what a start needs, or has failed to. */
  loaded(): Promise<unknown>;
  run(
    code: string,
    stdin: string | null,
    limits: Limits,
    events: RunEvents,
    files?: TextFiles,
  ): Promise<RunHandle>;
  check(task: Task, code: string, events: CheckEvents): Promise<CheckHandle>;
}

/** Boot ahead of need. Nobody waits for it: whoever needs Python will, and the state tells of a failure. */
export function wake(kernel: Kernel): void {
  kernel.boot().catch((reason: unknown) => console.error(reason));
}

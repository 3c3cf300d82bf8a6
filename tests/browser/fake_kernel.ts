/** A kernel without Python, for tests of what stands around it. Tests move it on by hand. */
import type {
  CheckEvents,
  CheckHandle,
  Kernel,
  RunEvents,
  RunHandle,
} from "../../runtime/browser/src/kernel/kernel.ts";
import type { KernelState, Limits, Report, RunEnd, Task } from "../../runtime/browser/src/protocol.ts";

const STOPPED: RunEnd = { verdict: "stopped", time_ms: 1, error: null };

export class FakeKernel implements Kernel {
  state: KernelState = "cold";
  interactive = true;
  onchange: Kernel["onchange"] = () => {};
  /** What has been handed in so far. */
  readonly codes: string[] = [];
  readonly inputs: (string | null)[] = [];
  /** Of the program that goes on. */
  events: RunEvents | CheckEvents | null = null;
  end: (result: RunEnd) => void = () => {};
  judge: (report: Report | null) => void = () => {};
  bootDone: () => void = () => {};
  bootFails: (reason: Error) => void = () => {};
  #booting: Promise<void> | null = null;

  boot(): Promise<void> {
    this.#booting ??= new Promise((resolve, reject) => {
      this.bootDone = () => {
        this.state = "ready";
        resolve();
      };
      this.bootFails = reject;
    });
    return this.#booting;
  }

  async loaded(): Promise<void> {}

  async run(code: string, _stdin: string | null, _limits: Limits, events: RunEvents): Promise<RunHandle> {
    this.codes.push(code);
    this.events = events;
    const done = new Promise<RunEnd>((resolve) => {
      this.end = resolve;
    });
    events.started();
    return { input: (line) => void this.inputs.push(line), stop: () => this.end(STOPPED), done };
  }

  async check(_task: Task, code: string, events: CheckEvents): Promise<CheckHandle> {
    this.codes.push(code);
    this.events = events;
    const done = new Promise<Report | null>((resolve) => {
      this.judge = resolve;
    });
    events.started();
    return { stop: () => this.judge(null), done };
  }
}

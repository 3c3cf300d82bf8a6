/** Runs a program in front of the learner: waiting, output, input, Stop, how it ended. */
import { h } from "../dom.ts";
import type { Limits, OutputStream, ProgramError, RunEnd, TextFiles } from "../protocol.ts";
import { Console } from "./console.ts";
import type { Page } from "./page.ts";
import type { Program, ProgramMessage } from "./programs.ts";
import { Sketch } from "./sketch.ts";
import { duration } from "./wording.ts";

export class Runner {
  /** The status line, the box for input where programs cannot ask, and the console. */
  readonly element: HTMLElement;
  readonly #page: Page;
  readonly #console: Console;
  readonly #sketch: Sketch;
  readonly #status = h("p", { class: "ks-status", role: "status" });
  readonly #stdin = h("textarea", { rows: 3, spellcheck: "false" });
  readonly #stdinBox: HTMLElement;
  #program: Program | null = null;
  #waiting = false;
  /** A program of this runner has begun or ended. */
  onbusy: (busy: boolean) => void = () => {};
  onerror: (error: ProgramError) => void = () => {};

  constructor(page: Page) {
    this.#page = page;
    this.#console = new Console(page.t);
    this.#sketch = new Sketch(page);
    const name = h("span", {}, page.t("run.stdin"));
    this.#stdinBox = h("label", { class: "ks-stdin", hidden: true }, name, this.#stdin);
    const shown = h("div", { class: "ks-shown" }, this.#sketch.element, this.#console.element);
    this.element = h("div", { class: "ks-runner" }, this.#stdinBox, this.#status, shown);
    page.onKernel(() => this.#showWaiting());
  }

  get busy(): boolean {
    return this.#program !== null;
  }

  /** Without blocking input the learner fills in a box first; it is there only for programs that read. */
  prepare(code: string): void {
    this.#stdinBox.hidden = this.#page.kernel.interactive || !/\binput\s*\(|\bstdin\b/.test(code);
  }

  run(code: string, limits: Limits, files: TextFiles = {}): void {
    if (this.refuses(code)) return;
    this.prepare(code);
    this.begin();
    const stdin = this.#page.kernel.interactive ? null : this.#stdin.value;
    this.#program = this.#page.programs.run(code, stdin, limits, files, (message) => this.#receive(message));
    this.onbusy(true);
  }

  /** Whether the code is too long to be taken; the learner is told. */
  refuses(code: string): boolean {
    const reason = this.#page.refusal(code);
    if (reason) this.say(reason);
    return reason !== "";
  }

  /** Clear what an earlier program left and show that this one waits for Python. */
  begin(): void {
    this.#console.clear();
    void this.#sketch.clear();
    this.#waiting = true;
    this.#showWaiting();
  }

  stop(): void {
    this.#program?.stop();
  }

  /** A line about what goes on, or about how it ended. */
  say(text: string): void {
    this.#waiting = false;
    this.#status.textContent = text;
  }

  clear(): void {
    this.say("");
    this.#console.clear();
    void this.#sketch.clear();
  }

  #showWaiting(): void {
    if (!this.#waiting) return;
    const { state } = this.#page.kernel;
    const starting = state === "cold" || state === "booting";
    this.#status.textContent = starting ? `${this.#page.kernelText} ${this.#page.t("run.queued")}` : "";
  }

  #receive(message: ProgramMessage): void {
    if (message.type === "started") this.say(this.#page.t("run.running"));
    else if (message.type === "output") this.#write(message.stream, message.text);
    else if (message.type === "need-input") this.#ask(message.prompt);
    else if (message.type === "ended") this.#end(message.end);
    else if (message.type === "refused") this.#finish(this.#page.t(`run.refused_${message.reason}`));
  }

  #write(stream: OutputStream, text: string): void {
    if (stream === "drawing") void this.#sketch.write(text);
    else this.#console.write(stream, text);
  }

  #ask(prompt: string): void {
    this.say(this.#page.t("run.waits"));
    this.#console.ask(prompt, (line) => {
      this.say(this.#page.t("run.running"));
      this.#program?.input(line);
    });
  }

  #end(end: RunEnd): void {
    const { t, language } = this.#page;
    const text = end.error?.text ?? "";
    if (text && !this.#console.endsWith(text)) this.#console.write("stderr", text);
    this.#console.flush();
    const time = duration(end.time_ms, t, language);
    this.#finish(end.verdict === "OK" ? t("run.finished", { time }) : t(`run.ended_${end.verdict}`));
    if (end.error) this.onerror(end.error);
  }

  #finish(text: string): void {
    this.#console.endInput();
    this.#program = null;
    this.say(text);
    this.onbusy(false);
  }
}

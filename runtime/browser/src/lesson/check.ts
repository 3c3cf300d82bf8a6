/** A check: a row for each test as it comes, then the verdict in a sentence. */
import { h } from "../dom.ts";
import type { Report, Task, TestResult } from "../protocol.ts";
import type { Page } from "./page.ts";
import type { Program, ProgramMessage } from "./programs.ts";
import type { Runner } from "./runner.ts";
import { makeTestRow } from "./test_row.ts";
import { decimal } from "./wording.ts";

export class Check {
  readonly element: HTMLElement;
  readonly #page: Page;
  readonly #task: Task;
  readonly #lesson: string;
  readonly #runner: Runner;
  readonly #summary = h("p", { class: "ks-verdict", role: "status" });
  readonly #rows = h("ol", { class: "ks-tests" });
  #program: Program | null = null;
  #opened = false;
  onbusy: (busy: boolean) => void = () => {};
  onjudged: (report: Report) => void = () => {};

  /** The runner's status line says what a check waits for. */
  constructor(page: Page, task: Task, lesson: string, runner: Runner) {
    this.#page = page;
    this.#task = task;
    this.#lesson = lesson;
    this.#runner = runner;
    this.element = h("div", { class: "ks-check", hidden: true }, this.#summary, this.#rows);
  }

  get busy(): boolean {
    return this.#program !== null;
  }

  start(code: string): void {
    this.clear();
    if (this.#runner.refuses(code)) return;
    this.#runner.begin();
    this.#program = this.#page.programs.check(this.#lesson, this.#task, code, (message) =>
      this.#receive(message),
    );
    this.onbusy(true);
  }

  stop(): void {
    this.#program?.stop();
  }

  clear(): void {
    this.#opened = false;
    this.element.hidden = true;
    this.#rows.replaceChildren();
    this.#summary.textContent = "";
    delete this.element.dataset["verdict"];
  }

  #receive(message: ProgramMessage): void {
    if (message.type === "started") this.#say(0);
    else if (message.type === "tested") this.#add(message.result, message.index);
    else if (message.type === "judged") this.#judged(message.report);
    else if (message.type === "stopped") this.#finish(this.#page.t("run.ended_stopped"));
    else if (message.type === "refused") this.#finish(this.#page.t(`run.refused_${message.reason}`));
  }

  #say(done: number): void {
    this.#runner.say(this.#page.t("check.running", { done, total: this.#task.tests.length }));
  }

  #add(result: TestResult, index: number): void {
    const row = makeTestRow(this.#page, this.#task, this.#task.tests[index], result);
    if (result.verdict !== "OK" && !this.#opened) {
      row.querySelector("details")?.setAttribute("open", "");
      this.#opened = true;
    }
    this.element.hidden = false;
    this.#rows.append(row);
    this.#say(index + 1);
  }

  #judged(report: Report): void {
    const { t, language } = this.#page;
    const passed = report.tests.filter(({ verdict }) => verdict === "OK").length;
    const count = t("check.passed", { passed, total: report.tests.length });
    const percent = decimal(report.score * 100, language);
    const score = report.score === 0 || report.verdict === "OK" ? "" : ` ${t("check.score", { percent })}`;
    this.element.hidden = false;
    this.element.dataset["verdict"] = report.verdict;
    this.#summary.textContent = `${t(`verdict.${report.verdict}`)} ${count}${score}`;
    this.#finish("");
    this.onjudged(report);
  }

  #finish(text: string): void {
    this.#program = null;
    this.#runner.say(text);
    this.onbusy(false);
  }
}

/** Checks every program of the task, and fills in what the solution answers. */
import { asExpected } from "../drawing/expected.ts";
import { isRecord, type Json } from "../guards.ts";
import type { TestResult } from "../protocol.ts";
import type { CheckBar } from "./check_bar.ts";
import type { Fault } from "./faults.ts";
import type { Form } from "./form.ts";
import { listAt, type Path, textAt } from "./json_path.ts";
import { taskToAnswer, taskToJudge } from "./judge_task.ts";
import type { Programs } from "./programs.ts";
import { PYTHON_RULES, pythonQuestions } from "./python_rules.ts";
import { type Ending, Trial } from "./trial.ts";

export class Checking {
  readonly #form: Form;
  readonly #bar: CheckBar;
  readonly #fillBar: CheckBar;
  readonly #programs: Programs;
  readonly #trial: Trial;
  onfaults: (faults: Fault[]) => void = () => {};

  constructor(form: Form, bars: { check: CheckBar; fill: CheckBar }, programs: Programs) {
    this.#form = form;
    this.#bar = bars.check;
    this.#fillBar = bars.fill;
    this.#programs = programs;
    this.#trial = new Trial(form.page);
  }

  get busy(): boolean {
    return this.#trial.busy;
  }

  get #noTests(): string {
    return this.#form.hasFolder ? "studio.tests_beside" : "studio.no_tests_yet";
  }

  /** Whether Python has something against the document; `onfaults` hears what. */
  async #findFaults(): Promise<boolean> {
    const { input, read } = pythonQuestions(this.#form.work.document);
    const output = input === "[]" ? null : await this.#trial.ask(PYTHON_RULES, input);
    const faults = output === null ? [] : read(output);
    this.onfaults(faults);
    return faults.length > 0;
  }

  stop(): void {
    this.#trial.stop();
  }

  /** Run the solution and every wrong program, and say whether each gets the verdict it is to get. */
  async checkAll(): Promise<void> {
    const { t, work } = this.#form;
    if (this.#trial.busy) return this.#bar.end(t("run.refused_busy"), "bad");
    const [all, tests] = [this.#programs.promised(), listAt(work.document, ["tests"]).length];
    this.#programs.clear();
    if (!tests || !all.length)
      return this.#bar.end(t(tests ? "studio.nothing_to_check" : this.#noTests), "bad");
    const task = taskToJudge(work.document);
    this.#trial.begin();
    this.#bar.begin(t("studio.checking", { done: 0, total: all.length }));
    if (await this.#findFaults()) return this.#bar.end(t("studio.not_python"), "bad");
    let [broken, ran] = [0, 0];
    for (const [index, { code, verdict, desk }] of all.entries()) {
      const ending = await this.#trial.judge(task, code, (number, result) => {
        desk.add(task, number, result);
        const done = index + (number + 1) / tests;
        this.#bar.progress(done / all.length, t("studio.checking", { done: index, total: all.length }));
      });
      if (!isReport(ending)) return this.#cut(this.#bar, ending);
      if (!desk.judged(ending, verdict)) broken += 1;
      ran += 1;
    }
    const isWhole = textAt(work.document, ["solution"]).trim() !== "";
    const key = broken ? "studio.some_broken" : isWhole ? "studio.all_kept" : "studio.all_kept_no_solution";
    this.#bar.end(t(key, { count: ran, broken }), broken ? "bad" : "good");
  }

  /** Write what the solution prints, or what its calls give, into every test; returns whether anything was written. */
  async fill(): Promise<boolean> {
    const { t, work } = this.#form;
    const [code, tests] = [textAt(work.document, ["solution"]), listAt(work.document, ["tests"])];
    if (this.#trial.busy || !code.trim() || !tests.length) {
      const reason = tests.length ? "studio.fill_needs_solution" : this.#noTests;
      this.#fillBar.end(t(this.#trial.busy ? "run.refused_busy" : reason), "bad");
      return false;
    }
    this.#trial.begin();
    this.#fillBar.begin(t("studio.filling"));
    const before = work.document;
    const found: TestResult[] = [];
    const ending = await this.#trial.judge(taskToAnswer(taskToJudge(before)), code, (index, result) => {
      found[index] = result;
      this.#fillBar.progress((index + 1) / tests.length, t("studio.filling"));
    });
    if (!isReport(ending)) {
      this.#cut(this.#fillBar, ending);
      return false;
    }
    return this.#write(tests, found);
  }

  #write(tests: unknown[], found: readonly TestResult[]): boolean {
    const { t, work } = this.#form;
    const changes: (readonly [Path, unknown])[] = [];
    const failed: number[] = [];
    for (const [index, result] of found.entries()) {
      const test = tests[index];
      const same = listAt(work.document, ["tests"])[index] === test; // or it was changed meanwhile
      const answer = isRecord(test) && test["call"] !== undefined ? result.value : this.#asExpected(result);
      const ranWell = result.verdict === "OK" || result.verdict === "WA";
      if (!ranWell || answer === null) failed.push(index + 1);
      else if (same && (test as Json)["expected"] !== answer)
        changes.push([["tests", index, "expected"], answer]);
    }
    if (changes.length) work.changeAll(changes);
    const said = t("studio.filled", { count: changes.length });
    if (failed.length)
      this.#fillBar.end(`${said} ${t("studio.fill_failed", { tests: failed.join(", ") })}`, "bad");
    else this.#fillBar.end(said, "good");
    return changes.length > 0;
  }

  /** Where a pattern is expected, one that fits this output alone. */
  #asExpected({ stdout, drawing = "" }: TestResult): string {
    const { type } = taskToJudge(this.#form.work.document).checker;
    if (type === "drawing") return asExpected(drawing);
    return type === "regex" ? stdout.trim().replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : stdout;
  }

  #cut(bar: CheckBar, ending: Ending): void {
    const { t } = this.#form;
    const refused = ending !== null && "refused" in ending;
    bar.end(t(refused ? ending.refused : "run.ended_stopped"), refused ? "bad" : "none");
  }
}

function isReport(ending: Ending): ending is Exclude<Ending, null | { refused: string }> {
  return ending !== null && !("refused" in ending);
}

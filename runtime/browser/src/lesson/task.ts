/** A task: the editor, Run, Check, Stop, Reset, hints, and what came of it. */
import { find, h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Draft, ProgramError, Report, Task } from "../protocol.ts";
import { Check } from "./check.ts";
import { CodePane } from "./code_pane.ts";
import { DraftKeeper } from "./draft_keeper.ts";
import { makeHints } from "./hints.ts";
import type { Page } from "./page.ts";
import { Runner } from "./runner.ts";

export class TaskWidget {
  readonly element: HTMLElement;
  readonly task: Task;
  readonly #page: Page;
  readonly #pane: CodePane;
  readonly #runner: Runner;
  readonly #check: Check;
  readonly #drafts: DraftKeeper;
  readonly #saved = h("span", { class: "ks-saved", "aria-live": "off" });
  readonly #solved: HTMLElement;
  readonly #buttons: Record<"run" | "check" | "stop" | "reset", HTMLButtonElement>;
  #touched = false;

  constructor(element: HTMLElement, page: Page, lesson: string) {
    this.element = element;
    this.task = JSON.parse(find("script[type='application/json']", element).textContent) as Task;
    this.#page = page;
    const { t } = page;
    this.#pane = new CodePane(page, this.task.template, t("editor.label", { title: this.task.title }), {
      changed: () => this.#changed(),
      run: () => this.#run(),
      check: () => this.#startCheck(),
    });
    this.#runner = new Runner(page);
    this.#check = new Check(page, this.task, lesson, this.#runner);
    this.#drafts = new DraftKeeper(page.link, this.task.course, this.task.id, () => this.#pane.code);
    this.#solved = h("span", { class: "ks-solved", hidden: true }, icon(ICONS.check), t("check.solved"));
    this.#buttons = {
      run: button("ks-run", ICONS.run, t("run.run"), () => this.#run()),
      check: button("ks-check-button", ICONS.check, t("check.check"), () => this.#startCheck()),
      stop: button("ks-stop", ICONS.stop, t("run.stop"), () => this.#stop()),
      reset: button("ks-reset", ICONS.reset, t("run.reset"), () => this.#reset()),
    };
    this.#assemble();
    this.#listen();
  }

  /** Put the editor in; called when the tasks come into view. */
  open(): Promise<void> {
    return this.#pane.attach();
  }

  leave(): void {
    this.#drafts.leave();
  }

  /** Code from earlier, unless the learner has begun to type already. */
  restore(draft: Draft | undefined): void {
    if (draft && !this.#touched) {
      this.#pane.replace(draft.code);
      this.#drafts.restored();
    }
    this.#touched = false;
    this.#runner.prepare(this.#pane.code);
  }

  #assemble(): void {
    const { run, check, stop, reset } = this.#buttons;
    setUsable(stop, false);
    const actions = h("div", { class: "ks-actions" }, run, check, stop, reset, this.#saved);
    const hints = makeHints(this.#page.t, this.task.hints);
    this.element.append(
      this.#pane.element,
      actions,
      ...(hints ? [hints] : []),
      this.#runner.element,
      this.#check.element,
    );
    this.element.querySelector("h2, h3")?.append(" ", this.#solved);
  }

  #listen(): void {
    this.#runner.onbusy = this.#check.onbusy = (busy) => this.#showBusy(busy);
    this.#runner.onerror = (error) => this.#markError(error);
    this.#check.onjudged = (report) => this.#judged(report);
    this.#drafts.onsaved = () => {
      this.#saved.textContent = this.#page.t("editor.saved");
    };
    this.#page.onProgress(() => this.#showProgress());
    this.#page.onKernel(() => this.#runner.prepare(this.#pane.code));
  }

  get #busy(): boolean {
    return this.#runner.busy || this.#check.busy;
  }

  #changed(): void {
    this.#touched = true;
    this.#saved.textContent = "";
    this.#drafts.changed();
    this.#runner.prepare(this.#pane.code);
  }

  #run(): void {
    if (this.#busy) return;
    this.#begin();
    this.#runner.run(this.#pane.code, this.task.limits, this.task.tests[0]?.files);
  }

  #startCheck(): void {
    if (this.#busy) return;
    this.#begin();
    delete this.element.dataset["verdict"];
    this.#check.start(this.#pane.code);
  }

  #begin(): void {
    this.#drafts.leave();
    this.#pane.unmark();
    this.#check.clear();
  }

  #stop(): void {
    this.#runner.stop();
    this.#check.stop();
  }

  #reset(): void {
    this.#drafts.leave();
    this.#pane.replace(this.task.template);
    this.#drafts.changed();
    this.#drafts.leave();
    this.#pane.unmark();
    this.#check.clear();
    if (!this.#busy) this.#runner.say(this.#page.t("run.was_reset"));
  }

  #showBusy(busy: boolean): void {
    const { run, check, stop } = this.#buttons;
    setUsable(stop, busy);
    setUsable(run, !busy);
    setUsable(check, !busy);
  }

  #judged(report: Report): void {
    this.element.dataset["verdict"] = report.verdict;
    const error = report.tests.find(({ verdict }) => verdict !== "OK")?.error;
    if (error) this.#markError(error);
  }

  #markError(error: ProgramError): void {
    if (error.line !== null) this.#pane.mark(error.line, `${error.type}: ${error.message}`);
  }

  #showProgress(): void {
    const best = this.#page.progress.tasks[`${this.task.course}/${this.task.id}`];
    this.#solved.hidden = best?.solved !== true;
  }
}

/** A button with `disabled` would drop the focus of whoever has just pressed it. */
function setUsable(element: HTMLButtonElement, usable: boolean): void {
  element.setAttribute("aria-disabled", String(!usable));
}

function button(name: string, path: string, text: string, onclick: () => void): HTMLButtonElement {
  return h("button", { type: "button", class: name, onclick }, icon(path), text);
}

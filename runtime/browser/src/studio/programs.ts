/** The solution and the wrong programs, each with the verdict it is to get and the one that it got. */
import { h } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { makeTestRow } from "../lesson/test_row.ts";
import type { Report, Task, TestResult, Verdict } from "../protocol.ts";
import { codeField } from "./code_field.ts";
import { button, card, type Form, faultPlace, type Section, selectField, tool } from "./form.ts";
import { getAt, listAt, type Path, textAt } from "./json_path.ts";
import { VERDICTS } from "./kinds.ts";
import { SIGNS } from "./signs.ts";

/** A program with the verdict that it is to get. */
export interface Promised {
  code: string;
  verdict: Verdict;
  desk: ProgramDesk;
}

/** Where the results of one program are shown. */
export class ProgramDesk {
  readonly element = h("div", { class: "ks-result", hidden: true });
  readonly #form: Form;
  readonly #said = h("p", { class: "ks-verdict" });
  readonly #rows = h("ol", { class: "ks-tests" });

  constructor(form: Form) {
    this.#form = form;
    const details = h(
      "details",
      { class: "ks-more" },
      h("summary", {}, form.t("studio.each_test")),
      this.#rows,
    );
    this.element.append(this.#said, details);
  }

  clear(): void {
    this.element.hidden = true;
    this.#rows.replaceChildren();
    delete this.element.dataset["kept"];
  }

  add(task: Task, index: number, result: TestResult): void {
    this.#rows.append(makeTestRow(this.#form.page, task, task.tests[index], result));
  }

  /** Whether the program keeps its promise. */
  judged(report: Report, promised: Verdict): boolean {
    const { t } = this.#form;
    const kept = report.verdict === promised;
    const values = {
      verdict: t(`studio.verdict_${report.verdict}`),
      promised: t(`studio.verdict_${promised}`),
    };
    this.element.dataset["kept"] = String(kept);
    this.element.dataset["verdict"] = report.verdict;
    this.#said.textContent = t(kept ? "studio.kept" : "studio.broken", values);
    this.element.hidden = false;
    const details = this.element.querySelector("details");
    if (details) details.open = !kept;
    return kept;
  }
}

export class Programs implements Section {
  readonly element: HTMLElement;
  readonly check: HTMLElement;
  readonly #form: Form;
  readonly #solution = h("div", {});
  readonly #wrong = h("div", { class: "ks-wrong-list" });
  readonly #run: () => void;
  #desks: ProgramDesk[] = [];

  constructor(form: Form, check: HTMLElement, run: () => void) {
    this.#form = form;
    this.#run = run;
    this.check = check;
    const { t } = form;
    const add = button(t("studio.add_wrong"), () => this.#add(), ICONS.plus);
    const heading = h("h3", {}, t("studio.wrong"));
    const about = h("p", { class: "ks-field-hint" }, t("studio.wrong_hint"));
    this.element = card(
      "programs",
      t("studio.programs"),
      this.#solution,
      heading,
      about,
      faultPlace(["wrong"]),
      this.#wrong,
      add,
      check,
    );
  }

  draw(): void {
    const { t, work } = this.#form;
    const wrong = listAt(work.document, ["wrong"]);
    this.#desks = [undefined, ...wrong].map(() => new ProgramDesk(this.#form));
    const solution = codeField(this.#form, {
      label: t("studio.solution"),
      hint: t("studio.solution_hint"),
      path: ["solution"],
      code: textAt(work.document, ["solution"]),
      write: (code) => work.edit(["solution"], code || undefined),
      run: this.#run,
    });
    this.#solution.replaceChildren(solution, this.#desks[0]?.element ?? "");
    this.#wrong.replaceChildren(...wrong.map((program, index) => this.#program(program, index)));
  }

  /** Every program that has been written, the solution first. */
  promised(): Promised[] {
    const { document } = this.#form.work;
    const wrong = listAt(document, ["wrong"]);
    const all = [{ code: textAt(document, ["solution"]), verdict: "OK" }, ...wrong].map((program, index) => ({
      code: textAt(program, ["code"]),
      verdict: (textAt(program, ["verdict"]) || "WA") as Verdict,
      desk: this.#desks[index] as ProgramDesk,
    }));
    return all.filter(({ code, desk }) => code.trim() && desk);
  }

  clear(): void {
    for (const desk of this.#desks) desk.clear();
  }

  #add(): void {
    const { work } = this.#form;
    const count = listAt(work.document, ["wrong"]).length;
    work.insert(["wrong"], count, { code: textAt(work.document, ["solution"]), verdict: "WA" });
    this.draw();
    this.#wrong.children[count]?.scrollIntoView({ block: "center" });
    this.#wrong.children[count]?.querySelector("select")?.focus();
  }

  #program(program: unknown, index: number): HTMLElement {
    const { t, work } = this.#form;
    const path: Path = ["wrong", index];
    const number = index + 1;
    const choices = VERDICTS.map((verdict) => ({ value: verdict, label: t(`studio.verdict_${verdict}`) }));
    const verdict = selectField(
      { label: t("studio.promise"), path: [...path, "verdict"] },
      choices,
      textAt(program, ["verdict"]),
      (value) => work.change([...path, "verdict"], value),
    );
    const remove = tool(t("studio.remove_wrong", { number }), SIGNS.bin, () => {
      work.remove(["wrong"], index);
      this.draw();
      this.#wrong.querySelector<HTMLElement>("select")?.focus();
    });
    const code = codeField(this.#form, {
      label: t("studio.wrong_number", { number }),
      path: [...path, "code"],
      code: String(getAt(program, ["code"]) ?? ""),
      write: (text) => work.edit([...path, "code"], text),
      run: this.#run,
    });
    const head = h("div", { class: "ks-row ks-wrong-head" }, verdict, remove);
    return h("div", { class: "ks-wrong-program" }, code, head, this.#desks[number]?.element ?? "");
  }
}

/** The rest of a task: how output is compared, limits, what the student starts with, hints and marks. */
import { h } from "../dom.ts";
import { isRecord } from "../guards.ts";
import { ICONS } from "../icons.ts";
import { codeField } from "./code_field.ts";
import {
  button,
  card,
  type FieldOptions,
  type Form,
  numberField,
  type Section,
  selectField,
  textField,
  tool,
} from "./form.ts";
import { getAt, listAt, textAt } from "./json_path.ts";
import { CHECKERS } from "./kinds.ts";
import { readText, writeText } from "./localised.ts";
import { SIGNS } from "./signs.ts";
import { languageName, peopleText } from "./texts.ts";

const DIFFICULTIES = ["easy", "medium", "hard"] as const;

export class StudentPart implements Section {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #template = h("div", { class: "ks-card-body" });
  readonly #hints = h("ol", { class: "ks-hint-rows" });
  readonly #run: () => void;

  constructor(form: Form, run: () => void) {
    this.#form = form;
    this.#run = run;
    const { t } = form;
    const heading = h("h3", {}, t("studio.hints"));
    const about = h("p", { class: "ks-field-hint" }, t("studio.hints_hint"));
    const add = button(t("studio.add_hint"), () => this.#add(), ICONS.plus);
    this.element = card("student", t("studio.student"), this.#template, heading, about, this.#hints, add);
  }

  draw(): void {
    const { work, languages } = this.#form;
    this.#template.replaceChildren(...languages.map((language) => this.#starter(language)));
    this.#hints.replaceChildren(...listAt(work.document, ["hints"]).map((_, index) => this.#hint(index)));
  }

  #starter(language: string): HTMLElement {
    const { t, work, languages, page } = this.#form;
    const name = languages.length > 1 ? ` (${languageName(language, page.language)})` : "";
    return codeField(this.#form, {
      label: `${t("studio.template")}${name}`,
      ...(language === languages[0] ? { hint: t("studio.template_hint") } : {}),
      path: language === languages[0] ? ["template"] : ["template", language],
      code: readText(work.document["template"], language, languages),
      write: (code) =>
        work.edit(["template"], writeText(work.document["template"], language, code, languages) || undefined),
      run: this.#run,
    });
  }

  #hint(index: number): HTMLElement {
    const { t, work } = this.#form;
    const number = index + 1;
    const options = { label: t("studio.hint", { number }), path: ["hints", index], rows: 2, preview: true };
    const remove = tool(t("studio.remove_hint", { number }), SIGNS.bin, () => {
      work.remove(["hints"], index);
      this.draw();
    });
    return h("li", {}, peopleText(this.#form, options), remove);
  }

  #add(): void {
    const { work } = this.#form;
    const count = listAt(work.document, ["hints"]).length;
    work.insert(["hints"], count, "");
    this.draw();
    this.#hints.lastElementChild?.querySelector<HTMLElement>("textarea")?.focus();
  }
}

export class Settings implements Section {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #checker = h("div", { class: "ks-card-body" });
  readonly #rest = h("div", { class: "ks-card-body" });
  readonly #onchecker: () => void;

  /** `onchecker`: another way of comparing was chosen. */
  constructor(form: Form, onchecker: () => void) {
    this.#form = form;
    this.#onchecker = onchecker;
    const { t } = form;
    const heading = (key: string): HTMLElement => h("h3", {}, t(key));
    this.element = card(
      "settings",
      t("studio.settings"),
      heading("studio.checker"),
      this.#checker,
      this.#rest,
    );
  }

  draw(): void {
    this.#drawChecker();
    this.#drawRest();
  }

  #drawChecker(): void {
    const { t, work } = this.#form;
    const value = work.document["checker"];
    const type = (isRecord(value) ? textAt(value, ["type"]) : value) ?? "strip";
    const choices = CHECKERS.map((name) => ({ value: name, label: t(`studio.checker_${name}`) }));
    const select = selectField(
      { label: t("studio.checker_label"), path: ["checker"] },
      choices,
      String(type),
      (chosen) => {
        work.change(
          ["checker"],
          chosen === "strip" ? undefined : chosen === "python_expr" ? { type: chosen, expr: "" } : chosen,
        );
        this.#onchecker();
        this.#drawChecker();
        this.#checker.querySelector("select")?.focus();
      },
    );
    this.#checker.replaceChildren(select);
    const allowed = (name: string, label: string, more = {}, usual = ""): HTMLElement =>
      this.#allowance(type, { label, path: ["checker", name], ...more }, usual);
    if (type === "float") {
      const both = [allowed("abs", t("studio.abs")), allowed("rel", t("studio.rel"))];
      this.#checker.append(h("div", { class: "ks-row" }, ...both));
    }
    if (type === "drawing") {
      const hint = t("studio.drawing_hint");
      this.#checker.append(allowed("tolerance", t("studio.drawing_tolerance"), { hint }, "2"));
    }
    if (type === "python_expr") {
      const options = { label: t("studio.expr"), path: ["checker", "expr"], hint: t("studio.expr_hint") };
      this.#checker.append(textField(this.#form, options, (text) => text));
    }
  }

  #allowance(type: unknown, options: FieldOptions, usual: string): HTMLElement {
    const { work } = this.#form;
    const box = numberField(this.#form, options, usual);
    // A checker's name alone has no room for an option.
    box.addEventListener(
      "input",
      () => {
        if (!isRecord(work.document["checker"])) work.edit(["checker"], { type });
      },
      { capture: true },
    );
    return box;
  }

  #drawRest(): void {
    const { t, work } = this.#form;
    const limit = (name: string, usual: string): HTMLElement =>
      numberField(this.#form, { label: t(`studio.${name}`), path: ["limits", name] }, usual);
    const difficulties = DIFFICULTIES.map((value) => ({ value, label: t(`studio.${value}`) }));
    const difficulty = selectField(
      { label: t("studio.difficulty"), path: ["difficulty"] },
      difficulties,
      textAt(work.document, ["difficulty"]) || "easy",
      (value) => work.change(["difficulty"], value),
    );
    const points = numberField(this.#form, { label: t("studio.points"), path: ["points"] }, "1");
    this.#rest.replaceChildren(
      h("h3", {}, t("studio.limits")),
      h("p", { class: "ks-field-hint" }, t("studio.limits_hint")),
      h(
        "div",
        { class: "ks-row" },
        limit("time_ms", "2000"),
        limit("memory_mb", "128"),
        limit("output_kb", "64"),
      ),
      h("h3", {}, t("studio.sorting")),
      h("div", { class: "ks-row" }, difficulty, points, lessonField(this.#form)),
      h("div", { class: "ks-row" }, this.#words("tags"), this.#words("concepts")),
    );
    // What no field shows any more must not stay behind as an empty group.
    this.#rest.addEventListener("input", () => {
      const limits = getAt(work.document, ["limits"]);
      if (isRecord(limits) && Object.keys(limits).length === 0) work.edit(["limits"], undefined);
    });
  }

  #words(name: "tags" | "concepts"): HTMLElement {
    const { t, work } = this.#form;
    const words = listAt(work.document, [name]).join(", ");
    const box = textField(
      this.#form,
      { label: t(`studio.${name}`), path: [name], hint: t(`studio.${name}_hint`) },
      (text) => {
        const list = text.split(/[,;]/).map((word) => word.trim());
        const kept = list.filter((word) => word);
        return kept.length ? kept : undefined;
      },
    );
    const control = box.querySelector("input");
    if (control) control.value = words;
    return box;
  }
}

export function lessonField(form: Form): HTMLElement {
  return textField(form, {
    label: form.t("studio.lesson"),
    path: ["lesson"],
    hint: form.t("studio.lesson_hint"),
  });
}

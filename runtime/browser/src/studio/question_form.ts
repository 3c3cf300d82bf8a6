/** One question: its kind, words, choices or accepted answers, and why. */
import { h } from "../dom.ts";
import type { Json } from "../guards.ts";
import { ICONS } from "../icons.ts";
import {
  area,
  button,
  type Form,
  faultPlace,
  field,
  numberField,
  selectField,
  textField,
  tool,
} from "./form.ts";
import { getAt, listAt, type Path, textAt } from "./json_path.ts";
import { freeId, QUESTIONS, type QuestionKind } from "./kinds.ts";
import { SIGNS } from "./signs.ts";
import { peopleText } from "./texts.ts";

export class QuestionForm {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #index: number;
  readonly #path: Path;
  readonly #redraw: (focus: number) => void;

  constructor(form: Form, index: number, count: number, redraw: (focus: number) => void) {
    this.#form = form;
    this.#index = index;
    this.#path = ["questions", index];
    this.#redraw = redraw;
    const { t, work } = form;
    const number = index + 1;
    const kind = textAt(work.document, [...this.#path, "type"]) as QuestionKind;
    const choices = QUESTIONS.map((value) => ({ value, label: t(`studio.question_${value}`) }));
    const type = selectField(
      { label: t("studio.question_kind"), path: [...this.#path, "type"] },
      choices,
      kind,
      (value) => this.#turn(value as QuestionKind),
    );
    const head = h(
      "div",
      { class: "ks-row ks-question-head" },
      h("h3", {}, t("studio.question", { number })),
      this.#tools(count),
    );
    const prompt = { label: t("studio.prompt"), path: [...this.#path, "prompt"], rows: 2, preview: true };
    const explain = {
      label: t("studio.why"),
      path: [...this.#path, "explain"],
      rows: 2,
      preview: true,
      optional: true,
    };
    this.element = h(
      "div",
      { class: "ks-question-form", role: "group", "aria-label": t("studio.question", { number }) },
      head,
      type,
      peopleText(form, prompt),
      kind === "single" || kind === "multiple" ? this.#choices(kind) : this.#answer(kind),
      peopleText(form, explain),
      h(
        "div",
        { class: "ks-row" },
        numberField(form, { label: t("studio.points"), path: [...this.#path, "points"] }, "1"),
        textField(
          form,
          { label: t("studio.question_id"), path: [...this.#path, "id"], hint: t("studio.question_id_hint") },
          (text) => text,
        ),
      ),
    );
  }

  get #question(): Json {
    return getAt(this.#form.work.document, this.#path) as Json;
  }

  #tools(count: number): HTMLElement {
    const { t, work } = this.#form;
    const [index, number] = [this.#index, this.#index + 1];
    const list = ["questions"];
    const then = (focus: number, change: () => void) => (): void => {
      change();
      this.#redraw(focus);
    };
    const copy = (): void => {
      const taken = listAt(work.document, list).map((question) => textAt(question, ["id"]));
      work.insert(list, index + 1, { ...this.#question, id: freeId("q", taken) });
    };
    return h(
      "div",
      { class: "ks-test-tools" },
      tool(
        t("studio.up_question", { number }),
        SIGNS.up,
        then(Math.max(0, index - 1), () => work.move(list, index, index - 1)),
      ),
      tool(
        t("studio.down_question", { number }),
        SIGNS.down,
        then(Math.min(count - 1, index + 1), () => work.move(list, index, index + 1)),
      ),
      tool(t("studio.duplicate_question", { number }), SIGNS.copy, then(index + 1, copy)),
      tool(
        t("studio.remove_question", { number }),
        SIGNS.bin,
        then(index, () => work.remove(list, index, true)),
      ),
    );
  }

  /** Another kind: choices and what was right stay where they can. */
  #turn(kind: QuestionKind): void {
    const { choices, answer, tolerance, ...rest } = this.#question;
    const right = rightOnes(answer);
    const offered = Array.isArray(choices) ? choices : ["", ""];
    const place = { ...rest, type: kind };
    const turned: Record<QuestionKind, Json> = {
      single: { ...place, choices: offered, answer: right[0] ?? 0 },
      multiple: { ...place, choices: offered, answer: right },
      text: { ...place, answer: "" },
      number: { ...place, answer: 0 },
    };
    this.#form.work.change(this.#path, turned[kind]);
    this.#redraw(this.#index);
  }

  #choices(kind: "single" | "multiple"): HTMLElement {
    const { t, work } = this.#form;
    const path = [...this.#path, "choices"];
    const rows = listAt(work.document, path).map((_, number) => this.#choice(kind, number));
    const add = button(
      t("studio.add_choice"),
      () => {
        work.insert(path, rows.length, "");
        this.#redrawAt(path, rows.length);
      },
      ICONS.plus,
    );
    const legend = h("legend", { class: "ks-label" }, t("studio.choices"));
    const hint = h("p", { class: "ks-field-hint" }, t(`studio.choices_hint_${kind}`));
    const places = [faultPlace(path), faultPlace([...this.#path, "answer"])];
    return h("fieldset", { class: "ks-choices" }, legend, hint, ...places, ...rows, add);
  }

  #choice(kind: "single" | "multiple", number: number): HTMLElement {
    const { t } = this.#form;
    const right = rightOnes(this.#question["answer"]).includes(number);
    const mark = h("input", {
      type: kind === "single" ? "radio" : "checkbox",
      name: `right-${this.#index}`,
      checked: right,
    });
    mark.setAttribute("aria-label", t("studio.right_choice", { number: number + 1 }));
    mark.addEventListener("change", () => this.#mark(kind, number, mark.checked));
    const options = {
      label: t("studio.choice", { number: number + 1 }),
      path: [...this.#path, "choices", number],
      rows: 0,
    };
    const remove = tool(t("studio.remove_choice", { number: number + 1 }), SIGNS.bin, () =>
      this.#drop(number),
    );
    return h("div", { class: "ks-row ks-choice-row" }, mark, peopleText(this.#form, options), remove);
  }

  #mark(kind: "single" | "multiple", number: number, checked: boolean): void {
    const others = rightOnes(this.#question["answer"]).filter((each) => each !== number);
    const answer =
      kind === "single" ? number : [...others, ...(checked ? [number] : [])].sort((a, b) => a - b);
    this.#form.work.change([...this.#path, "answer"], answer);
  }

  /** What is right follows its choice. */
  #drop(number: number): void {
    const { choices, answer } = this.#question;
    const right = rightOnes(answer).filter((each) => each !== number);
    const moved = right.map((each) => (each > number ? each - 1 : each));
    const path = [...this.#path, "choices"];
    this.#form.work.changeAll([
      [path, (choices as unknown[]).toSpliced(number, 1)],
      [[...this.#path, "answer"], Array.isArray(answer) ? moved : (moved[0] ?? 0)],
    ]);
    this.#redrawAt(path, Math.max(0, number - 1));
  }

  #redrawAt(path: Path, index: number): void {
    this.#redraw(this.#index);
    const pointer = `/${[...path, index].join("/")}`;
    const place = [...document.querySelectorAll<HTMLElement>("[data-pointer]")].find((each) =>
      each.dataset["pointer"]?.startsWith(pointer),
    );
    place?.querySelector("input")?.focus();
  }

  #answer(kind: "text" | "number" | string): HTMLElement {
    const { t, work } = this.#form;
    const path = [...this.#path, "answer"];
    if (kind === "number") {
      const tolerance = { label: t("studio.off_by"), path: [...this.#path, "tolerance"] };
      const answer = { label: t("studio.number_answer"), path };
      return h(
        "div",
        { class: "ks-row" },
        numberField(this.#form, answer, ""),
        numberField(this.#form, tolerance, "0"),
      );
    }
    const value = getAt(work.document, path);
    const control = area((Array.isArray(value) ? value : [value ?? ""]).join("\n"), 2);
    control.addEventListener("input", () => {
      const accepted = control.value.split("\n").filter((line) => line.trim());
      work.edit(path, accepted.length === 1 ? accepted[0] : accepted.length ? accepted : "");
    });
    return field(control, { label: t("studio.text_answer"), path, hint: t("studio.text_answer_hint") });
  }
}

function rightOnes(answer: unknown): number[] {
  const all = Array.isArray(answer) ? answer : [answer];
  return all.filter((each): each is number => Number.isInteger(each));
}

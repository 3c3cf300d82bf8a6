/** One question of a quiz: the form, and what is said after answering. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import { type Answer, isRight, parseNumber, type QuestionType } from "./marking.ts";
import { type Sealed, unseal } from "./unseal.ts";
import { decimal } from "./wording.ts";

/** As the builder writes it into the page; prompt and choices are its sanitised HTML. */
export interface QuestionData {
  id: string;
  type: QuestionType;
  prompt: string;
  /** Empty where the answer is typed. */
  choices: string[];
  points: number;
  sealed: string;
}

export interface QuestionContext {
  t: Translate;
  language: string;
  quiz: string;
  answered(question: QuestionData, answer: Answer, correct: boolean): void;
}

const ATTEMPTS_BEFORE_ANSWER = 2;

export class Question {
  readonly element: HTMLFormElement;
  readonly data: QuestionData;
  readonly #context: QuestionContext;
  readonly #outcome = h("div", { class: "ks-outcome", role: "status" });
  readonly #fields: HTMLInputElement[];
  #attempts = 0;

  constructor(data: QuestionData, context: QuestionContext) {
    this.data = data;
    this.#context = context;
    this.#fields = this.#makeFields();
    const legend = h("legend", { class: "ks-prompt" }, fromBuilder(data.prompt));
    const body = data.choices.length ? this.#choiceList(data.choices) : this.#fields[0];
    const group = h("fieldset", {}, legend, body ?? "");
    const button = h("button", { type: "submit", class: "ks-answer" }, context.t("quiz.answer"));
    this.element = h(
      "form",
      { class: "ks-question", novalidate: true, "data-question": data.id },
      group,
      button,
      this.#outcome,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.element.addEventListener("input", () => this.#outcome.replaceChildren());
    this.element.addEventListener("input", () => delete this.element.dataset["correct"]);
  }

  /** Show the last of the answers given earlier, unless the learner is at a new one already. */
  restore(answer: unknown, attempts: number): void {
    this.#attempts = Math.max(this.#attempts, attempts);
    if (this.#read() !== null || this.element.dataset["correct"] !== undefined) return;
    this.#fields.forEach((field, index) => {
      if (field.type === "text")
        field.value = typeof answer === "number" ? decimal(answer, "en") : String(answer);
      else field.checked = Array.isArray(answer) ? answer.includes(index) : answer === index;
    });
    const given = this.#read();
    const sealed = unseal(this.#context.quiz, this.data.id, this.data.sealed);
    if (given !== null) this.#show(isRight(this.data.type, given, sealed), sealed);
  }

  #submit(): void {
    const given = this.#read();
    if (given === null) {
      this.#say(this.#context.t(`quiz.empty_${this.data.type}`));
      return;
    }
    const sealed = unseal(this.#context.quiz, this.data.id, this.data.sealed);
    const correct = isRight(this.data.type, given, sealed);
    this.#attempts += 1;
    this.#show(correct, sealed);
    this.#context.answered(this.data, given, correct);
  }

  #say(text: string): void {
    this.#outcome.replaceChildren(h("p", {}, text));
  }

  /** The first slip gets a second try, before the answer is given away. */
  #show(correct: boolean, sealed: Sealed): void {
    const { t } = this.#context;
    this.element.dataset["correct"] = String(correct);
    const title = h("p", { class: "ks-outcome-title" }, icon(correct ? ICONS.check : ICONS.cross));
    title.append(t(correct ? "quiz.right" : "quiz.wrong"));
    const secondTry = !correct && this.#attempts < ATTEMPTS_BEFORE_ANSWER;
    const rest = secondTry
      ? [h("p", { class: "ks-again" }, t("quiz.again"))]
      : this.#solution(correct, sealed);
    this.#outcome.replaceChildren(title, ...rest);
  }

  #solution(correct: boolean, sealed: Sealed): HTMLElement[] {
    const { t } = this.#context;
    const answer = h("div", { class: "ks-right-answer" }, t("quiz.right_answer"), " ");
    answer.append(...this.#rightAnswer(sealed));
    const explain = h("div", { class: "ks-explain" }, fromBuilder(sealed.explain));
    return [...(correct ? [] : [answer]), ...(sealed.explain ? [explain] : [])];
  }

  #rightAnswer(sealed: Sealed): Node[] {
    const { choices, type } = this.data;
    if (type === "number" && typeof sealed.answer === "number")
      return [h("strong", {}, decimal(sealed.answer, this.#context.language))];
    if (type === "text")
      return [h("strong", {}, String(Array.isArray(sealed.answer) ? sealed.answer[0] : ""))];
    const right = [sealed.answer].flat().map((index) => choices[Number(index)] ?? "");
    return [h("ul", {}, ...right.map((choice) => h("li", {}, fromBuilder(choice))))];
  }

  /** What is filled in; null when that is nothing, or no number where one is asked for. */
  #read(): Answer | null {
    const text = this.#fields[0]?.value.trim() ?? "";
    if (this.data.type === "text") return text || null;
    if (this.data.type === "number") return parseNumber(text) === null ? null : text;
    const chosen = this.#fields.flatMap((field, index) => (field.checked ? [index] : []));
    if (chosen.length === 0) return null;
    return this.data.type === "single" ? (chosen[0] ?? null) : chosen;
  }

  #makeFields(): HTMLInputElement[] {
    const { type, choices, id } = this.data;
    const name = `${this.#context.quiz}-${id}`;
    if (choices.length)
      return choices.map(() => h("input", { type: type === "single" ? "radio" : "checkbox", name }));
    const label = this.#context.t(type === "number" ? "quiz.number" : "quiz.text");
    const mode = type === "number" ? "decimal" : "text";
    return [h("input", { type: "text", name, "aria-label": label, inputmode: mode, autocomplete: "off" })];
  }

  #choiceList(choices: string[]): HTMLElement {
    const rows = choices.map((choice, index) => {
      const text = h("span", { class: "ks-choice-text" }, fromBuilder(choice));
      return h("label", { class: "ks-choice" }, this.#fields[index] ?? "", text);
    });
    return h("div", { class: "ks-choices" }, ...rows);
  }
}

/** HTML that the builder has sanitised; the only way such text gets into a page. */
export function fromBuilder(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

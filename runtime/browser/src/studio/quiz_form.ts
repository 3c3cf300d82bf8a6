/** The questions of a quiz. */
import { h } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { button, card, type Form, faultPlace, type Section } from "./form.ts";
import { listAt, textAt } from "./json_path.ts";
import { freeId, newQuestion } from "./kinds.ts";
import { QuestionForm } from "./question_form.ts";
import { lessonField } from "./settings.ts";

const PATH = ["questions"] as const;

export class QuizForm implements Section {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #questions = h("div", { class: "ks-questions" });
  readonly #lesson = h("div", {});

  constructor(form: Form) {
    this.#form = form;
    const { t } = form;
    const add = button(t("studio.add_question"), () => this.#add(), ICONS.plus);
    this.element = card(
      "questions",
      t("studio.questions"),
      faultPlace(PATH),
      this.#questions,
      add,
      this.#lesson,
    );
  }

  draw(): void {
    const questions = listAt(this.#form.work.document, PATH);
    const redraw = (focus: number): void => {
      this.draw();
      this.#questions.children[Math.min(focus, this.#questions.children.length - 1)]
        ?.querySelector("select")
        ?.focus();
    };
    this.#questions.replaceChildren(
      ...questions.map((_, index) => new QuestionForm(this.#form, index, questions.length, redraw).element),
    );
    this.#lesson.replaceChildren(lessonField(this.#form));
  }

  #add(): void {
    const { work } = this.#form;
    const questions = listAt(work.document, PATH);
    const taken = questions.map((question) => textAt(question, ["id"]));
    work.insert(PATH, questions.length, newQuestion(freeId("q", taken)));
    this.draw();
    this.#questions.lastElementChild?.scrollIntoView({ block: "center" });
    this.#questions.lastElementChild?.querySelector("select")?.focus();
  }
}

/** A quiz: its questions and the score so far. */
import { find, h } from "../dom.ts";
import type { Page } from "./page.ts";
import { Question, type QuestionContext, type QuestionData } from "./question.ts";

interface QuizData {
  id: string;
  title: string;
  questions: QuestionData[];
}

export class Quiz {
  readonly #page: Page;
  readonly #data: QuizData;
  readonly #course: string;
  readonly #questions: Question[];
  readonly #score = h("p", { class: "ks-score", role: "status" });

  constructor(element: HTMLElement, page: Page, course: string, lesson: string) {
    this.#page = page;
    this.#course = course;
    this.#data = JSON.parse(find("script[type='application/json']", element).textContent) as QuizData;
    const context: QuestionContext = {
      t: page.t,
      language: page.language,
      quiz: this.#data.id,
      answered: ({ id, points }, answer, correct) => {
        const quiz = this.#data.id;
        page.link.send({
          type: "attempt",
          ...{ course, lesson, quiz, question: id, answer, correct },
          points: correct ? points : 0,
        });
      },
    };
    this.#questions = this.#data.questions.map((question) => new Question(question, context));
    element.append(...this.#questions.map((question) => question.element), this.#score);
    page.onProgress(() => this.#refresh());
  }

  #refresh(): void {
    let right = 0;
    for (const question of this.#questions) {
      const record = this.#page.progress.questions[`${this.#course}/${this.#data.id}/${question.data.id}`];
      if (record?.correct) right += 1;
      if (record) question.restore(record.answer, record.attempts);
    }
    this.#score.textContent = this.#page.t("quiz.score", { right, total: this.#questions.length });
  }
}

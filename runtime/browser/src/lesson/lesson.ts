/** A lesson's page: its tabs and everything in them. */
import { idle, loadScript } from "../dom.ts";
import type {} from "../official/api.ts";
import { makeExamples } from "./example.ts";
import type { Page } from "./page.ts";
import { Quiz } from "./quiz.ts";
import { followReading } from "./reading.ts";
import { Tabs } from "./tabs.ts";
import { TaskWidget } from "./task.ts";

/** How long things may wait for the page to be idle. */
const PATIENCE_MS = { python: 2000, editor: 300 };

export class Lesson {
  readonly #page: Page;
  readonly #element: HTMLElement;
  readonly #course: string;
  readonly #lesson: string;
  readonly #tasks: TaskWidget[];
  #tasksOpen = false;

  constructor(element: HTMLElement, page: Page) {
    this.#page = page;
    this.#element = element;
    this.#course = element.dataset["course"] ?? "";
    this.#lesson = element.dataset["lesson"] ?? "";
    for (const quiz of this.#all(".ks-quiz")) new Quiz(quiz, page, this.#course, this.#lesson);
    this.#tasks = this.#all(".ks-task").map((task) => this.#makeTask(task));
    const theory = element.querySelector<HTMLElement>(".ks-theory");
    if (theory) makeExamples(theory, page);
    followReading(page.link, this.#course, this.#lesson, theory);
    this.#restoreDrafts();
    this.#awaitOfficial();
    this.#startTabs();
    bootWhenIdle(page);
  }

  #all(selector: string): HTMLElement[] {
    return [...this.#element.querySelectorAll<HTMLElement>(selector)];
  }

  #makeTask(element: HTMLElement): TaskWidget {
    element.id ||= `task-${element.dataset["task"] ?? ""}`;
    return new TaskWidget(element, this.#page, this.#lesson);
  }

  #startTabs(): void {
    const tabs = new Tabs(this.#element);
    tabs.onplace = (fragment) => this.#page.link.send({ type: "place", fragment });
    tabs.onshow = (panel) => {
      for (const task of this.#tasks) task.leave();
      if (panel.querySelector(".ks-task")) void this.#openTasks();
    };
    tabs.follow(location.hash);
  }

  /** One editor after the other, so that a slow computer shows the first one soon. */
  async #openTasks(): Promise<void> {
    if (this.#tasksOpen) return;
    this.#tasksOpen = true;
    this.#page.link.send({ type: "wake" });
    await Promise.race([this.#quiet(), this.#reachedFor()]);
    for (const task of this.#tasks) {
      await task.open();
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** The page comes before its editors, and so does a program that waits for Python: they are in each other's way. */
  async #quiet(): Promise<void> {
    await idle(PATIENCE_MS.editor);
    await this.#page.programs.started();
  }

  /** Somebody wants to change code. */
  #reachedFor(): Promise<void> {
    return new Promise((resolve) => {
      for (const type of ["pointerdown", "focusin"])
        this.#element.addEventListener(type, ({ target }) => {
          if ((target as Element).closest(".ks-code")) resolve();
        });
    });
  }

  /** Only where there is a companion. */
  #awaitOfficial(): void {
    const page = this.#page;
    page.link.on("official", async ({ tasks }) => {
      const official = await loadScript(`${page.assets}official.js`, () => window.knapsackOfficial);
      await official.show(page, this.#tasks, tasks);
    });
  }

  #restoreDrafts(): void {
    if (this.#tasks.length === 0) return;
    this.#page.link.on("drafts", ({ drafts }) => {
      for (const widget of this.#tasks) widget.restore(drafts[widget.task.id]);
    });
    const tasks = this.#tasks.map(({ task }) => task.id);
    this.#page.link.send({ type: "drafts", request: 1, course: this.#course, tasks });
  }
}

/** Python is probably wanted on a lesson's page; starting it must not hold up reading. */
function bootWhenIdle(page: Page): void {
  const wake = async (): Promise<void> => {
    await idle(PATIENCE_MS.python);
    page.link.send({ type: "wake" });
  };
  if (document.readyState === "complete") void wake();
  else window.addEventListener("load", () => void wake());
}

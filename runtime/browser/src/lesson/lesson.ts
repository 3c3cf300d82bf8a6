/** A lesson's page: its tabs and everything in them. */
import { loadScript } from "../dom.ts";
import type {} from "../official/api.ts";
import { makeExamples } from "./example.ts";
import type { Page } from "./page.ts";
import { Quiz } from "./quiz.ts";
import { followReading } from "./reading.ts";
import { Tabs } from "./tabs.ts";
import { TaskWidget } from "./task.ts";

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
    for (const task of this.#tasks) {
      await task.open();
      await new Promise((resolve) => setTimeout(resolve));
    }
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
  const wake = (): void => page.link.send({ type: "wake" });
  const whenIdle = (): void => {
    if ("requestIdleCallback" in window) requestIdleCallback(wake, { timeout: 2000 });
    else setTimeout(wake, 500); // Safari has no idle callback
  };
  if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle);
}

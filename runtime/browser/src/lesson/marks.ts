/** Progress on the cards of lessons and courses. */
import { h } from "../dom.ts";
import { isListOf } from "../guards.ts";
import type { Translate } from "../messages.ts";
import type { Progress } from "../protocol.ts";
import type { Page } from "./page.ts";

export interface CourseCount {
  read: number;
  lessons: number;
  solved: number;
  tasks: number;
}

/** How much of a course or a lesson is done. */
export function countDone(
  progress: Progress,
  course: string,
  lessons: readonly string[],
  tasks: readonly string[],
): CourseCount {
  return {
    read: lessons.filter((lesson) => progress.lessons[`${course}/${lesson}`] === "read").length,
    lessons: lessons.length,
    solved: tasks.filter((task) => progress.tasks[`${course}/${task}`]?.solved).length,
    tasks: tasks.length,
  };
}

/** Right answers in these quizzes; how many questions there are is known on the lesson's page only. */
export function countRight(progress: Progress, course: string, quizzes: readonly string[]): number {
  const prefixes = quizzes.map((quiz) => `${course}/${quiz}/`);
  return Object.entries(progress.questions).filter(
    ([key, question]) => question.correct && prefixes.some((prefix) => key.startsWith(prefix)),
  ).length;
}

export function showMarks(page: Page): void {
  const cards = document.querySelectorAll<HTMLElement>(
    ".ks-course[data-course], .ks-lesson-card[data-course]",
  );
  const draw = (): void => {
    for (const card of cards) drawCard(card, page);
  };
  page.onProgress(draw);
}

function drawCard(card: HTMLElement, page: Page): void {
  const place = card.querySelector(".ks-progress");
  const course = card.dataset["course"] ?? "";
  const lesson = card.dataset["lesson"];
  const lessons = lesson === undefined ? readList(card.dataset["lessons"]) : [lesson];
  const count = countDone(page.progress, course, lessons, readList(card.dataset["tasks"]));
  const right = countRight(page.progress, course, readList(card.dataset["quizzes"]));
  const started =
    lessons.some((id) => page.progress.lessons[`${course}/${id}`] !== undefined) || count.solved > 0;
  const done = count.read === count.lessons && count.solved === count.tasks;
  card.dataset["state"] = done ? "done" : started ? "started" : "new";
  place?.replaceChildren(
    ...(started ? [meter(count), words(page.t, count, right, lesson !== undefined)] : []),
  );
}

/** The words beside it say the same, so the bar is for the eye only. */
function meter(count: CourseCount): HTMLElement {
  const total = count.lessons + count.tasks;
  const bar = h("span", { class: "ks-meter", "aria-hidden": "true" }, h("span", {}));
  bar.style.setProperty("--ks-done", String(total ? (count.read + count.solved) / total : 0));
  return bar;
}

function words(t: Translate, count: CourseCount, right: number, isLesson: boolean): HTMLElement {
  const { read, lessons, solved, tasks } = count;
  const theory = isLesson
    ? t(read ? "progress.read" : "progress.opened")
    : t("progress.lessons", { read, lessons });
  const parts = [
    theory,
    tasks ? t("progress.tasks", { solved, tasks }) : "",
    right ? t("progress.answers", { right }) : "",
  ];
  return h("span", { class: "ks-progress-text" }, parts.filter(Boolean).join(" · "));
}

function readList(text: string | undefined): string[] {
  const value: unknown = JSON.parse(text ?? "[]");
  return isListOf(value, 10_000, (item): item is string => typeof item === "string") ? value : [];
}

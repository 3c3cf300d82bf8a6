/** The results of a class: who has done what, what they handed in, and judging all of it again. */
import { find, h } from "../dom.ts";
import { ask, type Members } from "./api.ts";
import { batchForm } from "./batch.ts";
import { marksOf } from "./marks.ts";
import type { Page } from "./page.ts";
import { saveCsv } from "./save.ts";
import { ResultsTable, type TableStudent, type TableTask } from "./table.ts";
import { inLanguage, type Text } from "./texts.ts";
import { WorkDialog } from "./work.ts";

/** How far the table is scrolled. */
interface Place {
  left: number;
  top: number;
}

interface Answer {
  courses: { id: string; title: Text }[];
  tasks: { id: string; title: Text | null }[];
  students: { id: string; name: string; marks: string }[];
}

/** What is shown: the tasks of one course, and the students with their marks in these. */
interface Shown {
  tasks: TableTask[];
  students: TableStudent[];
}

export async function resultsPage(page: Page): Promise<void> {
  const path = `/classes/${location.pathname.split("/").at(-1)}`;
  const asked = ask<Answer>("GET", `${path}/results/table`);
  asked.catch(() => {}); // it is told below, after who is signed in
  if (!(await page.teacher())) return;
  const view = new Results(page, path, await asked);
  view.draw();
  const { name } = await ask<Members>("GET", path);
  find("h1").textContent = page.t("results_of", { name });
  document.title = `${find("h1").textContent} · Knapsack`;
  page.onpress("#save-csv", async () => {
    const { csv } = await ask<{ csv: string }>("GET", `${path}/results/csv`);
    saveCsv(name, csv);
  });
  await batchForm(page, path, () => view.renew());
}

class Results {
  readonly #page: Page;
  readonly #path: string;
  readonly #table: ResultsTable;
  readonly #work: WorkDialog;
  #answer: Answer;
  #shown: Shown = { tasks: [], students: [] };

  constructor(page: Page, path: string, answer: Answer) {
    this.#page = page;
    this.#path = path;
    this.#answer = answer;
    this.#table = new ResultsTable(find("#table"), page.t, (student, task) => this.#open(student, task));
    this.#work = new WorkDialog(
      page,
      () => this.renew(),
      () => this.#table.focus(),
    );
    find("#course").addEventListener("change", () => this.#drawTable());
    find("#find").addEventListener("input", () => this.#filter());
  }

  draw(place?: Place): void {
    const courses = [...new Set(this.#answer.tasks.map(({ id }) => courseOf(id)))];
    const titles = new Map(this.#answer.courses.map(({ id, title }) => [id, title]));
    const select = find<HTMLSelectElement>("#course");
    const before = select.value;
    const option = (id: string): HTMLElement =>
      h("option", { value: id }, inLanguage(titles.get(id) ?? id, this.#page.language));
    select.replaceChildren(...courses.map(option));
    if (courses.includes(before)) select.value = before;
    find("#course-row").hidden = courses.length < 2;
    this.#drawTable(place);
  }

  /** Ask once more and show it; the reader stays where they are. */
  async renew(): Promise<void> {
    this.#answer = await ask<Answer>("GET", `${this.#path}/results/table`);
    const box = find("#table");
    this.draw({ left: box.scrollLeft, top: box.scrollTop });
  }

  #drawTable(place?: Place): void {
    this.#shown = shown(this.#answer, find<HTMLSelectElement>("#course").value, this.#page);
    const { students, tasks } = this.#shown;
    this.#table.draw(students, tasks, place);
    find("#empty").hidden = students.length > 0 && tasks.length > 0;
    find("#table").hidden = !find("#empty").hidden;
    const options = tasks.map(({ id, title }) => h("option", { value: id }, title));
    const select = find<HTMLSelectElement>("#batch-task");
    const before = select.value;
    select.replaceChildren(h("option", { value: "" }, this.#page.t("all_tasks")), ...options);
    select.value = tasks.some(({ id }) => id === before) ? before : "";
    this.#filter();
  }

  #filter(): void {
    const wanted = find<HTMLInputElement>("#find").value.trim().toLocaleLowerCase();
    const names = this.#shown.students.map(({ name }) => name.toLocaleLowerCase());
    this.#table.filter((student) => names[student]?.includes(wanted) ?? false);
  }

  #open(student: number, task: number): void {
    const [who, what] = [this.#shown.students[student], this.#shown.tasks[task]];
    if (who && what) void this.#work.show(who, what);
  }
}

function shown({ tasks, students }: Answer, course: string, page: Page): Shown {
  const places = tasks.flatMap(({ id }, place) => (courseOf(id) === course ? [place] : []));
  return {
    tasks: places.flatMap((place) => {
      const task = tasks[place];
      return task ? [{ id: task.id, title: titleOf(task.id, task.title, page.language) }] : [];
    }),
    students: students.map(({ id, name, marks }) => {
      const all = marksOf(marks);
      return { id, name, marks: places.map((place) => all[place] ?? ".") };
    }),
  };
}

function courseOf(task: string): string {
  return task.slice(0, task.indexOf("."));
}

/** A task's title; one that is in no course any more has only its id. */
function titleOf(id: string, title: Text | null, language: string): string {
  return title === null ? id.slice(id.indexOf(".") + 1) : inLanguage(title, language);
}

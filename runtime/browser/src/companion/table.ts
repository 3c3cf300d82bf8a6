/**
 * A table of students and tasks that stays quick with 300 by 100 cells: plain cells, rows that the browser draws when
 * they come into sight, one cell that the keyboard reaches and arrow keys that move on from there.
 */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { isOfficial, LOOKS, type Mark, solved } from "./marks.ts";

export interface TableTask {
  id: string;
  title: string;
}

export interface TableStudent {
  id: string;
  name: string;
  marks: Mark[];
}

/** So many fill the largest screen; the others follow when these are to be seen. */
const FIRST_ROWS = 60;

/** What the reader chose: a student and a task by their places in what was drawn. */
export type Choose = (student: number, task: number) => void;

export class ResultsTable {
  readonly #box: HTMLElement;
  readonly #t: Translate;
  readonly #choose: Choose;
  #current: HTMLElement | null = null;
  #shown: (student: number) => boolean = () => true;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor(box: HTMLElement, t: Translate, choose: Choose) {
    this.#box = box;
    this.#t = t;
    this.#choose = choose;
    box.addEventListener("click", (event) => this.#open(event.target));
    box.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Show these; with `place` so that the reader stays where they were, else from the beginning. */
  draw(students: TableStudent[], tasks: TableTask[], place?: { left: number; top: number }): void {
    clearTimeout(this.#later);
    const current = place && this.#current ? this.#place(this.#current) : null;
    const cells = this.#cells();
    this.#box.style.setProperty("--tasks", String(tasks.length));
    this.#box.setAttribute("aria-rowcount", String(students.length + 1));
    this.#box.setAttribute("aria-colcount", String(tasks.length + 1));
    const body = h("div", { role: "rowgroup" });
    this.#box.replaceChildren(h("div", { role: "rowgroup", class: "head" }, this.#head(tasks)), body);
    const add = (some: TableStudent[]): void => {
      body.append(...some.map((student) => row(student, cells)));
      this.#hide();
    };
    add(students.slice(0, FIRST_ROWS));
    const rest = (): void => add(students.slice(FIRST_ROWS));
    this.#reach(this.#at(0, 0));
    if (!place) {
      this.#later = setTimeout(() => requestAnimationFrame(() => setTimeout(rest)));
      return;
    }
    rest();
    if (current) this.#reach(this.#at(...current) ?? this.#at(0, 0));
    this.#box.scrollTo(place);
  }

  /** Show the rows of these students only. */
  filter(shown: (student: number) => boolean): void {
    this.#shown = shown;
    this.#hide();
    if (this.#current?.parentElement?.hidden ?? true) this.#reach(this.#next(-1, 1, 0));
  }

  #hide(): void {
    this.#rows().forEach((each, number) => {
      each.hidden = !this.#shown(number);
    });
  }

  focus(): void {
    this.#current?.focus();
  }

  /** A cell of each kind, to be copied: making thousands anew takes long. */
  #cells(): Record<Mark, HTMLElement> {
    const entries = Object.entries(LOOKS).map(([mark, { sign, text, kind }]) => {
      const attributes = {
        role: "gridcell",
        "aria-label": this.#t(text),
        "data-mark": kind || undefined,
        "data-official": isOfficial(mark as Mark),
      };
      return [mark, h("div", attributes, sign)];
    });
    return Object.fromEntries(entries) as Record<Mark, HTMLElement>;
  }

  #head(tasks: TableTask[]): HTMLElement {
    const heads = tasks.map(({ title }) =>
      h("div", { role: "columnheader", title }, h("span", { class: "upright" }, title)),
    );
    const corner = h("div", { role: "columnheader", class: "corner" }, this.#t("student"));
    return h("div", { role: "row" }, corner, ...heads);
  }

  #rows(): HTMLElement[] {
    return [...(this.#box.lastElementChild?.children ?? [])] as HTMLElement[];
  }

  #at(row: number, column: number): HTMLElement | null {
    return (this.#rows()[row]?.children[column + 1] as HTMLElement | undefined) ?? null;
  }

  #place(cell: Element): [number, number] {
    const own = cell.parentElement;
    const column = own ? [...own.children].indexOf(cell) - 1 : -1;
    return [own ? this.#rows().indexOf(own) : -1, column];
  }

  /** Let a cell be the one that Tab reaches. */
  #reach(cell: HTMLElement | null): void {
    this.#current?.removeAttribute("tabindex");
    this.#current = cell;
    if (cell) cell.tabIndex = 0;
  }

  #open(target: EventTarget | null): void {
    const cell = target instanceof Element ? target.closest<HTMLElement>("[role=gridcell]") : null;
    if (!cell) return;
    this.#reach(cell);
    this.#choose(...this.#place(cell));
  }

  #key(event: KeyboardEvent): void {
    const cell = this.#current;
    if (!cell || event.target !== cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#open(cell);
      return;
    }
    const next = this.#move(event.key, event.ctrlKey, ...this.#place(cell));
    if (!next) return;
    event.preventDefault();
    this.#reach(next);
    next.focus();
  }

  #move(key: string, far: boolean, row: number, column: number): HTMLElement | null {
    const last = (cell: Element | null): number => (cell?.parentElement?.children.length ?? 2) - 2;
    switch (key) {
      case "ArrowLeft":
        return this.#at(row, Math.max(column - 1, 0));
      case "ArrowRight":
        return this.#at(row, column + 1);
      case "ArrowUp":
        return this.#next(row, -1, column);
      case "ArrowDown":
        return this.#next(row, 1, column);
      case "Home":
        return far ? this.#next(-1, 1, 0) : this.#at(row, 0);
      case "End":
        return far
          ? this.#next(this.#rows().length, -1, last(this.#current))
          : this.#at(row, last(this.#current));
      default:
        return null;
    }
  }

  /** The cell of the next row that is shown. */
  #next(row: number, step: number, column: number): HTMLElement | null {
    const rows = this.#rows();
    let place = row + step;
    while (rows[place]?.hidden) place += step;
    return this.#at(place, column);
  }
}

function row({ name, marks }: TableStudent, cells: Record<Mark, HTMLElement>): HTMLElement {
  const head = h(
    "div",
    { role: "rowheader" },
    h("span", { class: "student" }, name),
    h("span", { class: "sum" }, `${solved(marks)}/${marks.length}`),
  );
  const line = h("div", { role: "row" }, head);
  for (const mark of marks) line.append(cells[mark].cloneNode(true));
  return line;
}

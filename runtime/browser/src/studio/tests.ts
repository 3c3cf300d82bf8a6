/** The tests as a table: a row a test, the rarer things of a test folded away below it. */
import { h } from "../dom.ts";
import type { Json } from "../guards.ts";
import { ICONS } from "../icons.ts";
import type { Page } from "../lesson/page.ts";
import { pictureOf } from "../lesson/sketch.ts";
import {
  areaField,
  button,
  card,
  checkBox,
  type Form,
  faultPlace,
  numberField,
  type Section,
  tool,
} from "./form.ts";
import { getAt, listAt, textAt } from "./json_path.ts";
import { taskToJudge } from "./judge_task.ts";
import { newTest } from "./kinds.ts";
import { parseTests } from "./paste.ts";
import { PasteBox } from "./paste_box.ts";
import { SIGNS } from "./signs.ts";
import { testMore } from "./test_more.ts";

const PATH = ["tests"] as const;

export class Tests implements Section {
  readonly element: HTMLElement;
  readonly #form: Form;
  readonly #rows = h("div", { class: "ks-test-rows" });
  readonly #head: HTMLElement;
  readonly #paste: PasteBox;
  readonly #beside: HTMLElement;
  /** The rows that are unfolded, by number. */
  readonly #open = new Set<number>();

  constructor(form: Form, fill: HTMLElement) {
    this.#form = form;
    const { t } = form;
    this.#paste = new PasteBox(t, (text) => this.#takeIn(text));
    this.#beside = h("p", { class: "ks-beside" }, t("studio.beside"));
    this.#head = h("div", { class: "ks-test-head", "aria-hidden": "true" });
    const tools = h(
      "div",
      { class: "ks-row" },
      button(t("studio.add_test"), () => this.#add(), ICONS.plus),
      button(t("studio.paste_many"), () => this.#paste.open(), SIGNS.paste),
    );
    const about = h("p", { class: "ks-field-hint" }, t("studio.tests_hint"));
    this.element = card(
      "tests",
      t("studio.tests"),
      about,
      this.#beside,
      faultPlace(PATH),
      this.#head,
      this.#rows,
      tools,
      fill,
      this.#paste.element,
    );
  }

  draw(): void {
    const { t, work } = this.#form;
    const tests = listAt(work.document, PATH);
    const heads = [t("studio.input_or_call"), t(this.#expected), t("studio.private"), t("studio.points"), ""];
    this.#head.replaceChildren(h("span", {}), ...heads.map((head) => h("span", {}, head)));
    this.#head.hidden = tests.length === 0;
    this.#rows.replaceChildren(...tests.map((test, index) => this.#row(test, index)));
    this.#beside.hidden = !this.#form.hasFolder;
  }

  get #isDrawn(): boolean {
    return taskToJudge(this.#form.work.document).checker.type === "drawing";
  }

  get #expected(): string {
    return this.#isDrawn ? "studio.expected_drawing" : "studio.expected";
  }

  #add(): void {
    const { work } = this.#form;
    const tests = listAt(work.document, PATH);
    const last = tests.at(-1);
    const fresh =
      last !== undefined && getAt(last, ["call"]) !== undefined ? { call: "", expected: "" } : newTest();
    work.insert(PATH, tests.length, fresh);
    this.#redraw(tests.length);
  }

  #row(test: unknown, index: number): HTMLElement {
    const { t } = this.#form;
    const number = index + 1;
    const isCall = getAt(test, ["call"]) !== undefined;
    const asked = isCall ? "call" : "input";
    const row = h("div", { class: "ks-test-row", role: "group", "aria-label": t("studio.test", { number }) });
    const question = areaField(
      this.#form,
      { label: t(`studio.${asked}`), path: [...PATH, index, asked], quiet: true },
      (text) => text,
    );
    const expected = areaField(
      this.#form,
      {
        label: t(isCall ? "studio.value" : this.#expected),
        path: [...PATH, index, "expected"],
        quiet: true,
      },
      (text) => text,
    );
    if (!isCall && this.#isDrawn) showPicture(expected, this.#form.page);
    question.addEventListener("paste", (event) => this.#pasted(event, index));
    row.append(
      h("span", { class: "ks-test-number", "aria-hidden": "true" }, String(number)),
      question,
      expected,
      this.#privacy(test, index),
      numberField(
        this.#form,
        { label: t("studio.points"), path: [...PATH, index, "points"], quiet: true },
        "1",
      ),
      this.#tools(index),
      this.#more(index, isCall),
    );
    return row;
  }

  #privacy(test: unknown, index: number): HTMLElement {
    const { t, work } = this.#form;
    const box = checkBox(t("studio.private"), getAt(test, ["private"]) === true, (hidden) =>
      work.change([...PATH, index, "private"], hidden || undefined),
    );
    box.title = t("studio.private_hint");
    return box;
  }

  #tools(index: number): HTMLElement {
    const { t, work } = this.#form;
    const number = index + 1;
    const move = (to: number): void => {
      work.move(PATH, index, to);
      this.#redraw(Math.max(0, Math.min(to, listAt(work.document, PATH).length - 1)));
    };
    const copy = (): void => {
      const { name: _, ...rest } = getAt(work.document, [...PATH, index]) as Json;
      work.insert(PATH, index + 1, rest);
      this.#redraw(index + 1);
    };
    const remove = (): void => {
      work.remove(PATH, index, true);
      this.#redraw(Math.min(index, listAt(work.document, PATH).length - 1));
    };
    return h(
      "div",
      { class: "ks-test-tools" },
      tool(t("studio.up", { number }), SIGNS.up, () => move(index - 1)),
      tool(t("studio.down", { number }), SIGNS.down, () => move(index + 1)),
      tool(t("studio.duplicate", { number }), SIGNS.copy, copy),
      tool(t("studio.remove_test", { number }), SIGNS.bin, remove),
    );
  }

  #more(index: number, isCall: boolean): HTMLElement {
    return testMore(this.#form, {
      path: [...PATH, index],
      isCall,
      open: this.#open.has(index),
      toggled: (open) => void (open ? this.#open.add(index) : this.#open.delete(index)),
      turn: (wanted) => this.#turn(index, wanted),
    });
  }

  /** From standard input to a call, or back: what was written stays. */
  #turn(index: number, isCall: boolean): void {
    const { work } = this.#form;
    const path = [...PATH, index];
    const { input, call, tolerance, ...rest } = getAt(work.document, path) as Json;
    const text = call ?? input ?? "";
    work.change(path, isCall ? { call: text, ...rest } : { input: text, ...rest });
    this.draw();
    this.#rows.children[index]?.querySelector("select")?.focus();
  }

  /** Cells that were copied in a spreadsheet become tests of their own. */
  #pasted(event: ClipboardEvent, index: number): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!text.includes("\t")) return;
    const test = getAt(this.#form.work.document, [...PATH, index]);
    const isEmpty = !textAt(test, ["input"]) && !textAt(test, ["call"]) && !textAt(test, ["expected"]);
    const tests = parseTests(text, getAt(test, ["call"]) !== undefined);
    if (tests.length === 0) return;
    event.preventDefault();
    const { work } = this.#form;
    const [before, after] = [isEmpty ? index : index + 1, index + 1];
    const all = listAt(work.document, PATH);
    work.change(PATH, [...all.slice(0, before), ...tests, ...all.slice(after)]);
    this.#redraw(before + tests.length - 1);
  }

  /** How many tests there were in the text. */
  #takeIn(text: string): number {
    const { work } = this.#form;
    const old = listAt(work.document, PATH);
    const calls = old.length > 0 && old.every((test) => getAt(test, ["call"]) !== undefined);
    const tests = parseTests(text, calls);
    const kept = old.filter((test) => Object.values(test as Json).some((value) => value !== ""));
    if (tests.length) work.change(PATH, [...kept, ...tests]);
    if (tests.length) this.#redraw(kept.length + tests.length - 1);
    return tests.length;
  }

  #redraw(focus: number): void {
    this.#open.clear();
    this.draw();
    this.#rows.children[focus]?.querySelector("textarea")?.focus();
  }
}

/** Under the text of a drawing, what it looks like. */
function showPicture(field: HTMLElement, page: Page): void {
  const place = h("div", { class: "ks-expected-picture" });
  const show = (): void => {
    const text = field.querySelector("textarea")?.value ?? "";
    place.replaceChildren(...(text.trim() ? [pictureOf(page, text)] : []));
  };
  field.append(place);
  field.addEventListener("input", show);
  show();
}

/** One test of a check: its verdict at a glance, and what happened when opened. */
import { h, icon } from "../dom.ts";
import { sayDifference } from "../drawing/difference.ts";
import { ICONS } from "../icons.ts";
import type { Task, TaskTest, TestResult } from "../protocol.ts";
import { showControls } from "./controls.ts";
import { asCompared, findDifference, type Part } from "./difference.ts";
import type { Page } from "./page.ts";
import { fromBuilder } from "./question.ts";
import { pictureOf } from "./sketch.ts";
import { duration } from "./wording.ts";

/** Longer texts are cut in the page: nobody reads on, and the browser would crawl. */
const MAX_SHOWN = 4000;
/** Checkers whose `expected` is the output itself, so that comparing letters makes sense. */
const LITERAL: readonly string[] = ["strip", "exact", "float"];

export function makeTestRow(
  page: Page,
  task: Task,
  test: TaskTest | undefined,
  result: TestResult,
): HTMLElement {
  const { t, language } = page;
  const good = result.verdict === "OK";
  const name = h("span", { class: "ks-test-name" }, t("check.test", { name: result.name }));
  const verdict = h("span", { class: "ks-test-verdict" }, t(`verdict.test_${result.verdict}`));
  const time = h("span", { class: "ks-test-time" }, duration(result.time_ms, t, language));
  const summary = h("summary", {}, icon(good ? ICONS.check : ICONS.cross), name, verdict, time);
  const details = h("details", {}, summary, ...facts(page, task, test, result));
  return h("li", { "data-test": result.name, "data-verdict": result.verdict }, details);
}

function facts(page: Page, task: Task, test: TaskTest | undefined, result: TestResult): HTMLElement[] {
  const { t } = page;
  const error = result.error
    ? block(t("check.error"), plain(result.error.text || result.error.message))
    : null;
  if (result.verdict === "CE" && error) return [error]; // it never ran: there is nothing to compare
  const parts = [
    result.message ? h("p", { class: "ks-message" }, message(page, task, result)) : null,
    test?.explain && result.verdict !== "OK"
      ? h("div", { class: "ks-explain" }, fromBuilder(test.explain))
      : null,
    test?.call ? block(t("check.call"), plain(test.call)) : null,
    test?.input ? block(t("check.input"), plain(test.input)) : null,
    ...Object.entries(test?.files ?? {}).map(([name, content]) => block(name, plain(content))),
    ...(isDrawn(task, test)
      ? pictures(page, test, result)
      : [...drawn(page, result), ...comparison(page, task, test, result)]),
    error,
    result.stderr && !result.error ? block(t("check.stderr"), plain(result.stderr)) : null,
  ];
  return parts.filter((part) => part !== null);
}

function comparison(page: Page, task: Task, test: TaskTest | undefined, result: TestResult): HTMLElement[] {
  const { t } = page;
  const got = test?.call ? (result.value ?? "") : result.stdout;
  const custom = task.checker.type === "custom" && !test?.expected;
  const expected = test && !custom ? test.expected : null;
  const gotTitle = t(test?.call ? "check.value" : "check.got");
  const literal = test?.call !== undefined || LITERAL.includes(task.checker.type);
  if (expected === null) return [block(gotTitle, plain(got))];
  const expectedTitle = t(task.checker.type === "regex" && !test?.call ? "check.pattern" : "check.expected");
  if (result.verdict !== "WA" || !literal)
    return [block(expectedTitle, plain(expected)), block(gotTitle, plain(got))];
  const type = test?.call ? "strip" : task.checker.type;
  const difference = findDifference(asCompared(expected, type), asCompared(got, type));
  if (!difference) return [block(expectedTitle, plain(expected)), block(gotTitle, plain(got))];
  return [
    h("p", { class: "ks-difference" }, t("check.difference", { line: difference.line })),
    block(expectedTitle, marked(difference.expected, "ins")),
    block(gotTitle, marked(difference.got, "del")),
    h("p", { class: "ks-legend" }, t("check.legend")),
  ];
}

function isDrawn(task: Task, test: TaskTest | undefined): boolean {
  return task.checker.type === "drawing" && test?.call === undefined;
}

/** What a checker of the task's own may have looked at, and what else was drawn. */
function drawn(page: Page, { drawing }: TestResult): HTMLElement[] {
  return drawing === undefined ? [] : [fact(page.t("check.drew"), pictureOf(page, drawing))];
}

function message({ t }: Page, task: Task, result: TestResult): string {
  return task.checker.type === "drawing" ? sayDifference(result.message, t) : result.message;
}

/** What was expected and what came, side by side, then what the program printed. */
function pictures(page: Page, test: TaskTest | undefined, result: TestResult): HTMLElement[] {
  const side = (title: string, drawing: string): HTMLElement => fact(title, pictureOf(page, drawing));
  const { t } = page;
  const got = side(t("check.drew"), result.drawing ?? "");
  const both = test ? [side(t("check.expected"), test.expected), got] : [got];
  const printed = result.stdout ? [block(t("check.got"), plain(result.stdout))] : [];
  return [h("div", { class: "ks-pictures" }, ...both), ...printed];
}

function block(title: string, text: HTMLElement): HTMLElement {
  const empty = text.textContent === "";
  if (empty) text.append(h("i", { class: "ks-nothing" }, "—"));
  return fact(title, text);
}

function fact(title: string, content: HTMLElement): HTMLElement {
  return h("div", { class: "ks-fact" }, h("h3", {}, title), content);
}

function plain(text: string): HTMLElement {
  return h("pre", { tabindex: 0 }, showControls(cut(text)));
}

function marked(parts: readonly Part[], tag: "ins" | "del"): HTMLElement {
  const pre = h("pre", { tabindex: 0 });
  let left = MAX_SHOWN;
  for (const { text, changed } of parts) {
    if (left <= 0) break;
    const piece = cut(text, left);
    left -= text.length;
    pre.append(changed ? h(tag, {}, piece) : piece);
  }
  return pre;
}

function cut(text: string, most = MAX_SHOWN): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

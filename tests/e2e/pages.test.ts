/** The pages around the tasks: languages, search, quizzes, mathematics and diagrams, colours, accessibility. */
import assert from "node:assert/strict";
import { seriousFindings } from "./axe.ts";
import type { Student } from "./student.ts";
import { scenarios } from "./visit.ts";

const PAGES = [
  "en/index.html",
  "en/everything/index.html",
  "en/everything/texts.html",
  "en/everything/texts.html#quiz",
  "en/everything/texts.html#task-sum",
  "ru/everything/checkers.html#tasks",
];

async function assertAccessible(student: Student, place: string): Promise<void> {
  await student.visit(place);
  if (place.includes("task")) await student.lesson.waitForSelector(".cm-content", { visible: true });
  assert.deepEqual(await seriousFindings(student.lesson), [], place);
  assert.deepEqual(await seriousFindings(student.page.mainFrame()), [], `the shell around ${place}`);
}

scenarios("pages", {
  "the language switch goes to the same lesson, and Python speaks it too": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    const link = await student.lesson.waitForSelector('a[hreflang="ru"]');
    await link?.evaluate((element) => (element as HTMLElement).click());
    await student.sees("Тексты всех видов", "h1");
    await student.until(
      () => student.page.url().endsWith("#ru/everything/texts.html"),
      "the address follows",
    );
    await student.seesInShell("Сохранить", ".ks-save");
    await student.press("Задачи");
    const task = student.task("sum");
    await task.write("print(1 / 0)");
    await task.press("Проверить");
    assert.equal(await task.verdict(), "RE");
    await task.sees("ошиб");
  },

  "a lesson opened by itself goes into the shell": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    await student.page.goto(student.lesson.url());
    await student.isAt("en/everything/texts.html");
    await student.sees("Words in");
    assert.match(student.page.url(), /index\.html#en\/everything\/texts\.html/);
  },

  "going back returns to the page before": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    await student.press("All checkers", ".md-sidebar--primary");
    await student.until(
      () => student.page.url().endsWith("#en/everything/checkers.html"),
      "the address follows",
    );
    await student.page.goBack();
    await student.until(() => student.lesson.url().includes("texts.html"), "the page before is shown");
    await student.until(() => student.page.url().includes("texts.html"), "and the address with it");
  },

  "search finds a lesson without a network": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    const field = await student.lesson.waitForSelector(".md-search__input");
    await field?.evaluate((input) => (input as HTMLElement).focus());
    await student.page.keyboard.type("greeting");
    await student.sees("Any greeting", ".md-search-result");
  },

  "mathematics and diagrams are drawn": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    await student.lesson.waitForSelector("math");
    const diagram = await student.lesson.waitForSelector(".ks-mermaid");
    await diagram?.evaluate((element) => element.scrollIntoView());
    await student.lesson.waitForSelector(".ks-theory svg[role]");
  },

  "a quiz tells right from wrong, explains, and keeps the answer out of the page's source": async ({
    open,
  }) => {
    const student = await open("en/everything/texts.html#quiz");
    const source = await student.lesson.$eval(".ks-quiz script", (script) => script.textContent ?? "");
    assert.doesNotMatch(source, /"answer"|"explain"/);
    const question = await student.lesson.waitForSelector(".ks-question:has(input[type=radio])");
    const radios = (await question?.$$("input[type=radio]")) ?? [];
    for (const radio of radios) {
      await radio.evaluate((input) => (input as HTMLInputElement).click());
      await question?.$eval(".ks-answer", (button) => (button as HTMLElement).click());
      await student.lesson.waitForSelector(".ks-question[data-correct]");
      if (await student.lesson.$('.ks-question[data-correct="true"]')) break;
    }
    await student.lesson.waitForSelector('.ks-question[data-correct="true"]');
    await student.sees("1", ".ks-score");
  },

  "the next page, and its scroll bar, have the colours that the reader chose": async ({ open }) => {
    const student = await open(PAGES[0]);
    const bars = (): Promise<string> =>
      student.lesson.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const before = await bars();
    await student.switchColours();
    const chosen = await bars();
    assert.deepEqual([before, chosen].sort(), ["dark", "light"]);
    await student.visit("ru/everything/index.html");
    assert.equal(await bars(), chosen);
  },

  "axe-core has no serious finding on any kind of page, light or dark": async ({ open }) => {
    const student = await open(PAGES[0]);
    for (const place of PAGES) await assertAccessible(student, place);
    await student.switchColours();
    for (const place of PAGES) await assertAccessible(student, place);
  },
});

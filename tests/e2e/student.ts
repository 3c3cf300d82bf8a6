/** A student at the built site: opens pages, presses buttons, types, and reads what is shown. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, BrowserContext, ConsoleMessage, ElementHandle, Frame, Page } from "puppeteer-core";
import { RESULTS } from "./places.ts";

/** What a browser says by itself, whatever the site does. */
const NOISE = [
  // Firefox, whenever a worker is ended while WebAssembly runs in it; no handler hears of it or can prevent it.
  /^Error: uncaught exception: undefined$/,
  // Firefox, when a page is left while its search loads; `pages.test.ts` holds that search works.
  /^Error: ReferenceError: Invalid script: \S+\/search\/search_index\.js$/,
];

/** The unseen frame that leads to a companion. */
const BRIDGE = /\/school\/(bridge|stick)$/;

/** Old PCs and busy CI machines; a healthy page answers within a second. */
const PATIENCE_MS = 60_000;

export class Student {
  readonly page: Page;
  /** Errors and warnings of the console and exceptions of the pages. */
  readonly complaints: string[] = [];
  readonly requests: string[] = [];
  readonly #root: string;

  private constructor(page: Page, root: string) {
    this.page = page;
    this.#root = root;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("console", (message) => this.#hear(message));
    page.on("pageerror", (error) => {
      if (!NOISE.some((noise) => noise.test(String(error)))) this.complaints.push(String(error));
    });
    page.on("request", (request) => this.requests.push(request.url()));
  }

  /** Open the site at a page; `root` is a file:// or http:// address without a slash at its end. */
  static async open(browser: Browser | BrowserContext, root: string, place = ""): Promise<Student> {
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    const student = new Student(page, root);
    await student.visit(place);
    return student;
  }

  async visit(place: string): Promise<void> {
    await this.page.goto("about:blank");
    await this.page.goto(`${this.#root}/index.html${place ? `#${place}` : ""}`);
    await this.isAt(place.split("#")[0] ?? "");
  }

  /** Wait until the shell shows this page. */
  async isAt(page: string): Promise<void> {
    await this.until(() => this.#frame(page) !== undefined, `the page ${page} is shown`);
    await this.lesson.waitForSelector("h1");
  }

  /** The frame with the rendered page. */
  get lesson(): Frame {
    const frame = this.#frame("");
    if (!frame) throw new Error("the shell shows no page");
    return frame;
  }

  #frame(page: string): Frame | undefined {
    const shell = this.page.mainFrame();
    return this.page
      .frames()
      .find(
        (frame) =>
          frame.parentFrame() === shell && !BRIDGE.test(frame.url()) && frame.url().includes(`/${page}`),
      );
  }

  task(id: string): TaskDesk {
    return new TaskDesk(this, id);
  }

  /** Press the button, tab or link of this accessible name in the page. */
  async press(name: string, within = "body"): Promise<void> {
    await pressIn(this.lesson, name, within);
  }

  /** Press a button of the shell's own bar or dialog. */
  async pressInShell(name: string): Promise<void> {
    await pressIn(this.page.mainFrame(), name, "body");
  }

  async text(selector: string): Promise<string> {
    return this.lesson.$eval(selector, (element) => (element as HTMLElement).innerText);
  }

  /** Wait until the selector's text contains the words. */
  async sees(words: string, selector = "body"): Promise<void> {
    await waitForText(this.lesson, selector, words);
  }

  async seesInShell(words: string, selector = "body"): Promise<void> {
    await waitForText(this.page.mainFrame(), selector, words);
  }

  /** Turn the page's colours over: light to dark, or back. */
  async switchColours(): Promise<void> {
    const scheme = await this.#scheme();
    await this.lesson.$eval("[data-md-component=palette] label:not([hidden])", (label) => label.click());
    await this.until(async () => (await this.#scheme()) !== scheme, "the colours have changed");
  }

  #scheme(): Promise<string | undefined> {
    return this.lesson.$eval("body", (body) => body.dataset["mdColorScheme"]);
  }

  async kernelIs(state: string): Promise<void> {
    await this.page.waitForSelector(`html[data-kernel="${state}"]`);
  }

  /** Wait for something that only the test can see. */
  async until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  #hear(message: ConsoleMessage): void {
    if (["error", "warn", "assert"].includes(message.type())) this.complaints.push(message.text());
  }

  /** Screenshot, console and DOM, for whoever has to find out why a test failed. */
  async keepEvidence(name: string): Promise<void> {
    const folder = path.join(RESULTS, "evidence", name.replaceAll(/[^\w]+/g, "_"));
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "console.txt"), this.complaints.join("\n"));
    writeFileSync(path.join(folder, "shell.html"), await this.page.content());
    writeFileSync(path.join(folder, "page.html"), await this.lesson.content());
    await this.page.screenshot({ path: path.join(folder, "screen.png") });
  }
}

/** One task on the page: its editor, buttons and verdict. */
export class TaskDesk {
  readonly #student: Student;
  readonly selector: string;

  constructor(student: Student, id: string) {
    this.#student = student;
    this.selector = `[data-task="${id}"]`;
  }

  /** Replace the code: copy it elsewhere in the page, then paste it over all there is. */
  async write(code: string): Promise<void> {
    const { lesson } = this.#student;
    const content = `${this.selector} .cm-content`;
    await lesson.waitForSelector(content, { visible: true });
    await lesson.evaluate(selectInScratch, code);
    await this.#shortcut("c", "Copy");
    await lesson.$eval(content, (element) => (element as HTMLElement).focus());
    await this.#shortcut("a", "SelectAll");
    await this.#shortcut("v", "Paste");
    await lesson.evaluate(() => document.querySelector("#scratch")?.remove());
  }

  /** Chromium under automation carries out no editing shortcut unless it is named. */
  async #shortcut(key: "a" | "c" | "v", command: string): Promise<void> {
    const { keyboard } = this.#student.page;
    await keyboard.down("Control");
    await keyboard.press(key, { commands: [command] });
    await keyboard.up("Control");
  }

  async code(): Promise<string> {
    const lines = `${this.selector} .cm-line`;
    await this.#student.lesson.waitForSelector(lines);
    return this.#student.lesson.$$eval(lines, (all) => all.map((line) => line.textContent).join("\n"));
  }

  async press(
    name: "Run" | "Check" | "Hand in" | "Stop" | "Reset" | "Проверить" | "Запустить",
  ): Promise<void> {
    await this.#student.press(name, this.selector);
  }

  /** Press Check and return the verdict once there is one. */
  async check(code: string): Promise<string> {
    await this.write(code);
    await this.press("Check");
    return this.verdict();
  }

  async verdict(): Promise<string> {
    const judged = await this.#student.lesson.waitForSelector(`${this.selector}[data-verdict]`);
    return (await judged?.evaluate((element) => (element as HTMLElement).dataset["verdict"])) ?? "";
  }

  /** The tests' names with their verdicts, in the order shown. */
  async rows(): Promise<string[]> {
    const rows = `${this.selector} [data-test]`;
    return this.#student.lesson.$$eval(rows, (all) =>
      all.map((row) => `${(row as HTMLElement).dataset["test"]} ${(row as HTMLElement).dataset["verdict"]}`),
    );
  }

  /** The tests of the official verdict, each with its own. */
  async officialRows(): Promise<string[]> {
    return this.#student.lesson.$$eval(`${this.selector} .ks-official-tests li`, (all) =>
      all.map((row) => `${row.querySelector("span")?.innerText} ${row.dataset["verdict"]}`),
    );
  }

  async run(code: string): Promise<void> {
    await this.write(code);
    await this.press("Run");
  }

  async sees(words: string, part = ""): Promise<void> {
    await this.#student.sees(words, `${this.selector} ${part}`.trim());
  }

  /** Type into the line that a running program's `input()` shows. */
  async answer(text: string): Promise<void> {
    await this.#student.lesson.waitForSelector(`${this.selector} .ks-ask input`);
    await this.#student.page.keyboard.type(text);
    await this.#student.page.keyboard.press("Enter");
  }
}

function selectInScratch(text: string): void {
  const scratch = document.createElement("textarea");
  scratch.id = "scratch";
  scratch.value = text;
  document.body.append(scratch);
  scratch.focus({ preventScroll: true });
  scratch.select();
}

async function pressIn(frame: Frame, name: string, within: string): Promise<void> {
  const wanted = { name, within };
  const found = await frame.waitForFunction(findPressable, { polling: 50, timeout: PATIENCE_MS }, wanted);
  const button = found.asElement() as ElementHandle<HTMLElement> | null;
  if (!button) throw new Error(`there is no “${name}” in ${within}`);
  await button.evaluate(bringToRest);
  await button.click();
}

/**
 * Put an element into the middle of the window, where no sticky header covers it, until it stays there: Firefox scrolls
 * back to the field that was typed into, a little later.
 */
export async function bringToRest(element: Element): Promise<void> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  let before = Number.NaN;
  while (element.getBoundingClientRect().top !== before) {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    before = element.getBoundingClientRect().top;
    await frame();
    await frame();
  }
}

/** The visible button, tab or link of this accessible name; Firefox's own search by name fails on Cyrillic. */
function findPressable({ name, within }: { name: string; within: string }): HTMLElement | null {
  const kinds = "button, a[href], [role=tab], summary";
  const all = [...document.querySelectorAll<HTMLElement>(within)].flatMap((part) => [
    ...part.querySelectorAll<HTMLElement>(kinds),
  ]);
  const nameOf = (element: HTMLElement): string =>
    element.getAttribute("aria-label") ?? element.innerText.trim();
  return all.find((element) => element.checkVisibility() && nameOf(element) === name) ?? null;
}

async function waitForText(frame: Frame, selector: string, words: string): Promise<void> {
  const shown = (wanted: { selector: string; words: string }): boolean =>
    [...document.querySelectorAll<HTMLElement>(wanted.selector)].some((element) =>
      element.innerText.includes(wanted.words),
    );
  try {
    await frame.waitForFunction(shown, { polling: 50, timeout: PATIENCE_MS }, { selector, words });
  } catch (error) {
    const texts = await frame.$$eval(selector, (all) =>
      all.map((element) => (element as HTMLElement).innerText),
    );
    throw new Error(
      `“${words}” did not appear in ${selector}; there was: ${texts.join(" | ").slice(0, 2000)}`,
      {
        cause: error,
      },
    );
  }
}

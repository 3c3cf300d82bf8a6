/** Run: streamed output, input() that waits, Stop, and limits that hold. */
import assert from "node:assert/strict";
import { scenarios } from "./visit.ts";

const PLACE = "en/everything/texts.html#task-sum";

/** Runs in the page: press Run as soon as this code is there, and look whether editors are loaded before Python is. */
function runAtOnce(code: string): void {
  if (window.top === window) return;
  let pressed = false;
  const look = (): void => {
    const task = document.querySelector('[data-task="sum"]');
    if (!pressed && task?.querySelector(".ks-code-host")?.textContent.includes(code)) {
      pressed = true;
      document.body.dataset["editorWhileWaiting"] = "no";
      task.querySelector<HTMLElement>(".ks-run")?.click();
    }
    const waits = task?.querySelector(".ks-status")?.textContent.startsWith("Python is");
    if (waits && document.querySelector("script[src*='editor.js']"))
      document.body.dataset["editorWhileWaiting"] = "yes";
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/** Runs in the page: show the tasks, and go to the code before any editor can be there. */
function reachAtOnce(): void {
  document.querySelector<HTMLElement>("#tab-tasks")?.click();
  document.querySelector<HTMLElement>('[data-task="sum"] .ks-code-plain')?.focus();
}

/** Runs in the page: it has something else to do until it hears that it has not. */
function stayBusy(): void {
  window.requestIdleCallback = (callback) => {
    window.addEventListener("idle", () => callback({ didTimeout: false, timeRemaining: () => 0 }), {
      once: true,
    });
    return 0;
  };
}

scenarios("run", {
  "input() waits for the student, again and again": async ({ open }) => {
    const task = (await open(PLACE)).task("sum");
    await task.run("name = input('Who? ')\nage = int(input('How old? '))\nprint(name, 'will be', age + 1)");
    await task.answer("Ada");
    await task.sees("How old?", ".ks-console");
    await task.answer("12");
    await task.sees("Ada will be 13", ".ks-console");
  },

  "output appears while the program is still running, and Stop ends it": async ({ open }) => {
    const student = await open(PLACE);
    const task = student.task("sum");
    await task.run("print('first line')\nwhile True:\n    pass");
    await task.sees("first line", ".ks-console");
    await student.kernelIs("running");
    await task.press("Stop");
    await task.sees("Stopped");
    await task.run("print('alive and', 'well')");
    await task.sees("alive and well", ".ks-console");
  },

  "Stop ends a program that waits for input, and a check": async ({ open }) => {
    const student = await open(PLACE);
    const task = student.task("sum");
    await task.run("input('Waiting ')");
    await task.sees("Waiting", ".ks-console");
    await task.press("Stop");
    await task.sees("Stopped");
    await task.write("while True:\n    pass");
    await task.press("Check");
    await student.kernelIs("running");
    await task.press("Stop");
    await student.kernelIs("ready");
    assert.deepEqual(await task.rows(), []);
  },

  "a flood of output is cut and the page stays alive": async ({ open }) => {
    const task = (await open(PLACE)).task("sum");
    await task.run("while True:\n    print('x' * 100)");
    await task.sees("printed or drew too much");
    await task.run("print('after', 'the flood')");
    await task.sees("after the flood", ".ks-console");
  },

  "an error names its line and marks it in the editor": async ({ open }) => {
    const student = await open(PLACE);
    const task = student.task("sum");
    await task.run("x = 1\ny = x / 0\n");
    await task.sees("ZeroDivisionError", ".ks-console");
    const marked = await student.lesson.waitForSelector(`${task.selector} .cm-errorLine`);
    assert.equal(await marked?.evaluate((line) => line.textContent), "y = x / 0");
  },

  "a program that waits for Python comes before the editors": async ({ open }) => {
    const student = await open();
    await student.page.evaluateOnNewDocument(runAtOnce, "map(int");
    await student.visit(PLACE);
    const task = student.task("sum");
    await task.answer("one");
    await task.sees("ValueError", ".ks-console");
    const early = await student.lesson.evaluate(() => document.body.dataset["editorWhileWaiting"]);
    assert.equal(early, "no", "an editor was loaded while a program waited for Python");
  },

  "the error of a program that was run before its editor was there is marked in it": async ({ open }) => {
    const student = await open(PLACE);
    const task = student.task("sum");
    await task.run("print('first')\n1 / 0");
    await task.sees("ZeroDivisionError", ".ks-console");
    await student.page.evaluateOnNewDocument(runAtOnce, "1 / 0");
    await student.visit(PLACE);
    await task.sees("ZeroDivisionError", ".ks-console");
    const marked = await student.lesson.waitForSelector(`${task.selector} .cm-errorLine`);
    assert.equal(await marked?.evaluate((line) => line.textContent), "1 / 0");
  },

  "whoever reaches for code that cannot be changed yet is in its editor at once": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    await student.lesson.waitForSelector('[data-task="sum"] .ks-code-plain');
    await student.lesson.evaluate(reachAtOnce);
    await student.lesson.waitForFunction(() => document.activeElement?.matches(".cm-content"));
    await student.page.keyboard.type("# mine");
    assert.match(await student.task("sum").code(), /^# mine/);
  },

  "the page does not move when its editors come": async ({ open }) => {
    const student = await open();
    await student.page.evaluateOnNewDocument(stayBusy);
    await student.visit(PLACE);
    const heights = (): Promise<number[]> =>
      student.lesson.$$eval(".ks-code-host", (all) => all.map((each) => (each as HTMLElement).offsetHeight));
    await student.lesson.waitForSelector(".ks-code-plain", { visible: true });
    const before = await heights();
    await student.lesson.evaluate(() => window.dispatchEvent(new Event("idle")));
    await student.lesson.waitForSelector(".cm-content", { visible: true });
    assert.deepEqual(await heights(), before);
  },

  "typing by hand: indentation, Tab, and no keyboard trap": async ({ open }) => {
    const student = await open(PLACE);
    const task = student.task("sum");
    await task.write("");
    const { keyboard } = student.page;
    await keyboard.type("for i in range(2):");
    await keyboard.press("Enter");
    await keyboard.type("print(i");
    assert.equal(await task.code(), "for i in range(2):\n    print(i)");
    await keyboard.press("Escape");
    await keyboard.press("Tab");
    const left = await student.lesson.evaluate(() => document.activeElement?.closest(".cm-editor") === null);
    assert.ok(left, "Escape and Tab leave the editor");
  },

  "an example in the theory runs where it stands": async ({ open }) => {
    const student = await open("en/everything/texts.html");
    await student.press("Run (example 1)");
    await student.sees("Hello, Ada", ".ks-theory .ks-console");
  },
});

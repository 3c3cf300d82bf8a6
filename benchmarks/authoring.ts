/**
 * Measures how soon an author sees a change in the open page of a watched site. Run by `benchmarks/authoring.py`:
 * `node benchmarks/authoring.ts ORIGIN COURSE_FOLDER` prints a line of JSON for each browser.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "puppeteer-core";
import { BROWSERS, type BrowserKind, launch } from "../tests/e2e/browsers.ts";

const ROUNDS = 7;
const LESSON = 7;
const PATIENCE_MS = 60_000;
const [origin = "", course = ""] = process.argv.slice(2);

/** Whether the page in the frame shows the words; not while it is loaded anew. */
async function shows(page: Page, words: string): Promise<boolean> {
  const lesson = page.frames().find((frame) => frame.parentFrame() === page.mainFrame());
  try {
    // biome-ignore lint/performance/useDomNodeTextContent: hidden text is not seen
    return (await lesson?.evaluate((text) => document.body.innerText.includes(text), words)) ?? false;
  } catch (error) {
    if (/context|detached|frame|realm|null/i.test(String(error))) return false;
    throw error;
  }
}

/** Milliseconds from the moment a file is there to the moment its mark can be seen. */
async function seen(page: Page, mark: string, change: () => void): Promise<number> {
  change();
  const changed = Date.now();
  while (!(await shows(page, mark))) {
    if (Date.now() - changed > PATIENCE_MS) throw new Error(`the page never showed ${mark}`);
  }
  return Date.now() - changed;
}

function swapIn(file: string, text: string): void {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

function dropTask(mark: string): void {
  const task = { id: mark, title: mark, description: "New.", tests: [{ input: "", expected: "1" }] };
  swapIn(path.join(course, "tasks", "bench.json"), JSON.stringify({ ...task, lesson: `lesson-${LESSON}` }));
}

function changeTheory(mark: string): void {
  const file = path.join(course, "theory", `0${LESSON}.md`);
  const text = readFileSync(file, "utf8").replace(/\n*bench-mark-\d+\n*$/, "\n");
  swapIn(file, `${text}\n${mark}\n`);
}

async function rounds(page: Page, fragment: string, change: (mark: string) => void): Promise<number[]> {
  await page.goto("about:blank");
  await page.goto(`${origin}/index.html#en/${path.basename(course)}/lesson-${LESSON}.html#${fragment}`);
  await page.waitForSelector('html[data-kernel="ready"]');
  const taken: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const mark = `bench-mark-${Date.now()}`;
    taken.push(await seen(page, mark, () => change(mark)));
  }
  return taken;
}

async function measure(kind: BrowserKind): Promise<Record<string, unknown>> {
  const browser: Browser = await launch(kind);
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const task = await rounds(page, "tasks", dropTask);
    const theory = await rounds(page, "theory", changeTheory);
    return { kind, task, theory };
  } finally {
    await browser.close();
  }
}

for (const kind of BROWSERS) console.log(JSON.stringify(await measure(kind)));

/** The measurements, each in real browsers at sites as a student gets them. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "puppeteer-core";
import { type BrowserKind, launch } from "../tests/e2e/browsers.ts";
import { serveFolder } from "../tests/e2e/server.ts";
import { Student } from "../tests/e2e/student.ts";
import { HOSTILE } from "./course.ts";
import { checkThenRun, type Judged, runFirstTask } from "./in_page.ts";

/** The time in milliseconds since 1970 at which a page said that the first line was printed. */
function firstLine(page: Page): Promise<number> {
  return new Promise((resolve) => {
    page.on("console", (message) => {
      const [mark, , time] = message.text().split(" ");
      if (mark === "bench") resolve(Number(time));
    });
  });
}

async function fresh<T>(
  kind: BrowserKind,
  measure: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const browser = await launch(kind);
  try {
    return await measure(await browser.newPage(), browser);
  } finally {
    await browser.close();
  }
}

/** Milliseconds from opening to the first line: of a cold browser, and of a second lesson in the same tab. */
export function openLesson(kind: BrowserKind, site: string): Promise<{ cold: number; second: number }> {
  return fresh(kind, async (page) => {
    await page.evaluateOnNewDocument(runFirstTask);
    const printed = firstLine(page);
    const opened = Date.now();
    await page.goto(`${pathToFileURL(site).href}/index.html#en/bench/one.html#task-first`);
    const cold = (await printed) - opened;
    await page.waitForSelector('html[data-kernel="ready"]');
    const again = firstLine(page);
    const lesson = page.frames().find((candidate) => candidate.parentFrame() === page.mainFrame());
    if (!lesson) throw new Error("the lesson is not there");
    const clicked = await lesson.$eval(".ks-next", (link) => {
      (link as HTMLElement).click();
      return Date.now();
    });
    return { cold, second: (await again) - clicked };
  });
}

/** The same for stock Pyodide: module worker, http from this machine, cold browser. */
export async function openStock(kind: BrowserKind, origin: string): Promise<number> {
  return fresh(kind, async (page) => {
    const printed = firstLine(page);
    const opened = Date.now();
    await page.goto(`${origin}/index.html`);
    return (await printed) - opened;
  });
}

export interface Judging {
  twenty: Judged;
  hostile: Record<string, Judged>;
}

/** Check the trivial task of twenty tests, then every program that has to be ended. */
export function judge(kind: BrowserKind, site: string): Promise<Judging> {
  return fresh(kind, async (_page, browser) => {
    const student = await Student.open(browser, pathToFileURL(site).href, "en/bench/three.html#task-next");
    await student.lesson.waitForSelector(".ks-run");
    const check = async (id: string): Promise<Judged> => {
      await student.kernelIs("ready");
      return student.lesson.evaluate(checkThenRun, id);
    };
    await check("twenty"); // warms up, as the first check after opening does
    const twenty = await check("twenty");
    const hostile: Record<string, Judged> = {};
    for (const { id } of HOSTILE) hostile[id] = await check(id);
    return { twenty, hostile };
  });
}

/** Bytes that each theory page loads, shell included, before Python is asked for; by page. */
export async function pageWeights(site: string, pages: string[]): Promise<Record<string, number>> {
  const weights: Record<string, number> = {};
  for (const place of pages) {
    const server = await serveFolder(path.resolve(site));
    try {
      await fresh("chromium", async (_page, browser) => {
        const student = await Student.open(browser, server.origin, place);
        await student.until(
          async () => (await student.page.$('html[data-kernel="cold"]')) === null,
          "Python is woken",
        );
      });
      const own = server.sent.filter(({ path: name }) => !name.includes("/kernel/"));
      weights[place] = own.reduce((sum, { bytes }) => sum + bytes, 0);
    } finally {
      await server.close();
    }
  }
  return weights;
}

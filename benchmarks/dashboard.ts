/**
 * Measures how soon a teacher sees the results of a large class. Run by `benchmarks/companion.py`:
 * `node benchmarks/dashboard.ts ORIGIN CLASS_ID ROWS COLUMNS` prints a line of JSON for each browser: the median of the
 * milliseconds from going to the page to the first frame with the table, and to the whole table.
 */
import type { Page } from "puppeteer-core";
import { BROWSERS, type BrowserKind, launch } from "../tests/e2e/browsers.ts";

const ROUNDS = 7;
const SCREEN = 20;
const CREDENTIALS = { name: "Ada", secret: "long enough" };
const [origin = "", classId = "", rows = "", columns = ""] = process.argv.slice(2);

interface Seen {
  first: number;
  whole: number;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The milliseconds since the page was asked for, in the first frame with that many cells. */
async function shown(page: Page, cells: number): Promise<number> {
  const found = await page.waitForFunction(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const there = document.querySelectorAll("#table [role=gridcell]").length >= wanted;
          // What is there before a frame is drawn can be seen after it.
          requestAnimationFrame(there ? () => setTimeout(() => resolve(performance.now())) : look);
        };
        look();
      }),
    {},
    cells,
  );
  return found.jsonValue();
}

async function measure(kind: BrowserKind): Promise<Seen> {
  const browser = await launch(kind);
  const page = await browser.newPage();
  await page.goto(`${origin}/school/en/login`);
  await page.evaluate(async (credentials) => {
    const headers = { "Content-Type": "application/json" };
    await fetch("/auth/login", { method: "POST", headers, body: JSON.stringify(credentials) });
  }, CREDENTIALS);
  const seen: Seen[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${origin}/school/en/results/${classId}`, { waitUntil: "domcontentloaded" });
    const first = await shown(page, SCREEN * Number(columns));
    seen.push({ first, whole: await shown(page, Number(rows) * Number(columns)) });
  }
  await browser.close();
  return { first: median(seen.map(({ first }) => first)), whole: median(seen.map(({ whole }) => whole)) };
}

for (const kind of BROWSERS) console.log(JSON.stringify({ kind, ...(await measure(kind)) }));

/** Where the snapshot or stack switching is missing, Python still starts and judges. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { BROWSERS, launch } from "./browsers.ts";
import {
  NO_SECONDARY_SITE,
  NO_SNAPSHOT_SITE,
  NO_SUSPENSION_SITE,
  NO_WHEEL_SITE,
  OLD_SNAPSHOT_SITE,
  SITE,
} from "./places.ts";
import { serveFolder } from "./server.ts";
import { Student } from "./student.ts";

const LIMITS = "en/everything/limits.html#task-limits";

async function visit(
  browser: Browser,
  site: string,
  tour: (student: Student) => Promise<void>,
  place = LIMITS,
): Promise<void> {
  const student = await Student.open(browser, pathToFileURL(site).href, place);
  try {
    await tour(student);
  } catch (error) {
    await student.keepEvidence("fallback");
    throw error;
  } finally {
    await browser.close();
  }
}

for (const kind of BROWSERS) {
  describe(`fallback: ${kind}`, () => {
    for (const [what, site] of [
      ["refused", OLD_SNAPSHOT_SITE],
      ["missing", NO_SNAPSHOT_SITE],
    ] as const)
      test(`a ${what} snapshot costs time, nothing else`, async () => {
        await visit(await launch(kind), site, async (student) => {
          assert.equal(await student.task("limits").check("print('done')"), "OK");
          assert.equal(await student.task("limits").check("while True:\n    pass"), "TL");
          assert.match(student.complaints.join("\n"), /no start from the snapshot/);
        });
      });

    test("a copy without the second half of Python says that Python does not work", async () => {
      await visit(await launch(kind), NO_SECONDARY_SITE, async (student) => {
        await student.kernelIs("failed");
        assert.ok(await student.lesson.$(".ks-task"), "the lesson can be read");
      });
    });

    test("a copy without the wheel of a package says that files are missing, and other programs run", async () => {
      const tour = async (student: Student): Promise<void> => {
        const pack = student.task("pack");
        await pack.run("import msgpack");
        await pack.sees("ask for a new copy of this folder");
        assert.equal(await pack.check("print('0' + input())"), "WA");
        assert.equal((await pack.rows()).length, 3);
      };
      await visit(await launch(kind), NO_WHEEL_SITE, tour, "en/packaged/packages.html#task-pack");
    });

    test("a second half of Python that comes late leaves it ready", async () => {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const server = await serveFolder(SITE, { "/secondary.js": held });
      const browser = await launch(kind);
      try {
        const page = await browser.newPage();
        // A script that is held back holds back the page's load event too.
        await page.goto(`${server.origin}/index.html#${LIMITS}`, { waitUntil: "domcontentloaded" });
        await page.waitForSelector('html[data-kernel="ready"]');
        const arrived = page.waitForResponse((response) => response.url().endsWith("/secondary.js"));
        release();
        await (await arrived).buffer();
        await page.waitForFunction(() => document.readyState === "complete");
        assert.equal(await page.$eval("html", (html) => html.dataset["kernel"]), "ready");
      } finally {
        await browser.close();
        await server.close();
      }
    });

    test("without stack switching, input is filled in before the run", async () => {
      await visit(await launch(kind), NO_SUSPENSION_SITE, async (student) => {
        const task = student.task("limits");
        assert.equal(await task.check("print('done')"), "OK");
        await task.write("print('Hello,', input())");
        const box = await student.lesson.waitForSelector(`${task.selector} textarea`, { visible: true });
        await box?.type("Ada");
        await task.press("Run");
        await task.sees("Hello, Ada", ".ks-console");
      });
    });
  });
}

/** A site works in any folder of a web server. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { BROWSERS, launch } from "./browsers.ts";
import { RESULTS } from "./places.ts";
import { serveFolder } from "./server.ts";
import { Student } from "./student.ts";

const COURSES = path.join(import.meta.dirname, "..", "fixtures", "courses");
const FOLDER = path.join(RESULTS, "hosted");
const BASE = "/school/python";

for (const kind of BROWSERS) {
  describe(`hosting: ${kind}`, () => {
    test("a site below a path judges, and a wrong address leads to its start page", async () => {
      const server = await serveFolder(FOLDER);
      const address = `${server.origin}${BASE}`;
      const site = path.join(FOLDER, BASE);
      execFileSync("knapsack", ["build", "--courses", COURSES, "--out", site, "--base-url", `${address}/`]);
      const browser = await launch(kind);
      try {
        const student = await Student.open(browser, address, "en/everything/limits.html#task-limits");
        assert.equal(await student.task("limits").check("print('done')"), "OK");
        assert.deepEqual(student.complaints, []);
        await student.page.goto(`${address}/404.html`);
        await student.page.click('a[href*="#en/"]');
        await student.isAt("en/index.html");
      } finally {
        await browser.close();
        await server.close();
      }
    });
  });
}

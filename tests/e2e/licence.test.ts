/** A licence that ends, as the people of the school see it on their pages. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { ElementHandle } from "puppeteer-core";
import { seriousFindings } from "./axe.ts";
import { launch } from "./browsers.ts";
import { SITE } from "./places.ts";
import { Person, School } from "./school.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const FORM = { "Your name": "Ada", Password: "long enough", "The same password again": "long enough" };

function knapsack(...words: string[]): void {
  execFileSync("knapsack", words, { stdio: "ignore" });
}

/** Issue a licence that ends so many days from today; return its file. */
function issued(folder: string, version: number, days: number): string {
  const file = path.join(folder, `${version}.json`);
  const until = new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
  const what = ["--tenant", "school-7", "--seats", "2", "--feature", "teaching", "--version", `${version}`];
  knapsack("licence", "issue", ...what, "--until", until, "--out", file, "--keys", path.join(folder, "keys"));
  return file;
}

async function putIn(person: Person, file: string, says: string): Promise<void> {
  const input = (await person.page.waitForSelector(
    "#licence-file",
  )) as ElementHandle<HTMLInputElement> | null;
  await input?.uploadFile(file);
  await person.press("Put it in");
  await person.sees(says, "#notice");
}

test("a licence warns, ends teaching after a month of grace, and a new one opens it again", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "knapsack-licence-"));
  knapsack("keys", "new", "franchise", "--keys", path.join(folder, "keys"));
  const [school, browser] = await Promise.all([
    School.open(SITE, undefined, path.join(folder, "keys")),
    launch("chromium"),
  ]);
  try {
    const person = await Person.at(browser, `${school.origin}/school/en/setup`);
    await person.fill(FORM);
    await person.press("Begin");
    await person.isAt("/school/en/classes");

    await person.press("Licence");
    await putIn(person, issued(folder, 2, -10), "The licence is in.");
    await person.sees("1 of 2", "#seats");
    await person.press("Classes");
    await person.sees("You can go on teaching for a while, days left: 21.", "#warnings");
    await person.fill({ "New class": "7A" });
    await person.press("Add", "#new-class");
    await person.sees("7A", "h1");

    await person.press("Licence");
    await putIn(person, issued(folder, 1, 100), "A later licence was put in before");
    await putIn(person, issued(folder, 3, -40), "The licence is in.");
    await person.press("Classes");
    await person.sees("to go on teaching, put in a new licence", "#warnings");
    await person.fill({ "New class": "7B" });
    await person.press("Add", "#new-class");
    await person.sees("The school's licence has ended.", "#notice");
    assert.deepEqual(await seriousFindings(person.page.mainFrame()), []);

    await person.press("Licence");
    await putIn(person, issued(folder, 4, 100), "The licence is in.");
    await person.press("Classes");
    await person.fill({ "New class": "7B" });
    await person.press("Add", "#new-class");
    await person.sees("7B", "h1");
    assert.equal(await person.page.$eval("#warnings", (place) => place.checkVisibility()), false);
    assert.deepEqual(person.complaints, []);
  } finally {
    await browser.close();
    await school.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** The first day of a school: somebody becomes the admin, adds a class and takes in a list of it. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Browser } from "puppeteer-core";
import { type BrowserKind, launch } from "./browsers.ts";
import { SITE } from "./places.ts";
import { Person, School } from "./school.ts";

export const ADMIN = {
  "Your name": "Ada",
  Password: "long enough",
  "The same password again": "long enough",
};

/** Start a school and a browser, and let somebody be there: first on the page where the admin is made. */
export async function atSchool(
  kind: BrowserKind,
  name: string,
  tour: (person: Person, school: School, browser: Browser) => Promise<void>,
): Promise<void> {
  const [school, browser] = await Promise.all([School.open(SITE), launch(kind)]);
  try {
    const person = await Person.at(browser, `${school.origin}/`);
    await tour(person, school, browser).catch(async (error) => {
      await person.keepEvidence(`companion ${name} ${kind}`);
      throw error;
    });
    assert.deepEqual(person.complaints, []);
  } finally {
    await browser.close();
    await school.close();
  }
}

/** Be the first, add a class and take in a list of it; leaves the person at the page of the class. */
export async function withClass(person: Person, school: School, list: string | Uint8Array): Promise<void> {
  await person.fill(ADMIN);
  await person.press("Begin");
  await person.fill({ "New class": "7A" });
  await person.press("Add");
  await person.sees("7A", "h1");
  await chooseList(person, school, list);
}

async function chooseList(person: Person, school: School, list: string | Uint8Array): Promise<void> {
  const file = path.join(school.folder, "list.csv");
  writeFileSync(file, list);
  const input = await person.page.$("input#list");
  await input?.uploadFile(file);
}

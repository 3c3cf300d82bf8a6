/** A school year in real Chromium: from the first day to a lost computer, and everything is there again. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Browser, ElementHandle } from "puppeteer-core";
import { launch, launchWithCamera } from "./browsers.ts";
import { saved } from "./downloads.ts";
import { writeFilm } from "./film.ts";
import { ADMIN, withClass } from "./first_day.ts";
import { Person, School } from "./school.ts";
import { Student } from "./student.ts";

const COURSES = path.join(import.meta.dirname, "..", "fixtures", "courses");
const PLACE = "en/everything/texts.html#task-sum";
const PROGRAM = "a, b = map(int, input().split())\nprint(a + b)";
const PASSPHRASE = "seven brown foxes";

interface Year {
  school: School;
  teacher: Person;
  browser: Browser;
  downloads: string;
}

/** Anna's printed card, as the camera of another PC sees it. */
async function filmOfCard({ teacher, browser, downloads }: Year): Promise<string> {
  await teacher.press("Make cards for everybody");
  await teacher.page.emulateMediaType("print");
  const card = (await teacher.page.waitForSelector("#cards-list li", { visible: true })) as ElementHandle;
  const film = path.join(downloads, "card.y4m");
  await writeFilm(browser, await card.screenshot({ encoding: "base64" }), film);
  await teacher.page.emulateMediaType("screen");
  return film;
}

/** Anna shows her card and opens the lesson. */
async function withCard(
  { school }: Year,
  film: string,
  lesson: (anna: Student) => Promise<void>,
): Promise<void> {
  const pc = await launchWithCamera(film);
  try {
    const person = await Person.at(pc, `${school.origin}/`);
    await person.press("Use my card");
    await person.isAt("/index.html");
    await person.page.close();
    const anna = await Student.open(pc, school.origin, PLACE);
    await anna.seesInShell("Anna", ".ks-person");
    await lesson(anna);
    await anna.pressInShell("Signed in as Anna");
    await anna.pressInShell("Sign out"); // nothing is left behind on this PC
    await anna.page.waitForFunction(() => location.pathname === "/school/en/login");
    assert.deepEqual(anna.complaints, []);
  } finally {
    await pc.close();
  }
}

/** What a teacher has of the class: the table, Anna's program with its verdicts, and the CSV file. */
async function results({ teacher, school, downloads }: Year): Promise<Record<string, unknown>> {
  await teacher.page.goto(`${school.origin}/school/en/classes`);
  await teacher.press("7A", "#classes");
  await teacher.sees("Anna", "#students");
  await teacher.press("Results");
  await teacher.sees("Anna", "#table");
  const table = await teacher.text("#table [role=row]");
  await teacher.press("Save as a table (CSV)");
  const file = await saved(downloads, "7A.csv");
  const csv = readFileSync(file, "utf8");
  rmSync(file);
  await teacher.page.click("#table [role=gridcell]");
  await teacher.page.waitForSelector("#work pre");
  const work = await teacher.text("#work-list");
  return { table, csv, work };
}

/** Make a backup and keep it away from the computer. */
async function backup({ teacher, downloads }: Year): Promise<string> {
  await teacher.press("Close", "#work");
  await teacher.press("Backups", "#menu");
  await teacher.sees("There is none yet.");
  await teacher.fill({ Passphrase: PASSPHRASE, "The same passphrase again": PASSPHRASE });
  await teacher.press("Make the backup");
  await teacher.sees("The backup is made.", "#notice");
  await teacher.page.click("#backups button");
  const stick = path.join(downloads, "stick");
  renameSync(await saved(downloads, ".backup"), stick);
  return stick;
}

/** On the new computer somebody is the first again, and puts the backup back. */
async function restore({ teacher, school }: Year, stick: string): Promise<void> {
  await teacher.page.goto(`${school.origin}/`);
  await teacher.isAt("/school/en/setup");
  await teacher.fill({ ...ADMIN, "Your name": "Somebody" });
  await teacher.press("Begin");
  await teacher.press("Backups", "#menu");
  await teacher.sees("Put a backup back");
  await (await teacher.page.$<"input">("input#backup" as "input"))?.uploadFile(stick);
  await teacher.fill({ "Its passphrase": PASSPHRASE });
  await teacher.press("Put it back");
  await teacher.isAt("/school/en/login");
  await teacher.fill({ Name: "Ada", "PIN or password": ADMIN.Password });
  await teacher.press("Sign in", "#login");
  await teacher.isAt("/school/en/classes");
}

async function liveThrough(year: Year): Promise<void> {
  await withClass(year.teacher, year.school, "Anna\n");
  await year.teacher.press("Take in all of them");
  await year.teacher.sees("Students taken in: 1.");
  const film = await filmOfCard(year);
  await withCard(year, film, async (anna) => {
    assert.equal(await anna.task("sum").check(PROGRAM), "OK");
    await anna.task("sum").sees("The official judge says: accepted. Tests passed: 3 of 3.", ".ks-official");
  });

  const before = await results(year);
  assert.match(String(before["csv"]), /Anna,everything\.sum,OK,1.*,OK,1/);
  assert.ok(String(before["work"]).includes(PROGRAM));
  const stick = await backup(year);

  await year.school.stop();
  rmSync(path.join(year.school.folder, "data"), { recursive: true });
  await year.school.goOn();
  await restore(year, stick);
  assert.deepEqual(await results(year), before);
  await withCard(year, film, async (anna) => {
    await anna.until(async () => (await anna.task("sum").code()) === PROGRAM, "her program is there");
    await anna.task("sum").sees("Your best one so far counts: accepted", ".ks-official");
  });
}

test("a school year: admin, class list, card, lesson, official verdict, results, backup, loss, restore", async () => {
  const downloads = mkdtempSync(path.join(tmpdir(), "knapsack-year-"));
  const school = await School.open(path.join(downloads, "site"), COURSES);
  const browser = await launch("chromium", undefined, downloads);
  try {
    const teacher = await Person.at(browser, `${school.origin}/`);
    await liveThrough({ school, teacher, browser, downloads }).catch(async (error) => {
      await teacher.keepEvidence("school year");
      throw error;
    });
    assert.deepEqual(teacher.complaints, []);
  } finally {
    await browser.close();
    await school.close();
    rmSync(downloads, { recursive: true, force: true });
  }
});

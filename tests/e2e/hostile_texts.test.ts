/** Texts of people are texts: a set of hostile ones goes through every field, and every page is looked at. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { BROWSERS, launch } from "./browsers.ts";
import { HOSTILE, traces, watch } from "./hostile.ts";
import {
  ADMIN,
  all,
  classList,
  FIRST,
  fill,
  PIN,
  progressFile,
  SECOND,
  SECRET,
  STUDENT,
  work,
  write,
  writeCourse,
} from "./hostile_school.ts";
import { Person, School } from "./school.ts";
import { Student } from "./student.ts";

const PAGES = path.join(import.meta.dirname, "..", "..", "runtime", "companion", "pages.py");
const FILE = "<img src=x onerror=pwned=1>";
const MOST_RECENT = 12;
/** Those that are elements as they stand. */
const MARKUP = HOSTILE.filter((text) => /<(img|script|svg|b|style|iframe|base)\b/.test(text));
/** Prints what the task wants, and more. */
const PROGRAM = `print(${JSON.stringify(FIRST)})\nprint(${JSON.stringify(SECOND)})`;

class Tour {
  readonly person: Person;
  readonly school: School;
  readonly folder: string;
  /** The pages that were looked at. */
  readonly seen = new Set<string>();
  /** How many questions the pages should have asked. */
  asked = 0;
  classId = "";
  #files = 0;

  constructor(person: Person, school: School, folder: string) {
    this.person = person;
    this.school = school;
    this.folder = folder;
  }

  async go(page: string): Promise<void> {
    await this.person.page.goto(`${this.school.origin}/school/en/${page}`, { waitUntil: "load" });
  }

  /** See that the page that is open took every text for a text. */
  async look(): Promise<void> {
    const { page, asked, complaints } = this.person;
    assert.deepEqual(await traces(page.mainFrame()), [], page.url());
    assert.deepEqual([asked.length, complaints], [this.asked, []], page.url());
    const scripts = await page.$$eval("script", (found) => found.length);
    assert.equal(scripts, 2, "the page's own: its texts and its script");
    this.seen.add(new URL(page.url()).pathname.split("/")[3] ?? "");
  }

  /** See that these texts stand there, each as it was given, in any order. */
  async shows(selector: string, texts: readonly string[]): Promise<void> {
    await this.person.page.waitForFunction(
      (place, count) => document.querySelectorAll(place).length >= count,
      {},
      selector,
      texts.length,
    );
    const found = await this.person.page.$$eval(selector, (all) =>
      all.map((each) => (each as HTMLElement).innerText || each.textContent),
    );
    assert.deepEqual(found.sort(), [...texts].sort(), selector);
  }

  /** Choose a file whose name is hostile, too. */
  async choose(selector: string, content: string, end: string): Promise<void> {
    this.#files += 1;
    const file = path.join(this.folder, `${FILE}${this.#files}${end}`);
    writeFileSync(file, content);
    await (await this.person.page.$<"input">(selector as "input"))?.uploadFile(file);
  }

  async signIn(name: string, secret: string): Promise<void> {
    await this.go("login");
    await this.person.fill({ Name: name, "PIN or password": secret });
    await this.person.press("Sign in", "#login");
  }
}

/** Somebody comes to an empty school, and becomes its admin. */
async function settingUp(tour: Tour): Promise<void> {
  const { person } = tour;
  await tour.go("setup");
  await tour.look();
  await person.fill({ "Your name": ADMIN, Password: SECRET, "The same password again": SECRET });
  await person.press("Begin");
  await person.isAt("/school/en/classes");
  await person.sees(ADMIN, "#me");
  tour.classId = await fill(tour.school);
}

/** Classes, and a class with its list, PINs and cards. */
async function classes(tour: Tour): Promise<void> {
  const { person } = tour;
  await tour.go("classes");
  await tour.shows("#classes li", HOSTILE);
  await person.fill({ "New class": `${FIRST} typed` });
  await person.press("Add", "#new-class");
  await person.sees(`${FIRST} typed`, "h1");
  await tour.go("classes");
  await person.sees(`${FIRST} typed`, "#classes");
  await tour.look();

  await tour.go(`class/${tour.classId}`);
  await person.sees(FIRST, "h1");
  await tour.shows("#teacher option", all("T"));
  await tour.choose("#list", classList(all("B"), "<b>"), ".csv");
  await tour.shows("#preview-list td:nth-child(2)", all("B"));
  await tour.look();
  await tour.choose("#list", classList(HOSTILE, PIN), ".csv");
  await person.sees(`Students: ${HOSTILE.length}.`, "#preview-say");
  await person.press("Take in all of them");
  await tour.shows("#students .name", HOSTILE);
  await tour.shows("#secrets-list td:first-child", HOSTILE);
  await tour.look();
  await person.press("Make cards for everybody");
  tour.asked += 1;
  await tour.shows("#cards-list .name", HOSTILE);
  person.answer = `${SECOND} renamed`;
  await person.press("Rename", "[aria-labelledby=class-end]");
  tour.asked += 1;
  await person.sees(`${SECOND} renamed`, "h1");
  person.answer = `${FIRST} renamed`;
  await person.page.$eval("#students li:last-child button:nth-of-type(3)", (button) => button.click());
  tour.asked += 1;
  await person.sees(`${FIRST} renamed`, "#students");
  await tour.look();
}

async function people(tour: Tour): Promise<void> {
  const { person } = tour;
  await tour.go("people");
  await tour.shows("#staff .name", [ADMIN, ...all("T")]);
  await person.fill({ "New teacher's name": `${FIRST} typed` });
  await person.press("Add", "#new-teacher");
  await person.sees(`The password of ${FIRST} typed, shown only now:`, "#notice");
  await person.fill({ "Find a student by name": `${FIRST} renamed` });
  await person.sees("Shown: 1 of 1", "#found");
  await tour.shows("#students .name", [`${FIRST} renamed`]);
  await tour.look();
}

/** The results of the class, what a student has handed in, and the table for spreadsheets. */
async function results(tour: Tour): Promise<void> {
  const { person } = tour;
  await work(tour.school);
  await tour.go(`results/${tour.classId}`);
  await person.sees("Results of", "h1");
  await tour.shows("#table .upright", HOSTILE);
  await tour.shows("#batch-task option:not([value=''])", HOSTILE);
  await person.sees(STUDENT, "#table");
  await tour.look();
  await person.page.evaluate((name) => {
    const row = [...document.querySelectorAll("#table [role=row]")].find(
      (each) => each.querySelector(".student")?.textContent === name,
    );
    row?.querySelector<HTMLElement>("[role=gridcell]")?.click();
  }, STUDENT);
  await person.page.waitForSelector("#work .official");
  await person.sees(`${STUDENT} · ${FIRST}`, "#work-title");
  const browsers = "#work article:not(.official)";
  await tour.shows(`${browsers} pre`, HOSTILE);
  await tour.shows(
    `${browsers} .tests li`,
    HOSTILE.map((text) => `✗ ${text}`),
  );
  await person.sees(FIRST, "#work .official pre");
  await tour.look();
}

/** The courses with what is wrong in them, and the judge's last fault. */
async function courses(tour: Tour): Promise<void> {
  const { person, folder } = tour;
  await tour.go("courses");
  await tour.shows("#courses .name", [FIRST]);
  await person.sees("Everything in order.", "#state");
  await tour.choose("#pack", FIRST, ".zip");
  await person.press("Add the course");
  await person.sees("This file cannot be used", "#notice");
  await tour.look();
  const wrong = HOSTILE.map((text, number) => [
    `tasks/${FIRST} ${number}.json`,
    { id: text, title: text, description: text, tests: text, checker: text, [text]: text },
  ]);
  write(path.join(folder, "courses", "small"), Object.fromEntries(wrong));
  await person.press("Look again");
  await person.sees(FIRST, "#problems");
  await tour.look();

  const database = new DatabaseSync(path.join(tour.school.folder, "data", "companion.sqlite3"));
  database.prepare("UPDATE verdicts SET verdict = NULL, fault = ?").run(HOSTILE.join(" "));
  database.close();
  await tour.go("judge");
  await person.sees(HOSTILE.join(" "), "#fault-message");
  await tour.look();
}

/** Backups and the licence: passphrases, files and what is in them. */
async function keeping(tour: Tour): Promise<void> {
  const { person } = tour;
  await tour.go("backups");
  await person.fill({ Passphrase: FIRST, "The same passphrase again": FIRST });
  await person.press("Make the backup");
  await person.sees("The backup is made.", "#notice");
  await tour.choose("#backup", FIRST, ".backup");
  await person.fill({ "Its passphrase": FIRST });
  await person.press("Put it back");
  tour.asked += 1;
  await person.sees("The backup was not put back", "#notice");
  await tour.look();

  await tour.go("licence");
  await person.page.type("#licence-text", FIRST);
  await person.press("Put it in");
  await person.sees("This is no licence.", "#notice");
  await tour.look();
  const licence = { tenant_id: FIRST, seats: 1, valid_until: FIRST, features: HOSTILE, signature: FIRST };
  await tour.choose("#licence-file", JSON.stringify(licence), ".json");
  await person.press("Put it in");
  await person.sees("This is no licence.", "#notice");
  await tour.look();
}

/** Somebody without an account: everything that can be guessed at, and a name of one's own. */
async function comingIn(tour: Tour): Promise<void> {
  const { person } = tour;
  const { page } = person;
  await tour.go(`class/${tour.classId}`);
  await person.sees(`${SECOND} renamed`, "h1");
  const invite = (await person.text("#invite"))[0] ?? "";
  await person.press("Sign out");
  await person.isAt("/school/en/login");
  for (let start = 0; start < HOSTILE.length; start += MOST_RECENT) {
    const some = HOSTILE.slice(start, start + MOST_RECENT);
    await page.evaluate((names) => {
      localStorage.setItem("knapsack-companion-recent", JSON.stringify(names));
    }, some);
    await tour.go("login");
    await tour.shows("#recent .name", some);
    await tour.look();
  }
  await person.fill({ Name: FIRST, "PIN or password": FIRST });
  await person.press("Sign in", "#login");
  await person.sees("The name or the PIN is not right.", "#notice");
  await person.press("Use my card");
  await person.fill({ "Letters on your card": FIRST });
  await person.press("Sign in", "#card-form");
  await person.sees("This card is not good", "#notice");
  await tour.look();

  await tour.go("join");
  const own = { "Your name": `${FIRST} J`, "Think of a PIN": FIRST, "The same once more": FIRST };
  await person.fill({ "Code of your class": "<script>pwned=1", ...own });
  await person.press("Come in");
  await person.sees("No class has this code.", "#notice");
  await tour.look();
  await person.fill({ "Code of your class": invite });
  await person.press("Come in");
  await person.isAt("/index.html");
  await tour.go("me");
  await person.sees(`${FIRST} J`, "h1");
  await tour.look();
}

/** Work that is brought in a file, and the names of sticks. */
async function bringing(tour: Tour): Promise<void> {
  await tour.signIn(STUDENT, PIN);
  await tour.person.isAt("/index.html");
  await tour.go("bring");
  await tour.shows("#paired .name", HOSTILE);
  await tour.choose("#work-file", progressFile(), ".json");
  await tour.shows("#learners label", HOSTILE);
  await tour.look();
}

/** The site's own pages as the companion serves them to that student. */
async function lessons({ school }: Tour, browser: Browser): Promise<void> {
  const student = await Student.open(browser, school.origin);
  try {
    await watch(student.page);
    await student.visit("en/small/first.html#task-t0");
    await student.seesInShell(STUDENT, ".ks-person");
    const task = student.task("t0");
    await student.until(async () => (await task.code()) === FIRST, "the draft is there");
    assert.equal(await task.check(PROGRAM), "WA");
    await task.sees(SECOND);
    await task.press("Hand in");
    await task.sees(FIRST, ".ks-official-tests");
    await student.pressInShell(`Signed in as ${STUDENT}`);
    await student.seesInShell(STUDENT, "dialog h2");
    for (const frame of student.page.frames()) assert.deepEqual(await traces(frame), [], frame.url());
    await student.visit("en/small/more.html");
    const shown = await student.text("body");
    for (const title of HOSTILE.slice(1)) assert.ok(shown.includes(title), title);
    for (const frame of student.page.frames()) assert.deepEqual(await traces(frame), [], frame.url());
    assert.deepEqual(student.complaints, []);
  } catch (error) {
    await student.keepEvidence("hostile texts lesson");
    throw error;
  } finally {
    await student.page.close();
  }
}

/** What is taken for more than a text leaves traces: else none would mean nothing. */
async function leavesTraces(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  page.on("dialog", (dialog) => void dialog.dismiss());
  await watch(page);
  await page.goto("about:blank");
  for (const text of MARKUP) {
    await page.evaluate((html) => {
      document.body.innerHTML = html;
    }, text);
    assert.notDeepEqual(await traces(page.mainFrame()), [], text);
  }
  await page.evaluate((html) => {
    document.body.innerHTML = html;
  }, FIRST);
  await page.waitForFunction(() => "pwned" in window);
  assert.ok((await traces(page.mainFrame())).includes("executed: 1"));
  await page.close();
}

function pages(): string[] {
  const listed = /^PAGES = \(([^)]*)\)/m.exec(readFileSync(PAGES, "utf8"))?.[1] ?? "";
  return [...listed.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? "");
}

for (const kind of BROWSERS) {
  describe(`hostile texts: ${kind}`, () => {
    test("no text of anybody is executed or becomes a part of a page", async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "knapsack-hostile-"));
      writeCourse(path.join(folder, "courses", "small"));
      const [school, browser] = await Promise.all([
        School.open(path.join(folder, "site"), path.join(folder, "courses")),
        launch(kind),
      ]);
      try {
        await leavesTraces(browser);
        const person = await Person.at(browser, "about:blank");
        await watch(person.page);
        const tour = new Tour(person, school, folder);
        const steps = [settingUp, classes, people, results, courses, keeping, comingIn, bringing];
        try {
          for (const step of steps) await step(tour);
          await lessons(tour, browser);
        } catch (error) {
          await person.keepEvidence(`hostile texts ${kind}`);
          throw error;
        }
        assert.deepEqual([...tour.seen].sort(), pages().sort());
      } finally {
        await browser.close();
        await school.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
}

/** What a teacher and an admin see of their school: courses, results, the judge, backups and the licence. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { seriousFindings } from "./axe.ts";
import { BROWSERS, type BrowserKind, launch } from "./browsers.ts";
import { Client } from "./client.ts";
import { saved as savedIn } from "./downloads.ts";
import { Person, School } from "./school.ts";

const ADMIN = { name: "Ada", secret: "long enough" };
const DEVICE = "01980000-0000-7000-8000-000000000000";
const HOSTILE = "print(int(input()) * 2)  # <img src=x onerror=alert(1)>";

/** A task with a public test that `code` above passes and, if wanted, a private one that it fails. */
function task(id: string, title: string, tests: unknown = [{ input: "1", expected: "2" }]): object {
  return { id, title, description: "Twice as much.", tests };
}

const COURSE = {
  "manifest.json": {
    id: "small",
    version: "1.0.0",
    title: "Small",
    language: "en",
    lessons: [{ id: "first", title: "First", theory: "theory/01.md", tasks: ["double"] }],
  },
  "theory/01.md": "# First\n\nText.\n",
  "tasks/double.json": task("double", "Twice as much", [
    { input: "1", expected: "2" },
    { input: "2", expected: "5", private: true },
  ]),
};

function write(folder: string, files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(path.join(folder, name), text);
  }
}

interface Place {
  person: Person;
  school: School;
  folder: string;
  classId: string;
  /** Go to a page of the companion. */
  go: (page: string, language?: string) => Promise<void>;
  /** See that nothing on the page keeps anybody out. */
  look: () => Promise<void>;
  /** The text of a file that the browser has saved, by the end of its name. */
  saved: (end: string) => Promise<string>;
}

async function atSchool(
  kind: BrowserKind,
  name: string,
  tour: (place: Place) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "knapsack-dashboard-"));
  const [courses, downloads] = [path.join(folder, "courses"), path.join(folder, "downloads")];
  write(path.join(courses, "small"), COURSE);
  mkdirSync(downloads);
  const [school, browser] = await Promise.all([
    School.open(path.join(folder, "site"), courses),
    launch(kind, undefined, downloads),
  ]);
  try {
    const classId = await populate(school);
    const person = await Person.at(browser, `${school.origin}/school/en/login`);
    const go = async (page: string, language = "en"): Promise<void> => {
      await person.page.goto(`${school.origin}/school/${language}/${page}`, { waitUntil: "load" });
      await person.page.waitForSelector("#menu a");
    };
    const look = async (): Promise<void> => {
      for (const value of kind === "chromium" ? ["light", "dark"] : ["light"]) {
        if (kind === "chromium")
          await person.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
        assert.deepEqual(await seriousFindings(person.page.mainFrame()), [], `${person.page.url()} ${value}`);
      }
    };
    const saved = async (end: string): Promise<string> => readFileSync(await savedIn(downloads, end), "utf8");
    try {
      await person.fill({ Name: ADMIN.name, "PIN or password": ADMIN.secret });
      await person.press("Sign in");
      await person.isAt("/school/en/classes");
      await tour({ person, school, folder, classId, go, look, saved });
    } catch (error) {
      await person.keepEvidence(`dashboard ${name} ${kind}`);
      throw error;
    }
    assert.deepEqual(person.complaints, []);
  } finally {
    await browser.close();
    await school.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An admin, the class 7A, and Anna in it, whose browser finds her program right; returns the class. */
async function populate(school: School): Promise<string> {
  const [admin, anna] = [new Client(school.origin), new Client(school.origin)];
  await admin.ask("POST", "/auth/setup", ADMIN);
  const { id } = await admin.ask("POST", "/classes", { name: "7A" });
  for (const name of ["Anna", "Boris", "Борислав"])
    await admin.ask("POST", `/classes/${id}/students`, { name, secret: "4711" });
  await anna.ask("POST", "/auth/login", { name: "Anna", secret: "4711" });
  const data = { course: "small", lesson: "first", task: "double", code: HOSTILE };
  const event = {
    id: `01980000-0000-7${randomUUID().slice(15)}`,
    type: "submission.created",
    device: DEVICE,
    learner: DEVICE,
    time: new Date().toISOString(),
    data: { ...data, verdict: "OK", score: 1, tests: [{ name: "01", verdict: "OK" }] },
  };
  await anna.ask("POST", "/events", { events: [event] });
  while ((await admin.ask("GET", "/tasks")).tasks.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return id as string;
}

async function choose(person: Person, selector: string, file: string): Promise<void> {
  await (await person.page.$<"input">(`input${selector}` as "input"))?.uploadFile(file);
}

/** Zip a course as a teacher would. */
function zipped(folder: string, name: string, files: Record<string, unknown>): string {
  write(path.join(folder, name), files);
  execFileSync(
    "python3",
    ["-m", "zipfile", "-c", `../${name}.zip`, ...readdirSync(path.join(folder, name))],
    {
      cwd: path.join(folder, name),
    },
  );
  return path.join(folder, `${name}.zip`);
}

for (const kind of BROWSERS) {
  describe(`dashboard: ${kind}`, () => {
    test("courses are looked at again, mended and brought in while the school works", async () => {
      await atSchool(kind, "courses", async ({ person, school, folder, go, look }) => {
        const lesson = async (course: string): Promise<boolean> =>
          (await fetch(`${school.origin}/en/${course}/first.html`)).ok;
        await person.press("Courses");
        await person.sees("Everything in order.");
        await person.sees("small 1.0.0 · tasks: 1", "#courses");
        await look();

        const small = path.join(folder, "courses", "small");
        write(small, { "tasks/more.json": task("more", "One more", "none") });
        await person.press("Look again");
        await person.sees("small/tasks/more.json#/tests", "#problems");
        await person.sees("students see the last good version", "#state");
        assert.ok(await lesson("small"));
        await look();
        write(small, { "tasks/more.json": task("more", "One more") });
        await person.press("Look again");
        await person.sees("Everything in order.");
        await person.sees("small 1.0.0 · tasks: 2", "#courses");

        const manifest = { ...COURSE["manifest.json"], id: "other", title: { en: "Other", ru: "Другой" } };
        const other = { ...COURSE, "manifest.json": { ...manifest, languages: ["en"] } };
        const zip = zipped(folder, "other", other);
        for (const round of [1, 2]) {
          await choose(person, "#pack", zip);
          await person.press("Add the course");
          await person.sees("The course other 1.0.0 is here.", "#notice");
          assert.equal(person.asked.length, round - 1);
          assert.ok(await lesson("other"));
        }
        await choose(person, "#pack", zipped(folder, "bad", { ...other, "tasks/double.json": "{" }));
        await person.press("Add the course");
        await person.sees("The course has errors, nothing was changed.", "#notice");
        await person.sees("tasks/double.json", "#problems");
        await choose(person, "#pack", path.join(small, "manifest.json"));
        await person.press("Add the course");
        await person.sees("This file cannot be used, nothing was changed.", "#notice");
        await go("courses", "ru");
        await person.sees("Всё в порядке.");
        await look();
      });
    });

    test("a class's results, its programs, and judging all of them", async () => {
      await atSchool(kind, "results", async ({ person, classId, go, look, saved }) => {
        const cells = (): Promise<string[]> => person.text("#table [role=gridcell]");
        await go(`class/${classId}`);
        await person.press("Results");
        await person.sees("Results of 7A", "h1");
        await person.sees("Anna", "#table");
        assert.deepEqual(await cells(), ["✓", "", ""]);
        await look();

        await person.press("Judge", "#batch");
        await person.sees("Programs judged: 1.", "#notice");
        assert.deepEqual(await cells(), ["½½", "", ""]);
        await person.press("Judge", "#batch");
        await person.sees("There is nothing to judge.", "#notice");

        await person.page.focus("#table [tabindex]");
        await person.page.keyboard.press("ArrowDown");
        await person.page.keyboard.press("Enter");
        await person.sees("Nothing was handed in", "#work");
        await person.page.keyboard.press("Escape");
        await person.page.waitForFunction(() => document.activeElement?.matches("[role=gridcell]"));
        await person.page.keyboard.press("ArrowUp");
        await person.page.keyboard.press("Enter");
        await person.sees("Wrong answer, 50 %", "#work .official");
        await person.sees("✗ 02 (private)", "#work .official .tests");
        assert.deepEqual(await person.text("#work pre"), [HOSTILE, HOSTILE]);
        await look();
        await person.press("Judge again", "#work");
        await person.page.waitForSelector("#work .history li:nth-child(2)");
        await person.press("Close", "#work");
        await person.page.waitForFunction(() => document.activeElement?.textContent === "½½");

        await person.page.type("#find", "бор");
        const shown = "#table [role=row]:not([hidden]) .student";
        await person.page.waitForFunction((rows) => document.querySelectorAll(rows).length === 1, {}, shown);
        assert.deepEqual(await person.text(shown), ["Борислав"]);
        await person.press("Save as a table (CSV)");
        const [head, anna] = (await saved("7A.csv")).split("\r\n");
        assert.match(head ?? "", /^\ufeff?student,task,verdict/);
        assert.match(anna ?? "", /^Anna,small\.double,OK,1.*,WA,0\.5,/);
        await person.press("Judge");
        await person.sees("It works");
        await look();
      });
    });

    test("backups are made and put back, and the licence is shown to the admin", async () => {
      await atSchool(kind, "backups", async ({ person, folder, go, look, saved }) => {
        await person.press("Licence");
        await person.sees("There is no licence, and none is needed");
        await person.page.type("#licence-text", "a wish");
        await person.press("Put it in");
        await person.sees("This is no licence.", "#notice");
        await look();

        await person.press("Backups");
        await person.sees("There is none yet.");
        await person.fill({ Passphrase: "open sesame", "The same passphrase again": "open barley" });
        await person.press("Make the backup");
        await person.sees("The two passwords are not the same.", "#notice");
        await person.fill({ "The same passphrase again": "open sesame" });
        await person.press("Make the backup");
        await person.sees("The backup is made.", "#notice");
        await look();
        const [name] = await person.page.$$eval("#backups button", (found) =>
          found.map((each) => (each.getAttribute("aria-label") ?? "").replace("Download ", "")),
        );
        await person.press(`Download ${name}`);
        await saved(".backup");

        await go("classes");
        await person.fill({ "New class": "After the backup" });
        await person.press("Add", "#new-class");
        await person.sees("After the backup", "h1");
        await go("backups");
        const file = path.join(folder, "downloads", name ?? "");
        assert.ok(existsSync(file));
        await choose(person, "#backup", file);
        await person.fill({ "Its passphrase": "open barley" });
        await person.press("Put it back");
        await person.sees("The backup was not put back, everything is as it was.", "#notice");
        await person.fill({ "Its passphrase": "open sesame" });
        await person.press("Put it back");
        await person.isAt("/school/en/login");
        await person.fill({ Name: ADMIN.name, "PIN or password": ADMIN.secret });
        await person.press("Sign in");
        await person.sees("7A", "#classes");
        assert.deepEqual(await person.text("#classes li"), ["7A"]);
        await person.press("Sign out");

        await person.fill({ Name: "Anna", "PIN or password": "4711" });
        await person.press("Sign in");
        await person.isAt("/index.html");
        await person.page.goto(person.page.url().replace("index.html", "school/en/backups"));
        await person.isAt("/school/en/classes");
        assert.equal(await person.page.$eval("#menu", (menu) => (menu as HTMLElement).hidden), true);
      });
    });
  });
}

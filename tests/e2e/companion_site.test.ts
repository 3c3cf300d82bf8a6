/** The site as a companion serves it: work that follows its owner, official verdicts, and what programs may not. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext } from "puppeteer-core";
import { BROWSERS, type BrowserKind, launch } from "./browsers.ts";
import { SITE } from "./places.ts";
import { Person, School } from "./school.ts";
import { Student } from "./student.ts";

const COURSES = path.join(import.meta.dirname, "..", "fixtures", "courses");
const PLACE = "en/everything/texts.html#task-sum";
const WRONG = "a, b = map(int, input().split())\nprint(a - b)";
const RIGHT = "a, b = map(int, input().split())\nprint(a + b)";
const RIGHT_TOO = "print(sum(map(int, input().split())))";
/** Nobody is signed in, or the companion is away: browsers say so in red, whatever a page does about it. */
const EXPECTED = /Failed to load resource|NetworkError|ERR_CONNECTION/;

interface Rig {
  school: School;
  browser: Browser;
  /** The site's own folder, as on a stick. */
  stick: string;
  /** The folder where saved files arrive. */
  downloads: string;
  /** A PC of its own, where somebody signs in. */
  signIn(name: string, place?: BrowserContext): Promise<Pupil>;
  open(place: Browser | BrowserContext, root: string): Promise<Student>;
}

interface Pupil {
  pc: BrowserContext;
  student: Student;
}

async function atSchool(kind: BrowserKind, name: string, tour: (rig: Rig) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "knapsack-site-"));
  cpSync(SITE, folder, { recursive: true });
  const downloads = mkdtempSync(path.join(tmpdir(), "knapsack-downloads-"));
  const school = await School.open(folder, COURSES);
  const browser = await launch(kind, undefined, downloads);
  const students: Student[] = [];
  const open = async (place: Browser | BrowserContext, root: string): Promise<Student> => {
    const student = await Student.open(place, root, PLACE);
    students.push(student);
    return student;
  };
  const signIn = async (who: string, place?: BrowserContext): Promise<Pupil> => {
    const pc = place ?? (await browser.createBrowserContext());
    const person = await Person.at(pc, `${school.origin}/school/en/login`);
    await person.fill({ Name: who, "PIN or password": "4711" });
    await person.press("Sign in");
    await person.isAt("/index.html");
    await person.page.close();
    const student = await open(pc, school.origin);
    await student.seesInShell(who, ".ks-person");
    return { pc, student };
  };
  try {
    await populate(browser, school);
    await tour({ school, browser, stick: pathToFileURL(SITE).href, downloads, signIn, open });
    for (const { complaints } of students)
      assert.deepEqual(
        complaints.filter((each) => !EXPECTED.test(each)),
        [],
      );
  } catch (error) {
    await students.at(-1)?.keepEvidence(`companion site ${name} ${kind}`);
    throw error;
  } finally {
    await browser.close();
    await school.close();
    for (const each of [folder, downloads]) rmSync(each, { recursive: true, force: true });
  }
}

/** The editor is there a moment before what was kept, and a page may come back with what was done elsewhere. */
async function hasCode(student: Student, code: string): Promise<void> {
  const isThere = (wanted: string): boolean =>
    [...document.querySelectorAll("[data-task=sum] .cm-line")].map((line) => line.textContent).join("\n") ===
    wanted;
  await student.lesson.waitForFunction(isThere, { polling: 50 }, code);
}

/** Wait until the companion has a program. */
async function isKept({ page }: Person, code: string): Promise<void> {
  await page.evaluate(async (wanted) => {
    while (!(await (await fetch("/events/start")).text()).includes(wanted))
      await new Promise((resolve) => setTimeout(resolve, 100));
  }, JSON.stringify(code));
}

/** The dialog on the stick's page. */
async function connect(home: Student, code: string, port: string): Promise<void> {
  await home.pressInShell("Learner: Guest");
  await home.pressInShell("Connect with school");
  await home.page.waitForSelector(".ks-school-form");
  const inputs = await home.page.$$(".ks-school-form input");
  for (const [index, text] of [code, port].entries()) {
    await inputs[index]?.click({ count: 3 });
    await inputs[index]?.type(text);
  }
  const reloaded = home.page.waitForNavigation();
  await home.pressInShell("Connect");
  await reloaded;
  await home.isAt("en/everything/texts.html");
}

function savedFile(downloads: string): string | undefined {
  return readdirSync(downloads).find((name) => name.endsWith(".json"));
}

/** An admin, a class, Anna and Boris, and the courses on the shelf. */
async function populate(browser: Browser, school: School): Promise<void> {
  const person = await Person.at(browser, `${school.origin}/school/en/setup`);
  await person.page.evaluate(async () => {
    const send = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : null });
      return (await answer.json()) as Record<string, unknown>;
    };
    await send("POST", "/auth/setup", { name: "Ada", secret: "long enough" });
    const { id } = await send("POST", "/classes", { name: "7A" });
    for (const name of ["Anna", "Boris"])
      await send("POST", `/classes/${id}/students`, { name, secret: "4711" });
    for (;;) {
      const { tasks } = await send("GET", "/tasks");
      if ((tasks as unknown[]).length > 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  await person.page.close();
}

for (const kind of BROWSERS) {
  describe(`companion site: ${kind}`, () => {
    test("work and official verdicts follow a student from PC to PC, and wait while the companion is away", async () => {
      await atSchool(kind, "work", async ({ school, signIn }) => {
        const { student: first, pc } = await signIn("Anna");
        const task = first.task("sum");
        assert.equal(await task.check(WRONG), "WA");
        await task.press("Hand in");
        await task.sees("The official judge says: different answer", ".ks-official");
        await task.sees("Hidden test 1", ".ks-official");

        assert.equal(await task.check(RIGHT), "OK");
        await task.sees("The official judge says: accepted. Tests passed: 3 of 3.", ".ks-official");
        assert.deepEqual(await task.officialRows(), ["Test 01 OK", "Test 02 OK", "Hidden test 1 OK"]);

        const { student: second } = await signIn("Anna");
        await hasCode(second, RIGHT);
        await second.task("sum").sees("Solved", "h2");
        await second.task("sum").sees("Your best one so far counts: accepted", ".ks-official");
        // Browsers let timers of pages behind others sleep.
        await first.page.bringToFront();

        await school.stop();
        assert.equal(await task.check(RIGHT_TOO), "OK");
        await task.sees("as soon as the school's computer answers", ".ks-official");
        await first.seesInShell("The school's computer does not answer");
        await school.goOn();
        await task.sees("The official judge says: accepted", ".ks-official");
        await first.until(
          async () => !(await first.page.content()).includes("does not answer"),
          "the line is gone",
        );

        await first.pressInShell("Signed in as Anna");
        await first.pressInShell("Sign out");
        await first.page.waitForFunction(() => location.pathname === "/school/en/login");
        await first.visit(PLACE);
        await first.seesInShell("Sign in", ".ks-person");
        assert.doesNotMatch(await first.task("sum").code(), /sum\(map/);
        const { student: boris } = await signIn("Boris", pc);
        assert.doesNotMatch(await boris.task("sum").code(), /sum\(map/);

        const { student: third } = await signIn("Anna");
        await hasCode(third, RIGHT_TOO);
      });
    });

    test("a stick is paired by a code, brings and fetches work, until that is ended; the rest goes in a file", async () => {
      await atSchool(kind, "stick", async ({ school, browser, stick, downloads, signIn, open }) => {
        const { pc, student: atSchoolPc } = await signIn("Anna");
        const desk = await Person.at(pc, `${school.origin}/school/en/bring`);
        await desk.press("Make a code");
        await desk.sees(new URL(school.origin).port, "#pairing-how");
        const [code = ""] = await desk.text("#pairing-code");

        const home = await open(browser, stick);
        assert.equal(await home.task("sum").check(WRONG), "WA");
        await connect(home, code, new URL(school.origin).port);
        assert.equal(await home.task("sum").check(RIGHT), "OK");
        await home.task("sum").sees("The official judge says: accepted", ".ks-official");
        const { reached } = await home.page.evaluate(hostileWorker, school.origin);
        home.complaints.length = 0;
        assert.deepEqual(reached, []);

        await atSchoolPc.page.bringToFront();
        await atSchoolPc.visit(PLACE);
        await hasCode(atSchoolPc, RIGHT);
        assert.equal(await atSchoolPc.task("sum").check(RIGHT_TOO), "OK");
        await atSchoolPc.task("sum").sees("The official judge says: accepted", ".ks-official");
        await isKept(desk, RIGHT_TOO);
        await home.page.bringToFront();
        await home.visit(PLACE);
        await hasCode(home, RIGHT_TOO);

        await desk.page.bringToFront();
        await desk.page.reload();
        await desk.press("Disconnect My stick");
        await desk.page.waitForFunction(() => !document.querySelector("#paired li"));
        await home.page.bringToFront();
        await home.visit(PLACE);
        await home.seesInShell("School no longer knows this stick.");
        assert.equal(await home.task("sum").check(WRONG), "WA");
        await home.pressInShell("Save progress");
        await home.until(() => savedFile(downloads) !== undefined, "the file has arrived");
        await desk.page.bringToFront();
        const input = await desk.page.$("input#work-file");
        await input?.uploadFile(path.join(downloads, savedFile(downloads) ?? ""));
        await desk.press("Take it in");
        await desk.sees("New: 2. Here already:");
      });
    });

    test("what programs run in can neither ask the companion nor read who is signed in", async () => {
      await atSchool(kind, "programs", async ({ school, signIn }) => {
        const { student } = await signIn("Anna");
        const { reached, tried } = await student.page.evaluate(hostileWorker, school.origin);
        student.complaints.length = 0; // every refusal is in the console
        assert.deepEqual(reached, []);
        assert.ok(tried > 15);
        await student
          .task("sum")
          .run(
            "try:\n    import js\n    print(js.fetch('/auth/me'))\nexcept Exception as e:\n    print('kept', type(e).__name__)",
          );
        await student.task("sum").sees("kept", ".ks-console");
        const person = await Person.at(student.page.browserContext(), `${school.origin}/school/en/classes`);
        await person.sees("7A", "#classes");
        assert.equal(person.complaints.length, 0);
      });
    });
  });
}

/**
 * A worker as those of programs are, from a blob of the shell and under its policy, but with everything that is taken
 * away from them: what a program would have that had got past all of that. Returns what got an answer.
 */
async function hostileWorker(origin: string): Promise<{ reached: string[]; tried: number }> {
  const source = `
    const reached = []; let tried = 0;
    const attempt = async (name, deed) => {
      tried += 1;
      try {
        const answer = await Promise.race([deed(), new Promise((_, no) => setTimeout(() => no(new Error("late")), 3000))]);
        if (answer !== undefined) reached.push(name + ": " + String(answer).slice(0, 80));
      } catch {}
    };
    const at = ${JSON.stringify(origin)};
    const event = (target) => new Promise((yes, no) => { target.onopen = target.onmessage = yes; target.onerror = no; });
    (async () => {
      for (const path of ["/auth/me", "/events/start", "/official", "/school/bridge"]) {
        await attempt("fetch " + path, async () => (await fetch(at + path, { credentials: "include" })).status);
        await attempt("no-cors " + path, async () => (await fetch(at + path, { mode: "no-cors", credentials: "include" })).type);
        await attempt("json " + path, async () => JSON.stringify((await import(at + path, { with: { type: "json" } })).default));
        await attempt("module " + path, async () => Object.keys(await import(at + path)));
        await attempt("script " + path, async () => { importScripts(at + path); return "ran"; });
        await attempt("worker " + path, async () => { const w = new Worker(at + path); return event(w); });
      }
      await attempt("post", async () => (await fetch(at + "/auth/logout", { method: "POST", credentials: "include" })).status);
      await attempt("xhr", async () => { const x = new XMLHttpRequest(); x.open("GET", at + "/auth/me", false); x.send(); return x.status; });
      await attempt("socket", () => event(new WebSocket(at.replace("http", "ws") + "/auth/me")));
      await attempt("source", () => event(new EventSource(at + "/auth/me", { withCredentials: true })));
      await attempt("cache", async () => { const c = await caches.open("x"); await c.add(at + "/auth/me"); return "kept"; });
      await attempt("cookies", async () => JSON.stringify(await cookieStore.getAll()) === "[]" ? undefined : "cookies");
      await attempt("bridge", () => new Promise((yes, no) => {
        const channel = new BroadcastChannel("knapsack-bridge");
        channel.onmessage = yes; channel.postMessage({ type: "knapsack-bridge-port" }); setTimeout(no, 500);
      }));
      await attempt("tokens in databases", async () => {
        const all = await indexedDB.databases();
        for (const { name } of all) {
          const db = await new Promise((yes, no) => { const r = indexedDB.open(name); r.onsuccess = () => yes(r.result); r.onerror = no; });
          for (const store of db.objectStoreNames) {
            const rows = await new Promise((yes, no) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => yes(r.result); r.onerror = no; });
            if (/eyJ|ks_access|ks_refresh|token/.test(JSON.stringify(rows))) return name + " " + store;
          }
        }
      });
      postMessage({ reached, tried });
    })();`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<{ reached: string[]; tried: number }>) => resolve(data);
  });
}

/** How people come in: with a printed card, with the code of a class, with a PIN of their own; and who lets them. */
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import type { ElementHandle } from "puppeteer-core";
import { seriousFindings } from "./axe.ts";
import { BROWSERS, launchWithCamera } from "./browsers.ts";
import { writeFilm } from "./film.ts";
import { atSchool, withClass } from "./first_day.ts";
import { Person, type School } from "./school.ts";

const SIGN_UP = {
  "Your name": "Eve",
  "Think of a PIN": "2718",
  "The same once more": "2718",
};

async function withAnna(person: Person, school: School): Promise<void> {
  await withClass(person, school, "Anna\n");
  await person.press("Take in all of them");
  await person.sees("Students taken in: 1.");
}

/** Make a card for everybody in the class; returns Anna's. */
async function annasCard(person: Person): Promise<ElementHandle> {
  await person.press("Make cards for everybody");
  const card = await person.page.waitForSelector("#cards-list li", { visible: true });
  if (!card) throw new Error("there is no card");
  return card;
}

async function looksFine(person: Person): Promise<void> {
  assert.deepEqual(await seriousFindings(person.page.mainFrame()), [], person.page.url());
}

for (const kind of BROWSERS) {
  describe(`people: ${kind}`, () => {
    test("a printed card signs its student in, read by a camera or typed", async () => {
      await atSchool(kind, "card", async (person, school, browser) => {
        await withAnna(person, school);
        const card = await annasCard(person);
        await looksFine(person);
        const [letters] = await person.text("#cards-list .letters");
        if (kind === "chromium") {
          await person.page.emulateMediaType("print");
          const film = path.join(school.folder, "card.y4m");
          await writeFilm(browser, await card.screenshot({ encoding: "base64" }), film);
          await cameraReads(school, film);
          await person.page.emulateMediaType("screen");
        }
        await person.press("Sign out");
        await person.press("Use my card");
        await person.fill({ "Letters on your card": letters?.toUpperCase() ?? "" });
        await person.press("Sign in", "#card-form");
        await person.isAt("/index.html");
      });
    });

    test("a newcomer signs up with the code of the class, and takes another PIN", async () => {
      await atSchool(kind, "sign up", async (person, school) => {
        await withClass(person, school, "Anna\n");
        const [code] = await person.text("#invite");
        await person.press("Sign out");
        await person.press("I have a class code");
        await person.isAt("/join");
        await looksFine(person);
        await person.fill({ "Code of your class": "nobody", ...SIGN_UP });
        await person.press("Come in");
        await person.sees("No class has this code.");
        await person.fill({ "Code of your class": code ?? "" });
        await person.press("Come in");
        await person.isAt("/index.html");
        await person.page.goto(`${school.origin}/school/en/me`);
        await person.sees("Eve", "h1");
        await looksFine(person);
        const change = { "The one you have now": "2718", "The new one": "31", "The same once more": "31" };
        await person.fill(change);
        await person.press("Change");
        await person.sees("A PIN has 4 to 8 digits");
        await person.fill({ "The new one": "3141", "The same once more": "3141" });
        await person.press("Change");
        await person.sees("Done: from now on the new one is the right one.");
        await person.press("Sign out");
        await person.fill({ Name: "Eve", "PIN or password": "3141" });
        await person.press("Sign in", "#login");
        await person.isAt("/index.html");
      });
    });

    test("the admin adds a teacher, places them, and lets people go", async () => {
      await atSchool(kind, "staff", async (person, school) => {
        await withAnna(person, school);
        const address = person.page.url();
        await person.press("People", "#menu");
        await person.fill({ "New teacher's name": "Tina" });
        await person.press("Add", "#new-teacher");
        await person.sees("The password of Tina, shown only now:");
        await looksFine(person);
        await person.page.goto(address);
        await person.press("Add", "#place-teacher");
        await person.sees("Tina", "#teachers");
        await person.press("Remove Ada from the class");
        await person.gone("Ada", "#teachers");
        await person.press("People", "#menu");
        await person.fill({ "Find a student by name": "ann" });
        await person.sees("Shown: 1 of 1");
        await person.press("Let go: Anna");
        await person.sees("Shown: 0 of 0");
        await person.press("Let go: Tina");
        await person.gone("Tina", "#staff");
        assert.equal(person.asked.length, 2);
      });
    });
  });
}

/** A student at another PC holds the card before its camera. */
async function cameraReads(school: School, film: string): Promise<void> {
  const browser = await launchWithCamera(film);
  try {
    const student = await Person.at(browser, `${school.origin}/`);
    await student.press("Use my card");
    await student.isAt("/index.html");
    await student.page.goto(`${school.origin}/school/en/me`);
    await student.sees("Anna", "h1");
    assert.deepEqual(student.complaints, []);
  } finally {
    await browser.close();
  }
}

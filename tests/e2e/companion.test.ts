/** The companion in real browsers: the first run, a class from a list, PINs, signing in on a shared PC. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { seriousFindings } from "./axe.ts";
import { BROWSERS } from "./browsers.ts";
import { atSchool, withClass } from "./first_day.ts";
import { Person } from "./school.ts";
import { serveFolder } from "./server.ts";

const HOSTILE = "<img src=x onerror=alert(1)>";

for (const kind of BROWSERS) {
  describe(`companion: ${kind}`, () => {
    test("from the first run over a class list to a student's lessons", async () => {
      await atSchool(kind, "first run", async (person, school) => {
        await person.isAt("/school/en/setup");
        await withClass(person, school, `Name;PIN\r\nAnna K.;4711\r\nБорис\r\n${HOSTILE}\r\n`);
        await person.sees("Students: 3. Nothing is wrong with the list.");
        await person.press("Take in all of them");
        await person.sees("Students taken in: 3.");
        assert.deepEqual(await person.text("#students .name"), [HOSTILE, "Anna K.", "Борис"]);
        const pins = await person.text("#secrets-list td.code");
        assert.equal(pins[0], "4711");
        assert.match(pins[1] ?? "", /^\d{4}$/);

        await person.press("Sign out");
        await person.fill({ Name: "anna k.", "PIN or password": "4712" });
        await person.press("Sign in");
        await person.sees("The name or the PIN is not right. Try once more.");
        await person.fill({ Name: "anna k.", "PIN or password": "4711" });
        await person.press("Sign in");
        await person.isAt("/index.html");

        await person.page.goto(`${school.origin}/`);
        assert.deepEqual(await person.text("#recent .name"), ["Anna K.", "Ada"]);
        await person.press("Anna K.");
        await person.fill({ "PIN or password": "4711" });
        await person.press("Sign in");
        await person.isAt("/index.html");
        assert.deepEqual(person.asked, []);
      });
    });

    test("a list with mistakes is shown line by line, and nobody is taken in", async () => {
      await atSchool(kind, "bad list", async (person, school) => {
        await withClass(person, school, "Anna,12\nBoris\nboris\nAda\n");
        await person.sees("Lines to put right: 4.");
        const states = await person.text("#preview-list td:last-child");
        assert.match(states[0] ?? "", /4 to 8 digits/);
        assert.match(states[1] ?? "", /twice/);
        assert.match(states[3] ?? "", /already/);
        assert.deepEqual(await person.text("#students .name"), []);
        assert.equal(await person.page.$eval("#take-in", (button) => (button as HTMLElement).hidden), true);
      });
    });

    test("a list in the code page of a Russian Excel is read", async () => {
      await atSchool(kind, "windows list", async (person, school) => {
        const anna = Uint8Array.from([0xc0, 0xed, 0xed, 0xe0]);
        await withClass(person, school, anna);
        await person.sees("Анна", "#preview-list");
      });
    });

    test("no script of a page can read the tokens, and another site's page can change nothing", async () => {
      await atSchool(kind, "tokens", async (person, school, browser) => {
        await withClass(person, school, "Anna\n");
        assert.equal(await person.page.evaluate(() => document.cookie), "");
        writeFileSync(
          path.join(school.folder, "page.html"),
          "<!doctype html><title>Another server here</title>",
        );
        const other = await serveFolder(school.folder);
        const visitor = await Person.at(browser, `${other.origin}/page.html`);
        await visitor.page.evaluate(async (url) => {
          const init: RequestInit = { method: "POST", mode: "no-cors", credentials: "include" };
          await fetch(url, { ...init, body: JSON.stringify({ name: "7B" }) });
        }, `${school.origin}/classes`);
        await Promise.all([visitor.page.close(), other.close()]);
        await person.page.bringToFront();
        await person.page.goto(`${school.origin}/school/en/classes`);
        await person.sees("7A", "#classes");
        assert.deepEqual(await person.text("#classes li"), ["7A"]);
      });
    });

    test("the pages keep nobody out, in light and in dark", async () => {
      await atSchool(kind, "axe", async (person, school) => {
        const look = async (): Promise<void> => {
          for (const value of kind === "chromium" ? ["light", "dark"] : ["light"]) {
            if (kind === "chromium")
              await person.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
            assert.deepEqual(
              await seriousFindings(person.page.mainFrame()),
              [],
              `${person.page.url()} ${value}`,
            );
          }
        };
        await look();
        await withClass(person, school, "Anna\nBoris\n");
        await person.press("Take in all of them");
        await person.sees("Students taken in: 2.");
        await look();
        await person.page.goto(`${school.origin}/school/ru/classes`);
        await person.sees("7A", "#classes");
        await look();
        await person.press("Выйти");
        await person.sees("Кто ты?");
        await look();
      });
    });
  });
}

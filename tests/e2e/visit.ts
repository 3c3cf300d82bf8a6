/** Runs a test as a student in both browsers, from file:// and over http. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { BROWSERS, type BrowserKind, launch } from "./browsers.ts";
import { SITE } from "./places.ts";
import { type StaticServer, serveFolder } from "./server.ts";
import { Student } from "./student.ts";

export type Mode = "file" | "http";

/** What a test gets: `open` starts at a page of the site, `restart` closes the browser and starts it anew. */
export interface Visit {
  kind: BrowserKind;
  mode: Mode;
  /** The folder where saved files arrive. */
  downloads: string;
  open(place?: string): Promise<Student>;
  restart(): Promise<void>;
}

export type Scenario = (visit: Visit) => Promise<void>;

/** Register the scenarios for every browser and mode; a scenario starts with an empty profile. */
export function scenarios(
  title: string,
  all: Record<string, Scenario>,
  { modes = ["file", "http"], site = SITE }: { modes?: Mode[]; site?: string } = {},
): void {
  for (const kind of BROWSERS)
    for (const mode of modes) {
      describe(`${title}: ${kind} ${mode}`, () => {
        let server: StaticServer | undefined;
        before(async () => {
          if (mode === "http") server = await serveFolder(site);
        });
        after(() => server?.close());
        for (const [name, scenario] of Object.entries(all))
          test(name, () =>
            play(kind, mode, server?.origin ?? pathToFileURL(site).href, `${title} ${name}`, scenario),
          );
      });
    }
}

async function play(
  kind: BrowserKind,
  mode: Mode,
  root: string,
  name: string,
  scenario: Scenario,
): Promise<void> {
  const profile = mkdtempSync(path.join(tmpdir(), "knapsack-profile-"));
  const downloads = mkdtempSync(path.join(tmpdir(), "knapsack-downloads-"));
  let browser = await launch(kind, profile, downloads);
  let student: Student | undefined;
  const visit: Visit = {
    kind,
    mode,
    downloads,
    open: async (place) => {
      student = await Student.open(browser, root, place);
      return student;
    },
    restart: async () => {
      await browser.close();
      browser = await launch(kind, profile, downloads);
    },
  };
  try {
    await scenario(visit);
    if (student) assertQuiet(student, root);
  } catch (error) {
    await student?.keepEvidence(`${kind} ${mode} ${name}`);
    throw error;
  } finally {
    await closeQuietly(browser);
    for (const folder of [profile, downloads])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** No console errors, and nothing asked of any place but the site itself. */
function assertQuiet(student: Student, root: string): void {
  assert.deepEqual(student.complaints, [], "the console has complaints");
  const own = ["blob:", "data:", "about:", root];
  const foreign = student.requests.filter((url) => !own.some((start) => url.startsWith(start)));
  assert.deepEqual(foreign, [], "the page asked for something from elsewhere");
}

async function closeQuietly(browser: Browser): Promise<void> {
  if (browser.connected) await browser.close();
}

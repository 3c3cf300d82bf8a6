/** The courses: what there is, what is wrong with it, a look at the folder, and a course from a file. */
import { find, h } from "../dom.ts";
import { isRecord } from "../guards.ts";
import { ask, askWithFile, Refusal } from "./api.ts";
import type { Page } from "./page.ts";
import { drawProblems, type Problem } from "./problems.ts";
import { inLanguage, type Text } from "./texts.ts";

const SOON_MS = 1000;
/** As in `builder/archive.py`. */
const MAX_BYTES = 250_000_000;

interface Course {
  id: string;
  version: string;
  title: Text;
  tasks: number;
}

interface Scan {
  scanned: number | null;
  problems: Problem[];
  count: number;
  failed: boolean;
  watched: boolean;
}

interface TakenIn {
  course: string;
  version: string;
  publisher: string;
  sealed: boolean;
  scan: Scan;
}

interface Consent {
  replace: boolean;
  downgrade: boolean;
}

export async function coursesPage(page: Page): Promise<void> {
  if (!(await page.teacher())) return;
  page.onpress("#scan", async () => {
    page.say(page.t("looking"));
    const scan = await ask<Scan>("POST", "/content/scan");
    await drawAll(page, scan);
    page.say(page.t(scan.failed ? "scan_failed" : "scan_done"), scan.failed ? "bad" : "good");
  });
  page.onsubmit(find<HTMLFormElement>("#bring"), async (fields) => {
    const file = fields.get("pack");
    if (!(file instanceof File) || file.size === 0) return;
    const done = await bring(page, file, { replace: false, downgrade: false });
    if (!done) return;
    find<HTMLFormElement>("#bring").reset();
    await drawAll(page, done.scan);
    const { course, version, publisher, scan } = done;
    if (scan.failed) page.say(page.t("brought_broken", { course }), "bad");
    else page.say(page.t(publisher ? "brought_by" : "brought", { course, version, publisher }));
  });
  await drawCourses(page);
  await firstLook(page);
}

/** Show what the last look has found; the first one may still be under way. */
async function firstLook(page: Page): Promise<void> {
  try {
    const scan = await ask<Scan>("GET", "/content/scan");
    await drawAll(page, scan);
    if (scan.scanned === null) setTimeout(() => void page.attempt(() => firstLook(page)), SOON_MS);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "no_courses") throw error;
    find("#site-only").hidden = false;
    find("#folder").hidden = true;
  }
}

/** Send a course; where something would be lost, ask first. Null when the answer is no. */
async function bring(page: Page, file: File, consent: Consent): Promise<TakenIn | null> {
  if (file.size > MAX_BYTES) throw new Refusal("too_large");
  page.say(page.t("bringing"));
  try {
    return await askWithFile<TakenIn>("/content/import", { ...consent }, file);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "broken_course") drawProblems(find("#problems"), broken(error), page.t);
    if (error.code !== "needs_consent") throw error;
    const to = error.details["to"] === "downgrade" ? "downgrade" : "replace";
    page.say("");
    if (consent[to] || !confirm(page.t(to === "downgrade" ? "downgrade_ask" : "replace_ask"))) return null;
    return bring(page, file, { ...consent, [to]: true });
  }
}

function broken(error: Refusal): Problem[] {
  const problems = error.details["problems"];
  return Array.isArray(problems) ? problems.filter(isRecord).map((each) => each as unknown as Problem) : [];
}

async function drawAll(page: Page, scan: Scan): Promise<void> {
  await drawCourses(page);
  const state = scan.scanned === null ? "scan_first" : scan.failed ? "scan_failed" : "scan_sound";
  find("#state").textContent = page.t(state);
  find("#state").dataset["kind"] = scan.failed ? "bad" : "good";
  find("#scanned").textContent =
    scan.scanned === null ? "" : page.t("scanned", { time: page.moment(scan.scanned) });
  find("#watched").hidden = !scan.watched;
  drawProblems(find("#problems"), scan.problems, page.t);
  const more = scan.count - scan.problems.length;
  find("#more-problems").textContent = more > 0 ? page.t("more_problems", { count: more }) : "";
}

async function drawCourses(page: Page): Promise<void> {
  const { courses } = await ask<{ courses: Course[] }>("GET", "/content");
  const rows = courses.map(({ id, version, title, tasks }) =>
    h(
      "li",
      {},
      h("span", { class: "name" }, inLanguage(title, page.language)),
      h("span", { class: "hint" }, page.t("course_facts", { id, version, tasks })),
    ),
  );
  find("#courses").replaceChildren(...rows);
  find("#no-courses").hidden = courses.length > 0;
}

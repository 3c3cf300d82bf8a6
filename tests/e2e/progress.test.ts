/** Progress on the device: across pages, restarts, learners, and a file. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { ElementHandle } from "puppeteer-core";
import type { Student } from "./student.ts";
import { scenarios } from "./visit.ts";

const LIMITS = "en/everything/limits.html#task-limits";

async function solve(student: Student): Promise<void> {
  assert.equal(await student.task("limits").check("print('done')"), "OK");
  await student.task("limits").sees("Solved");
}

async function addLearner(student: Student, name: string): Promise<void> {
  await student.page.click(".ks-person");
  await student.page.waitForSelector("dialog[open] input[type=text]");
  await student.page.type("dialog[open] .ks-people-row input[type=text]", name);
  await student.pressInShell("Add");
  await student.seesInShell(name, ".ks-person");
}

/** Where several learn, the site asks at its opening who it is today. */
async function chooseAtStart(student: Student, name: string): Promise<void> {
  await student.page.waitForSelector("dialog[open] .ks-people-list button");
  await student.page.click(`dialog[open] .ks-people-list ::-p-text(${name})`);
  await student.seesInShell(name, ".ks-person");
}

scenarios("progress", {
  "code and verdict are there on the next page, after going back, and after a restart": async (visit) => {
    let student = await visit.open(LIMITS);
    await solve(student);
    await student.visit("en/everything/index.html");
    await student.sees("1 of 2", '[data-lesson="limits"] .ks-progress');
    await student.visit("en/index.html");
    await student.sees("1 of", '[data-course="everything"] .ks-progress');
    await visit.restart();
    student = await visit.open(LIMITS);
    await student.task("limits").sees("Solved");
    await student.until(
      async () => (await student.task("limits").code()) === "print('done')",
      "the code is back",
    );
  },

  "code is kept when the page is left at once": async ({ open }) => {
    const student = await open(LIMITS);
    await student.task("limits").write("print('not run yet')");
    await student.press("Texts of all kinds", ".md-sidebar--primary");
    await student.sees("Words in");
    await student.visit(LIMITS);
    await student.until(
      async () => (await student.task("limits").code()) === "print('not run yet')",
      "the code that was never run is back",
    );
  },

  "two learners on one PC have their own progress": async ({ open }) => {
    const student = await open(LIMITS);
    await addLearner(student, "Ada");
    await solve(student);
    await addLearner(student, "Борис");
    await student.visit(LIMITS);
    await student.lesson.waitForSelector(".cm-content", { visible: true });
    const solved = `${student.task("limits").selector} .ks-solved`;
    assert.equal(await student.lesson.$eval(solved, (mark) => (mark as HTMLElement).hidden), true);
    await chooseAtStart(student, "Ada");
    await student.visit(LIMITS);
    await student.task("limits").sees("Solved");
  },

  "progress travels by file, and loading it twice changes nothing": async ({ open, downloads }) => {
    const student = await open(LIMITS);
    await addLearner(student, "Ada");
    await solve(student);
    await student.pressInShell("Save progress");
    const saved = (): string | undefined => readdirSync(downloads).find((name) => name.endsWith(".json"));
    await student.until(() => saved() !== undefined, "the progress file has been written");
    assert.match(saved() ?? "", /^knapsack-.*\.json$/);
    const field = (await student.page.$("input[type=file]")) as ElementHandle<HTMLInputElement>;
    await field.uploadFile(path.join(downloads, saved() ?? ""));
    await student.seesInShell("Everything in this file is here already");
  },
});

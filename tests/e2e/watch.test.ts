/** An author's page follows the files of the course: `knapsack watch`, as it is started by hand. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { BROWSERS, type BrowserKind, launch } from "./browsers.ts";
import { Student } from "./student.ts";

const COURSE = path.join(import.meta.dirname, "..", "fixtures", "courses", "everything");
const TASK = {
  id: "dropped",
  title: "Dropped in",
  description: "A task that was not there before.",
  tests: [{ input: "", expected: "yes" }],
  lesson: "texts",
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(address && typeof address === "object");
  return address.port;
}

/** Start the command, and wait until it says that it watches. */
async function start(folder: string, port: number): Promise<ChildProcess> {
  const call = ["watch", "--courses", "courses", "--out", "site", "--port", `${port}`, "--no-browser"];
  const command = spawn("knapsack", call, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    command.stdout?.on("data", (said: Buffer) => {
      if (String(said).includes("Watching")) resolve();
    });
    command.on("exit", (status) => reject(new Error(`knapsack watch ended with ${status}`)));
  });
  return command;
}

async function author(
  kind: BrowserKind,
  place: string,
  tour: (student: Student, course: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "knapsack-watch-"));
  const course = path.join(folder, "courses", "everything");
  cpSync(COURSE, course, { recursive: true });
  const port = await freePort();
  const command = await start(folder, port);
  const browser = await launch(kind);
  try {
    const student = await Student.open(browser, `http://127.0.0.1:${port}`, place);
    await tour(student, course).catch(async (error) => {
      await student.keepEvidence(`watch ${kind}`);
      throw error;
    });
    assert.deepEqual(student.complaints, []);
  } finally {
    await browser.close();
    command.removeAllListeners("exit");
    const ended = new Promise((resolve) => command.on("exit", resolve));
    command.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function drop(course: string, task: object): void {
  const path_ = path.join(course, "tasks", "dropped.json");
  writeFileSync(`${path_}.part`, JSON.stringify(task));
  renameSync(`${path_}.part`, path_);
}

for (const kind of BROWSERS) {
  describe(`watch: ${kind}`, () => {
    test("a dropped task, a changed text and a mended mistake show in the open page", async () => {
      await author(kind, "en/everything/texts.html#tasks", async (student, course) => {
        await student.kernelIs("ready");
        drop(course, TASK);
        await student.sees("Dropped in");
        assert.equal(await student.task("dropped").check("print('yes')"), "OK");

        await student.press("Theory");
        const theory = path.join(course, "theory", "01_texts.md");
        writeFileSync(theory, `${readFileSync(theory, "utf8")}\nWords that were just written.\n`);
        await student.sees("Words that were just written.");

        await student.press("Tasks");
        drop(course, { ...TASK, tests: [] });
        await student.seesInShell("tasks/dropped.json", "#ks-live");
        await student.sees("Dropped in");
        drop(course, { ...TASK, title: "Mended" });
        await student.sees("Mended");
        await student.page.waitForSelector("#ks-live", { hidden: true });
      });
    });

    test("a page whose lesson is gone leads to the catalogue", async () => {
      await author(kind, "en/everything/limits.html", async (student, course) => {
        const manifest = path.join(course, "manifest.json");
        const data = JSON.parse(readFileSync(manifest, "utf8"));
        const lessons = data.lessons.filter((lesson: { id: string }) => lesson.id !== "limits");
        writeFileSync(manifest, JSON.stringify({ ...data, lessons }));
        await student.isAt("en/index.html");
      });
    });
  });
}

/** A teacher at Task Studio: fills in fields by clicking and typing, saves, and finds the file. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
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
import type { ElementHandle } from "puppeteer-core";
import { bringToRest, type Student } from "./student.ts";

const WHEELS = path.join(import.meta.dirname, "../../.wheels");

export class Teacher {
  readonly student: Student;
  readonly #downloads: string;

  constructor(student: Student, downloads: string) {
    this.student = student;
    this.#downloads = downloads;
  }

  /** Begin a task or quiz: "New task". */
  async begin(name: string): Promise<void> {
    await this.student.press(name);
    await this.student.lesson.waitForSelector(".ks-form .ks-card");
  }

  /** Type over what is in a field, named by its JSON pointer. */
  async write(pointer: string, text: string): Promise<void> {
    const control = await this.#control(pointer, "input, textarea, .cm-content");
    await control.evaluate(bringToRest);
    await control.click();
    const { keyboard } = this.student.page;
    await keyboard.down("Control");
    await keyboard.press("a", { commands: ["SelectAll"] });
    await keyboard.up("Control");
    await keyboard.type(text);
  }

  async choose(pointer: string, value: string): Promise<void> {
    await (await this.#control(pointer, "select")).select(value);
  }

  /** Tick the box or mark the choice of this accessible name. */
  async tick(name: string, within = "body"): Promise<void> {
    const box = await this.student.lesson.waitForFunction(findBox, { polling: 50 }, { name, within });
    const control = box.asElement() as ElementHandle<HTMLElement>;
    await control.evaluate(bringToRest);
    await control.click();
  }

  value(pointer: string): Promise<string> {
    return this.#control(pointer, "input, textarea, select").then((control) =>
      control.evaluate((element) => (element as HTMLInputElement).value),
    );
  }

  /** Hand a file to the page as its file dialog would. */
  async open(file: string): Promise<void> {
    const field = (await this.student.lesson.$("input[type=file]")) as ElementHandle<HTMLInputElement>;
    await field.uploadFile(file);
  }

  /** Press “Save file”; the path of the new download. */
  async save(button = "Save file"): Promise<string> {
    const before = this.#saved();
    await this.student.press(button);
    let file = "";
    // Firefox puts an empty file there first, and the whole one in its place.
    const isWhole = (): boolean => {
      const fresh = this.#saved().find((name) => !before.includes(name));
      file = path.join(this.#downloads, fresh ?? "");
      return fresh !== undefined && existsSync(file) && readFileSync(file, "utf8").endsWith("}\n");
    };
    await this.student.until(isWhole, "the file has been saved");
    return file;
  }

  #saved(): string[] {
    return readdirSync(this.#downloads).filter((name) => name.endsWith(".json"));
  }

  async #control(pointer: string, kinds: string): Promise<ElementHandle<HTMLElement>> {
    const place = `[data-pointer="${pointer}"]`;
    const selector = kinds
      .split(", ")
      .map((kind) => `${place} ${kind}`)
      .join(", ");
    const control = await this.student.lesson.waitForSelector(selector);
    return control as unknown as ElementHandle<HTMLElement>;
  }
}

function findBox({ name, within }: { name: string; within: string }): HTMLElement | null {
  const boxes = [
    ...document.querySelectorAll<HTMLInputElement>(`${within} :is([type=checkbox], [type=radio])`),
  ];
  const nameOf = (box: HTMLInputElement): string =>
    box.getAttribute("aria-label") ?? box.labels?.[0]?.innerText.trim() ?? "";
  return boxes.find((box) => nameOf(box) === name) ?? null;
}

/** Put a saved file into a course of its own, unchanged, and let the real command check it; everything that it finds. */
export function checkInCourse(file: string, folder: "tasks" | "quizzes", packages: string[] = []): Problem[] {
  const course = mkdtempSync(path.join(tmpdir(), "knapsack-course-"));
  try {
    const manifest = { id: "made", version: "1.0.0", title: "Made", languages: ["en"], packages };
    writeFileSync(path.join(course, "manifest.json"), JSON.stringify(manifest));
    mkdirSync(path.join(course, folder));
    cpSync(file, path.join(course, folder, path.basename(file)));
    return JSON.parse(run(["check", "--run", "--json", "--wheels", WHEELS, course])) as Problem[];
  } finally {
    rmSync(course, { recursive: true, force: true });
  }
}

export interface Problem {
  severity: "error" | "warning";
  message: string;
}

/** What the command prints; it ends with status 1 when it has found something. */
function run(words: string[]): string {
  const { stdout, stderr, status } = spawnSync("knapsack", words, { encoding: "utf8" });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
}

/** A file's JSON. */
export function readJson(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

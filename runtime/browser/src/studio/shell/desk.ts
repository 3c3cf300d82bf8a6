/** Answers Task Studio in the shell, the one page that may open folders and that owns what is kept. */
import { isOneOf, isRecord, isText } from "../../guards.ts";
import { DOCUMENT_PATH, DOWNLOAD_NAME, MAX_KEPT, type StudioAnswers, type StudioAsk } from "../asks.ts";
import { CourseFolder } from "./course_folder.ts";
import { download } from "./download.ts";
import { Keeping } from "./keeping.ts";

declare global {
  interface Window {
    knapsackStudio?: { answer(ask: unknown): Promise<unknown> };
    showDirectoryPicker?: (options: { id: string; mode: "readwrite" }) => Promise<FileSystemDirectoryHandle>;
  }
}

export class StudioDesk {
  readonly #keeping: Keeping;
  #folder: CourseFolder | null = null;

  constructor(site: string) {
    this.#keeping = new Keeping(site);
  }

  /** Rejects with a TypeError for what is no question of ours, and with the browser's own errors. */
  async answer(value: unknown): Promise<StudioAnswers[StudioAsk["what"]]> {
    const ask = readAsk(value);
    if (!ask) throw new TypeError("this is nothing that Task Studio may ask");
    switch (ask.what) {
      case "hello":
        return {
          kept: await this.#keeping.read(),
          folders: "showDirectoryPicker" in window,
          folder: await this.#list(),
        };
      case "keep":
        await this.#keeping.write(ask.text);
        return true;
      case "download":
        download(ask.name, ask.text);
        return true;
      case "pick":
        return this.#pick();
      case "list":
        return this.#list();
      case "read":
        return this.#open.read(ask.path);
      default:
        return this.#open.write(ask.path, ask.text, ask.replace);
    }
  }

  get #open(): CourseFolder {
    if (!this.#folder) throw new TypeError("no folder is open");
    return this.#folder;
  }

  #list(): Promise<StudioAnswers["list"]> {
    return this.#folder ? this.#folder.list() : Promise.resolve(null);
  }

  async #pick(): Promise<StudioAnswers["pick"]> {
    try {
      const handle = await window.showDirectoryPicker?.({ id: "knapsack-course", mode: "readwrite" });
      if (!handle) return null;
      this.#folder = new CourseFolder(handle);
      return await this.#list();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return null;
      throw error;
    }
  }
}

/** Null when it is none, or names a file that is none of a course's tasks and quizzes. */
export function readAsk(value: unknown): StudioAsk | null {
  if (!isRecord(value)) return null;
  const { what, path, name, text, replace } = value;
  if (isOneOf(what, ["hello", "pick", "list"])) return { what };
  if (what === "keep" && (text === null || isText(text, MAX_KEPT))) return { what, text };
  if (what === "download" && isText(name, 100) && DOWNLOAD_NAME.test(name) && isText(text, MAX_KEPT))
    return { what, name, text };
  if (!isText(path, 200) || !DOCUMENT_PATH.test(path)) return null;
  if (what === "read") return { what, path };
  if (what !== "write" || !isText(text, MAX_KEPT) || typeof replace !== "boolean") return null;
  return { what, path, text, replace };
}

/** A course's folder on this computer, as far as Task Studio may see it: its tasks and quizzes. */
import { DOCUMENT_PATH, type Folder } from "../asks.ts";

export class CourseFolder {
  readonly #root: FileSystemDirectoryHandle;

  constructor(root: FileSystemDirectoryHandle) {
    this.#root = root;
  }

  async list(): Promise<Folder> {
    const files = [...(await this.#documents("tasks")), ...(await this.#documents("quizzes"))];
    const isCourse = (await found(this.#root.getFileHandle("manifest.json"))) !== null;
    return {
      name: this.#root.name,
      isCourse,
      files: files.filter((path) => DOCUMENT_PATH.test(path)).sort(),
    };
  }

  async read(path: string): Promise<string> {
    const { folder, name } = await this.#place(path, false);
    return (await (await folder.getFileHandle(name)).getFile()).text();
  }

  /** Written beside and then put in its place by the browser: a file is never half there. */
  async write(path: string, text: string, replace: boolean): Promise<"written" | "exists"> {
    const { folder, name } = await this.#place(path, true);
    if (!replace && (await found(folder.getFileHandle(name)))) return "exists";
    const file = await folder.getFileHandle(name, { create: true });
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
    return "written";
  }

  async #place(path: string, create: boolean): Promise<{ folder: FileSystemDirectoryHandle; name: string }> {
    if (!DOCUMENT_PATH.test(path)) throw new TypeError(`not a task's or quiz's file: ${path}`);
    const [name = "", ...folders] = path.split("/").reverse();
    let folder = this.#root;
    for (const step of folders.reverse()) folder = await folder.getDirectoryHandle(step, { create });
    return { folder, name };
  }

  async #documents(name: string): Promise<string[]> {
    const folder = await found(this.#root.getDirectoryHandle(name));
    if (!folder) return [];
    const paths: string[] = [];
    for await (const [entry, handle] of folder.entries()) {
      if (handle.kind === "file") paths.push(`${name}/${entry}`);
      else if (await found((handle as FileSystemDirectoryHandle).getFileHandle("task.json")))
        paths.push(`${name}/${entry}/task.json`);
    }
    return paths;
  }
}

/** Null when there is none of this name. */
async function found<T>(wanted: Promise<T>): Promise<T | null> {
  try {
    return await wanted;
  } catch (error) {
    if (error instanceof DOMException && ["NotFoundError", "TypeMismatchError"].includes(error.name))
      return null;
    throw error;
  }
}

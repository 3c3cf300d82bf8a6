/** The work that Task Studio has not saved to a file yet, in a database of its own beside the learners' log. */
import { type IDBPDatabase, openDB } from "idb";

const STORE = "work";
const KEY = "current";

export class Keeping {
  readonly #site: string;
  #db: Promise<IDBPDatabase> | null = null;

  constructor(site: string) {
    this.#site = site;
  }

  /** Null when nothing was kept, or this browser keeps nothing. */
  async read(): Promise<string | null> {
    try {
      const text: unknown = await (await this.#open()).get(STORE, KEY);
      return typeof text === "string" ? text : null;
    } catch (error) {
      console.warn(error); // a private window or a policy: the work can still be saved to a file
      return null;
    }
  }

  /** Committed at once: a page that is left right after has no time to wait for answers. */
  async write(text: string | null): Promise<void> {
    const transaction = (await this.#open()).transaction(STORE, "readwrite");
    const { store } = transaction;
    const written = text === null ? store.delete(KEY) : store.put(text, KEY);
    transaction.commit();
    await Promise.all([written, transaction.done]);
  }

  #open(): Promise<IDBPDatabase> {
    this.#db ??= openDB(`${this.#site}-studio`, 1, {
      upgrade(fresh) {
        fresh.createObjectStore(STORE);
      },
    });
    return this.#db;
  }
}

/** The log on disk: one IndexedDB database per site. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { KnapsackEvent } from "./event.ts";

/** Code that is being written; it becomes a `draft.saved` event when the learner leaves it. */
export interface OpenDraft {
  learner: string;
  course: string;
  task: string;
  code: string;
  time: string;
}

/** What this browser remembers besides the log; it travels nowhere. */
export interface Settings {
  device: string;
  learner: string;
  scheme: "default" | "slate";
  font: number;
  /** The last place of each learner. */
  [place: `place.${string}`]: string;
}

interface Schema extends DBSchema {
  events: { key: string; value: KnapsackEvent };
  drafts: { key: [string, string, string]; value: OpenDraft };
  settings: { key: string; value: string | number };
}

export interface Contents {
  events: KnapsackEvent[];
  drafts: OpenDraft[];
}

const VERSION = 1;

/** @example const store = await Store.open("knapsack"); await store.add([event]); */
export class Store {
  readonly #db: IDBPDatabase<Schema>;

  private constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
  }

  /** Rejects where the browser keeps nothing: some private windows, a full disk, a policy. */
  static async open(site: string): Promise<Store> {
    const db = await openDB<Schema>(`${site}-progress`, VERSION, {
      upgrade(fresh) {
        fresh.createObjectStore("events", { keyPath: "id" });
        fresh.createObjectStore("drafts", { keyPath: ["learner", "course", "task"] });
        fresh.createObjectStore("settings");
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
    return new Store(db);
  }

  async load(): Promise<Contents> {
    const [events, drafts] = await Promise.all([this.#db.getAll("events"), this.#db.getAll("drafts")]);
    return { events, drafts };
  }

  countEvents(): Promise<number> {
    return this.#db.count("events");
  }

  drafts(): Promise<OpenDraft[]> {
    return this.#db.getAll("drafts");
  }

  /** All or none of them. */
  async add(events: readonly KnapsackEvent[]): Promise<void> {
    const transaction = this.#db.transaction("events", "readwrite", { durability: "strict" });
    await Promise.all([...events.map((event) => transaction.store.put(event)), transaction.done]);
  }

  async keepDraft(draft: OpenDraft): Promise<void> {
    await this.#db.put("drafts", draft);
  }

  async dropDraft(draft: OpenDraft): Promise<void> {
    await this.#db.delete("drafts", [draft.learner, draft.course, draft.task]);
  }

  async settings(): Promise<Partial<Settings>> {
    const [keys, values] = await Promise.all([this.#db.getAllKeys("settings"), this.#db.getAll("settings")]);
    return Object.fromEntries(keys.map((key, index) => [key, values[index]])) as Partial<Settings>;
  }

  async set<K extends keyof Settings & string>(key: K, value: Settings[K]): Promise<void> {
    await this.#db.put("settings", value, key);
  }

  close(): void {
    this.#db.close();
  }
}

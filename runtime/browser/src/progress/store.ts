/** The log on disk: one IndexedDB database per site. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { isId, isNumber, isOneOf, isRecord, isText } from "../guards.ts";
import { isTime, type KnapsackEvent, MAX_CODE } from "./event.ts";

/** Code that is being written; it becomes a `draft.saved` event when the learner leaves it. */
export interface OpenDraft {
  learner: string;
  course: string;
  task: string;
  code: string;
  time: string;
}

/** A disk can fail in the middle of writing, and other local pages may share the storage. */
export function isOpenDraft(value: unknown): value is OpenDraft {
  return (
    isRecord(value) &&
    isText(value["learner"], 100, 1) &&
    isId(value["course"]) &&
    isId(value["task"]) &&
    isText(value["code"], MAX_CODE) &&
    isTime(value["time"])
  );
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
    const written = events.map((event) => transaction.store.put(event));
    await settle(transaction, written);
  }

  async keepDraft(draft: OpenDraft): Promise<void> {
    const transaction = this.#db.transaction("drafts", "readwrite");
    await settle(transaction, [transaction.store.put(draft)]);
  }

  async dropDraft(draft: OpenDraft): Promise<void> {
    const transaction = this.#db.transaction("drafts", "readwrite");
    await settle(transaction, [transaction.store.delete([draft.learner, draft.course, draft.task])]);
  }

  async settings(): Promise<Partial<Settings>> {
    const [keys, values] = await Promise.all([this.#db.getAllKeys("settings"), this.#db.getAll("settings")]);
    const pairs = keys.map((key, index): [string, unknown] => [key, values[index]]);
    return Object.fromEntries(pairs.filter(([key, value]) => isSetting(key, value))) as Partial<Settings>;
  }

  async set<K extends keyof Settings & string>(key: K, value: Settings[K]): Promise<void> {
    const transaction = this.#db.transaction("settings", "readwrite");
    await settle(transaction, [transaction.store.put(value, key)]);
  }

  close(): void {
    this.#db.close();
  }
}

/** Commit at once: by itself that waits for the requests' answers, and a page that is left before has written nothing. */
async function settle(
  transaction: { commit(): void; done: Promise<void> },
  requests: Promise<unknown>[],
): Promise<void> {
  transaction.commit();
  await Promise.all([...requests, transaction.done]);
}

function isSetting(key: string, value: unknown): boolean {
  if (key === "font") return isNumber(value, 8, 40);
  if (key === "scheme") return isOneOf(value, ["default", "slate"]);
  return isText(value, 1000, 1);
}

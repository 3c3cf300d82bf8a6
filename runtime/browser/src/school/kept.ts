/** What this browser remembers of its companion, in a database of its own beside the learners' log. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A program on its way to the judge; `id` is that of its `submission.created`. */
export interface Pending {
  id: string;
  user: string;
  /** "course.task" */
  task: string;
  code: string;
}

interface Schema extends DBSchema {
  /** Ids of the events that the companion has, by the user whose they are there. */
  acknowledged: { key: [string, string]; value: 1 };
  /** Of each user the last event that came from the companion; "" before the first. */
  cursors: { key: string; value: string };
  pending: { key: string; value: Pending };
}

/** In memory, and on disk where the browser keeps anything: what is lost is only sent and fetched once more. */
export class Kept {
  readonly #db: IDBPDatabase<Schema> | null;
  readonly #acknowledged = new Map<string, Set<string>>();
  readonly #cursors: Map<string, string>;
  readonly #pending: Map<string, Pending>;

  private constructor(db: IDBPDatabase<Schema> | null, cursors: [string, string][], pending: Pending[]) {
    this.#db = db;
    this.#cursors = new Map(cursors);
    this.#pending = new Map(pending.map((each) => [each.id, each]));
  }

  static async open(site: string): Promise<Kept> {
    try {
      const db = await openDB<Schema>(`${site}-school`, 1, {
        upgrade(fresh) {
          fresh.createObjectStore("acknowledged");
          fresh.createObjectStore("cursors");
          fresh.createObjectStore("pending", { keyPath: "id" });
        },
      });
      const [users, cursors] = await Promise.all([db.getAllKeys("cursors"), db.getAll("cursors")]);
      const pairs = users.map((user, index): [string, string] => [user, cursors[index] ?? ""]);
      return new Kept(db, pairs, await db.getAll("pending"));
    } catch (error) {
      console.warn(error); // a private window or a policy
      return new Kept(null, [], []);
    }
  }

  /** Everybody who has ever been signed in here. */
  get accounts(): ReadonlySet<string> {
    return new Set(this.#cursors.keys());
  }

  /** Read what is known of a user. */
  async know(user: string): Promise<void> {
    const range = IDBKeyRange.bound([user], [user, []]);
    const keys = (await this.#db?.getAllKeys("acknowledged", range)) ?? [];
    this.#acknowledged.set(user, new Set(keys.map(([, id]) => id)));
    if (!this.#cursors.has(user)) await this.moveTo(user, "");
  }

  isAcknowledged(user: string, id: string): boolean {
    return this.#acknowledged.get(user)?.has(id) ?? false;
  }

  async acknowledge(user: string, ids: readonly string[]): Promise<void> {
    const known = this.#acknowledged.get(user) ?? new Set();
    const fresh = ids.filter((id) => !known.has(id));
    this.#acknowledged.set(user, new Set([...known, ...fresh]));
    if (!this.#db || fresh.length === 0) return;
    const transaction = this.#db.transaction("acknowledged", "readwrite");
    await Promise.all([...fresh.map((id) => transaction.store.put(1, [user, id])), transaction.done]);
  }

  /** Another database than ours has answered: a backup was put back. Everything is sent and fetched once more. */
  async forget(user: string): Promise<void> {
    this.#acknowledged.set(user, new Set());
    await this.#db?.delete("acknowledged", IDBKeyRange.bound([user], [user, []]));
    await this.moveTo(user, "");
  }

  cursor(user: string): string | null {
    return this.#cursors.get(user) || null;
  }

  async moveTo(user: string, id: string): Promise<void> {
    this.#cursors.set(user, id);
    await this.#db?.put("cursors", id, user);
  }

  pending(user: string): Pending[] {
    return [...this.#pending.values()].filter((each) => each.user === user);
  }

  async add(pending: Pending): Promise<void> {
    this.#pending.set(pending.id, pending);
    await this.#db?.put("pending", pending);
  }

  async drop(id: string): Promise<void> {
    this.#pending.delete(id);
    await this.#db?.delete("pending", id);
  }
}

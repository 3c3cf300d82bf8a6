/** The work that Task Studio has not saved to a file yet, in a database of its own beside the learners' log. */
import { openDB } from "idb";

const STORE = "work";
const KEY = "current";

async function withDatabase<T>(
  site: string,
  use: (db: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T> {
  const db = await open(site);
  try {
    return await use(db);
  } finally {
    db.close();
  }
}

function open(site: string) {
  return openDB(`${site}-studio`, 1, {
    upgrade(fresh) {
      fresh.createObjectStore(STORE);
    },
  });
}

/** Null when nothing was kept, or this browser keeps nothing. */
export async function kept(site: string): Promise<string | null> {
  try {
    const text: unknown = await withDatabase(site, (db) => db.get(STORE, KEY));
    return typeof text === "string" ? text : null;
  } catch (error) {
    console.warn(error); // a private window or a policy: the work can still be saved to a file
    return null;
  }
}

export function keep(site: string, text: string | null): Promise<unknown> {
  return withDatabase<unknown>(site, (db) =>
    text === null ? db.delete(STORE, KEY) : db.put(STORE, text, KEY),
  );
}

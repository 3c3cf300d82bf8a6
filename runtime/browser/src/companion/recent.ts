/** Who has signed in on this device: names only, so that a child finds their own again. */
import { isListOf, isText } from "../guards.ts";

const KEY = "knapsack-companion-recent";
const MOST = 12;
const LONGEST = 60;

/** The names, the latest first; none where the browser keeps nothing. */
export function recentNames(storage: Pick<Storage, "getItem">): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    const sound = isListOf(kept, MOST, (name): name is string => isText(name, LONGEST, 1));
    return sound ? kept : [];
  } catch {
    return [];
  }
}

export function remember(storage: Pick<Storage, "getItem" | "setItem">, name: string): void {
  keep(storage, [name, ...recentNames(storage).filter((each) => each !== name)].slice(0, MOST));
}

export function forget(storage: Pick<Storage, "getItem" | "setItem">, name: string): void {
  keep(
    storage,
    recentNames(storage).filter((each) => each !== name),
  );
}

function keep(storage: Pick<Storage, "setItem">, names: string[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(names));
  } catch {
    // A full or forbidden storage: then the name is typed again next time.
  }
}

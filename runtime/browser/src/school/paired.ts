/** What a page from a stick was given when it was paired, for each of its learners. */
import { isInteger, isListOf, isRecord, isText } from "../guards.ts";

export interface Paired {
  /** A learner of this stick. */
  learner: string;
  /** Whose account it is at school. */
  user: string;
  name: string;
  port: number;
  token: string;
}

const MOST = 100;

/**
 * Kept where no worker gets at it: programs run in workers. Throws where the browser keeps nothing.
 *
 * @example readPaired(localStorage, "knapsack") // []
 */
export function readPaired(storage: Pick<Storage, "getItem">, site: string): Paired[] {
  const kept = parse(storage.getItem(keyOf(site)));
  return isListOf(kept, MOST, isPaired) ? kept : [];
}

/** Keep a pairing in the place of the learner's one before. */
export function keepPaired(
  storage: Pick<Storage, "getItem" | "setItem">,
  site: string,
  paired: Paired,
): void {
  const others = readPaired(storage, site).filter(({ learner }) => learner !== paired.learner);
  storage.setItem(keyOf(site), JSON.stringify([...others, paired]));
}

export function dropPaired(storage: Storage, site: string, learner: string): void {
  const left = readPaired(storage, site).filter((each) => each.learner !== learner);
  if (left.length > 0) storage.setItem(keyOf(site), JSON.stringify(left));
  else storage.removeItem(keyOf(site));
}

export function isPaired(value: unknown): value is Paired {
  return (
    isRecord(value) &&
    isText(value["learner"], 100, 1) &&
    isText(value["user"], 36, 36) &&
    isText(value["name"], 100, 1) &&
    isInteger(value["port"], 1, 65_535) &&
    isText(value["token"], 200, 1)
  );
}

function keyOf(site: string): string {
  return `${site}-paired`;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
}

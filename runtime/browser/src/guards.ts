/** Narrowing values that came from outside: messages, save files, JSON in a page. */

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string of at most `most` UTF-16 units. */
export function isText(value: unknown, most: number, least = 0): value is string {
  return typeof value === "string" && value.length >= least && value.length <= most;
}

export function isNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && value >= least && value <= most;
}

export function isInteger(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && isNumber(value, least, most);
}

export function isOneOf<const T>(value: unknown, choices: readonly T[]): value is T {
  return (choices as readonly unknown[]).includes(value);
}

/** The id of a course, lesson, task, quiz or question, as in the schemas. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(value);
}

export function isListOf<T>(value: unknown, most: number, guard: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.length <= most && value.every(guard);
}

/** What a learner may answer a question with: a choice, several, a text or a number. */
export function isAnswer(value: unknown): value is string | number | number[] {
  if (isText(value, 10_000) || (typeof value === "number" && Number.isFinite(value))) return true;
  return isListOf(value, 100, (item): item is number => isInteger(item, 0, 1000));
}

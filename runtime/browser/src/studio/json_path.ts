/** Reading and changing JSON by path. Nothing is changed in place, so an earlier state stays what it was. */
import { isRecord, type Json } from "../guards.ts";

export type Path = readonly (string | number)[];

/** @example getAt({tests: [{input: "2"}]}, ["tests", 0, "input"]) // "2" */
export function getAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Json | undefined)?.[step], value);
}

/**
 * The same with another value at the path; undefined takes the field out. Missing objects on the way are made, other
 * fields keep their places.
 *
 * @example setAt({id: "sum"}, ["limits", "time_ms"], 500) // {id: "sum", limits: {time_ms: 500}}
 */
export function setAt(value: unknown, path: Path, inner: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return inner;
  if (Array.isArray(value)) return value.with(Number(step), setAt(value[Number(step)], rest, inner));
  const object: Json = isRecord(value) ? value : {};
  const changed = setAt(object[step], rest, inner);
  if (changed !== undefined) return { ...object, [step]: changed };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== String(step)));
}

/** The list at the path; empty where there is none. */
export function listAt(value: unknown, path: Path): unknown[] {
  const found = getAt(value, path);
  return Array.isArray(found) ? found : [];
}

/** The text at the path; empty where there is none. */
export function textAt(value: unknown, path: Path): string {
  const found = getAt(value, path);
  return typeof found === "string" ? found : "";
}

/** @example pointerOf(["tests", 0, "files", "a/b"]) // "/tests/0/files/a~1b" */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

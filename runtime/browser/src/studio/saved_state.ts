/** What is being made together with where it came from: what is kept on the device between visits. */
import { isListOf, isRecord, isText, type Json } from "../guards.ts";
import { DOCUMENT_PATH } from "./asks.ts";
import { fieldsOf } from "./faults.ts";
import { isLanguage } from "./localised.ts";
import type { Kind } from "./work.ts";

export interface SavedState {
  kind: Kind;
  document: Json;
  languages: string[];
  /** The file's text as it was opened or last saved; "" for what has never been a file. */
  saved: string;
  /** Where it stands in the course's folder. */
  path: string | null;
  /** See Form. */
  hasFolder: boolean;
}

/** Null when it is no JSON object. */
export function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return isRecord(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Null when nothing was kept, or nothing that can be gone on with. */
export function readState(text: string | null): SavedState | null {
  const value = parseObject(text ?? "");
  if (!value || !isRecord(value["document"])) return null;
  const { kind, document, languages, saved, path } = value;
  const isCode = (item: unknown): item is string => isText(item, 40, 2) && isLanguage(item);
  if ((kind !== "task" && kind !== "quiz") || !isListOf(languages, 100, isCode) || typeof saved !== "string")
    return null;
  const place = isText(path, 200) && DOCUMENT_PATH.test(path) ? path : null;
  const hasFolder = value["hasFolder"] === true;
  return languages.length ? { kind, document, languages, saved, path: place, hasFolder } : null;
}

/**
 * The document as the text of a file. What was made here has its fields in the schema's order; a file that was opened
 * keeps its own, and every field that it had.
 */
export function formatDocument(kind: Kind, document: Json, made: boolean): string {
  const order = fieldsOf(kind);
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const fields = Object.entries(document);
  if (made) fields.sort(([left], [right]) => place(left) - place(right));
  return `${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`;
}

/** @example documentPath("task", "sum", null) // "tasks/sum.json" */
export function documentPath(kind: Kind, id: string, opened: string | null): string | null {
  const folder = kind === "task" ? "tasks" : "quizzes";
  const path = `${folder}/${id}.json`;
  if (opened?.endsWith("/task.json")) return opened; // the folder's files belong to it
  if (!DOCUMENT_PATH.test(path)) return opened;
  return path;
}

/** The file that carries progress from one computer to another. */
import { isListOf, isNumber, isRecord, isText } from "../guards.ts";
import { compareEvents, isEvent, type KnapsackEvent } from "./event.ts";

export const FORMAT = "knapsack-progress";
export const VERSION = 1;
export const MAX_BYTES = 50 * 1024 * 1024;
const MAX_EVENTS = 1_000_000;

export type SaveFileFault = "too_big" | "not_json" | "not_ours" | "newer" | "damaged";

/** The file is refused as a whole; `fault` names the text that says so. */
export class SaveFileError extends Error {
  readonly fault: SaveFileFault;

  constructor(fault: SaveFileFault) {
    super(`save file refused: ${fault}`);
    this.name = "SaveFileError";
    this.fault = fault;
  }
}

export function formatSaveFile(events: Iterable<KnapsackEvent>): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, events: [...events].sort(compareEvents) });
}

/**
 * The events of a save file. Raises SaveFileError for anything that is not a whole, sound save file.
 *
 * @example parseSaveFile('{"format": "knapsack-progress", "version": 1, "events": []}') // []
 */
export function parseSaveFile(text: string): KnapsackEvent[] {
  if (text.length > MAX_BYTES) throw new SaveFileError("too_big");
  const content = parseJson(text);
  if (!isRecord(content) || content["format"] !== FORMAT) throw new SaveFileError("not_ours");
  if (isNumber(content["version"], VERSION + 1, Number.MAX_VALUE)) throw new SaveFileError("newer");
  if (content["version"] !== VERSION || !isListOf(content["events"], MAX_EVENTS, isEvent))
    throw new SaveFileError("damaged");
  return content["events"];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SaveFileError("not_json");
  }
}

/**
 * A file name for the learner and the day; only letters, digits and hyphens of the name are kept.
 *
 * @example saveFileName("Anna K.", new Date(2026, 10, 21)) // "knapsack-Anna-K-2026-11-21.json"
 */
export function saveFileName(learner: string, day: Date): string {
  const name = learner.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `knapsack-${isText(name, 60, 1) ? name : "progress"}-${date.join("-")}.json`;
}

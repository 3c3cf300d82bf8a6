/** The events of the log, as in `schemas/event.schema.json`, and the guard every stored or loaded one passes. */
import { isAnswer, isId, isListOf, isNumber, isOneOf, isRecord, isText, type Json } from "../guards.ts";
import type { Verdict } from "../protocol.ts";

export const VERDICTS = [
  "OK",
  "WA",
  "RE",
  "CE",
  "TL",
  "ML",
  "OL",
  "IE",
] as const satisfies readonly Verdict[];
/** Characters of code in one event. */
export const MAX_CODE = 200 * 1024;

export interface EventData {
  "learner.created": { name: string; colour: string };
  "learner.updated": { name: string; colour: string };
  "progress.updated": { course: string; lesson: string; state: "opened" | "read" };
  "draft.saved": { course: string; task: string; code: string };
  "submission.created": {
    course: string;
    lesson: string;
    task: string;
    code: string;
    verdict: Verdict;
    score: number;
    tests: { name: string; verdict: Verdict }[];
  };
  "attempt.created": {
    course: string;
    lesson: string;
    quiz: string;
    question: string;
    answer: unknown;
    correct: boolean;
    points: number;
  };
}

export type EventType = keyof EventData;

/** One thing a learner did: `{id, type, device, time, learner, data}`. */
export type KnapsackEvent = {
  [T in EventType]: {
    id: string;
    type: T;
    device: string;
    time: string;
    learner: string;
    data: EventData[T];
  };
}[EventType];

/** Whether a value is a moment in ISO 8601, UTC, such as "2026-11-21T09:00:00.000Z". */
export function isTime(value: unknown): value is string {
  return isText(value, 40) && TIME.test(value) && !Number.isNaN(Date.parse(value));
}

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

type Shape = Record<string, (value: unknown) => boolean>;

const LEARNER: Shape = { name: (value) => isText(value, 100, 1), colour: (value) => isText(value, 32, 1) };
const CODE = (value: unknown): boolean => isText(value, MAX_CODE);
const SHAPES: Record<EventType, Shape> = {
  "learner.created": LEARNER,
  "learner.updated": LEARNER,
  "progress.updated": { course: isId, lesson: isId, state: (value) => isOneOf(value, ["opened", "read"]) },
  "draft.saved": { course: isId, task: isId, code: CODE },
  "submission.created": {
    course: isId,
    lesson: isId,
    task: isId,
    code: CODE,
    verdict: (value) => isOneOf(value, VERDICTS),
    score: (value) => isNumber(value, 0, 1),
    tests: (value) => isListOf(value, 10_000, isTestLine),
  },
  "attempt.created": {
    course: isId,
    lesson: isId,
    quiz: isId,
    question: isId,
    answer: isAnswer,
    correct: (value) => typeof value === "boolean",
    points: (value) => isNumber(value, 0, 1e6),
  },
};
const ENVELOPE: Shape = {
  id: (value) => isText(value, 36) && UUID7.test(value),
  type: (value) => isOneOf(value, Object.keys(SHAPES)),
  device: (value) => isText(value, 100, 1),
  time: isTime,
  learner: (value) => isText(value, 100, 1),
  data: isRecord,
};

/** Whether a value is an event of ours, with nothing missing and nothing besides. */
export function isEvent(value: unknown): value is KnapsackEvent {
  return (
    isRecord(value) &&
    fits(value, ENVELOPE) &&
    fits(value["data"] as Json, SHAPES[value["type"] as EventType])
  );
}

function fits(value: Json, shape: Shape): boolean {
  const names = Object.keys(value);
  return (
    names.length === Object.keys(shape).length &&
    names.every((name) => Object.hasOwn(shape, name) && shape[name]?.(value[name]) === true)
  );
}

function isTestLine(value: unknown): value is { name: string; verdict: Verdict } {
  return (
    isRecord(value) &&
    Object.keys(value).length === 2 &&
    isText(value["name"], 200) &&
    isOneOf(value["verdict"], VERDICTS)
  );
}

/** Order of happening, the same on every device whatever the order of arrival. */
export function compareEvents(left: KnapsackEvent, right: KnapsackEvent): number {
  const moments = Date.parse(left.time) - Date.parse(right.time);
  if (moments !== 0) return moments;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/** Events for tests: whole and valid, with what a test is about named. */
import { v7 as uuid } from "uuid";
import type { EventData, EventType, KnapsackEvent } from "../../runtime/browser/src/progress/event.ts";

const FIRST = Date.UTC(2026, 10, 21, 9, 0, 0);

/** An event `minute` minutes after nine o'clock. */
export function makeEvent<T extends EventType>(
  type: T,
  data: EventData[T],
  minute = 0,
  learner = "anna",
): KnapsackEvent {
  const time = new Date(FIRST + minute * 60_000).toISOString();
  return { id: uuid(), type, device: "desk-1", time, learner, data } as KnapsackEvent;
}

export function submission(
  score: number,
  verdict: EventData["submission.created"]["verdict"] = score === 1 ? "OK" : "WA",
): EventData["submission.created"] {
  return {
    course: "c",
    lesson: "l",
    task: "sum",
    code: "print()",
    verdict,
    score,
    tests: [{ name: "01", verdict }],
  };
}

export function attempt(correct: boolean, answer: unknown): EventData["attempt.created"] {
  return { course: "c", lesson: "l", quiz: "q", question: "a", answer, correct, points: correct ? 1 : 0 };
}

/** What the pages show, from what happened. Pure: the same set of events gives the same answer in any order. */
import type { Draft, Learner, Progress } from "../protocol.ts";
import { compareEvents, type EventData, type KnapsackEvent } from "./event.ts";

/** A learner's progress from the whole log or any part of it. */
export function deriveProgress(events: Iterable<KnapsackEvent>, learner: string): Progress {
  const progress: Progress = { lessons: {}, tasks: {}, questions: {} };
  const own = [...events].filter((event) => event.learner === learner).sort(compareEvents);
  for (const event of own) {
    if (event.type === "progress.updated") markLesson(progress, event.data);
    else if (event.type === "submission.created") markTask(progress, event.data);
    else if (event.type === "attempt.created") markQuestion(progress, event.data);
  }
  return progress;
}

function markLesson(progress: Progress, data: EventData["progress.updated"]): void {
  const key = `${data.course}/${data.lesson}`;
  if (progress.lessons[key] !== "read") progress.lessons[key] = data.state;
}

function markTask(progress: Progress, data: EventData["submission.created"]): void {
  const key = `${data.course}/${data.task}`;
  const best = progress.tasks[key];
  const solved = data.verdict === "OK";
  if (best && (best.solved || (best.score >= data.score && !solved))) return;
  progress.tasks[key] = { verdict: data.verdict, score: data.score, solved };
}

function markQuestion(progress: Progress, data: EventData["attempt.created"]): void {
  const key = `${data.course}/${data.quiz}/${data.question}`;
  const before = progress.questions[key];
  const keep = before?.correct === true && !data.correct;
  progress.questions[key] = {
    correct: data.correct || keep,
    answer: keep ? before.answer : data.answer,
    attempts: (before?.attempts ?? 0) + 1,
  };
}

export interface KnownLearner extends Learner {
  /** When the learner last did anything: ISO 8601, UTC. */
  seen: string;
}

/** Everyone the log knows, the most recent first. */
export function deriveLearners(events: Iterable<KnapsackEvent>): KnownLearner[] {
  const learners = new Map<string, KnownLearner>();
  const seen = new Map<string, string>();
  for (const event of [...events].sort(compareEvents)) {
    seen.set(event.learner, event.time);
    if (event.type === "learner.created" || event.type === "learner.updated")
      learners.set(event.learner, { id: event.learner, ...event.data, seen: "" });
  }
  return [...learners.values()]
    .map((learner) => ({ ...learner, seen: seen.get(learner.id) ?? "" }))
    .sort((left, right) => Date.parse(right.seen) - Date.parse(left.seen) || (left.id < right.id ? -1 : 1));
}

/** The latest saved code of each task of a course. */
export function deriveDrafts(
  events: Iterable<KnapsackEvent>,
  learner: string,
  course: string,
): Record<string, Draft> {
  const drafts: Record<string, Draft> = {};
  for (const event of [...events].sort(compareEvents)) {
    if (event.type === "draft.saved" && event.learner === learner && event.data.course === course)
      drafts[event.data.task] = { code: event.data.code, time: event.time };
  }
  return drafts;
}

/** Whether a learner has done anything worth keeping; opening a lesson is not. */
export function hasWork(events: Iterable<KnapsackEvent>, learner: string): boolean {
  const idle = new Set(["learner.created", "progress.updated"]);
  return [...events].some((event) => event.learner === learner && !idle.has(event.type));
}

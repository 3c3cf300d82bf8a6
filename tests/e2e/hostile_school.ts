/** A school in which every text that somebody can give is a hostile one. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Client } from "./client.ts";
import { HOSTILE } from "./hostile.ts";
import type { School } from "./school.ts";

export const [FIRST = "", SECOND = "", THIRD = ""] = HOSTILE;
export const SECRET = "long enough";
export const PIN = "4711";
/** One who is called so, has handed something in. */
export const STUDENT = FIRST;
export const ADMIN = `${FIRST} A`;
const DEVICE = "01980000-0000-7000-8000-000000000000";

/** The set with a word behind each, so that it is another one. */
export function all(word: string): string[] {
  return HOSTILE.map((text) => `${text} ${word}`);
}

/** A list as a table program saves it, with the names and something in the column of the PINs. */
export function classList(names: readonly string[], pin: string): string {
  const quoted = names.map((name) => `"${name.replaceAll('"', '""')}";"${pin.replaceAll('"', '""')}"`);
  return `name;pin\r\n${quoted.join("\r\n")}\r\n`;
}

export function write(folder: string, files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** A course whose titles, tests and answers are hostile; a program has to print the first text. */
export function writeCourse(folder: string): void {
  const tests = [
    { name: FIRST, input: SECOND, expected: FIRST },
    { name: SECOND, input: FIRST, expected: FIRST, private: true },
  ];
  const task = (title: string, number: number): [string, object] => [
    `tasks/t${number}.json`,
    { id: `t${number}`, title, description: "Write it.", tests },
  ];
  const quiz = {
    id: "quiz",
    title: SECOND,
    questions: [{ id: "q1", type: "text", prompt: "Which?", answer: FIRST }],
  };
  const lessons = [
    { id: "first", title: SECOND, theory: "theory/01.md", quizzes: ["quiz"], tasks: ["t0"] },
    { id: "more", title: THIRD, tasks: HOSTILE.slice(1).map((_, number) => `t${number + 1}`) },
  ];
  write(folder, {
    "manifest.json": { id: "small", version: "1.0.0", title: FIRST, language: "en", lessons },
    "theory/01.md": "# First\n\nText.\n",
    "quizzes/quiz.json": quiz,
    ...Object.fromEntries(HOSTILE.map(task)),
  });
}

function event(type: string, data: object, learner = DEVICE): object {
  const id = `01980000-0000-7${randomUUID().slice(15)}`;
  return { id, type, device: DEVICE, learner, time: new Date().toISOString(), data };
}

/** A progress file with a learner for each text. */
export function progressFile(): string {
  const events = HOSTILE.map((name) =>
    event("learner.created", { name, colour: name.slice(0, 32) }, randomUUID()),
  );
  return JSON.stringify({ format: "knapsack-progress", version: 1, events });
}

/** Teachers and classes that are called so; returns the class of the first text. */
export async function fill(school: School): Promise<string> {
  const admin = new Client(school.origin);
  await admin.ask("POST", "/auth/login", { name: ADMIN, secret: SECRET });
  const teachers = all("T").map((name) =>
    admin.ask("POST", "/users", { name, role: "teacher", secret: SECRET }),
  );
  const ids: string[] = [];
  for (const name of HOSTILE) ids.push((await admin.ask("POST", "/classes", { name })).id);
  await Promise.all(teachers);
  return ids[0] ?? "";
}

/** What the student has done: programs, answers and drafts, and names for what is paired. */
export async function work(school: School): Promise<void> {
  const student = new Client(school.origin);
  const { user } = await student.ask("POST", "/auth/login", { name: STUDENT, secret: PIN });
  const place = { course: "small", lesson: "first" };
  const verdict = { verdict: "WA", score: 0 };
  const programs = HOSTILE.map((text) =>
    event("submission.created", {
      ...place,
      task: "t0",
      code: text,
      ...verdict,
      tests: [{ name: text, verdict: "WA" }],
    }),
  );
  const answer = { quiz: "quiz", question: "q1", answer: FIRST, correct: true, points: 1 };
  const others = [
    event("attempt.created", { ...place, ...answer }),
    event("draft.saved", { course: "small", task: "t0", code: FIRST }),
    event("learner.created", { name: FIRST, colour: FIRST }, user.id),
  ];
  await student.ask("POST", "/events", { events: [...programs, ...others] });
  for (const name of HOSTILE) {
    const { code } = await student.ask("POST", "/pairings/code");
    await student.ask("POST", "/pairings", { code, name });
  }
  const said = JSON.stringify(FIRST);
  const code = `import sys\nprint(${said})\nprint(${said}, file=sys.stderr)\nraise Exception(${said})`;
  const { judgement } = await student.ask("POST", "/judge/small.t0", { code });
  for (;;) {
    const { state } = (await student.ask("GET", `/judge/${judgement.id}`)).judgement;
    if (state === "judged") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

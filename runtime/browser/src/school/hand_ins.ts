/** Programs on their way to their official verdict, from this browser's own verdict on. */
import type { Judgement } from "../bridge/asks.ts";
import { Refusal } from "../companion/api.ts";
import type { KnapsackEvent } from "../progress/event.ts";
import type { Official, OfficialBest, OfficialNow } from "../protocol.ts";
import type { Kept, Pending } from "./kept.ts";
import type { Asks } from "./line.ts";

export type Submission = Extract<KnapsackEvent, { type: "submission.created" }>;

/** How often a program is asked after: its first seconds, and while it runs or waits. */
const [SOON_MS, OFTEN_MS] = [300, 1000];
const IMPATIENT_LOOKS = 10;
/** While nobody answers, or the line is full, the wait doubles. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [5000, 60_000];
/** The judge takes no longer ones. */
const MAX_JUDGED = 100_000;
/** Refusals that waiting does not mend: of everything until somebody signs in, or of one program. */
const SOMEBODY_ELSES = ["signed_out", "other_user"];
const FINAL = [
  "not_found",
  "unfit",
  "no_courses",
  "forbidden",
  "licence_feature",
  "too_large",
  "malformed",
  "licence_over",
  "licence_seats",
];

export class HandIns {
  readonly #line: Asks;
  readonly #kept: Kept;
  readonly #user: string;
  readonly #tasks = new Set<string>();
  readonly #official = new Map<string, Official>();
  /** The program that was checked last, by its task. */
  readonly #checked = new Map<string, Submission>();
  /** The code that the verdict in `now` is on. */
  readonly #handedIn = new Map<string, string>();
  readonly #sent = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;
  #wait = FIRST_WAIT_MS;
  /** What is to be shown of these tasks has changed. */
  onchange: (tasks: Record<string, Official>) => void = () => {};

  constructor(line: Asks, kept: Kept, user: string) {
    this.#line = line;
    this.#kept = kept;
    this.#user = user;
  }

  /** Learn what is judged and what is judged already, and go on with what waits. Rejects with a Refusal. */
  async begin(): Promise<void> {
    const { tasks, best } = await this.#line.ask({ what: "official", user: this.#user });
    for (const task of tasks) this.#tasks.add(task);
    for (const { task, verdict, score } of best) this.#change(task, { best: { verdict, score } });
    for (const { task, code } of this.#kept.pending(this.#user)) {
      this.#handedIn.set(task, code);
      this.#change(task, { now: { state: "later" } });
    }
    this.hurry();
  }

  /** Everything that is to be shown, by "course/task". */
  all(): Record<string, Official> {
    return Object.fromEntries([...this.#official].map(([task, official]) => [keyOf(task), official]));
  }

  /** The browser has judged a program. What it accepts is handed in at once; the rest when its learner wants it. */
  checked(event: Submission): void {
    const task = `${event.data.course}.${event.data.task}`;
    if (!this.#tasks.has(task) || event.data.code.length > MAX_JUDGED) return;
    this.#checked.set(task, event);
    const isHandedIn = this.#handedIn.get(task) === event.data.code;
    this.#change(task, { offer: !isHandedIn && event.data.verdict !== "OK" });
    if (event.data.verdict === "OK") void this.handIn(event.data.course, event.data.task);
  }

  async handIn(course: string, name: string): Promise<void> {
    const task = `${course}.${name}`;
    const event = this.#checked.get(task);
    if (!event || this.#handedIn.get(task) === event.data.code) return;
    // Of a task the last program counts that is not with the judge yet: whoever is quick does not fill the line.
    const overtaken = this.#kept
      .pending(this.#user)
      .filter((each) => each.task === task && !this.#sent.has(each.id));
    for (const { id } of overtaken) await this.#kept.drop(id);
    this.#handedIn.set(task, event.data.code);
    this.#change(task, { now: { state: "later" }, offer: false });
    await this.#kept.add({ id: event.id, user: this.#user, task, code: event.data.code });
    this.hurry();
  }

  /** Ask at once. */
  hurry(): void {
    this.#looks = 0;
    this.#wait = FIRST_WAIT_MS;
    this.#later(0);
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round(), wait);
  }

  /** Ask after every program that is on its way, one after the other. */
  async #round(): Promise<void> {
    const refusals = new Set<string>();
    for (const pending of this.#kept.pending(this.#user)) {
      const refusal = await this.#ask(pending);
      if (refusal) refusals.add(refusal.code);
    }
    if (this.#kept.pending(this.#user).length === 0 || SOMEBODY_ELSES.some((code) => refusals.has(code)))
      return;
    this.#later(refusals.size > 0 ? this.#wait : this.#looks < IMPATIENT_LOOKS ? SOON_MS : OFTEN_MS);
    this.#looks += 1;
    this.#wait = refusals.size > 0 ? Math.min(2 * this.#wait, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
  }

  /** Returns the refusal when there was no answer that leads on. */
  async #ask(pending: Pending): Promise<Refusal | null> {
    const { id, task, code } = pending;
    try {
      const { judgement } = this.#sent.has(id)
        ? await this.#line.ask({ what: "look", user: this.#user, id })
        : await this.#line.ask({ what: "hand-in", user: this.#user, id, task, code });
      this.#sent.add(id);
      await this.#show(pending, judgement);
      return null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await this.#refused(pending, error);
      return error;
    }
  }

  async #show(pending: Pending, judgement: Judgement): Promise<void> {
    if (judgement.state === "judged") await this.#kept.drop(pending.id);
    if (this.#handedIn.get(pending.task) !== pending.code) return; // a later program is shown
    const now = standing(judgement);
    const before = this.#official.get(pending.task)?.best ?? null;
    this.#change(pending.task, { now, best: better(before, now) });
  }

  async #refused(pending: Pending, { code }: Refusal): Promise<void> {
    // Perhaps another database: the next round hands it in again, and nothing is judged twice.
    if (this.#sent.delete(pending.id)) return;
    if (!FINAL.includes(code)) return;
    await this.#kept.drop(pending.id);
    this.#change(pending.task, { now: { state: "refused" } });
  }

  #change(task: string, change: Partial<Official>): void {
    const official = { ...(this.#official.get(task) ?? { best: null, now: null, offer: false }), ...change };
    this.#official.set(task, official);
    this.onchange({ [keyOf(task)]: official });
  }
}

function keyOf(task: string): string {
  return task.replace(".", "/");
}

function standing({ state, place, done, tests, verdict }: Judgement): OfficialNow {
  if (state === "waits") return { state, place: place ?? 0 };
  if (state === "runs") return { state, done, tests };
  if (!verdict || verdict.verdict === null) return { state: "failed" };
  return { state: "judged", verdict: verdict.verdict, score: verdict.score ?? 0, tests: verdict.tests };
}

function better(before: OfficialBest | null, now: OfficialNow): OfficialBest | null {
  if (now.state !== "judged" || (before && before.score >= now.score)) return before;
  return { verdict: now.verdict, score: now.score };
}

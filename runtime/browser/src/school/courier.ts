/** Carries a learner's events to the companion and back: each once, again and again until it is acknowledged. */
import { Refusal } from "../companion/api.ts";
import { compareEvents, isEvent, type KnapsackEvent } from "../progress/event.ts";
import { nextBatch, sendBatch } from "./batches.ts";
import type { Kept } from "./kept.ts";
import type { Asks } from "./line.ts";

/** What a courier needs of the log. */
export interface EventLog {
  events(): KnapsackEvent[];
  merge(events: readonly KnapsackEvent[]): Promise<number>;
}

/** `other`: somebody else has signed in in this browser. */
export type Standing = "here" | "away" | "out" | "other";

const STANDINGS: Record<string, Standing> = { signed_out: "out", other_user: "other" };
const SOON_MS = 500;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 60_000;

export class Courier {
  readonly #line: Asks;
  readonly #log: EventLog;
  readonly #kept: Kept;
  readonly #user: string;
  readonly #learner: string;
  #wait = FIRST_WAIT_MS;
  #pulled = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pushing: Promise<void> | null = null;
  onstanding: (standing: Standing) => void = () => {};

  /** What the companion keeps of `user` is what this browser keeps of `learner`. */
  constructor(line: Asks, log: EventLog, kept: Kept, user: string, learner: string) {
    this.#line = line;
    this.#log = log;
    this.#kept = kept;
    this.#user = user;
    this.#learner = learner;
  }

  /** Something has happened: it is sent in a moment, with what comes next. */
  changed(): void {
    this.#later(SOON_MS);
  }

  /** The browser is online again, or looked at again: do not wait any longer. */
  async hurry(): Promise<void> {
    this.#wait = FIRST_WAIT_MS;
    await this.pull();
    await this.push();
  }

  /** Send what is not acknowledged; never rejects for the companion's reasons. */
  async push(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pushing ??= this.#attempt(() => this.#pushAll()).finally(() => {
      this.#pushing = null;
    });
    await this.#pushing;
  }

  /** Fetch what came from elsewhere since the last time; returns how many programs were among it. */
  async pull(): Promise<number> {
    let fresh = 0;
    await this.#attempt(async () => {
      fresh = await this.#pullAll();
      this.#pulled = true;
    });
    return fresh;
  }

  #later(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#round(), wait);
  }

  /** Where nobody answered at first, what came from elsewhere is still to be fetched. */
  async #round(): Promise<void> {
    if (!this.#pulled) await this.pull();
    if (this.#pulled) await this.push();
  }

  async #attempt(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
      this.#wait = FIRST_WAIT_MS;
      this.onstanding("here");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#refused(error);
    }
  }

  #refused({ code }: Refusal): void {
    this.onstanding(STANDINGS[code] ?? "away");
    if (code in STANDINGS) return; // waiting mends nothing
    this.#later(this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
  }

  async #pushAll(): Promise<void> {
    for (let batch = this.#next(); batch.length > 0; batch = this.#next()) {
      const sent = await sendBatch(batch, (events) =>
        this.#line.ask({ what: "push", user: this.#user, events }),
      );
      await this.#kept.acknowledge(
        this.#user,
        sent.map(({ id }) => id),
      );
    }
  }

  #next(): KnapsackEvent[] {
    const waiting = this.#log
      .events()
      .filter(({ id, learner }) => learner === this.#learner && !this.#kept.isAcknowledged(this.#user, id));
    return nextBatch(waiting.sort(compareEvents));
  }

  async #pullAll(): Promise<number> {
    for (let fresh = 0; ; ) {
      const after = this.#kept.cursor(this.#user);
      const part = await this.#line.ask({ what: "pull", user: this.#user, after });
      if (!part.known) await this.#kept.forget(this.#user);
      const sound = part.events.filter(isEvent);
      fresh += await this.#take(sound);
      if (!part.more || sound.length === 0) return fresh;
    }
  }

  /** Names and colours stay what they are here. */
  async #take(events: KnapsackEvent[]): Promise<number> {
    const last = events.at(-1);
    if (!last) return 0;
    await this.#kept.acknowledge(
      this.#user,
      events.map(({ id }) => id),
    );
    const work = events.filter(({ type }) => !type.startsWith("learner."));
    const known = new Set(this.#log.events().map(({ id }) => id));
    await this.#log.merge(work.map((event) => ({ ...event, learner: this.#learner })));
    await this.#kept.moveTo(this.#user, last.id);
    return work.filter(({ id, type }) => type === "draft.saved" && !known.has(id)).length;
  }
}

/** The append-only log of this browser: in memory for reading, in the store for keeping. */
import { v7 as uuid } from "uuid";
import type { Draft, Progress } from "../protocol.ts";
import { deriveDrafts, deriveLearners, deriveProgress, hasWork, type KnownLearner } from "./derive.ts";
import { type EventData, type EventType, isEvent, type KnapsackEvent } from "./event.ts";
import { isOpenDraft, type OpenDraft, type Store } from "./store.ts";

type Place = Pick<OpenDraft, "learner" | "course" | "task">;

/**
 * What learners did. Every change is in memory at once and on disk soon after; where the disk refuses,
 * `onfailure` is called and the log goes on in memory, so that a lesson works and can still be saved to a file.
 */
export class ProgressLog {
  readonly #store: Store | null;
  readonly #device: string;
  readonly #channel: BroadcastChannel;
  readonly #events = new Map<string, KnapsackEvent>();
  readonly #drafts = new Map<string, OpenDraft>();
  /** Of each learner's events and drafts, in milliseconds. */
  readonly #latest = new Map<string, number>();
  /** Why not everything is kept, if so. */
  failure: unknown = null;
  /** The log has changed, here or in another tab. */
  onchange: () => void = () => {};
  onfailure: (reason: unknown) => void = () => {};
  /** Something was done here and now. */
  onadd: (event: KnapsackEvent) => void = () => {};

  /** `store` null: nothing is kept after the tab is closed, because of `failure`. */
  constructor(site: string, device: string, store: Store | null, failure: unknown = null) {
    this.failure = failure;
    this.#store = store;
    this.#device = device;
    this.#channel = new BroadcastChannel(`${site}-progress`);
    this.#channel.onmessage = () => void this.refresh();
  }

  /** Read what another tab has added; local pages have no other way to hear of each other everywhere. */
  async refresh(): Promise<void> {
    if (!this.#store) return;
    try {
      const [count, drafts] = await Promise.all([this.#store.countEvents(), this.#store.drafts()]);
      for (const draft of drafts.filter(isOpenDraft)) this.#openDraft(draft);
      if (count === this.#events.size) return;
      const { events } = await this.#store.load();
      for (const event of events.filter(isEvent)) this.#take(event);
      this.onchange();
    } catch (error) {
      this.#fail(error); // the log in memory is still good
    }
  }

  async add<T extends EventType>(
    type: T,
    learner: string,
    data: EventData[T],
    time = this.#now(learner),
  ): Promise<void> {
    const event = { id: uuid(), type, device: this.#device, time, learner, data } as KnapsackEvent;
    await this.merge([event]);
    this.onadd(event);
  }

  /** Take events in; those that are known already change nothing. Returns how many were new. */
  async merge(events: readonly KnapsackEvent[]): Promise<number> {
    const fresh = [...new Map(events.map((event) => [event.id, event])).values()].filter(
      (event) => !this.#events.has(event.id),
    );
    for (const event of fresh) this.#take(event);
    if (fresh.length === 0) return 0;
    this.onchange();
    await this.#keep((store) => store.add(fresh));
    this.#channel.postMessage("changed");
    return fresh.length;
  }

  /** Code in the making. */
  async keepDraft(place: Place, code: string): Promise<void> {
    const draft: OpenDraft = { ...place, code, time: this.#now(place.learner) };
    this.#openDraft(draft);
    await this.#keep((store) => store.keepDraft(draft));
  }

  /** Code that its learner leaves for now: an event, unless it is what the log says already. */
  async settleDraft(place: Place, code: string, time = this.#now(place.learner)): Promise<void> {
    const { learner, course, task } = place;
    const open = this.#drafts.get(keyOf(place));
    const saved = deriveDrafts(this.#events.values(), learner, course)[task];
    this.#drafts.delete(keyOf(place));
    if (saved?.code !== code) await this.add("draft.saved", learner, { course, task, code }, time);
    if (open) await this.#keep((store) => store.dropDraft(open));
  }

  /** Turn every open draft into an event of its own time, as before writing a save file or after a crash. */
  async settleAll(): Promise<void> {
    for (const draft of [...this.#drafts.values()]) await this.settleDraft(draft, draft.code, draft.time);
  }

  /** The latest code of each of these tasks, saved or open. */
  drafts(learner: string, course: string, tasks: readonly string[]): Record<string, Draft> {
    const saved = deriveDrafts(this.#events.values(), learner, course);
    const found: Record<string, Draft> = {};
    for (const task of tasks) {
      const candidates = [saved[task], this.#drafts.get(keyOf({ learner, course, task }))];
      const latest = candidates
        .filter((draft) => draft !== undefined)
        .sort(byTime)
        .at(-1);
      if (latest) found[task] = { code: latest.code, time: latest.time };
    }
    return found;
  }

  events(): KnapsackEvent[] {
    return [...this.#events.values()];
  }

  progress(learner: string): Progress {
    return deriveProgress(this.#events.values(), learner);
  }

  learners(): KnownLearner[] {
    return deriveLearners(this.#events.values());
  }

  hasWork(learner: string): boolean {
    return (
      [...this.#drafts.values()].some((draft) => draft.learner === learner) || hasWork(this.events(), learner)
    );
  }

  close(): void {
    this.#channel.close();
    this.#store?.close();
  }

  /** Later than all that is known, or a computer whose clock is behind would lose new code to old. */
  #now(learner: string): string {
    return new Date(Math.max(Date.now(), (this.#latest.get(learner) ?? 0) + 1)).toISOString();
  }

  #take(event: KnapsackEvent): void {
    this.#events.set(event.id, event);
    this.#noteTime(event);
  }

  #noteTime({ learner, time }: { learner: string; time: string }): void {
    this.#latest.set(learner, Math.max(this.#latest.get(learner) ?? 0, Date.parse(time)));
  }

  #openDraft(draft: OpenDraft): void {
    const known = this.#drafts.get(keyOf(draft));
    if (!known || known.time < draft.time) this.#drafts.set(keyOf(draft), draft);
    this.#noteTime(draft);
  }

  /** Told once: a learner who has closed the notice knows. */
  #fail(reason: unknown): void {
    if (this.failure !== null) return;
    this.failure = reason;
    this.onfailure(reason);
  }

  async #keep(write: (store: Store) => Promise<void>): Promise<void> {
    if (!this.#store) return;
    try {
      await write(this.#store);
    } catch (error) {
      this.#fail(error); // a full disk must not break the lesson; the learner is told
    }
  }
}

function keyOf(place: Place): string {
  return JSON.stringify([place.learner, place.course, place.task]);
}

function byTime(left: Draft, right: Draft): number {
  return Date.parse(left.time) - Date.parse(right.time);
}

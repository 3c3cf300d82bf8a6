/** One page's conversation with the shell, from its hello to the next page's. Bound to the learner of that moment. */
import { isInteger, isRecord } from "../guards.ts";
import type { ProgressLog } from "../progress/log.ts";
import type { Learner, PageMessage, Report, Scheme, ShellMessage } from "../protocol.ts";
import type { Desk } from "./desk.ts";
import { readPageMessage } from "./validate.ts";

/** What a page may change of the shell itself. */
export interface ShellControls {
  wake(): void;
  scheme(scheme: Scheme): void;
  font(size: number): void;
  place(fragment: string): void;
  /** Called before a learner's first record of any kind. */
  introduce(learner: Learner): Promise<void>;
  handIn(course: string, task: string): void;
  /** Answers Task Studio. */
  studio(ask: unknown): Promise<unknown>;
}

export class Session {
  readonly #port: MessagePort;
  readonly #learner: Learner;
  readonly #log: ProgressLog;
  readonly #desk: Desk;
  readonly #controls: ShellControls;
  /** A page that was left may still hand in its code, and nothing else. */
  #left = false;

  constructor(port: MessagePort, learner: Learner, log: ProgressLog, desk: Desk, controls: ShellControls) {
    this.#port = port;
    this.#learner = learner;
    this.#log = log;
    this.#desk = desk;
    this.#controls = controls;
    port.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
  }

  send = (message: ShellMessage): void => {
    if (!this.#left) this.#port.postMessage(message);
  };

  leave(): void {
    this.#left = true;
    this.#desk.stop();
  }

  #receive(value: unknown): void {
    const message = readPageMessage(value);
    if (!message) this.#refuse(value);
    else if (!this.#left || message.type === "draft" || message.type === "studio") void this.#handle(message);
  }

  /** A program that is refused must not leave its page waiting. */
  #refuse(value: unknown): void {
    console.error("a page sent a message that is none of the agreed ones", value);
    const run = isRecord(value) ? value["run"] : undefined;
    if (isInteger(run, 0, Number.MAX_SAFE_INTEGER))
      this.send({ type: "refused", run, reason: "failed", detail: "not one of the agreed messages" });
  }

  async #handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case "wake":
        return this.#controls.wake();
      case "run":
        return this.#desk.run(message, this.send);
      case "input":
        return this.#desk.input(message.run, message.line);
      case "stop":
        return this.#desk.stop(message.run);
      case "check":
        return this.#desk.check(message, this.send, (report) => void this.#submit(message, report));
      case "scheme":
        return this.#controls.scheme(message.scheme);
      case "font":
        return this.#controls.font(message.size);
      case "place":
        return this.#controls.place(message.fragment);
      case "hand-in":
        return this.#controls.handIn(message.course, message.task);
      case "studio":
        return this.#answer(message.request, message.ask);
      default:
        return this.#record(message);
    }
  }

  async #record(
    message: Extract<PageMessage, { type: "draft" | "drafts" | "attempt" | "lesson" }>,
  ): Promise<void> {
    const learner = this.#learner.id;
    if (message.type === "drafts") return this.#sendDrafts(message);
    await this.#controls.introduce(this.#learner);
    const { type, ...data } = message;
    if (type === "draft") return this.#keepDraft(message);
    if (message.type === "lesson") return this.#markLesson(message.course, message.lesson, message.state);
    if (message.type === "attempt")
      await this.#log.add("attempt.created", learner, data as Omit<typeof message, "type">);
  }

  async #keepDraft(message: Extract<PageMessage, { type: "draft" }>): Promise<void> {
    const place = { learner: this.#learner.id, course: message.course, task: message.task };
    if (message.leaving) await this.#log.settleDraft(place, message.code);
    else await this.#log.keepDraft(place, message.code);
  }

  /** Opening a lesson for the tenth time is no news. */
  async #markLesson(course: string, lesson: string, state: "opened" | "read"): Promise<void> {
    const known = this.#log.progress(this.#learner.id).lessons[`${course}/${lesson}`];
    if (known === "read" || known === state) return;
    await this.#log.add("progress.updated", this.#learner.id, { course, lesson, state });
  }

  async #sendDrafts(message: Extract<PageMessage, { type: "drafts" }>): Promise<void> {
    await this.#log.refresh();
    const drafts = this.#log.drafts(this.#learner.id, message.course, message.tasks);
    this.send({ type: "drafts", request: message.request, drafts });
  }

  async #answer(request: number, ask: unknown): Promise<void> {
    try {
      this.send({ type: "studio", request, answer: await this.#controls.studio(ask), fault: "" });
    } catch (error) {
      this.send({ type: "studio", request, answer: null, fault: (error as Error).name }); // the page tells its teacher
    }
  }

  /** The shell writes down the kernel's report itself: a page cannot claim a verdict. */
  async #submit(request: Extract<PageMessage, { type: "check" }>, report: Report): Promise<void> {
    if (request.lesson === null) return;
    await this.#controls.introduce(this.#learner);
    await this.#log.add("submission.created", this.#learner.id, {
      course: request.task.course,
      lesson: request.lesson,
      task: request.task.id,
      code: request.code,
      verdict: report.verdict,
      score: report.score,
      tests: report.tests.map(({ name, verdict }) => ({ name, verdict })),
    });
  }
}

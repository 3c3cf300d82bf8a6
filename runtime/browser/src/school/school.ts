/** A page that a companion serves: who is signed in, their work carried to it and back, official verdicts. */
import { Refusal } from "../companion/api.ts";
import type { KnapsackEvent } from "../progress/event.ts";
import type { Learner } from "../protocol.ts";
import type { School, SchoolShell } from "../shell/companion.ts";
import { COLOURS } from "../shell/people.ts";
import { Account } from "./account.ts";
import type { EventLog } from "./courier.ts";
import type { Kept } from "./kept.ts";
import type { Asks } from "./line.ts";
import { Menu } from "./menu.ts";
import { schoolTexts } from "./texts.ts";

/** How long the first page may wait for a learner's work. */
const PATIENCE_MS = 3000;
const SIGN_OUT_MS = 5000;

export class CompanionSchool implements School {
  readonly ownsPeople = true;
  readonly #line: Asks;
  readonly #log: EventLog;
  readonly #kept: Kept;
  #shell: SchoolShell | null = null;
  #menu: Menu | null = null;
  #account: Account | null = null;
  /** The first page has not been shown yet. */
  #early = true;
  learner: Learner | null = null;

  constructor(line: Asks, log: EventLog, kept: Kept) {
    this.#line = line;
    this.#log = log;
    this.#kept = kept;
  }

  get accounts(): ReadonlySet<string> {
    return this.#kept.accounts;
  }

  /** Find out who is signed in, and fetch their work; what takes too long comes later. */
  async begin(): Promise<void> {
    const begun = this.#begin();
    await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    this.#early = false;
  }

  attach(shell: SchoolShell): void {
    this.#shell = shell;
    this.#menu = new Menu(document.body, { signOut: () => this.#signOut() });
    whenBack(() => this.#account?.hurry());
    if (this.#account && this.#account.standing !== "here") this.#say();
  }

  badge(language: string): { name: string; label: string } {
    const t = schoolTexts(language);
    const name = this.learner?.name;
    return name === undefined
      ? { name: t("school.sign_in"), label: t("school.sign_in") }
      : { name, label: t("school.signed_in_as", { name }) };
  }

  menu(): void {
    const language = this.#shell?.language ?? "en";
    if (this.learner) this.#menu?.open(schoolTexts(language), this.learner, language);
    else location.assign(`/school/${language}/login`);
  }

  opened(): void {
    const tasks = this.#account?.official() ?? {};
    if (Object.keys(tasks).length > 0) this.#shell?.send({ type: "official", tasks });
  }

  changed(): void {
    this.#account?.changed();
  }

  added(event: KnapsackEvent): void {
    if (event.learner === this.learner?.id) this.#account?.added(event);
  }

  handIn(course: string, task: string): void {
    this.#account?.handIn(course, task);
  }

  async #begin(): Promise<void> {
    const learner = await this.#whoIsHere();
    if (!learner) return;
    this.learner = learner;
    const account = new Account(this.#line, this.#log, this.#kept, learner.id, learner.id);
    account.onstanding = () => this.#stands(account);
    account.onofficial = (tasks) => this.#shell?.send({ type: "official", tasks });
    this.#account = account;
    await account.begin();
    if (!this.#early) this.#shell?.become(learner);
  }

  async #whoIsHere(): Promise<Learner | null> {
    try {
      const { user } = await this.#line.ask({ what: "who" });
      return { id: user.id, name: user.name, colour: colourOf(user.id) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return null; // nobody is signed in, or the companion is away: a plain site
    }
  }

  #stands({ standing }: Account): void {
    if (standing === "other") location.reload();
    this.#say();
  }

  /** One quiet line while the companion is away; none while all is well. */
  #say(): void {
    if (!this.#shell) return;
    const t = schoolTexts(this.#shell.language);
    const standing = this.#account?.standing;
    this.#shell.say(standing === "away" || standing === "out" ? t(`school.${standing}`) : "");
  }

  /** What was done last goes along, if the companion answers soon. */
  async #signOut(): Promise<void> {
    await this.#shell?.settle();
    await Promise.race([this.#account?.push(), new Promise((resolve) => setTimeout(resolve, SIGN_OUT_MS))]);
    await this.#line.ask({ what: "sign-out" }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
    location.assign(`/school/${this.#shell?.language ?? "en"}/login`);
  }
}

/** Call when the browser is online again, or looked at again. */
export function whenBack(hurry: () => void): void {
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
  });
}

/** The same on every PC. */
function colourOf(id: string): string {
  return COLOURS[Number.parseInt(id.slice(-4), 16) % COLOURS.length] ?? COLOURS[0];
}

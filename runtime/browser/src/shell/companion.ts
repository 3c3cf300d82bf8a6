/** The part of the shell that talks to a companion: loaded only where there is one. See docs/architecture.md. */
import { loadScript } from "../dom.ts";
import type { KnapsackEvent } from "../progress/event.ts";
import type { ProgressLog } from "../progress/log.ts";
import type { Learner, ShellMessage } from "../protocol.ts";
import type { Config } from "./config.ts";

/** What the shell does for it. */
export interface SchoolShell {
  /** Who is learning. */
  readonly learner: string;
  /** The language of the page in the frame. */
  readonly language: string;
  send(message: ShellMessage): void;
  /** One line for the learner; an empty one takes it away. */
  say(text: string): void;
  /** This learner goes on; the page in the frame comes back as theirs. */
  become(learner: Learner): void;
  /** The page in the frame hands in its code and comes back. */
  settle(): Promise<void>;
}

/** What it does for the shell. */
export interface School {
  /** Whoever learns is whoever is signed in; else the shell's own learners go on. */
  readonly ownsPeople: boolean;
  /** Who is signed in. */
  readonly learner: Learner | null;
  /** Learners that stand for accounts: nobody but their owners may go on as one of them. */
  readonly accounts: ReadonlySet<string>;
  attach(shell: SchoolShell): void;
  /** What the bar's button for people says and does. */
  badge(language: string): { name: string; label: string } | null;
  menu(): void;
  /** A page has said hello. */
  opened(): void;
  changed(): void;
  added(event: KnapsackEvent): void;
  handIn(course: string, task: string): void;
}

export interface SchoolPart {
  join(config: Config, log: ProgressLog): Promise<School>;
  /** Let a learner of a stick connect it, or disconnect it; true when something has changed. */
  connect(config: Config, language: string, learner: Learner): Promise<boolean>;
}

declare global {
  interface Window {
    knapsackSchool?: SchoolPart;
  }
}

export function loadSchool(): Promise<SchoolPart> {
  return loadScript("assets/knapsack/school.js", () => window.knapsackSchool);
}

/** Null where there is no companion; whatever goes wrong, it is a plain site then. */
export async function joinSchool(config: Config, log: ProgressLog): Promise<School | null> {
  try {
    if (!isServed() && !isPaired(config.site)) return null;
    return await (await loadSchool()).join(config, log);
  } catch (error) {
    console.warn(error);
    return null;
  }
}

/** A companion says so in the page: whoever asked a plain server would ask for what is not there. */
function isServed(): boolean {
  return document.querySelector('meta[name="knapsack-companion"]') !== null;
}

/** See `src/school/paired.ts`. */
function isPaired(site: string): boolean {
  return location.protocol === "file:" && localStorage.getItem(`${site}-paired`) !== null;
}

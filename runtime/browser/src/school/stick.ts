/** A page that was opened from a stick and paired: it goes on as it is, and its learners' work finds its way. */
import type { KnapsackEvent } from "../progress/event.ts";
import type { Learner } from "../protocol.ts";
import type { School, SchoolShell } from "../shell/companion.ts";
import { Account } from "./account.ts";
import type { EventLog } from "./courier.ts";
import type { Kept } from "./kept.ts";
import { Line } from "./line.ts";
import type { Paired } from "./paired.ts";
import { whenBack } from "./school.ts";
import { schoolTexts } from "./texts.ts";

/** Local pages have no origin; this name, and not `localhost`, means the same in every browser. */
export function stickLine(port: number, token: string | null): Line {
  const line = new Line(`http://127.0.0.1:${port}/school/stick`, "null");
  line.token = token;
  return line;
}

export class StickSchool implements School {
  readonly ownsPeople = false;
  readonly learner: Learner | null = null;
  readonly accounts: ReadonlySet<string> = new Set();
  readonly #accounts: Account[];
  #shell: SchoolShell | null = null;

  constructor(paired: readonly Paired[], log: EventLog, kept: Kept) {
    this.#accounts = paired.map(
      ({ learner, user, port, token }) => new Account(stickLine(port, token), log, kept, user, learner),
    );
  }

  /** In the background: at home there is no companion, and nobody waits for one. */
  attach(shell: SchoolShell): void {
    this.#shell = shell;
    for (const account of this.#accounts) {
      account.onstanding = () => this.#stands(account);
      account.onofficial = (tasks) => {
        if (account.learner === shell.learner) shell.send({ type: "official", tasks });
      };
      void this.#begin(account);
    }
    whenBack(() => {
      for (const account of this.#accounts) account.hurry();
    });
  }

  /** A page that is open already comes back with the programs that were written at school. */
  async #begin(account: Account): Promise<void> {
    const isFresh = await account.begin();
    if (isFresh && account.learner === this.#shell?.learner) this.#shell.send({ type: "reload" });
  }

  badge(): null {
    return null;
  }

  menu(): void {}

  opened(): void {
    const tasks = this.#account?.official() ?? {};
    if (Object.keys(tasks).length > 0) this.#shell?.send({ type: "official", tasks });
  }

  changed(): void {
    for (const account of this.#accounts) account.changed();
  }

  added(event: KnapsackEvent): void {
    this.#accounts.find(({ learner }) => learner === event.learner)?.added(event);
  }

  handIn(course: string, task: string): void {
    this.#account?.handIn(course, task);
  }

  get #account(): Account | undefined {
    return this.#accounts.find(({ learner }) => learner === this.#shell?.learner);
  }

  /** That nobody answers is no news here; that school has ended the pairing is. */
  #stands({ standing }: Account): void {
    if (standing === "out" && this.#shell)
      this.#shell.say(schoolTexts(this.#shell.language)("school.unpaired"));
  }
}

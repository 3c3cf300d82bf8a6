/** What one student handed in for one task: every program, as text, with all that was said of it. */
import { find, h } from "../dom.ts";
import { ask } from "./api.ts";
import type { Page } from "./page.ts";

const LOOK_MS = 500;
const SIGNS: Record<string, string> = { OK: "✓" };
const WRONG_SIGN = "✗";
const SIGNS_OF_KIND = { right: "✓", half: "½", wrong: WRONG_SIGN } as const;

interface Test {
  name: string;
  verdict: string;
  private?: boolean;
}

interface Submission {
  id: string;
  time: number;
  verdict: string;
  score: number;
  tests: Test[];
  code: string;
}

interface Said {
  judged: number;
  verdict: string | null;
  score: number | null;
  tests: Test[];
  fault: string | null;
}

interface Judgement {
  id: string;
  asked: number;
  state: "waits" | "runs" | "judged";
  place: number | null;
  done: number;
  tests: number;
}

interface Official {
  judgement: Judgement;
  code: string;
  verdicts: Said[];
}

interface Work {
  submissions: Submission[];
  official: Official[];
}

interface Named {
  id: string;
}

export class WorkDialog {
  readonly #page: Page;
  readonly #renew: () => Promise<void>;
  readonly #box = find<HTMLDialogElement>("#work");
  #path = "";

  /** `renew` is called when a verdict has come in, `left` when the reader goes back to the table. */
  constructor(page: Page, renew: () => Promise<void>, left: () => void) {
    this.#page = page;
    this.#renew = renew;
    find("#work-close").addEventListener("click", () => this.#box.close());
    this.#box.addEventListener("close", left);
  }

  async show(student: Named & { name: string }, task: Named & { title: string }): Promise<void> {
    this.#path = `/submissions/${student.id}/${task.id}`;
    find("#work-title").textContent = `${student.name} · ${task.title}`;
    find("#work-list").replaceChildren(h("p", {}, this.#page.t("working")));
    this.#say("");
    this.#box.showModal();
    await this.#attempt(() => this.#draw());
  }

  async #draw(): Promise<void> {
    const work = await ask<Work>("GET", this.#path);
    const entries = [
      ...work.submissions.map((each) => ({ time: each.time, element: this.#submission(each) })),
      ...work.official.map((each) => ({ time: each.judgement.asked, element: this.#official(each) })),
    ].sort((one, other) => other.time - one.time);
    const none = h("p", {}, this.#page.t("work_none"));
    find("#work-list").replaceChildren(...(entries.length ? entries.map(({ element }) => element) : [none]));
    this.#box.scrollTop = 0;
  }

  #submission({ time, verdict, score, tests, code }: Submission): HTMLElement {
    const title = this.#page.t("work_browser", { time: this.#page.moment(time) });
    return h(
      "article",
      {},
      h("h3", {}, title),
      this.#verdict(verdict, score),
      this.#tests(tests),
      program(code, title),
    );
  }

  #official({ judgement, code, verdicts }: Official): HTMLElement {
    const title = this.#page.t("work_official", { time: this.#page.moment(judgement.asked) });
    const state = h("p", { class: "hint", hidden: judgement.state === "judged" });
    state.textContent = this.#page.t("work_waits");
    const again = h("button", { type: "button" }, this.#page.t("judge_again"));
    again.addEventListener("click", () => void this.#attempt(() => this.#again(judgement.id, again, state)));
    const history = [...verdicts].reverse().map((said) => this.#said(said));
    return h(
      "article",
      { class: "official" },
      h("h3", {}, title),
      h("ol", { class: "history", reversed: true }, ...history),
      state,
      again,
      program(code, title),
    );
  }

  #said({ judged, verdict, score, tests, fault }: Said): HTMLElement {
    const time = h("span", { class: "hint" }, this.#page.t("judged_at", { time: this.#page.moment(judged) }));
    const what = verdict === null ? h("p", { lang: "en" }, fault ?? "") : this.#verdict(verdict, score ?? 0);
    return h("li", {}, what, time, this.#tests(tests));
  }

  #verdict(verdict: string, score: number): HTMLElement {
    const kind = verdict === "OK" ? "right" : score > 0 ? "half" : "wrong";
    const sign = h("span", { "aria-hidden": "true" }, SIGNS_OF_KIND[kind]);
    const points = Math.round(score * 100);
    const words = this.#page.t("work_verdict", { verdict: this.#page.t(`verdict_${verdict}`), points });
    return h("p", { class: "verdict", "data-mark": kind }, sign, ` ${words}`);
  }

  #tests(tests: Test[]): HTMLElement | null {
    if (tests.length === 0) return null;
    const chips = tests.map((test) => {
      const sign = SIGNS[test.verdict] ?? WRONG_SIGN;
      const name = test.private ? this.#page.t("private_test", { name: test.name }) : test.name;
      const words = `${name}: ${this.#page.t(`verdict_${test.verdict}`)}`;
      const kind = test.verdict === "OK" ? "right" : "wrong";
      return h("li", { "data-mark": kind, title: words }, `${sign} ${name}`);
    });
    return h("ul", { class: "tests", "aria-label": this.#page.t("tests") }, ...chips);
  }

  /** Have a program judged by the tests as they are now, and wait for it while the dialog is open. */
  async #again(id: string, button: HTMLButtonElement, state: HTMLElement): Promise<void> {
    const path = this.#path;
    button.disabled = true;
    state.hidden = false;
    await ask("POST", `/judge/${id}/again`).finally(() => {
      button.disabled = false;
    });
    button.disabled = true;
    for (;;) {
      const { judgement } = await ask<{ judgement: Judgement }>("GET", `/judge/${id}`);
      if (judgement.state === "judged" || !this.#box.open || this.#path !== path) break;
      const { done, tests, place } = judgement;
      state.textContent =
        judgement.state === "runs"
          ? this.#page.t("work_runs", { done, tests })
          : this.#page.t("work_place", { place: place ?? 1 });
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await this.#renew();
    if (this.#box.open && this.#path === path) await this.#draw();
  }

  /** Like the page's own, but said in the dialog: what lies below it cannot be seen. */
  async #attempt(deed: () => Promise<void>): Promise<void> {
    await this.#page.attempt(deed, (text) => this.#say(text));
  }

  #say(text: string): void {
    const notice = find("#work-notice");
    notice.textContent = text;
    notice.hidden = text === "";
  }
}

/** A program as plain text that scrolls by itself. */
function program(code: string, title: string): HTMLElement {
  return h("pre", { tabindex: 0, role: "region", "aria-label": title }, h("code", {}, code));
}

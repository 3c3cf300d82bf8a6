/** The official verdict on a task, below the browser's own. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { decimal } from "../lesson/wording.ts";
import type { Translate } from "../messages.ts";
import type { Official, OfficialBest, OfficialNow } from "../protocol.ts";

/** `common` has the lesson's own texts. */
export interface Words {
  t: Translate;
  common: Translate;
  language: string;
}

type Judged = Extract<OfficialNow, { state: "judged" }>;

export class Panel {
  readonly element: HTMLElement;
  readonly #words: Words;
  readonly #line = h("p", { class: "ks-official-line", role: "status" });
  readonly #bar = h("progress", { class: "ks-official-bar", hidden: true });
  readonly #rows = h("ol", { class: "ks-official-tests" });
  readonly #best = h("p", { class: "ks-official-best" });
  readonly #button: HTMLButtonElement;
  #shown: OfficialNow | null = null;

  constructor(words: Words, handIn: () => void) {
    const { t } = words;
    this.#words = words;
    this.#button = h("button", { type: "button", class: "ks-hand-in", onclick: handIn }, t("school.hand_in"));
    this.#bar.setAttribute("aria-label", t("school.progress"));
    const title = h("h3", { class: "ks-official-title" }, t("school.official"));
    this.element = h(
      "section",
      { class: "ks-official", "aria-label": t("school.official") },
      ...[title, this.#line, this.#bar, this.#rows, this.#best, this.#button],
    );
  }

  show({ best, now, offer }: Official): void {
    this.element.hidden = best === null && now === null && !offer;
    this.#button.hidden = !offer;
    this.#showBest(now?.state === "judged" && now.score >= (best?.score ?? 0) ? null : best);
    // Said again word by word it would be read out again.
    if (JSON.stringify(now) !== JSON.stringify(this.#shown)) this.#showNow(now);
    this.#shown = now;
  }

  #showNow(now: OfficialNow | null): void {
    this.element.dataset["state"] = now?.state ?? "none";
    if (now?.state === "judged") this.element.dataset["verdict"] = now.verdict;
    else delete this.element.dataset["verdict"];
    this.#line.textContent = now ? this.#say(now) : "";
    this.#bar.hidden = now?.state !== "runs" || now.tests === 0;
    if (now?.state === "runs") [this.#bar.max, this.#bar.value] = [Math.max(now.tests, 1), now.done];
    this.#rows.replaceChildren(...(now?.state === "judged" ? this.#tests(now) : []));
  }

  #showBest(best: OfficialBest | null): void {
    const { t } = this.#words;
    this.#best.textContent = best ? t("school.best", { verdict: this.#verdict(best) }) : "";
  }

  #say(now: OfficialNow): string {
    const { t } = this.#words;
    if (now.state === "waits") return t("school.waits", { place: now.place });
    if (now.state === "runs") return t("school.runs", { done: now.done, tests: now.tests });
    if (now.state !== "judged") return t(`school.state_${now.state}`);
    const passed = now.tests.filter(({ verdict }) => verdict === "OK").length;
    return t("school.judged", { verdict: this.#verdict(now), passed, total: now.tests.length });
  }

  #verdict({ verdict, score }: OfficialBest): string {
    const { t, common, language } = this.#words;
    if (verdict === "OK") return t("school.accepted");
    const said = common(`verdict.test_${verdict}`).toLocaleLowerCase(language);
    if (score === 0) return said;
    return `${said} ${t("school.score", { percent: decimal(score * 100, language) })}`;
  }

  /** Hidden tests have numbers and nothing else. */
  #tests({ tests }: Judged): HTMLElement[] {
    const { t, common } = this.#words;
    let hidden = 0;
    return tests.map(({ name, private: isHidden, verdict }) => {
      if (isHidden) hidden += 1;
      const title = isHidden ? t("school.hidden_test", { number: hidden }) : common("check.test", { name });
      const good = verdict === "OK";
      const mark = icon(good ? ICONS.check : ICONS.cross);
      const said = h("span", { class: "ks-official-verdict" }, common(`verdict.test_${verdict}`));
      return h("li", { "data-verdict": verdict }, mark, h("span", {}, title), said);
    });
  }
}

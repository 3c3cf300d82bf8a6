/** Hints, one at a time: the next one is behind a button. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import { fromBuilder } from "./question.ts";

/** Null when the task has none. */
export function makeHints(t: Translate, hints: readonly string[]): HTMLElement | null {
  if (hints.length === 0) return null;
  const list = h("ol", { class: "ks-hint-list", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "ks-quiet", onclick: () => showNext() });
  const label = (): void => {
    const number = list.children.length + 1;
    button.replaceChildren(icon(ICONS.hint), t("check.hint", { number, total: hints.length }));
    button.hidden = number > hints.length;
  };
  const showNext = (): void => {
    const hint = hints[list.children.length];
    if (hint !== undefined) list.append(h("li", {}, fromBuilder(hint)));
    label();
  };
  label();
  return h("div", { class: "ks-hints" }, list, button);
}

/** A learner's round badge: the first letter of the name on the learner's colour. */
import { h } from "../dom.ts";
import type { Learner } from "../protocol.ts";
import { COLOURS } from "./people.ts";

export function avatar(learner: Learner): HTMLElement {
  const badge = h("span", {
    class: "ks-avatar",
    "aria-hidden": "true",
    "data-letter": firstLetter(learner.name),
  });
  badge.style.backgroundColor = safeColour(learner.colour);
  return badge;
}

/** A colour from a save file is a stranger's text: only plain hexadecimal ones reach a style. */
export function safeColour(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour : COLOURS[0];
}

function firstLetter(name: string): string {
  return ([...name.trim()][0] ?? "?").toLocaleUpperCase();
}

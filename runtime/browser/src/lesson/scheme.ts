/** Light and dark: Material's palette toggle on the page, kept by the shell for the next page. */
import type { Scheme } from "../protocol.ts";
import type { Link } from "./link.ts";

const listeners: (() => void)[] = [];

export function isDark(): boolean {
  return document.body.getAttribute("data-md-color-scheme") === "slate";
}

export function onScheme(listener: () => void): void {
  listeners.push(listener);
}

/** Take the shell's colours on now and at its welcome; tell the shell when the reader chooses others. */
export function followScheme(link: Link): void {
  onScheme(paintScrollBars);
  new MutationObserver(() => {
    for (const listener of listeners) listener();
  }).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  const handedDown = readFrameName(window.name);
  if (handedDown) wear(handedDown);
  paintScrollBars();
  link.on("welcome", ({ scheme }) => wear(scheme));
  for (const input of document.querySelectorAll<HTMLInputElement>("input[name='__palette']"))
    input.addEventListener("change", () => link.send({ type: "scheme", scheme: schemeOf(input) }));
}

/** Material colours the body; the window's own scroll bar goes by the root. */
function paintScrollBars(): void {
  document.documentElement.style.colorScheme = isDark() ? "dark" : "light";
}

/** @example readFrameName('{"scheme": "slate"}') // "slate" */
export function readFrameName(name: string): Scheme | null {
  const scheme = /^\{"scheme":\s*"(default|slate)"\}$/.exec(name)?.[1];
  return scheme === "default" || scheme === "slate" ? scheme : null;
}

function wear(scheme: Scheme): void {
  if (isDark() === (scheme === "slate")) return;
  const inputs = [...document.querySelectorAll<HTMLInputElement>("input[name='__palette']")];
  const input = inputs.find((candidate) => schemeOf(candidate) === scheme);
  document.body.setAttribute("data-md-color-scheme", scheme);
  if (!input) return;
  input.checked = true;
  input.dispatchEvent(new Event("change")); // Material turns its toggle's icon over
}

function schemeOf(input: HTMLInputElement): Scheme {
  return input.getAttribute("data-md-color-scheme") === "slate" ? "slate" : "default";
}

/** Cards for a class: each with a QR code that signs its student in. */
import { find, h } from "../dom.ts";
import { ask, type User } from "./api.ts";
import type { Page } from "./page.ts";

interface Card {
  user: User;
  code: string;
  /** Rows of the QR code, a 1 for each dark module. */
  modules: string[];
}

/** White around a QR code, without which it cannot be read; in modules. */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/** Make cards for these students, or for all of the class, and show them for printing. */
export async function makeCards(page: Page, path: string, students?: string[]): Promise<void> {
  const login = `${location.origin}/school/${page.language}/login`;
  const wanted = students ? { students } : {};
  const { cards } = await ask<{ cards: Card[] }>("POST", `${path}/cards`, { page: login, ...wanted });
  find("#cards").hidden = false;
  find("#cards-list").replaceChildren(...cards.map((card) => cardElement(page, card)));
  find("#cards-title").focus();
}

function cardElement(page: Page, { user, code, modules }: Card): HTMLElement {
  const letters = code.match(/.{4}/g)?.join(" ") ?? code;
  return h(
    "li",
    {},
    qr(modules, page.t("card_of", { name: user.name })),
    h(
      "div",
      {},
      h("p", { class: "qr-line name" }, user.name),
      h("p", { class: "qr-line" }, find("h1").textContent),
      h("p", { class: "qr-line letters" }, letters),
      h("p", { class: "qr-line hint" }, page.t("card_keep")),
    ),
  );
}

function qr(modules: readonly string[], label: string): SVGSVGElement {
  const [svg, shape] = [document.createElementNS(SVG, "svg"), document.createElementNS(SVG, "path")];
  const size = modules.length + 2 * QUIET;
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  shape.setAttribute("d", qrPath(modules));
  svg.append(shape);
  return svg;
}

/**
 * Path data for the dark modules of a QR code, a piece for each run of them in a row.
 *
 * @example qrPath(["110", "001"]) // "M0 0h2v1h-2zM2 1h1v1h-1z"
 */
export function qrPath(modules: readonly string[]): string {
  const pieces = modules.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  return pieces.join("");
}

/** Signing in: press your name, or type it; then the PIN. */
import { find, h } from "../dom.ts";
import { ask, type Who } from "./api.ts";
import { cardLogin } from "./card_login.ts";
import type { Page } from "./page.ts";
import { forget, recentNames, remember } from "./recent.ts";

export function loginPage(page: Page): void {
  showRecent(page);
  cardLogin(page, (who) => enter(page, who));
  page.onsubmit(find<HTMLFormElement>("#login"), async (fields) => {
    const secret = find<HTMLInputElement>("#secret");
    try {
      const credentials = { name: String(fields.get("name")), secret: String(fields.get("secret")) };
      const who = await ask<Who>("POST", "/auth/login", credentials);
      enter(page, who);
    } catch (error) {
      secret.value = "";
      secret.focus();
      throw error;
    }
  });
}

/** A student of a class goes to the lessons; who has no class yet gets to the page where one joins. */
function enter(page: Page, who: Who): void {
  remember(localStorage, who.user.name);
  if (who.user.role === "student" && who.classes.length > 0) location.assign("/index.html");
  else page.open("classes");
}

function showRecent(page: Page): void {
  const names = recentNames(localStorage);
  const [box, name, secret] = [
    find("#recent"),
    find<HTMLInputElement>("#name"),
    find<HTMLInputElement>("#secret"),
  ];
  box.hidden = names.length === 0;
  const choose = (chosen: string): void => {
    name.value = chosen;
    for (const button of box.querySelectorAll("button.name"))
      button.setAttribute("aria-pressed", String(button.textContent === chosen));
    (chosen ? secret : name).focus();
  };
  const person = (each: string): HTMLElement =>
    h(
      "div",
      { class: "person" },
      h(
        "button",
        { type: "button", class: "name", "aria-pressed": "false", onclick: () => choose(each) },
        each,
      ),
      h(
        "button",
        {
          type: "button",
          class: "forget",
          "aria-label": page.t("forget", { name: each }),
          onclick: () => drop(page, each),
        },
        "×",
      ),
    );
  const other = h("button", { type: "button", onclick: () => choose("") }, page.t("someone_else"));
  box.replaceChildren(...names.map(person), other);
  if (names.length === 0) name.focus();
}

function drop(page: Page, name: string): void {
  forget(localStorage, name);
  showRecent(page);
}

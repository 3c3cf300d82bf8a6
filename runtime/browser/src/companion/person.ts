/** What can be done with a person, wherever they stand in a list. */
import { h } from "../dom.ts";
import { ask, type User, type WithSecret } from "./api.ts";
import type { Page } from "./page.ts";

/** A line of a list: the name, something about the person, and buttons. */
export function personRow(name: string, about: string, ...buttons: (HTMLElement | null)[]): HTMLElement {
  const hint = about ? h("span", { class: "hint" }, about) : null;
  return h("li", {}, h("span", { class: "name" }, name), hint, ...buttons);
}

/** A button that says for those who hear the page whom it is about; `key` names its text, `key_of` the longer one. */
export function personButton(
  page: Page,
  key: string,
  name: string,
  deed: () => Promise<void>,
): HTMLButtonElement {
  const onclick = (): void => void page.attempt(deed);
  return h("button", { type: "button", "aria-label": page.t(`${key}_of`, { name }), onclick }, page.t(key));
}

/** Ask for another name and give it. */
export function renameButton(page: Page, { id, name }: User, done: () => Promise<void>): HTMLButtonElement {
  return personButton(page, "rename", name, async () => {
    const wanted = prompt(page.t("rename_ask", { name }), name);
    if (wanted === null) return;
    await ask("PATCH", `/users/${id}`, { name: wanted });
    await done();
  });
}

/** Give a new PIN or password; `tell` gets it, and nobody else ever. */
export function secretButton(
  page: Page,
  { id, name, role }: User,
  tell: (made: WithSecret) => void,
): HTMLButtonElement {
  const isStudent = role === "student";
  return personButton(page, isStudent ? "new_pin" : "new_password", name, async () => {
    if (!confirm(page.t(isStudent ? "new_pin_ask" : "new_password_ask", { name }))) return;
    tell(await ask<WithSecret>("POST", `/users/${id}/reset`, {}));
  });
}

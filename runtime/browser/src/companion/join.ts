/** Signing up: with the class's code, a name and a PIN of one's own. */
import { find } from "../dom.ts";
import { ask, type Who } from "./api.ts";
import type { Page } from "./page.ts";
import { remember } from "./recent.ts";

export function joinPage(page: Page): void {
  page.forStudents = true;
  page.onsubmit(find<HTMLFormElement>("#join"), async (fields) => {
    const [code, name, secret] = ["code", "name", "secret"].map((field) => String(fields.get(field)));
    if (secret !== fields.get("again")) {
      page.say(page.t("error_not_the_same"), "bad");
      return;
    }
    const who = await ask<Who>("POST", "/auth/join", { code, name, secret });
    remember(localStorage, who.user.name);
    location.assign("/index.html");
  });
}

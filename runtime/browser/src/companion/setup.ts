/** The first run: the first person becomes the admin. */
import { find } from "../dom.ts";
import { ask, type Who } from "./api.ts";
import type { Page } from "./page.ts";
import { remember } from "./recent.ts";

export function setupPage(page: Page): void {
  page.onsubmit(find<HTMLFormElement>("#setup"), async (fields) => {
    const [name, secret] = [String(fields.get("name")), String(fields.get("secret"))];
    if (secret !== fields.get("again")) {
      page.say(page.t("error_not_the_same"), "bad");
      return;
    }
    const who = await ask<Who>("POST", "/auth/setup", { name, secret });
    remember(localStorage, who.user.name);
    page.open("classes");
  });
}

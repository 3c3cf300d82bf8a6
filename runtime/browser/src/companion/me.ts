/** One's own page: another PIN or password, and for students how many days in a row they have practised. */
import { find } from "../dom.ts";
import { ask } from "./api.ts";
import type { Page } from "./page.ts";

export async function mePage(page: Page): Promise<void> {
  const who = await page.signedIn();
  if (!who) return;
  page.forStudents = who.user.role === "student";
  find("#my-name").textContent = who.user.name;
  find("#secret-hint").textContent = page.t(page.forStudents ? "join_secret_hint" : "password_hint");
  if (page.forStudents) void page.attempt(() => showDays(page, who.user.id));
  const form = find<HTMLFormElement>("#change-secret");
  page.onsubmit(form, async (fields) => {
    const [old, secret] = [String(fields.get("old")), String(fields.get("secret"))];
    if (secret !== fields.get("again")) {
      page.say(page.t("error_not_the_same"), "bad");
      return;
    }
    await ask("POST", "/auth/secret", { old, secret });
    form.reset();
    page.say(page.t("me_changed"));
  });
}

async function showDays(page: Page, user: string): Promise<void> {
  const { days, longest } = await ask<{ days: number; longest: number }>("GET", `/progress/${user}/days`);
  const place = find("#days");
  place.hidden = longest === 0;
  place.textContent = page.t("me_days", { days, longest });
}

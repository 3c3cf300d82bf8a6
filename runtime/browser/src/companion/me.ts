/** One's own page: another PIN or password. */
import { find } from "../dom.ts";
import { ask } from "./api.ts";
import type { Page } from "./page.ts";

export async function mePage(page: Page): Promise<void> {
  const who = await page.signedIn();
  if (!who) return;
  page.forStudents = who.user.role === "student";
  find("#my-name").textContent = who.user.name;
  find("#secret-hint").textContent = page.t(page.forStudents ? "join_secret_hint" : "password_hint");
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

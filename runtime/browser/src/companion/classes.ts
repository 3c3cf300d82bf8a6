/** The classes of whoever is signed in; for the admin also the teachers. */
import { find, h } from "../dom.ts";
import { ask, type SchoolClass, type User, type Who, type WithSecret } from "./api.ts";
import type { Page } from "./page.ts";

export async function classesPage(page: Page): Promise<void> {
  const who = await page.signedIn();
  if (!who) return;
  const student = who.user.role === "student";
  find("#join").hidden = !student;
  find("#new-class").hidden = student;
  await showClasses(page, who);
  page.onsubmit(find<HTMLFormElement>("#new-class"), async (fields) => {
    const added = await ask<SchoolClass>("POST", "/classes", { name: String(fields.get("name")) });
    page.open(`class/${added.id}`);
  });
  page.onsubmit(find<HTMLFormElement>("#join"), async (fields) => {
    const joined = await ask<SchoolClass>("POST", "/classes/join", { code: String(fields.get("code")) });
    await showClasses(page, who);
    page.say(page.t("joined", { name: joined.name }));
  });
  if (who.user.role === "admin") await staff(page, who);
}

async function showClasses(page: Page, who: Who): Promise<void> {
  const { classes } = await ask<{ classes: SchoolClass[] }>("GET", "/classes");
  const card = ({ id, name }: SchoolClass): HTMLElement => {
    const inside =
      who.user.role === "student" ? name : h("a", { href: `/school/${page.language}/class/${id}` }, name);
    return h("li", {}, inside);
  };
  find("#classes").replaceChildren(...classes.map(card));
  find("#no-classes").hidden = classes.length > 0;
}

async function staff(page: Page, who: Who): Promise<void> {
  find("#staff").hidden = false;
  await showStaff(page, who);
  const form = find<HTMLFormElement>("#new-teacher");
  page.onsubmit(form, async (fields) => {
    const added = await ask<WithSecret>("POST", "/users", {
      name: String(fields.get("name")),
      role: "teacher",
    });
    form.reset();
    await showStaff(page, who);
    tell(page, added);
  });
}

async function showStaff(page: Page, who: Who): Promise<void> {
  const { users } = await ask<{ users: User[] }>("GET", "/users");
  const rows = users.filter(({ role }) => role !== "student").map((user) => staffRow(page, who, user));
  find("#staff-list").replaceChildren(...rows);
}

function staffRow(page: Page, who: Who, user: User): HTMLElement {
  const { id, name, role } = user;
  const label = page.t("new_password_of", { name });
  const reset = h("button", { type: "button", "aria-label": label }, page.t("new_password"));
  reset.addEventListener("click", () => {
    if (!confirm(page.t("new_password_ask", { name }))) return;
    void page.attempt(async () => tell(page, await ask<WithSecret>("POST", `/users/${id}/reset`, {})));
  });
  const what = h("span", { class: "hint" }, page.t(`role_${role}`));
  return h("li", {}, h("span", { class: "name" }, name), what, id === who.user.id ? null : reset);
}

function tell(page: Page, { user, secret }: WithSecret): void {
  page.say(page.t("password_is", { name: user.name, secret }));
}

/** Everybody of the school, for the admin: teachers come in here, and whoever leaves is let go. */
import { find } from "../dom.ts";
import { ask, type User, type WithSecret } from "./api.ts";
import type { Page } from "./page.ts";
import { personButton, personRow, renameButton, secretButton } from "./person.ts";

/** More names than anybody reads through. */
const MOST_SHOWN = 100;

export async function peoplePage(page: Page): Promise<void> {
  const who = await page.teacher();
  if (!who) return;
  if (who.user.role !== "admin") {
    page.open("classes");
    return;
  }
  let everybody: User[] = [];
  const filter = find<HTMLInputElement>("#filter");
  const draw = (): void => show(page, who.user, everybody, filter.value, load);
  const load = async (): Promise<void> => {
    ({ users: everybody } = await ask<{ users: User[] }>("GET", "/users"));
    draw();
  };
  filter.addEventListener("input", draw);
  const form = find<HTMLFormElement>("#new-teacher");
  page.onsubmit(form, async (fields) => {
    const body = { name: String(fields.get("name")), role: "teacher" };
    const added = await ask<WithSecret>("POST", "/users", body);
    form.reset();
    await load();
    tell(page, added);
  });
  await load();
}

function show(page: Page, me: User, everybody: User[], wanted: string, load: () => Promise<void>): void {
  const row = (user: User): HTMLElement => personLine(page, me, user, load);
  const staff = everybody.filter(({ role }) => role !== "student");
  const students = everybody.filter(({ role, name }) => role === "student" && matches(name, wanted));
  const shown = students.slice(0, MOST_SHOWN);
  find("#staff").replaceChildren(...staff.map(row));
  find("#students").replaceChildren(...shown.map(row));
  find("#found").textContent = page.t("people_found", { shown: shown.length, count: students.length });
}

/**
 * Whether a name has these letters, be they large or small.
 *
 * @example matches("Анна Каренина", "карен") // true
 */
export function matches(name: string, wanted: string): boolean {
  return name.toLowerCase().includes(wanted.trim().toLowerCase());
}

function personLine(page: Page, me: User, user: User, load: () => Promise<void>): HTMLElement {
  const { id, name, role } = user;
  const about = role === "student" ? "" : page.t(`role_${role}`);
  if (id === me.id) return personRow(name, about);
  return personRow(
    name,
    about,
    secretButton(page, user, (made) => tell(page, made)),
    renameButton(page, user, load),
    personButton(page, "let_go", name, async () => {
      if (!confirm(page.t("let_go_ask", { name }))) return;
      await ask("DELETE", `/users/${id}`);
      await load();
    }),
  );
}

function tell(page: Page, { user, secret }: WithSecret): void {
  const key = user.role === "student" ? "pin_is" : "password_is";
  page.say(page.t(key, { name: user.name, secret }));
}

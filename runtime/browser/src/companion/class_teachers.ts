/** Who teaches a class; the admin says who does. */
import { find, h } from "../dom.ts";
import { ask, type User } from "./api.ts";
import type { Page } from "./page.ts";
import { personButton, personRow } from "./person.ts";

/** Show a class's teachers; for the admin also who else could teach it. */
export async function showTeachers(
  page: Page,
  path: string,
  teachers: readonly User[],
  isAdmin: boolean,
  show: () => Promise<void>,
): Promise<void> {
  const takeOut = ({ id, name }: User): HTMLButtonElement =>
    personButton(page, "remove", name, async () => {
      await ask("DELETE", `${path}/teachers/${id}`);
      await show();
    });
  const rows = teachers.map((user) =>
    personRow(user.name, page.t(`role_${user.role}`), isAdmin ? takeOut(user) : null),
  );
  find("#teachers").replaceChildren(...rows);
  if (isAdmin) await showOthers(new Set(teachers.map(({ id }) => id)));
}

async function showOthers(here: ReadonlySet<string>): Promise<void> {
  const { users } = await ask<{ users: User[] }>("GET", "/users");
  const others = users.filter(({ id, role }) => role === "teacher" && !here.has(id));
  find("#place-teacher").hidden = others.length === 0;
  find("#teacher").replaceChildren(...others.map(({ id, name }) => h("option", { value: id }, name)));
}

/** Let the admin add a teacher to the class. */
export function placing(page: Page, path: string, show: () => Promise<void>): void {
  page.onsubmit(find<HTMLFormElement>("#place-teacher"), async (fields) => {
    await ask("POST", `${path}/teachers`, { user_id: String(fields.get("user_id")) });
    await show();
  });
}

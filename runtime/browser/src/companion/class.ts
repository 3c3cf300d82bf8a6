/** One class: its students, their PINs, its code. */
import { find, h } from "../dom.ts";
import { ask, type Members, type User, type WithSecret } from "./api.ts";
import { listForm } from "./class_list.ts";
import type { Page } from "./page.ts";

export async function classPage(page: Page): Promise<void> {
  if (!(await page.signedIn())) return;
  const path = `/classes/${location.pathname.split("/").at(-1)}`;
  const show = async (): Promise<void> => draw(page, path, await ask<Members>("GET", path), show);
  await show();
  const form = find<HTMLFormElement>("#new-student");
  page.onsubmit(form, async (fields) => {
    const added = await ask<WithSecret>("POST", `${path}/students`, { name: String(fields.get("name")) });
    form.reset();
    await show();
    showSecrets([{ name: added.user.name, secret: added.secret }]);
  });
  listForm(page, path, async (added) => {
    await show();
    showSecrets(added);
  });
  page.onpress("#print", async () => print());
  invite(page, path, show);
  settings(page, path, show);
}

function draw(page: Page, path: string, members: Members, show: () => Promise<void>): void {
  find("h1").textContent = members.name;
  document.title = `${members.name} · Knapsack`;
  const code = find("#invite");
  code.textContent = members.invite ?? page.t("invite_none");
  find<HTMLButtonElement>("#close-invite").disabled = members.invite === null;
  find("#no-students").hidden = members.students.length > 0;
  find("#students").replaceChildren(...members.students.map((user) => row(page, path, user, show)));
}

function row(page: Page, path: string, user: User, show: () => Promise<void>): HTMLElement {
  const { id, name } = user;
  const button = (key: string, deed: () => Promise<void>): HTMLButtonElement => {
    const press = (): void => void page.attempt(deed);
    return h(
      "button",
      { type: "button", "aria-label": page.t(`${key}_of`, { name }), onclick: press },
      page.t(key),
    );
  };
  return h(
    "li",
    {},
    h("span", { class: "name" }, name),
    button("new_pin", async () => {
      if (!confirm(page.t("new_pin_ask", { name }))) return;
      const { secret } = await ask<WithSecret>("POST", `/users/${id}/reset`, {});
      showSecrets([{ name, secret }]);
    }),
    button("rename", async () => {
      const wanted = prompt(page.t("rename_ask", { name }), name);
      if (wanted === null) return;
      await ask("PATCH", `/users/${id}`, { name: wanted });
      await show();
    }),
    button("remove", async () => {
      if (!confirm(page.t("remove_ask", { name }))) return;
      await ask("DELETE", `${path}/students/${id}`);
      await show();
    }),
  );
}

/** Add names with their new PINs to the table that can be printed. */
function showSecrets(added: { name: string; secret: string }[]): void {
  find("#secrets").hidden = false;
  const rows = added.map(({ name, secret }) =>
    h("tr", {}, h("td", {}, name), h("td", { class: "code" }, secret)),
  );
  find("#secrets-list").prepend(...rows);
  find("#secrets-title").focus();
}

function invite(page: Page, path: string, show: () => Promise<void>): void {
  page.onpress("#new-invite", async () => {
    await ask("POST", `${path}/invite`);
    await show();
  });
  page.onpress("#close-invite", async () => {
    await ask("DELETE", `${path}/invite`);
    await show();
  });
}

function settings(page: Page, path: string, show: () => Promise<void>): void {
  const name = (): string => find("h1").textContent;
  page.onpress("#rename-class", async () => {
    const wanted = prompt(page.t("rename_ask", { name: name() }), name());
    if (wanted === null) return;
    await ask("PATCH", path, { name: wanted });
    await show();
  });
  page.onpress("#archive-class", async () => {
    if (!confirm(page.t("class_archive_ask", { name: name() }))) return;
    await ask("DELETE", path);
    page.open("classes");
  });
}

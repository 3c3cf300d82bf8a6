/** One class: its students, their PINs, its code. */
import { find, h } from "../dom.ts";
import { ask, type Members, type User, type WithSecret } from "./api.ts";
import { makeCards } from "./cards.ts";
import { listForm } from "./class_list.ts";
import { placing, showTeachers } from "./class_teachers.ts";
import type { Page } from "./page.ts";
import { personButton, personRow, renameButton, secretButton } from "./person.ts";

export async function classPage(page: Page): Promise<void> {
  const who = await page.teacher();
  if (!who) return;
  const path = `/classes/${location.pathname.split("/").at(-1)}`;
  const isAdmin = who.user.role === "admin";
  const show = async (): Promise<void> => {
    const members = await ask<Members>("GET", path);
    draw(page, path, members, show);
    await showTeachers(page, path, members.teachers, isAdmin, show);
  };
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
  page.onpress("#print-secrets", async () => printSheet("secrets"));
  page.onpress("#print-cards", async () => printSheet("cards"));
  page.onpress("#make-cards", async () => {
    if (confirm(page.t("cards_ask"))) await makeCards(page, path);
  });
  if (isAdmin) placing(page, path, show);
  invite(page, path, show);
  settings(page, path, show);
  await show(); // at last: whoever sees the class may press what stands there
}

function draw(page: Page, path: string, members: Members, show: () => Promise<void>): void {
  find("h1").textContent = members.name;
  document.title = `${members.name} · Knapsack`;
  const code = find("#invite");
  code.textContent = members.invite ?? page.t("invite_none");
  find<HTMLButtonElement>("#close-invite").disabled = members.invite === null;
  find("#no-students").hidden = members.students.length > 0;
  find("#students").replaceChildren(...members.students.map((user) => studentRow(page, path, user, show)));
}

function studentRow(page: Page, path: string, user: User, show: () => Promise<void>): HTMLElement {
  const { id, name } = user;
  return personRow(
    name,
    "",
    secretButton(page, user, ({ secret }) => showSecrets([{ name, secret }])),
    personButton(page, "new_card", name, async () => {
      if (confirm(page.t("new_card_ask", { name }))) await makeCards(page, path, [id]);
    }),
    renameButton(page, user, show),
    personButton(page, "remove", name, async () => {
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

/** Print one of the sheets alone, however much else the page shows. */
function printSheet(sheet: "secrets" | "cards"): void {
  document.body.dataset["print"] = sheet;
  print();
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

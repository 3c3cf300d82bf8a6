/** Backups: make one, see which there are, take one along, put one back. */
import { find, h } from "../dom.ts";
import { ask, askWithFile } from "./api.ts";
import type { Page } from "./page.ts";

const MEGABYTE = 1_000_000;
const SHORTEST = 8;

interface Backup {
  name: string;
  size: number;
  made: number;
}

interface Backups {
  backups: Backup[];
  folder: string;
  daily: boolean;
  most: number;
}

export async function backupsPage(page: Page): Promise<void> {
  const who = await page.teacher();
  if (!who) return;
  const form = find<HTMLFormElement>("#make");
  page.onsubmit(form, async (fields) => {
    const passphrase = checked(page, fields);
    if (passphrase === null) return;
    page.say(page.t("backing_up"));
    const path = fields.get("daily") ? "/backup/daily" : "/backup/export";
    await ask("POST", path, { passphrase });
    form.reset();
    draw(page, await ask<Backups>("GET", "/backup"));
    page.say(page.t("backed_up"));
  });
  page.onpress("#end-daily", async () => {
    draw(page, await ask<Backups>("DELETE", "/backup/daily"));
  });
  page.onsubmit(find<HTMLFormElement>("#put-back"), (fields) => putBack(page, fields));
  draw(page, await ask<Backups>("GET", "/backup"));
}

/** The passphrase when it is long enough and was typed the same twice, else null, and the page says why. */
function checked(page: Page, fields: FormData): string | null {
  const passphrase = String(fields.get("passphrase"));
  const short = passphrase.length < SHORTEST;
  if (!short && passphrase === fields.get("again")) return passphrase;
  page.say(page.t(short ? "error_unfit_passphrase" : "error_not_the_same"), "bad");
  return null;
}

async function putBack(page: Page, fields: FormData): Promise<void> {
  const file = fields.get("backup");
  if (!(file instanceof File) || file.size === 0) return;
  if (!confirm(page.t("put_back_ask"))) return;
  page.say(page.t("putting_back"));
  const passphrase = String(fields.get("passphrase"));
  await askWithFile("/backup/import", { passphrase }, file);
  alert(page.t("put_back_done"));
  page.open("login");
}

function draw(page: Page, { backups, folder, daily, most }: Backups): void {
  find("#backups").replaceChildren(...backups.map((each) => row(page, each)));
  find("#no-backups").hidden = backups.length > 0;
  find("#place").textContent = page.t("backups_place", { folder, most });
  find("#daily-on").hidden = !daily;
  find("#daily-row").hidden = daily;
}

function row(page: Page, { name, size, made }: Backup): HTMLElement {
  const take = h("button", { type: "button", "aria-label": page.t("take_along_of", { name }) });
  take.textContent = page.t("take_along");
  take.addEventListener("click", () =>
    page.attempt(async () => {
      await ask("GET", "/auth/me"); // with a token that is still good the browser gets the file and no refusal
      h("a", { href: `/backup/files/${name}`, download: name }).click();
    }),
  );
  const megabytes = (size / MEGABYTE).toLocaleString(page.language, { maximumFractionDigits: 1 });
  const facts = page.t("backup_facts", { name, megabytes });
  const when = h("span", { class: "name" }, page.moment(made * 1000));
  return h("li", {}, when, h("span", { class: "hint" }, facts), take);
}

/** The school's licence: what it allows, on how many devices, and another one in its place. */
import { find, h } from "../dom.ts";
import { ask, Refusal } from "./api.ts";
import type { Page } from "./page.ts";

const MAX_BYTES = 20_000;

interface Device {
  id: string;
  since: number;
  seen: number;
  here: boolean;
}

interface Details {
  tenant_id: string;
  license_version: number;
  valid_until: string;
  issuer: string;
  devices: Device[];
}

interface Licence {
  state: "none" | "valid" | "ending" | "grace" | "over";
  days_left: number;
  seats: number;
  used: number;
  seated: boolean;
  clock_behind: boolean;
  details: Details | null;
}

const STATES = {
  none: "licence_none",
  valid: "licence_valid",
  ending: "licence_ending",
  grace: "licence_grace",
  over: "licence_over",
} as const;

export async function licencePage(page: Page): Promise<void> {
  if (!(await page.teacher())) return;
  page.onpress("#activate", async () => draw(page, await ask<Licence>("POST", "/license/activate")));
  page.onsubmit(find<HTMLFormElement>("#put-in"), async (fields) => {
    const file = await given(fields);
    if (file.trim() === "") throw new Refusal("licence_unsound");
    draw(page, await ask<Licence>("POST", "/license", { file }));
    find<HTMLFormElement>("#put-in").reset();
    page.say(page.t("licence_taken"));
  });
  draw(page, await ask<Licence>("GET", "/license"));
}

/** The licence that was chosen as a file, or else pasted. */
async function given(fields: FormData): Promise<string> {
  const file = fields.get("file");
  if (!(file instanceof File) || file.size === 0) return String(fields.get("text"));
  if (file.size > MAX_BYTES) throw new Refusal("too_large");
  return file.text();
}

function draw(page: Page, licence: Licence): void {
  const { state, days_left, seats, used, details } = licence;
  const box = find("#state");
  box.textContent = page.t(STATES[state], { days: days_left });
  box.dataset["kind"] = state === "over" || state === "grace" ? "bad" : "good";
  find("#clock-behind").hidden = !licence.clock_behind;
  find("#facts").hidden = details === null;
  find("#activate").hidden = seats === 0 || licence.seated;
  if (!details) return;
  find("#tenant").textContent = details.tenant_id;
  find("#until").textContent = new Date(`${details.valid_until}T12:00:00`).toLocaleDateString(page.language, {
    dateStyle: "long",
  });
  find("#seats").textContent = page.t("seats_used", { used, seats });
  find("#devices").replaceChildren(...details.devices.map((device) => row(page, device)));
}

function row(page: Page, { id, since, seen, here }: Device): HTMLElement {
  const facts = page.t("device_facts", { since: page.moment(since * 1000), seen: page.moment(seen * 1000) });
  const name = here ? page.t("device_here") : page.t("device_other", { id: id.slice(0, 4) });
  const free = h("button", { type: "button", "aria-label": page.t("device_free_of", { name }) });
  free.textContent = page.t("device_free");
  free.addEventListener("click", () => {
    if (!confirm(page.t("device_free_ask", { name }))) return;
    void page.attempt(async () => draw(page, await ask<Licence>("DELETE", `/license/seats/${id}`)));
  });
  return h("li", {}, h("span", { class: "name" }, name), h("span", { class: "hint" }, facts), free);
}

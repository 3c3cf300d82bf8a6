/** Work from another place: a progress file, or a page from a stick that is paired by a code. */
import { find, h } from "../dom.ts";
import { deriveLearners } from "../progress/derive.ts";
import { compareEvents, type KnapsackEvent } from "../progress/event.ts";
import { MAX_BYTES, parseSaveFile, SaveFileError } from "../progress/savefile.ts";
import { nextBatch, sendBatch } from "../school/batches.ts";
import { ask } from "./api.ts";
import type { Page } from "./page.ts";

/** What pages from sticks try when nobody names another one. */
const USUAL_PORT = "8764";

interface Pairing {
  id: string;
  name: string;
  created: number;
}

interface Sent {
  taken: number;
  known: number;
  foreign: string[];
}

export async function bringPage(page: Page): Promise<void> {
  fileForm(page);
  page.onpress("#make-code", async () => {
    const { code, seconds } = await ask<{ code: string; seconds: number }>("POST", "/pairings/code");
    showCode(page, code, Math.round(seconds / 60));
    await showPairings(page);
  });
  if (await page.signedIn()) await showPairings(page);
}

function fileForm(page: Page): void {
  const input = find<HTMLInputElement>("#work-file");
  const form = find<HTMLFormElement>("#take-work");
  let events: KnapsackEvent[] = [];
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    form.hidden = true;
    if (!file) return;
    void page.attempt(async () => {
      const read = await readWork(page, file);
      if (!read) return;
      events = read;
      showLearners(events);
      form.hidden = false;
    });
  });
  page.onsubmit(form, async (fields) => {
    const learner = String(fields.get("learner"));
    page.say(page.t("working"));
    const { taken, known, foreign } = await send(events.filter((event) => event.learner === learner));
    page.say(
      page.t(foreign.length ? "bring_taken_some" : "bring_taken", { taken, known, foreign: foreign.length }),
    );
    form.hidden = true;
    input.value = "";
  });
}

/** The events of a save file; what is none is told, and null. */
async function readWork(page: Page, file: File): Promise<KnapsackEvent[] | null> {
  try {
    if (file.size > MAX_BYTES) throw new SaveFileError("too_big");
    const events = parseSaveFile(await file.text());
    if (deriveLearners(events).length > 0) return events;
    page.say(page.t("bring_empty"), "bad");
  } catch (error) {
    if (!(error instanceof SaveFileError)) throw error;
    page.say(page.t(error.fault === "too_big" ? "bring_too_big" : "bring_not_ours"), "bad");
  }
  return null;
}

/** Whoever used the stick, the last one first. */
function showLearners(events: KnapsackEvent[]): void {
  const choices = deriveLearners(events).map(({ id, name }, index) => {
    const radio = h("input", {
      type: "radio",
      name: "learner",
      value: id,
      checked: index === 0,
      required: true,
    });
    return h("label", { class: "choice" }, radio, name);
  });
  const box = find("#learners");
  box.replaceChildren(find("legend", box), ...choices);
}

async function send(events: KnapsackEvent[]): Promise<Sent> {
  const total: Sent = { taken: 0, known: 0, foreign: [] };
  let left = events.sort(compareEvents);
  while (left.length > 0) {
    const done = await sendBatch(nextBatch(left), async (batch) => {
      const { taken, known, foreign } = await ask<Sent>("POST", "/events", { events: batch });
      total.taken += taken;
      total.known += known;
      total.foreign.push(...foreign);
    });
    const ids = new Set(done.map(({ id }) => id));
    left = left.filter(({ id }) => !ids.has(id));
  }
  return total;
}

function showCode(page: Page, code: string, minutes: number): void {
  const line = find("#pairing-code");
  line.textContent = `${code.slice(0, 3)} ${code.slice(3)}`;
  const { port } = location;
  const key = port === USUAL_PORT ? "bring_how" : "bring_how_port";
  find("#pairing-how").textContent = page.t(key, { minutes, port: port || "80" });
  find("#pairing").hidden = false;
  line.focus();
}

async function showPairings(page: Page): Promise<void> {
  const { pairings } = await ask<{ pairings: Pairing[] }>("GET", "/pairings");
  find("#paired-title").hidden = pairings.length === 0;
  find("#paired").replaceChildren(...pairings.map((pairing) => row(page, pairing)));
}

function row(page: Page, { id, name, created }: Pairing): HTMLElement {
  const end = h(
    "button",
    { type: "button", "aria-label": page.t("bring_end_of", { name }) },
    page.t("bring_end"),
  );
  end.addEventListener("click", () => {
    if (!confirm(page.t("bring_end_ask", { name }))) return;
    void page.attempt(async () => {
      await ask("DELETE", `/pairings/${id}`);
      await showPairings(page);
    });
  });
  const day = new Date(created * 1000).toLocaleDateString(page.language);
  return h("li", {}, h("span", { class: "name" }, name), h("span", { class: "hint" }, day), end);
}

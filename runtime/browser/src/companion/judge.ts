/** How the official judge is: what judges here, how many programs wait, what went wrong last. */
import { find } from "../dom.ts";
import { ask, Refusal } from "./api.ts";
import type { Page } from "./page.ts";

interface Health {
  backend: string | null;
  trouble: string | null;
  waiting: number;
  running: number;
  fault: { time: number; task: string; message: string } | null;
}

export async function judgePage(page: Page): Promise<void> {
  if (!(await page.teacher())) return;
  page.onpress("#look", () => look(page));
  await look(page);
}

async function look(page: Page): Promise<void> {
  find("#state").textContent = page.t("looking");
  try {
    draw(page, await ask<Health>("GET", "/judge"));
  } catch (error) {
    find("#state").textContent = "";
    if (!(error instanceof Refusal) || error.code !== "no_courses") throw error;
    find("#site-only").hidden = false;
    find("#health").hidden = true;
  }
}

function draw(page: Page, { backend, trouble, waiting, running, fault }: Health): void {
  const state = find("#state");
  state.textContent = backend ? page.t("judge_works", { backend }) : page.t("judge_trouble");
  state.dataset["kind"] = backend ? "good" : "bad";
  find("#trouble").textContent = trouble ?? "";
  find("#waiting").textContent = String(waiting);
  find("#running").textContent = String(running);
  find("#no-fault").hidden = fault !== null;
  find("#fault").hidden = fault === null;
  if (!fault) return;
  find("#fault-when").textContent = page.t("fault_when", {
    time: page.moment(fault.time),
    task: fault.task,
  });
  find("#fault-message").textContent = fault.message;
}

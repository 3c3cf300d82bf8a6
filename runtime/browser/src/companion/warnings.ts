/** What the people who look after a school must know before they go on, in the head of every page. */
import { find, h } from "../dom.ts";
import { ask, type Who } from "./api.ts";
import type { Page } from "./page.ts";

interface Warning {
  code: string;
  days: number;
  backup: string;
}

/** The texts by the companion's codes. */
const TEXTS: Record<string, string> = {
  licence_ending: "warn_licence_ending",
  licence_grace: "warn_licence_grace",
  licence_over: "warn_licence_over",
  clock_behind: "warn_clock_behind",
  database_damaged: "warn_database_damaged",
  backup_failed: "warn_backup_failed",
};

/** Show the warnings to whoever can do something about them; students have other things to do. */
export async function showWarnings(page: Page, who: Who): Promise<void> {
  if (who.user.role === "student") return;
  const { notices } = await ask<{ notices: Warning[] }>("GET", "/notices");
  const lines = notices.flatMap(({ code, days, backup }) => {
    const key = TEXTS[code];
    if (!key) return [];
    const line = h("p", { "data-warning": code }, page.t(key, { days }));
    if (backup) line.append(" ", page.t("warn_last_backup", { name: backup }));
    return [line];
  });
  const place = find("#warnings");
  place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
}

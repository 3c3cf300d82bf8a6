/** Judging a whole class: for one task or all, with the line growing shorter before the teacher's eyes. */
import { find } from "../dom.ts";
import { ask } from "./api.ts";
import type { Page } from "./page.ts";

const LOOK_MS = 1000;
/** So many looks pass before the table is drawn again meanwhile. */
const LOOKS = 5;

interface Waiting {
  waiting: number;
}

/** Handle the part of the page where a class is judged; `renew` shows what came of it. */
export async function batchForm(page: Page, path: string, renew: () => Promise<void>): Promise<void> {
  const bar = find<HTMLProgressElement>("#batch-bar");
  let following = false;
  let stopped = false;

  const follow = async (first: number, done: string): Promise<void> => {
    if (following) return;
    following = true;
    stopped = false;
    try {
      await untilJudged(page, path, bar, first, renew);
    } finally {
      following = false;
      find("#batch-running").hidden = true;
    }
    await renew();
    page.say(stopped ? page.t("batch_stopped") : done);
  };

  page.onsubmit(find<HTMLFormElement>("#batch"), async (fields) => {
    const body = { task: String(fields.get("task")) || null, only_missing: fields.get("missing") !== null };
    const { asked, waiting } = await ask<Waiting & { asked: number }>("POST", `${path}/judge`, body);
    if (asked === 0) page.say(page.t("batch_nothing"));
    else void page.attempt(() => follow(waiting, page.t("batch_done", { count: asked })));
  });
  page.onpress("#batch-stop", async () => {
    stopped = true;
    await ask("DELETE", `${path}/judge`);
  });
  const { waiting } = await ask<Waiting>("GET", `${path}/judge`);
  if (waiting > 0) void page.attempt(() => follow(waiting, ""));
}

async function untilJudged(
  page: Page,
  path: string,
  bar: HTMLProgressElement,
  first: number,
  renew: () => Promise<void>,
): Promise<void> {
  find("#batch-running").hidden = false;
  let [most, waiting] = [first, first];
  for (let look = 1; waiting > 0; look += 1) {
    bar.max = most;
    bar.value = most - waiting;
    find("#batch-say").textContent = page.t("batch_waiting", { count: waiting });
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    ({ waiting } = await ask<Waiting>("GET", `${path}/judge`));
    most = Math.max(most, waiting);
    if (look % LOOKS === 0) await renew();
  }
}

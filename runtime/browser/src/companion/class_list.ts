/** A class list from a file: first what is wrong with it, line by line, then all of it at once. */
import { find, h } from "../dom.ts";
import { ask, type ListAnswer, type ListLine, Refusal } from "./api.ts";
import type { Page } from "./page.ts";

const MAX_BYTES = 100_000;

/** Handle the part of the page where a list is taken in; `done` gets the students that were added. */
export function listForm(page: Page, path: string, done: (added: ListLine[]) => Promise<void>): void {
  const input = find<HTMLInputElement>("#list");
  let csv = "";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    find("#preview").hidden = true;
    if (!file) return;
    void page.attempt(async () => {
      csv = await readList(file);
      preview(page, await ask<ListAnswer>("POST", `${path}/import`, { csv, apply: false }));
    });
  });
  const button = find<HTMLButtonElement>("#take-in");
  page.onpress("#take-in", async () => {
    button.disabled = true;
    page.say(page.t("working"));
    const { lines, added } = await ask<ListAnswer>("POST", `${path}/import`, { csv, apply: true }).finally(
      () => {
        button.disabled = false;
      },
    );
    find("#preview").hidden = true;
    input.value = "";
    await done(lines);
    page.say(page.t("taken_in", { count: added }));
  });
}

/** The text of a file, be it UTF-8 or what a Russian Excel writes. */
async function readList(file: File): Promise<string> {
  if (file.size > MAX_BYTES) throw new Refusal("too_large");
  return decodeList(new Uint8Array(await file.arrayBuffer()));
}

/**
 * The text of a list in UTF-8 or, where it is none, in the Windows code page for Cyrillic. Throws a Refusal for what is no
 * text at all.
 *
 * @example decodeList(new TextEncoder().encode("Anna")) // "Anna"
 */
export function decodeList(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new Refusal("not_text");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1251").decode(bytes);
  }
}

function preview(page: Page, { lines }: ListAnswer): void {
  const bad = lines.filter(({ fault }) => fault !== "").length;
  const rows = lines.map(({ line, name, fault }) => {
    const state = page.t(fault === "" ? "line_good" : `fault_${fault}`);
    const cells = [String(line), name, state].map((text) => h("td", {}, text));
    return h("tr", { "data-fault": fault || undefined }, ...cells);
  });
  find("#preview-list").replaceChildren(...rows);
  const count = bad || lines.length;
  find("#preview-say").textContent = page.t(bad ? "preview_bad" : "preview_good", { count });
  find("#take-in").hidden = bad > 0;
  find("#preview").hidden = false;
}

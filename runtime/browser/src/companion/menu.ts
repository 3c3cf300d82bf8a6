/** The menu that whoever teaches has on every page. */
import { find, h } from "../dom.ts";
import type { Role } from "./api.ts";
import type { Page } from "./page.ts";

interface Entry {
  page: string;
  text: string;
  /** Further pages that belong to it. */
  also?: string;
  admin?: boolean;
}

const ENTRIES: Entry[] = [
  { page: "classes", text: "classes_title", also: "class" },
  { page: "people", text: "people_title", admin: true },
  { page: "courses", text: "courses_title" },
  { page: "judge", text: "judge_title" },
  { page: "backups", text: "backups_title", admin: true },
  { page: "licence", text: "licence_title", admin: true },
];

/** Show the menu for a role; students have none, their way leads to the lessons. */
export function menu(page: Page, role: Role): void {
  const box = find("#menu");
  box.hidden = role === "student";
  if (box.hidden) return;
  const shown = ENTRIES.filter(({ admin }) => !admin || role === "admin");
  const here = document.body.dataset["page"] ?? "";
  const links = shown.map((entry) => link(page, entry, here));
  box.replaceChildren(...links, h("a", { href: "/index.html" }, page.t("lessons")));
}

function link(page: Page, { page: name, text, also }: Entry, here: string): HTMLAnchorElement {
  const current = here === name ? "page" : here === also || (name === "classes" && here === "results");
  const mark = current === "page" ? "page" : current ? "true" : undefined;
  return h("a", { href: `/school/${page.language}/${name}`, "aria-current": mark }, page.t(text));
}

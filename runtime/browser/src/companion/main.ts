/** Entry of `companion.js`, on the companion's own pages. */
import { classPage } from "./class.ts";
import { classesPage } from "./classes.ts";
import { loginPage } from "./login.ts";
import { Page } from "./page.ts";
import { setupPage } from "./setup.ts";

const PAGES: Record<string, (page: Page) => void | Promise<void>> = {
  setup: setupPage,
  login: loginPage,
  classes: classesPage,
  class: classPage,
};

function main(): void {
  const page = new Page();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-language]"))
    link.href = location.pathname.replace(/^\/school\/[^/]+/, `/school/${link.dataset["language"]}`);
  void page.attempt(async () => PAGES[document.body.dataset["page"] ?? ""]?.(page));
}

main();

/** Entry of `companion.js`, on the companion's own pages. */
import { backupsPage } from "./backups.ts";
import { bringPage } from "./bring.ts";
import { classPage } from "./class.ts";
import { classesPage } from "./classes.ts";
import { coursesPage } from "./courses.ts";
import { joinPage } from "./join.ts";
import { judgePage } from "./judge.ts";
import { licencePage } from "./licence.ts";
import { loginPage } from "./login.ts";
import { mePage } from "./me.ts";
import { Page } from "./page.ts";
import { peoplePage } from "./people.ts";
import { resultsPage } from "./results.ts";
import { setupPage } from "./setup.ts";

const PAGES: Record<string, (page: Page) => void | Promise<void>> = {
  setup: setupPage,
  login: loginPage,
  join: joinPage,
  bring: bringPage,
  me: mePage,
  people: peoplePage,
  classes: classesPage,
  class: classPage,
  courses: coursesPage,
  results: resultsPage,
  judge: judgePage,
  backups: backupsPage,
  licence: licencePage,
};

function main(): void {
  const page = new Page();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-language]"))
    link.href = location.pathname.replace(/^\/school\/[^/]+/, `/school/${link.dataset["language"]}`);
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-of-class]"))
    link.href = `/school/${page.language}/${link.dataset["ofClass"]}/${location.pathname.split("/").at(-1)}`;
  void page.attempt(async () => PAGES[document.body.dataset["page"] ?? ""]?.(page));
}

main();

/** The classes of whoever is signed in. */
import { find, h } from "../dom.ts";
import { ask, type SchoolClass, type Who } from "./api.ts";
import type { Page } from "./page.ts";

export async function classesPage(page: Page): Promise<void> {
  const who = await page.signedIn();
  if (!who) return;
  const student = who.user.role === "student";
  find("#join").hidden = !student;
  find("#new-class").hidden = student;
  await showClasses(page, who);
  page.onsubmit(find<HTMLFormElement>("#new-class"), async (fields) => {
    const added = await ask<SchoolClass>("POST", "/classes", { name: String(fields.get("name")) });
    page.open(`class/${added.id}`);
  });
  page.onsubmit(find<HTMLFormElement>("#join"), async (fields) => {
    const joined = await ask<SchoolClass>("POST", "/classes/join", { code: String(fields.get("code")) });
    await showClasses(page, who);
    page.say(page.t("joined", { name: joined.name }));
  });
}

async function showClasses(page: Page, who: Who): Promise<void> {
  const { classes } = await ask<{ classes: SchoolClass[] }>("GET", "/classes");
  const card = ({ id, name }: SchoolClass): HTMLElement => {
    const inside =
      who.user.role === "student" ? name : h("a", { href: `/school/${page.language}/class/${id}` }, name);
    return h("li", {}, inside);
  };
  find("#classes").replaceChildren(...classes.map(card));
  find("#no-classes").hidden = classes.length > 0;
}

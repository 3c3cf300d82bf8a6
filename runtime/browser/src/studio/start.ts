/** The first thing to see: what shall it be? */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import type { Translate } from "../messages.ts";
import { SIGNS } from "./signs.ts";
import type { Kind } from "./work.ts";

export interface StartActions {
  make(kind: Kind): void;
  open(): void;
  openFolder(): void;
}

export function startPage(t: Translate, folders: boolean, actions: StartActions): HTMLElement {
  const choice = (key: string, face: string, onclick: () => void): HTMLElement => {
    const about = h("span", { class: "ks-start-about", id: `about-${key}` }, t(`studio.${key}_about`));
    const names = { "aria-label": t(`studio.${key}`), "aria-describedby": about.id };
    const title = h("span", { class: "ks-start-title" }, t(`studio.${key}`));
    return h("button", { type: "button", class: "ks-start", onclick, ...names }, icon(face), title, about);
  };
  const choices = [
    choice("new_task", ICONS.edit, () => actions.make("task")),
    choice("new_quiz", ICONS.check, () => actions.make("quiz")),
    choice("open_file", SIGNS.file, actions.open),
    folders ? choice("open_folder", SIGNS.folder, actions.openFolder) : null,
  ];
  return h(
    "div",
    { class: "ks-start-page" },
    h("p", { class: "ks-lead" }, t("studio.about_studio")),
    h("div", { class: "ks-starts" }, ...choices),
    h("p", { class: "ks-field-hint" }, t("studio.drop_hint")),
  );
}

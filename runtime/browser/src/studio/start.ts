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
    const about = h("p", { class: "ks-start-about", id: `about-${key}` }, t(`studio.${key}_about`));
    const attributes = { type: "button", "aria-describedby": about.id, onclick };
    return h("div", { class: "ks-start" }, icon(face), h("button", attributes, t(`studio.${key}`)), about);
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

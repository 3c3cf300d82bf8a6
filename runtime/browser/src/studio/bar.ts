/** The studio's own bar: new, open, undo, save, and whether everything is in a file. */
import { h, icon } from "../dom.ts";
import { ICONS } from "../icons.ts";
import { isDark } from "../lesson/scheme.ts";
import type { Translate } from "../messages.ts";
import { button, tool } from "./form.ts";
import { SIGNS } from "./signs.ts";

export interface BarActions {
  fresh(): void;
  open(): void;
  openFolder(): void;
  undo(): void;
  redo(): void;
  save(): void;
  saveInFolder(): void;
  colours(): void;
}

export interface BarState {
  working: boolean;
  canUndo: boolean;
  canRedo: boolean;
  unsaved: boolean;
  /** What is unsaved is kept on this device. */
  kept: boolean;
  folders: boolean;
  /** The open folder's name. */
  folder: string | null;
  /** "tasks/sum.json" */
  path: string | null;
}

export class Bar {
  readonly element: HTMLElement;
  readonly #t: Translate;
  readonly #state = h("p", { class: "ks-bar-state" });
  readonly #undo: HTMLButtonElement;
  readonly #redo: HTMLButtonElement;
  readonly #work: HTMLElement;
  readonly #folder: HTMLButtonElement;
  readonly #openFolder: HTMLButtonElement;
  readonly #download: HTMLButtonElement;
  readonly #colours: HTMLButtonElement;

  constructor(t: Translate, actions: BarActions) {
    this.#t = t;
    this.#undo = tool(t("studio.undo"), ICONS.undo, actions.undo);
    this.#redo = tool(t("studio.redo"), ICONS.redo, actions.redo);
    this.#folder = button("", actions.saveInFolder, SIGNS.folder, "ks-strong ks-save-folder");
    this.#openFolder = button(t("studio.open_folder"), actions.openFolder, SIGNS.folder);
    this.#colours = tool("", SIGNS.dark, actions.colours);
    this.#download = button(t("studio.save"), actions.save, ICONS.save, "ks-strong ks-save-file");
    const fresh = button(t("studio.new"), actions.fresh, ICONS.plus);
    const open = button(t("studio.open_file"), actions.open, SIGNS.file);
    this.#work = h(
      "div",
      { class: "ks-row ks-bar-work" },
      fresh,
      open,
      this.#openFolder,
      this.#undo,
      this.#redo,
      this.#folder,
      this.#download,
    );
    this.element = h("div", { class: "ks-studio-bar" }, this.#work, this.#state, this.#colours);
  }

  show(state: BarState): void {
    const t = this.#t;
    this.#work.hidden = !state.working;
    this.#state.hidden = !state.working;
    this.#undo.disabled = !state.canUndo;
    this.#redo.disabled = !state.canRedo;
    this.#folder.hidden = !state.folders;
    this.#download.classList.toggle("ks-strong", !state.folders); // one thing to press stands out
    this.#download.classList.toggle("ks-quiet", state.folders);
    this.#openFolder.hidden = !state.folders;
    const name =
      state.folder === null ? t("studio.save_folder") : t("studio.save_in", { folder: state.folder });
    const label = this.#folder.querySelector("span");
    if (label && label.textContent !== name) label.textContent = name;
    const said = state.unsaved ? t(state.kept ? "studio.kept_here" : "studio.unsaved") : t("studio.saved");
    if (this.#state.textContent !== said) this.#state.textContent = said;
    this.#state.dataset["unsaved"] = String(state.unsaved);
    this.showColours();
  }

  showColours(): void {
    const label = this.#t(isDark() ? "site.light" : "site.dark");
    this.#colours.setAttribute("aria-label", label);
    this.#colours.title = label;
    this.#colours.replaceChildren(icon(isDark() ? SIGNS.light : SIGNS.dark));
  }
}

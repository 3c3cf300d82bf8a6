/** Which task or quiz of the course's folder to open. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import type { Folder } from "./asks.ts";
import { button } from "./form.ts";

/** The path, or null when the teacher chose none. */
export function chooseDocument(t: Translate, folder: Folder): Promise<string | null> {
  return new Promise((resolve) => {
    const box = h("dialog", { class: "ks-dialog" });
    box.setAttribute("aria-label", t("studio.folder_open"));
    const items = folder.files.map((path) =>
      h(
        "li",
        {},
        button(path, () => box.close(path), undefined, "ks-file-choice"),
      ),
    );
    const text = t(folder.files.length ? "studio.folder_choose" : "studio.folder_empty", {
      folder: folder.name,
    });
    const cancel = h(
      "div",
      { class: "ks-row" },
      button(t("studio.cancel"), () => box.close("")),
    );
    box.append(h("p", {}, text), h("ul", { class: "ks-file-list", tabindex: -1 }, ...items), cancel);
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue || null);
    });
    document.body.firstElementChild?.append(box);
    box.showModal();
  });
}

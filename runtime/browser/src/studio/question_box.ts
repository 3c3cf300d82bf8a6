/** A question to the teacher with two answers, in the page: frames may not use the browser's own. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import { button } from "./form.ts";

/** True for yes; Escape is no. */
export function askTeacher(t: Translate, text: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const box = h("dialog", { class: "ks-dialog" });
    box.setAttribute("aria-label", text);
    const close = (answer: boolean): void => box.close(answer ? "yes" : "");
    const no = button(t("studio.cancel"), () => close(false));
    box.append(
      h("p", {}, text),
      h(
        "div",
        { class: "ks-row" },
        button(yes, () => close(true), undefined, "ks-strong"),
        no,
      ),
    );
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    document.body.firstElementChild?.append(box);
    box.showModal();
    no.focus();
  });
}

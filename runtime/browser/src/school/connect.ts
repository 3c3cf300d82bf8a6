/** The dialog that pairs a page from a stick with a companion on this computer, or ends that. */
import { Refusal } from "../companion/api.ts";
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import type { Learner } from "../protocol.ts";
import { dropPaired, keepPaired, readPaired } from "./paired.ts";
import { stickLine } from "./stick.ts";

const USUAL_PORT = 8764;
const MOST_PORT = 65_535;
const FAULTS = ["no_answer", "wrong_pairing_code", "too_many_guesses"];

/** Resolves when the dialog is closed: true when something has changed. */
export function connect(t: Translate, site: string, learner: Learner): Promise<boolean> {
  const dialog = h("dialog", { class: "ks-people", "aria-labelledby": "ks-connect-title" });
  const title = h("h2", { id: "ks-connect-title" }, t("school.connect_title"));
  const known = readPaired(localStorage, site).find((each) => each.learner === learner.id);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let changed = false;
    const done = (): void => {
      changed = true;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(changed);
    });
    const cancel = h("button", { type: "button", onclick: () => dialog.close() }, t("school.cancel"));
    const part = known
      ? connected(t, known.name, () => {
          dropPaired(localStorage, site, learner.id);
          done();
        })
      : pairingForm(t, site, learner, done);
    dialog.append(title, part, cancel);
    dialog.showModal();
  });
}

function connected(t: Translate, name: string, end: () => void): HTMLElement {
  const button = h(
    "button",
    { type: "button", class: "ks-school-out", onclick: end },
    t("school.disconnect"),
  );
  return h("div", {}, h("p", {}, t("school.connected", { name })), button);
}

function pairingForm(t: Translate, site: string, learner: Learner, done: () => void): HTMLElement {
  const code = h("input", { type: "text", maxlength: 20, required: true, autocomplete: "off" });
  code.setAttribute("autocapitalize", "none");
  code.spellcheck = false;
  const port = h("input", { type: "number", min: 1, max: MOST_PORT, required: true, value: USUAL_PORT });
  const place = h("input", { type: "text", maxlength: 40, required: true, value: t("school.place_stick") });
  const fault = h("p", { class: "ks-school-fault", role: "alert" });
  const button = h("button", { type: "submit" }, t("school.connect"));
  const field = (key: string, input: HTMLInputElement): HTMLElement =>
    h("label", {}, h("span", {}, t(key)), input);
  const form = h(
    "form",
    { class: "ks-people-form ks-school-form" },
    h("p", {}, t("school.connect_lead")),
    ...[field("school.code", code), field("school.port", port), field("school.place", place), fault, button],
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    fault.textContent = "";
    try {
      await pair(site, learner, { code: code.value, port: port.valueAsNumber, place: place.value });
      done();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fault.textContent = t(`school.fault_${FAULTS.includes(error.code) ? error.code : "other"}`);
    } finally {
      button.disabled = false;
    }
  });
  return form;
}

interface Typed {
  code: string;
  port: number;
  place: string;
}

async function pair(site: string, learner: Learner, { code, port, place }: Typed): Promise<void> {
  const { token, user } = await stickLine(port, null).ask({ what: "pair", code, name: place });
  keepPaired(localStorage, site, { learner: learner.id, user: user.id, name: user.name, port, token });
}

/** What is left to put right: beside each field, and in one list that leads there. */
import { h } from "../dom.ts";
import type { Translate } from "../messages.ts";
import type { Fault } from "./faults.ts";
import { button, focusField } from "./form.ts";

export class FaultList {
  readonly element = h("aside", { class: "ks-card ks-faults" });
  readonly #t: Translate;
  readonly #list = h("ul", {});
  readonly #heading = h("h2", { tabindex: -1 });
  readonly #good = h("p", { class: "ks-all-good" });
  /** Fields that somebody has been in: a form that has just been opened does not scold. */
  readonly #touched = new Set<string>();
  #all = false;
  #faults: readonly Fault[] = [];

  constructor(t: Translate, form: HTMLElement) {
    this.#t = t;
    this.#good.textContent = t("studio.no_faults");
    this.element.setAttribute("aria-label", t("studio.faults"));
    this.#heading.textContent = t("studio.faults");
    this.element.append(this.#heading, this.#good, this.#list);
    form.addEventListener("focusout", (event) => {
      const place = (event.target as HTMLElement).closest<HTMLElement>("[data-pointer]");
      if (place?.dataset["pointer"]) this.#touched.add(place.dataset["pointer"]);
      this.#mark();
    });
  }

  get serious(): number {
    return this.#faults.filter(({ mild }) => !mild).length;
  }

  /** Begin anew; a file that was opened shows its faults at once. */
  reset(all: boolean): void {
    this.#touched.clear();
    this.#all = all;
  }

  /** From now on every field shows what is wrong with it. */
  showAll(): void {
    this.#all = true;
    this.#mark();
  }

  show(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#good.hidden = faults.length > 0;
    const old = new Map([...this.#list.children].map((item) => [item.outerHTML, item]));
    const items = faults.map((fault) => this.#item(fault)).map((item) => taken(old, item));
    for (const gone of old.values()) gone.remove();
    for (const [index, item] of items.entries())
      if (this.#list.children[index] !== item)
        this.#list.insertBefore(item, this.#list.children[index] ?? null);
    this.#mark();
  }

  #item(fault: Fault): HTMLElement {
    const pointer = nearest(fault.pointer)?.dataset["pointer"] ?? fault.pointer;
    const where = describe(fault.pointer);
    const text = this.#t(`studio.fault_${fault.key}`, fault.values);
    const go = button(
      where ? `${where}: ${text}` : text,
      () => focusField(pointer),
      undefined,
      "ks-fault-link",
    );
    return h("li", { class: fault.mild ? "ks-mild" : "ks-serious", "data-fault": fault.pointer }, go);
  }

  #mark(): void {
    for (const said of document.querySelectorAll<HTMLElement>(".ks-fault[id], [data-pointer] > .ks-fault")) {
      said.hidden = true;
      said.textContent = "";
    }
    for (const control of document.querySelectorAll("[aria-invalid]"))
      control.removeAttribute("aria-invalid");
    for (const fault of this.#faults) if (!fault.mild) this.#markOne(fault);
  }

  #markOne(fault: Fault): void {
    const place = nearest(fault.pointer);
    const said = place?.querySelector<HTMLElement>(":scope > .ks-fault");
    if (!place || !said || !(this.#all || this.#touched.has(place.dataset["pointer"] ?? ""))) return;
    said.textContent = this.#t(`studio.fault_${fault.key}`, fault.values);
    said.hidden = false;
    if (place.classList.contains("ks-field"))
      place.querySelector("input, textarea, select")?.setAttribute("aria-invalid", "true");
  }
}

/** The item that says the same already: a click or the focus on it must not be lost. */
function taken(old: Map<string, Element>, item: Element): Element {
  const same = old.get(item.outerHTML);
  old.delete(item.outerHTML);
  return same ?? item;
}

/** The field itself, else the nearest one around or inside it. */
function nearest(pointer: string): HTMLElement | null {
  const places = [...document.querySelectorAll<HTMLElement>("[data-pointer]")];
  for (let path = pointer; path; path = path.slice(0, path.lastIndexOf("/"))) {
    const exact = places.find((place) => place.dataset["pointer"] === path);
    const inside = places.find((place) => place.dataset["pointer"]?.startsWith(`${path}/`));
    if (exact || inside) return exact ?? inside ?? null;
  }
  return null;
}

/** @example "Test 2, Expected output" */
function describe(pointer: string): string {
  const place = nearest(pointer);
  const group = place?.closest<HTMLElement>("[role=group]")?.getAttribute("aria-label");
  const label = place?.querySelector<HTMLElement>(":scope > label, :scope > .ks-label")?.textContent;
  const card = place?.closest(".ks-card")?.querySelector("h2")?.textContent;
  return [group, label ?? (group ? null : card)].filter((part) => part).join(", ");
}

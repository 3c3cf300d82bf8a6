/** Building DOM by hand, with types. */

type Listener = (event: never) => void;
type Attribute = string | number | boolean | Listener | undefined;
export type Child = Node | string | null;

/**
 * Make an element. Attributes that are functions are listeners (`onclick`), true is an empty attribute, false and
 * undefined are left out. Strings become text, never HTML.
 *
 * @example h("button", { type: "button", onclick: run }, "Run")
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

function setAttribute(element: HTMLElement, name: string, value: Attribute): void {
  if (typeof value === "function") element.addEventListener(name.slice(2), value as EventListener);
  else if (typeof value === "boolean") element.toggleAttribute(name, value);
  else if (value !== undefined) element.setAttribute(name, String(value));
}

/** A decorative icon from SVG path data on a 24 by 24 grid; the control around it carries the name. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "ks-icon");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(svg.namespaceURI ?? "", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** The element with this selector, or an error that names it: our own templates are broken then. */
export function find<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

/** Resolves when the page has nothing else to do, or after so many milliseconds. */
export function idle(timeout: number): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout });
    else setTimeout(resolve, SAFARI_MS); // it has no idle callback
  });
}

const SAFARI_MS = 500;

/**
 * Load a classic script once and return what it leaves behind, as `find` finds it. Rejects when that is missing. Never
 * settles when the page is left meanwhile.
 */
export async function loadScript<Left>(url: string, find: () => Left | undefined): Promise<Left> {
  try {
    await loading(url);
    const left = find();
    if (left !== undefined) return left;
    throw new Error(`${url} has left nothing behind`);
  } catch (error) {
    scripts.delete(url);
    await stillHere();
    throw error;
  }
}

function loading(url: string): Promise<void> {
  const known = scripts.get(url);
  if (known) return known;
  const begun = new Promise<void>((resolve, reject) => {
    const script = h("script", { src: url });
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`cannot load ${url}`));
    document.head.append(script);
  });
  scripts.set(url, begun);
  return begun;
}

/**
 * Resolves a moment later, and never on a page that is being left: Firefox breaks its loads off, or does not run what it
 * has loaded, and tells of the first as an error and of the second as done.
 */
function stillHere(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LEAVING_MS));
}

const scripts = new Map<string, Promise<void>>();
const LEAVING_MS = 1000;

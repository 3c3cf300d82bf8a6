/** The frame that shows the lessons, and the address bar that follows it. */
import { formatPlace, languageOf, type Place, parsePlace } from "../places.ts";
import type { Scheme } from "../protocol.ts";

export class Frame {
  readonly element: HTMLIFrameElement;
  readonly #languages: readonly string[];
  /** Where the page in the frame is by its own account; it cannot be looked at from here on file://. */
  #place: Place | null = null;

  constructor(element: HTMLIFrameElement, languages: readonly string[]) {
    this.element = element;
    this.#languages = languages;
    window.addEventListener("hashchange", () => this.#followAddress());
  }

  get place(): Place | null {
    return this.#place;
  }

  get language(): string {
    return this.#place ? languageOf(this.#place) : "";
  }

  /** Pages read their colours from the frame's name before they paint. */
  tint(scheme: Scheme): void {
    this.element.name = JSON.stringify({ scheme });
  }

  /** Go to a page, as a new step of the history. */
  open(place: Place): void {
    this.element.src = urlOf(place);
  }

  /** A page has said where it is. False when that is no page of this site. */
  arrived(address: string): boolean {
    const place = parsePlace(address, this.#languages);
    if (!place) return false;
    this.#place = place;
    history.replaceState(null, "", `#${formatPlace(place)}`);
    return true;
  }

  /** Someone typed an address, or followed a link to one, in the shell's own address bar. */
  #followAddress(): void {
    const wanted = parsePlace(location.hash, this.#languages);
    if (!wanted || (this.#place && formatPlace(wanted) === formatPlace(this.#place))) return;
    this.element.contentWindow?.location.replace(urlOf(wanted));
  }
}

function urlOf(place: Place): string {
  const root = location.href.replace(/[?#].*$/, "");
  return new URL(formatPlace(place), root).href;
}

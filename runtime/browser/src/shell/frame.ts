/** The frame that shows the lessons, and the address bar that follows it. */
import { formatPlace, languageOf, type Place, parsePlace } from "../places.ts";
import type { Scheme } from "../protocol.ts";

/** How long after it has loaded a page of ours may take to say hello. */
const HELLO_MS = 2000;

export class Frame {
  readonly element: HTMLIFrameElement;
  readonly #languages: readonly string[];
  /** Where the page in the frame is by its own account; it cannot be looked at from here on file://. */
  #place: Place | null = null;
  /** The page that is loading has said hello. */
  #greeted = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** The frame shows something that is no page of ours, such as the browser's word for a missing file. */
  onlost: () => void = () => {};

  constructor(element: HTMLIFrameElement, languages: readonly string[]) {
    this.element = element;
    this.#languages = languages;
    window.addEventListener("hashchange", () => this.#followAddress());
    element.addEventListener("load", () => this.#loaded());
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

  /** A page has said hello from this address. False when that is no page of this site. */
  arrived(address: string): boolean {
    const place = parsePlace(address, this.#languages);
    if (!place) return false;
    this.#greeted = this.#waiting === undefined;
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#show(place);
    return true;
  }

  /** The page has turned to another part of itself. */
  turned(fragment: string): void {
    const place =
      this.#place && parsePlace(formatPlace({ page: this.#place.page, fragment }), this.#languages);
    if (place) this.#show(place);
  }

  #show(place: Place): void {
    this.#place = place;
    history.replaceState(null, "", `#${formatPlace(place)}`);
  }

  /** A hello comes before its page has loaded, or a little later where the page has a process of its own. */
  #loaded(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (!this.#greeted && this.element.src) this.#waiting = setTimeout(() => this.onlost(), HELLO_MS);
    this.#greeted = false;
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

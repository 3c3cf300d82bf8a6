/** What the shell remembers between visits, at hand at once and written in the background. */
import type { Settings, Store } from "../progress/store.ts";
import type { Scheme } from "../protocol.ts";

export const DEFAULT_FONT = 16;

export class Memory {
  readonly #store: Store | null;
  readonly #values: Partial<Settings>;
  readonly #site: string;

  constructor(site: string, store: Store | null, values: Partial<Settings>) {
    this.#site = site;
    this.#store = store;
    this.#values = values;
  }

  get scheme(): Scheme {
    return this.#values.scheme ?? preferredScheme();
  }

  get font(): number {
    return this.#values.font ?? DEFAULT_FONT;
  }

  get<K extends keyof Settings & string>(key: K): Settings[K] | undefined {
    return this.#values[key];
  }

  set<K extends keyof Settings & string>(key: K, value: Settings[K]): void {
    if (this.#values[key] === value) return;
    (this.#values as Record<string, unknown>)[key] = value;
    if (key === "scheme") rememberScheme(this.#site, value as Scheme);
    this.#store?.set(key, value).catch((reason: unknown) => console.warn(reason)); // a setting is no loss
  }
}

/** The colours of the last time, for a page that opens before the store does. */
export function rememberedScheme(site: string): Scheme {
  const kept = localColours()?.getItem(schemeKey(site));
  return kept === "slate" || kept === "default" ? kept : preferredScheme();
}

function rememberScheme(site: string, scheme: Scheme): void {
  localColours()?.setItem(schemeKey(site), scheme);
}

/** Null where the browser keeps nothing: then a page changes its colours a moment after it has opened. */
function localColours(): Storage | null {
  try {
    return localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function preferredScheme(): Scheme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default";
}

function schemeKey(site: string): string {
  return `${site}-scheme`;
}

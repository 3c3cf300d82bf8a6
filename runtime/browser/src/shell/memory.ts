/** What the shell remembers between visits, at hand at once and written in the background. */
import type { Settings, Store } from "../progress/store.ts";
import type { Scheme } from "../protocol.ts";

export const DEFAULT_FONT = 16;

export class Memory {
  readonly #store: Store | null;
  readonly #values: Partial<Settings>;
  readonly #prefersDark: boolean;

  constructor(store: Store | null, values: Partial<Settings>, prefersDark: boolean) {
    this.#store = store;
    this.#values = values;
    this.#prefersDark = prefersDark;
  }

  get scheme(): Scheme {
    return this.#values.scheme ?? (this.#prefersDark ? "slate" : "default");
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
    this.#store?.set(key, value).catch((reason: unknown) => console.warn(reason)); // a setting is no loss
  }
}

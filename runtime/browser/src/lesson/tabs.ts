/** Theory, Quiz, Tasks: tabs with a roving tabindex, and an address for each. */

interface Tab {
  button: HTMLButtonElement;
  panel: HTMLElement;
}

/** The index to move to from a key, null when the key is none of the tab list's. */
export function nextTab(key: string, current: number, count: number): number | null {
  const moves: Record<string, number> = {
    ArrowRight: (current + 1) % count,
    ArrowLeft: (current - 1 + count) % count,
    Home: 0,
    End: count - 1,
  };
  return moves[key] ?? null;
}

export class Tabs {
  readonly #tabs: Tab[];
  #shown = 0;
  /** A panel has come into view. */
  onshow: (panel: HTMLElement) => void = () => {};
  /** The page's fragment is now this. */
  onplace: (fragment: string) => void = () => {};

  constructor(lesson: HTMLElement) {
    const buttons = lesson.querySelectorAll<HTMLButtonElement>(".ks-tabs [role=tab]");
    this.#tabs = [...buttons].flatMap((button) => {
      const panel = document.getElementById(button.getAttribute("aria-controls") ?? "");
      return panel ? [{ button, panel }] : [];
    });
    this.#tabs.forEach(({ button }, index) => {
      button.addEventListener("click", () => this.#choose(index));
      button.addEventListener("keydown", (event) => this.#key(event, index));
    });
    window.addEventListener("hashchange", () => this.follow(location.hash));
  }

  /** Show the panel that the fragment names or that holds what it names, and go there. */
  follow(hash: string): void {
    const target = hash.length > 1 ? document.getElementById(decodeFragment(hash.slice(1))) : null;
    const index = this.#tabs.findIndex(({ panel }) => target !== null && panel.contains(target));
    const elsewhere = target !== null && index < 0; // such as the skip link's target: the panel stays
    this.#show(elsewhere ? this.#shown : Math.max(index, 0));
    if (target && index >= 0 && this.#tabs[index]?.panel !== target) target.scrollIntoView();
  }

  #choose(index: number): void {
    this.#show(index);
    const id = this.#tabs[index]?.panel.id ?? "";
    history.replaceState(null, "", `#${id}`);
    this.onplace(id);
  }

  #key(event: KeyboardEvent, index: number): void {
    const next = nextTab(event.key, index, this.#tabs.length);
    if (next === null) return;
    event.preventDefault();
    this.#choose(next);
    this.#tabs[next]?.button.focus();
  }

  #show(shown: number): void {
    this.#shown = shown;
    this.#tabs.forEach(({ button, panel }, index) => {
      button.setAttribute("aria-selected", String(index === shown));
      button.tabIndex = index === shown ? 0 : -1;
      panel.hidden = index !== shown;
    });
    const panel = this.#tabs[shown]?.panel;
    if (panel) this.onshow(panel);
  }
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

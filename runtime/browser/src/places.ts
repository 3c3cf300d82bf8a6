/** Addresses of pages inside the site, as the address bar and the pages themselves give them. */

export interface Place {
  /** "en/python-basics/output.html" */
  page: string;
  /** "tasks", or "" */
  fragment: string;
}

const SEGMENT = /^[\p{L}\p{N}_-][\p{L}\p{N}._-]*$/u;
const FRAGMENT = /^[\p{L}\p{N}_.:-]*$/u;
const LONGEST = 500;

/**
 * Read an address, null when it is none of this site's pages: the frame must never be sent elsewhere, so schemes,
 * `..`, absolute paths, queries and anything but `.html` in a language's folder are refused.
 *
 * @example parsePlace("#en/python-basics/output.html#tasks", ["en", "ru"])
 */
export function parsePlace(text: string, languages: readonly string[]): Place | null {
  const [page = "", fragment = "", ...rest] = decode(text.replace(/^#/, "")).split("#");
  const segments = page.split("/");
  const inside = segments.length > 1 && languages.includes(segments[0] ?? "");
  const sound = segments.every((segment) => SEGMENT.test(segment)) && FRAGMENT.test(fragment);
  if (text.length > LONGEST || rest.length || !inside || !sound || !page.endsWith(".html")) return null;
  return { page, fragment };
}

export function formatPlace(place: Place): string {
  return place.fragment ? `${place.page}#${place.fragment}` : place.page;
}

/** The language of a page: the first folder of its path. */
export function languageOf(place: Place): string {
  return place.page.split("/")[0] ?? "";
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

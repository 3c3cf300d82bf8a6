/** What a text will look like: the ordinary parts of Markdown. Only harmless elements are kept, as `builder/sanitise.py` does. */
import createPurifier from "dompurify";
import { Marked } from "marked";
import { h } from "../dom.ts";

const TAGS = (
  "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption " +
  "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q s samp small span strong " +
  "sub summary sup table tbody td tfoot th thead tr u ul var"
).split(" ");
const ATTRIBUTES = "title lang dir href src alt start align colspan rowspan scope open".split(" ");
const SCHEMES = /^(?:https?:|mailto:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;

const markdown = new Marked({ gfm: true });
const purifier = createPurifier(window);

/** Links lead nowhere from here: this is a preview, and the work would be left. Pictures are named, their files are in the course. */
export function renderMarkdown(text: string): DocumentFragment {
  const fragment = purifier.sanitize(markdown.parse(text, { async: false }), {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: SCHEMES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll("a")) {
    link.title = link.getAttribute("href") ?? "";
    link.removeAttribute("href");
  }
  for (const image of fragment.querySelectorAll("img"))
    image.replaceWith(h("span", { class: "ks-picture" }, image.alt || (image.getAttribute("src") ?? "")));
  for (const block of fragment.querySelectorAll("pre")) block.tabIndex = 0;
  return fragment;
}

/** The editor's looks. Colours are variables of `lesson.css`, so light and dark need no second theme. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const surface = EditorView.theme({
  "&": {
    color: "var(--ks-code-text)",
    backgroundColor: "var(--ks-code-back)",
    fontSize: "var(--ks-code-size, 16px)",
  },
  "&.cm-focused, & .cm-content:focus-visible": { outline: "none !important" }, // the frame around shows the focus
  ".cm-scroller": { fontFamily: "var(--ks-mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ks-code-text)", minHeight: "6em", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ks-code-text)", borderLeftWidth: "2px" },
  ".cm-gutters": { color: "var(--ks-code-faint)", backgroundColor: "var(--ks-code-gutter)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--ks-code-line)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--ks-code-selection) !important",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--ks-code-bracket)",
    outline: "1px solid currentColor",
  },
  ".cm-panels": { color: "var(--ks-code-text)", backgroundColor: "var(--ks-code-gutter)" },
  ".cm-panel.cm-search": { fontSize: "14px", padding: "8px 36px 8px 8px" },
  ".cm-panel.cm-search label": {
    display: "inline-flex",
    alignItems: "center",
    gap: "4px",
    marginRight: "8px",
  },
  ".cm-panel.cm-search [type=checkbox]": { width: "18px", margin: "0" },
  ".cm-panel.cm-search input, .cm-panel.cm-search button": { fontSize: "14px", minHeight: "32px" },
  ".cm-panel.cm-search [name=close]": { fontSize: "20px", width: "32px", height: "32px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--ks-code-back)", color: "inherit" },
  ".cm-textfield": { backgroundColor: "var(--ks-code-back)", color: "inherit" },
  ".cm-errorLine": { backgroundColor: "var(--ks-bad-back)" },
  ".cm-errorSign": { color: "var(--ks-bad)", fontWeight: "bold", padding: "0 4px" },
  ".cm-errorMessage": {
    color: "var(--ks-bad)",
    backgroundColor: "var(--ks-bad-back)",
    fontFamily: "var(--ks-sans)",
    padding: "2px 8px 4px",
    whiteSpace: "pre-wrap",
  },
});

const highlight = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.modifier],
    color: "var(--ks-code-keyword)",
    fontWeight: "600",
  },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ks-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--ks-code-number)" },
  { tag: tags.comment, color: "var(--ks-code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.standard(tags.name)], color: "var(--ks-code-function)" },
  {
    tag: [tags.definition(tags.className), tags.className],
    color: "var(--ks-code-function)",
    fontWeight: "600",
  },
  { tag: tags.invalid, textDecoration: "underline wavy" },
]);

export function theme(): Extension {
  return [surface, syntaxHighlighting(highlight)];
}

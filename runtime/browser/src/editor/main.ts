/** Entry of `editor.js`: a Python editor made of CodeMirror's parts. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import type { CodeEditor, EditorOptions } from "./api.ts";
import { errorLine, setError } from "./error_line.ts";
import { theme } from "./theme.ts";

/** Python's indentation, by its style guide. */
const INDENT = "    ";

function create(options: EditorOptions): CodeEditor {
  const darkness = new Compartment();
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.code,
      extensions: [extensions(options), darkness.of(EditorView.darkTheme.of(options.dark))],
    }),
  });
  return {
    replace: (code) => replace(view, code),
    mark: (line, message) => mark(view, line, message),
    unmark: () => view.dispatch({ effects: setError.of(null) }),
    undo: () => void undo(view),
    redo: () => void redo(view),
    search: () => void openSearchPanel(view),
    focus: () => view.focus(),
    dark: (dark) => view.dispatch({ effects: darkness.reconfigure(EditorView.darkTheme.of(dark)) }),
    measure: () => view.requestMeasure(),
  };
}

function extensions(options: EditorOptions): Extension {
  return [
    keymap.of(ownKeys(options)), // first, or Ctrl+Enter would insert a line
    errorLine(options.errorSign),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    history(),
    drawSelection(),
    EditorView.lineWrapping, // a phone shows whole lines, and no part needs a sideways scroll
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    search({ top: true }),
    python(),
    indentUnit.of(INDENT),
    EditorState.tabSize.of(INDENT.length),
    EditorState.phrases.of(options.phrases),
    EditorView.contentAttributes.of({
      "aria-label": options.label,
      autocapitalize: "off",
      spellcheck: "false",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onchange(update.state.doc.toString());
    }),
    keymap.of([...closeBracketsKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
    theme(),
  ];
}

function ownKeys(options: EditorOptions): KeyBinding[] {
  const run = (): boolean => {
    options.onrun();
    return true;
  };
  const check = (): boolean => {
    options.oncheck();
    return true;
  };
  return [
    { key: "Mod-Enter", run, preventDefault: true },
    { key: "Ctrl-Shift-Enter", mac: "Cmd-Shift-Enter", run: check, preventDefault: true },
  ];
}

function replace(view: EditorView, code: string): void {
  if (view.state.doc.toString() === code) return;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
}

function mark(view: EditorView, line: number, message: string): void {
  const number = Math.max(1, Math.min(line, view.state.doc.lines));
  const { from } = view.state.doc.line(number);
  view.dispatch({
    effects: [setError.of({ at: from, message }), EditorView.scrollIntoView(from, { y: "nearest" })],
  });
}

window.knapsackEditor = { create };

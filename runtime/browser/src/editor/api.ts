/** What `editor.js` puts on `window.knapsackEditor`. */

export interface EditorOptions {
  parent: HTMLElement;
  code: string;
  /** Accessible name of the text field. */
  label: string;
  dark: boolean;
  /** CodeMirror's own English phrases, translated. */
  phrases: Record<string, string>;
  errorSign: string;
  onchange(code: string): void;
  onrun(): void;
  oncheck(): void;
}

export interface CodeEditor {
  /** As one step that undo takes back. */
  replace(code: string): void;
  /** Put a sign and a message at a 1-based line; they go when the code is changed there. */
  mark(line: number, message: string): void;
  unmark(): void;
  undo(): void;
  redo(): void;
  search(): void;
  focus(): void;
  dark(dark: boolean): void;
  /** The letters have changed their size. */
  measure(): void;
}

export interface EditorModule {
  create(options: EditorOptions): CodeEditor;
}

declare global {
  interface Window {
    knapsackEditor?: EditorModule;
  }
}

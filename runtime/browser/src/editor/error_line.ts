/** The line a program failed in: a sign in the gutter, a tinted line, and the message under it. */
import { type Extension, type Range, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from "@codemirror/view";

interface ErrorMark {
  /** Position of the line's start. */
  at: number;
  message: string;
}

export const setError = StateEffect.define<ErrorMark | null>();

class Sign extends GutterMarker {
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  override toDOM(): Node {
    const sign = document.createElement("span");
    sign.className = "cm-errorSign";
    sign.textContent = "✗";
    sign.setAttribute("role", "img");
    sign.setAttribute("aria-label", this.#name);
    return sign;
  }
}

class Message extends WidgetType {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override toDOM(): HTMLElement {
    const box = document.createElement("div");
    box.className = "cm-errorMessage";
    box.textContent = this.#text;
    return box;
  }
}

const field = StateField.define<ErrorMark | null>({
  create: () => null,
  update(mark, transaction) {
    for (const effect of transaction.effects) if (effect.is(setError)) return effect.value;
    if (!mark || !transaction.docChanged) return mark;
    const line = transaction.startState.doc.lineAt(mark.at);
    const touched = transaction.changes.touchesRange(line.from, line.to) !== false;
    return touched ? null : { ...mark, at: transaction.changes.mapPos(mark.at) };
  },
});

function decorations(view: EditorView): DecorationSet {
  const mark = view.state.field(field);
  return mark ? Decoration.set(Decoration.line({ class: "cm-errorLine" }).range(mark.at)) : Decoration.none;
}

/** Block widgets change the layout, so they must come from the state and not from the view. */
const message = EditorView.decorations.compute([field], (state) => {
  const mark = state.field(field);
  if (!mark) return Decoration.none;
  const widget = Decoration.widget({ widget: new Message(mark.message), side: 1, block: true });
  const ranges: Range<Decoration>[] = [widget.range(state.doc.lineAt(mark.at).to)];
  return Decoration.set(ranges);
});

/** @param name what a screen reader says of the sign. */
export function errorLine(name: string): Extension {
  const sign = new Sign(name);
  const signs = gutter({
    class: "cm-errorGutter",
    markers: (view) => {
      const mark = view.state.field(field);
      return mark ? RangeSet.of([sign.range(mark.at)]) : RangeSet.empty;
    },
    initialSpacer: () => sign,
  });
  return [field, EditorView.decorations.of(decorations), message, signs];
}

// A stretch of a running text that is written in outside of its editor: what is typed becomes changes of the text, and what
// the text becomes in there by others is seen.

import { EditorView, type ViewUpdate } from "@codemirror/view";

import type { OpenPassage } from "../passages";

export class Stretch implements OpenPassage {
  text = $state("");
  readonly #view: EditorView;
  readonly #left: (stretch: Stretch) => void;
  #from: number;
  #to: number;
  /** What has to stand around the first words of a new passage; nothing once they are there. */
  #around: readonly [before: string, after: string] | undefined;
  #typing = false;

  constructor(
    view: EditorView,
    range: { readonly from: number; readonly to: number },
    around: readonly [before: string, after: string] | undefined,
    left: (stretch: Stretch) => void,
  ) {
    this.#view = view;
    this.#from = range.from;
    this.#to = range.to;
    this.#around = around;
    this.#left = left;
    this.text = view.state.sliceDoc(range.from, range.to);
  }

  type(text: string): void {
    const [before, after] = this.#around ?? ["", ""];
    this.#typing = true;
    this.#view.dispatch({
      changes: { from: this.#from, to: this.#to, insert: before + text + after },
      userEvent: "input.passage",
    });
    this.#typing = false;
    this.#around = undefined;
    this.#from += before.length;
    this.#to = this.#from + text.length;
    this.text = text;
  }

  /** The text has changed. */
  heard(update: ViewUpdate): void {
    if (update.view !== this.#view || !update.docChanged || this.#typing) return;
    this.#from = update.changes.mapPos(this.#from, -1);
    this.#to = update.changes.mapPos(this.#to, 1);
    this.text = update.state.sliceDoc(this.#from, this.#to);
  }

  leave(): void {
    this.#left(this);
  }
}

/** Where the passage of a row stands in its text; nothing when it is not there as the row has it. */
export function placeIn(view: EditorView, at: number, words: string): { from: number; to: number } | undefined {
  const { doc } = view.state;
  const stands = (from: number) => doc.sliceString(from, from + words.length) === words;
  if (stands(at)) return { from: at, to: at + words.length };
  const elsewhere = doc.toString().indexOf(words);
  return elsewhere < 0 ? undefined : { from: elsewhere, to: elsewhere + words.length };
}

/** Where a new passage goes: behind another one of its text, or before all of them. */
export function placeBehind(
  view: EditorView,
  before: { from: number; to: number } | undefined,
): { range: { from: number; to: number }; around: readonly [string, string] } {
  const { doc } = view.state;
  if (doc.toString().trim() === "") return { range: { from: 0, to: doc.length }, around: ["", ""] };
  if (before) return { range: { from: before.to, to: before.to }, around: ["\n\n", ""] };
  return { range: { from: 0, to: 0 }, around: ["", "\n\n"] };
}

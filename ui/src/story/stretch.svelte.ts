// A stretch of a running text that is written in outside of its editor: what is typed becomes changes of the text, and what
// the text becomes in there by others is seen.

import type { Text } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";

import type { OpenPassage } from "../passages";

/** A stretch of a text, in UTF-16 units. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export class Stretch implements OpenPassage {
  text = $state("");
  readonly #view: EditorView;
  readonly #left: (stretch: Stretch) => Promise<void>;
  #from: number;
  #to: number;
  /** What has to stand around the first words of a new passage; nothing once they are there. */
  #around: readonly [before: string, after: string] | undefined;
  #typing = false;

  constructor(
    view: EditorView,
    range: Range,
    around: readonly [before: string, after: string] | undefined,
    left: (stretch: Stretch) => Promise<void>,
  ) {
    this.#view = view;
    this.#from = range.from;
    this.#to = range.to;
    this.#around = around;
    this.#left = left;
    this.text = view.state.sliceDoc(range.from, range.to);
  }

  /** Where it stands in its text now. */
  get range(): Range {
    return { from: this.#from, to: this.#to };
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

  leave(): Promise<void> {
    return this.#left(this);
  }
}

/**
 * Where the passage of a row stands in its text, the nearest to where it stood; nothing when no passage says just that. A sentence
 * need not be a `whole` passage.
 */
export function placeIn(view: EditorView, at: number, words: string, whole = true): Range | undefined {
  const { doc } = view.state;
  const text = doc.toString();
  let nearest: Range | undefined;
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
    const to = from + words.length;
    const isNearer = !nearest || Math.abs(from - at) < Math.abs(nearest.from - at);
    if (isNearer && (!whole || isWhole(doc, from, to))) nearest = { from, to };
  }
  return nearest;
}

/** Whether a stretch is a whole passage: nothing stands around it up to the next empty lines. */
function isWhole(doc: Text, from: number, to: number): boolean {
  const [first, last] = [doc.lineAt(from), doc.lineAt(to)];
  const isBlank = (number: number) => number < 1 || number > doc.lines || doc.line(number).text.trim() === "";
  const around = first.text.slice(0, from - first.from) + last.text.slice(to - last.from);
  return around.trim() === "" && isBlank(first.number - 1) && isBlank(last.number + 1);
}

/** Where a new passage goes: behind another one of its text, or before all of them; a sentence behind a `joint`. */
export function placeBehind(
  view: EditorView,
  before: Range | undefined,
  joint = "\n\n",
): { range: Range; around: readonly [string, string] } {
  const { doc } = view.state;
  if (doc.toString().trim() === "") return { range: { from: 0, to: doc.length }, around: ["", ""] };
  if (before) return { range: { from: before.to, to: before.to }, around: [joint, ""] };
  return { range: { from: 0, to: 0 }, around: ["", "\n\n"] };
}

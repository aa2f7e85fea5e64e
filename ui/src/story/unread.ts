// Passages that a merge brought into a text: tinted until they are read. A passage is read when the caret was in it, or
// when F9 led there; the tint goes when the caret leaves.

import { EditorSelection, StateEffect, StateField, type Extension, type Range, type Text } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

import type { UnreadView } from "../backend";
import { t } from "../words";

interface Tint {
  readonly unread: readonly UnreadView[];
  readonly marks: DecorationSet;
}

/** The unread passages of one text. */
export class UnreadPassages {
  /** What the core was told is read; its tint stays while the caret is there. */
  readonly #told = new Set<number>();
  readonly #set = StateEffect.define<readonly UnreadView[]>();
  readonly #tint: StateField<Tint>;
  readonly extension: Extension;

  constructor(onread: (number: number) => void) {
    this.#tint = StateField.define<Tint>({
      create: () => ({ unread: [], marks: Decoration.none }),
      update: (tint, { state, changes, docChanged, effects, selection }) => {
        const given = effects.find((effect) => effect.is(this.#set));
        if (!docChanged && !selection && given === undefined) return tint;
        const unread = given?.is(this.#set) ? given.value : tint.unread;
        const { head } = state.selection.main;
        const wanted = new Set(unread.map(({ number }) => number));
        const marks = tint.marks.map(changes).update({
          filter: (from, to, { spec }) =>
            this.#told.has(numberOf(spec)) ? from <= head && head <= to : wanted.has(numberOf(spec)),
        });
        return { unread, marks: marks.update({ add: this.#missing(state.doc, unread, marks), sort: true }) };
      },
      provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
    });
    this.extension = [
      this.#tint,
      EditorView.updateListener.of(({ view, state, selectionSet }) => {
        if (!selectionSet || !view.hasFocus) return;
        const { head } = state.selection.main;
        state.field(this.#tint).marks.between(head, head, (_from, _to, { spec }) => {
          const number = numberOf(spec);
          if (this.#told.has(number)) return;
          this.#told.add(number);
          onread(number);
        });
      }),
    ];
  }

  /** What is unread in this text now. */
  show(view: EditorView, unread: readonly UnreadView[]): void {
    view.dispatch({ effects: this.#set.of(unread) });
  }

  /** Takes the caret to the first unread passage; false when there is none. */
  go(view: EditorView): boolean {
    const places: number[] = [];
    view.state.field(this.#tint).marks.between(0, view.state.doc.length, (from, _to, { spec }) => {
      if (!this.#told.has(numberOf(spec))) places.push(from);
    });
    const [first] = places;
    if (first === undefined) return false;
    view.focus();
    view.dispatch({
      selection: EditorSelection.cursor(first),
      effects: EditorView.scrollIntoView(first, { y: "center" }),
    });
    return true;
  }

  /** The passages that have no tint yet: the text may have come after the word that it is unread, or before. */
  #missing(doc: Text, unread: readonly UnreadView[], marks: DecorationSet): Range<Decoration>[] {
    const tinted = new Set(this.#told);
    marks.between(0, doc.length, (_from, _to, { spec }) => void tinted.add(numberOf(spec)));
    const missing = unread.filter(({ number }) => !tinted.has(number));
    if (missing.length === 0) return [];
    const text = doc.toString();
    return missing.flatMap(({ number, words, by }) => {
      const from = text.indexOf(words);
      if (from < 0) return [];
      const title = t("story.merged-by", { name: by });
      const mark = Decoration.mark({ class: "merged", attributes: { title, "aria-description": title }, number });
      return [mark.range(from, from + words.length)];
    });
  }
}

function numberOf(spec: unknown): number {
  return (spec as { number: number }).number;
}

// Passages that somebody has said something about: underlined where they stand now, whatever was written around them since.

import { EditorSelection, StateEffect, StateField, type EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

import type { CommentId, PartKey, Quote } from "../backend";

/** A passage that is discussed. */
export interface Remark {
  readonly comment: CommentId;
  readonly about: Quote | null;
  /** What was said. */
  readonly title: string;
}

/** Stands for the comment that is being written. */
export const BEGUN: CommentId = "begun";

/** How many characters before and after a passage tell it from others that read the same. */
const CONTEXT = 32;
/** The longest passage, in characters. */
const MOST = 2_000;
/** Fewer characters around a passage do not tell where it was. */
const TELLING = 8;

/** The selected words with those around them; nothing when none are selected. */
export function quoteOf(state: EditorState, part: PartKey): Quote | undefined {
  const { from, to } = state.selection.main;
  const exact = state.sliceDoc(from, Math.min(to, from + MOST)).trim();
  if (exact === "") return undefined;
  const start = from + state.sliceDoc(from, to).search(/\S/u);
  const end = start + exact.length;
  return { part, exact, before: state.sliceDoc(Math.max(0, start - CONTEXT), start), after: state.sliceDoc(end, end + CONTEXT) };
}

/** Where a passage stands in a text that may have changed since: its words, or else what stands between those around it. */
export function placeOf(text: string, { exact, before, after }: Quote): { from: number; to: number } | undefined {
  let best: { from: number; fits: number } | undefined;
  for (let from = exact === "" ? -1 : text.indexOf(exact); from >= 0; from = text.indexOf(exact, from + 1)) {
    const fits = alike(text.slice(0, from), before, -1) + alike(text.slice(from + exact.length), after, 1);
    if (!best || fits > best.fits) best = { from, fits };
  }
  if (best) return { from: best.from, to: best.from + exact.length };
  if (before.length < TELLING || after.length < TELLING) return undefined;
  const start = text.indexOf(before);
  const from = start + before.length;
  const to = start < 0 ? -1 : text.indexOf(after, from);
  return to > from && to - from <= 3 * exact.length + CONTEXT ? { from, to } : undefined;
}

/** How many signs two texts share, from the end of the first on (-1) or from its beginning (1). */
function alike(text: string, other: string, step: -1 | 1): number {
  let shared = 0;
  while (shared < Math.min(text.length, other.length) && text.at(step < 0 ? -1 - shared : shared) === other.at(step < 0 ? -1 - shared : shared)) shared++;
  return shared;
}

/** The passages of one text that are being discussed. */
export class Remarks {
  readonly #set = StateEffect.define<readonly Remark[]>();
  readonly #marks: StateField<DecorationSet>;
  readonly extension: Extension;

  constructor(onpoint: (comment: CommentId) => void) {
    this.#marks = StateField.define<DecorationSet>({
      create: () => Decoration.none,
      update: (marks, { state, changes, effects }) => {
        const given = effects.find((effect) => effect.is(this.#set));
        const moved = marks.map(changes);
        return given?.is(this.#set) ? this.#shown(state, moved, given.value) : moved;
      },
      provide: (field) => EditorView.decorations.from(field),
    });
    this.extension = [
      this.#marks,
      EditorView.domEventHandlers({
        click: (event, view) => {
          const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
          if (at !== null) view.state.field(this.#marks).between(at, at, (_from, _to, { spec }) => onpoint(idOf(spec)));
        },
      }),
    ];
  }

  /** What is being discussed of this text now. */
  show(view: EditorView, comments: readonly Remark[]): void {
    view.dispatch({ effects: this.#set.of(comments) });
  }

  /** Selects the passage of a comment; false when it is not there any more. */
  go(view: EditorView, comment: CommentId): boolean {
    let place: { from: number; to: number } | undefined;
    view.state.field(this.#marks).between(0, view.state.doc.length, (from, to, { spec }) => {
      if (idOf(spec) === comment) place = { from, to };
    });
    if (!place) return false;
    view.focus();
    view.dispatch({
      selection: EditorSelection.range(place.from, place.to),
      effects: EditorView.scrollIntoView(place.from, { y: "center" }),
    });
    return true;
  }

  /** A passage that is marked already stays where the text has moved it to; another is looked for. */
  #shown(state: EditorState, marks: DecorationSet, comments: readonly Remark[]): DecorationSet {
    const wanted = new Map(comments.map((each) => [each.comment, each]));
    const kept = marks.update({ filter: (from, to, { spec }) => from < to && wanted.has(idOf(spec)) });
    kept.between(0, state.doc.length, (_from, _to, { spec }) => void wanted.delete(idOf(spec)));
    if (wanted.size === 0) return kept;
    const text = state.doc.toString();
    const add: Range<Decoration>[] = [];
    for (const { comment, about, title } of wanted.values()) {
      const place = about && placeOf(text, about);
      if (place) add.push(Decoration.mark({ class: "remark", attributes: title === "" ? {} : { title, "aria-description": title }, comment }).range(place.from, place.to));
    }
    return kept.update({ add, sort: true });
  }
}

function idOf(spec: unknown): CommentId {
  return (spec as { comment: CommentId }).comment;
}

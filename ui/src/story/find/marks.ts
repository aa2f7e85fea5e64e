// Where the words that are looked for stand in one text.

import { SearchQuery } from "@codemirror/search";
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";

/** A place where they stand, with the groups of a regular expression. */
export interface Match {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly (string | undefined)[];
}

interface Found {
  readonly query: SearchQuery | undefined;
  readonly matches: readonly Match[];
  /** The one that was gone to. */
  readonly current: number;
  readonly marks: DecorationSet;
}

/** More are neither counted nor marked: nobody goes through them one by one. */
export const MOST_MATCHES = 10_000;

const other = Decoration.mark({ class: "found" });
const here = Decoration.mark({ class: "found found-here" });

const look = StateEffect.define<SearchQuery | undefined>();
const go = StateEffect.define<number>();

const found = StateField.define<Found>({
  create: () => ({ query: undefined, matches: [], current: -1, marks: Decoration.none }),
  update: (before, transaction) => {
    let { query, current } = before;
    let changed = transaction.docChanged;
    for (const effect of transaction.effects) {
      if (effect.is(look)) [query, current, changed] = [effect.value, -1, true];
      if (effect.is(go)) [current, changed] = [effect.value, true];
    }
    if (!changed || (query === undefined && before.query === undefined)) return before;
    const matches = query ? matchesOf(transaction.state, query) : [];
    return { query, matches, current, marks: Decoration.set(matches.map((match, index) => (index === current ? here : other).range(match.from, match.to))) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
});

function matchesOf(state: EditorState, query: SearchQuery): Match[] {
  const matches: Match[] = [];
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); !next.done && matches.length < MOST_MATCHES; next = cursor.next()) {
    const { from, to } = next.value;
    const groups = "match" in next.value ? [...(next.value.match as RegExpExecArray)] : [state.sliceDoc(from, to)];
    // Nothing is found between two letters.
    if (from < to) matches.push({ from, to, groups });
  }
  return matches;
}

/** Marks what is looked for. */
export function findMarks(): Extension {
  return [found];
}

/** Looks for words in a text, or for none any more. */
export function lookFor(view: EditorView, query: SearchQuery | undefined): void {
  view.dispatch({ effects: look.of(query) });
}

/** Where they stand. */
export function matchesIn(view: EditorView): readonly Match[] {
  return view.state.field(found).matches;
}

/** Selects one of them and shows it. */
export function showMatch(view: EditorView, index: number): void {
  const match = matchesIn(view)[index];
  if (!match) return;
  view.dispatch({
    effects: [go.of(index), EditorView.scrollIntoView(match.from, { y: "nearest", yMargin: 96 })],
    selection: { anchor: match.from, head: match.to },
  });
}

/** What stands in the place of a match; in a regular expression `$1` is its first group and `$&` all of it. */
export function replacementOf(match: Match, replacement: string, isRegexp: boolean): string {
  if (!isRegexp) return replacement;
  return replacement.replaceAll(/\$(?:(\d)|(&)|(\$)|(n))/gu, (_sign, group?: string, all?: string, dollar?: string) =>
    group ? (match.groups[Number(group)] ?? "") : all ? (match.groups[0] ?? "") : dollar ? "$" : "\n",
  );
}

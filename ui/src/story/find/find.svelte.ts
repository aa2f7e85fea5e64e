// Finding and replacing in the three texts of an edition, as if they were one.

import { SearchQuery } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";

import { commands } from "../../backend";
import { lookFor, matchesIn, replacementOf, showMatch, type Match } from "./marks";

/** A place where the words stand: in which text, and the how-manieth there. */
interface Place {
  readonly view: EditorView;
  readonly index: number;
  readonly match: Match;
}

/** What is looked for in the open edition. */
export class Find {
  isOpen = $state(false);
  replaces = $state(false);
  words = $state("");
  replacement = $state("");
  matchCase = $state(false);
  wholeWord = $state(false);
  regexp = $state(false);
  /** Whether the words are meant however a script writes them. */
  anyScript = $state(false);
  /** How many places there are, and which of them is shown, from 1; 0 for none. */
  count = $state(0);
  current = $state(0);
  /** How many places the last replacement changed. */
  replaced: number | undefined = $state();
  /** Whether the words are no regular expression that can be read. */
  isInvalid = $state(false);

  readonly #views: () => readonly EditorView[];
  #turn = 0;

  /** Over the texts of an edition, in the order of the page. */
  constructor(views: () => readonly EditorView[]) {
    this.#views = views;
  }

  /** Opens with what is selected, if that is words of one line. */
  open(replaces: boolean): void {
    const focused = this.#views().find((view) => view.hasFocus);
    const selected = focused?.state.sliceDoc(focused.state.selection.main.from, focused.state.selection.main.to) ?? "";
    if (selected !== "" && !selected.includes("\n")) this.words = selected;
    this.isOpen = true;
    this.replaces = replaces && !(focused ?? this.#views()[0])?.state.readOnly;
    this.replaced = undefined;
    this.look();
  }

  close(): void {
    this.isOpen = false;
    const place = this.#places()[this.current - 1];
    for (const view of this.#views()) lookFor(view, undefined);
    (place?.view ?? this.#views().at(-1))?.focus();
  }

  /** Turns one of the ways to look on or off; some of them exclude each other. */
  toggle(way: "matchCase" | "wholeWord" | "regexp" | "anyScript"): void {
    this[way] = !this[way];
    if (way === "anyScript" && this.anyScript) this.regexp = this.matchCase = false;
    if ((way === "regexp" || way === "matchCase") && this[way]) this.anyScript = false;
    this.look();
  }

  /** Looks again: the words or the texts are other ones. */
  look(): void {
    const turn = ++this.#turn;
    if (!this.anyScript || this.words.trim() === "") return this.#look(this.words, this.regexp);
    commands.search_pattern(this.words).then(
      (pattern) => {
        // What was typed since has a question of its own.
        if (turn === this.#turn) this.#look(pattern ?? "", true);
      },
      () => {
        if (turn === this.#turn) this.#look("", false);
      },
    );
  }

  #look(search: string, regexp: boolean): void {
    const query = new SearchQuery({
      search,
      caseSensitive: this.matchCase,
      wholeWord: this.wholeWord,
      regexp,
      literal: true,
    });
    this.isInvalid = this.words !== "" && !query.valid;
    for (const view of this.#views()) lookFor(view, this.isOpen && query.valid ? query : undefined);
    this.count = this.#places().length;
    this.current = 0;
  }

  /** Goes to the next place from the caret, or to the one before, and round. */
  go(step: 1 | -1): void {
    const places = this.#places();
    this.count = places.length;
    if (places.length === 0) return;
    const at = this.current > 0 ? this.current - 1 + step : this.#fromCaret(places, step);
    const next = (at + places.length) % places.length;
    const place = places[next];
    if (!place) return;
    this.current = next + 1;
    showMatch(place.view, place.index);
  }

  /** Replaces the place that is shown and goes to the next. */
  replace(): void {
    const place = this.#places()[this.current - 1];
    if (!place) return this.go(1);
    if (place.view.state.readOnly) return;
    const insert = replacementOf(place.match, this.replacement, this.regexp);
    place.view.dispatch({
      changes: { from: place.match.from, to: place.match.to, insert },
      selection: { anchor: place.match.from + insert.length },
      userEvent: "input.replace",
    });
    this.replaced = 1;
    this.count = this.#places().length;
    // The places behind it have moved up by one.
    this.current = 0;
    this.go(1);
  }

  /** Replaces all of them; one undo in each text brings them back. */
  replaceAll(): void {
    let replaced = 0;
    for (const view of this.#views()) {
      if (view.state.readOnly) continue;
      const matches = matchesIn(view);
      if (matches.length === 0) continue;
      replaced += matches.length;
      view.dispatch({
        changes: matches.map((match) => ({
          from: match.from,
          to: match.to,
          insert: replacementOf(match, this.replacement, this.regexp),
        })),
        userEvent: "input.replace.all",
      });
    }
    this.look();
    this.replaced = replaced;
  }

  #places(): Place[] {
    return this.#views().flatMap((view) => matchesIn(view).map((match, index) => ({ view, index, match })));
  }

  #fromCaret(places: readonly Place[], step: 1 | -1): number {
    const views = this.#views();
    const focused = views.find((view) => view.hasFocus) ?? places[0]?.view;
    const caret = focused?.state.selection.main;
    const isBehind = ({ view, match }: Place) =>
      focused !== undefined && caret !== undefined && (view === focused ? match.from >= caret.from : views.indexOf(view) > views.indexOf(focused));
    const behind = places.findIndex(isBehind);
    if (step > 0) return behind < 0 ? 0 : behind;
    return (behind < 0 ? places.length : behind) - 1;
  }
}

// Squiggles below words that look misspelt, and the small window that a word opens.

import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { Decoration, EditorView, showTooltip, ViewPlugin, type DecorationSet, type Tooltip, type ViewUpdate } from "@codemirror/view";
import { mount, unmount } from "svelte";

import { commands, type EditionInfo } from "../../backend";
import type { Checker } from "./checker";
import SpellingMenu from "./SpellingMenu.svelte";

/** How long nobody types before the text is looked at. */
const REST_MS = 350;

const squiggle = Decoration.mark({ class: "misspelt" });

const checked = StateEffect.define<DecorationSet>();
const look = StateEffect.define<null>();
const open = StateEffect.define<{ from: number; to: number } | null>();

interface Marked {
  readonly marks: DecorationSet;
  /** Whether the last thing that happened was typing: the word at the caret is not finished. */
  readonly typing: boolean;
}

const marked = StateField.define<Marked>({
  create: () => ({ marks: Decoration.none, typing: false }),
  update: (before, transaction) => {
    let { marks, typing } = before;
    if (transaction.docChanged) [marks, typing] = [marks.map(transaction.changes), transaction.isUserEvent("input.type")];
    else if (transaction.selection) typing = false;
    for (const effect of transaction.effects) if (effect.is(checked)) marks = effect.value;
    return marks === before.marks && typing === before.typing ? before : { marks, typing };
  },
  provide: (field) =>
    EditorView.decorations.compute([field, "selection"], (state) => {
      const { marks, typing } = state.field(field);
      const caret = state.selection.main.head;
      return typing ? marks.update({ filter: (_, to) => to !== caret, filterFrom: Math.max(0, caret - 100), filterTo: caret }) : marks;
    }),
});

/** What an editor's squiggles need. */
export interface SpellingOf {
  readonly edition: EditionInfo;
  readonly checker: Checker;
  /** Whether words are marked at all. */
  readonly on: () => boolean;
  /** The text was looked at. */
  readonly done: () => void;
}

function watcher({ checker, on, done }: SpellingOf): Extension {
  return ViewPlugin.fromClass(
    class {
      #soon: ReturnType<typeof setTimeout> | undefined;
      #gone = false;

      constructor(readonly view: EditorView) {
        this.#wait(0);
      }

      update(update: ViewUpdate) {
        const asked = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(look)));
        if (update.docChanged || asked) this.#wait(asked ? 0 : REST_MS);
      }

      destroy() {
        this.#gone = true;
        clearTimeout(this.#soon);
      }

      #wait(ms: number) {
        clearTimeout(this.#soon);
        this.#soon = setTimeout(() => void this.#look(), ms);
      }

      async #look() {
        const { doc } = this.view.state;
        if (on()) await checker.ask(doc.iterLines());
        // Whoever has typed meanwhile is looked at a moment later.
        if (this.#gone || this.view.state.doc !== doc) return;
        this.view.dispatch({ effects: checked.of(on() ? squiggles(this.view.state, checker) : Decoration.none) });
        done();
      }
    },
  );
}

function squiggles({ doc }: EditorState, checker: Checker): DecorationSet {
  const found = [];
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    for (const { from, to } of checker.marksOf(line.text) ?? []) found.push(squiggle.range(line.from + from, line.from + to));
  }
  return Decoration.set(found);
}

/** The marks of a text, in order. */
export function misspelt(state: EditorState): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  state.field(marked, false)?.marks.between(0, state.doc.length, (from, to) => void found.push({ from, to }));
  return found;
}

function window(of: SpellingOf): StateField<Tooltip | null> {
  return StateField.define<Tooltip | null>({
    create: () => null,
    update: (tooltip, transaction) => {
      for (const effect of transaction.effects) {
        if (effect.is(open)) return effect.value ? tooltipAt(of, effect.value.from, effect.value.to) : null;
      }
      return transaction.docChanged || transaction.selection ? null : tooltip;
    },
    provide: (field) => showTooltip.from(field),
  });
}

function tooltipAt(of: SpellingOf, from: number, to: number): Tooltip {
  return {
    pos: from,
    end: to,
    clip: false,
    create: (view) => {
      const dom = document.createElement("div");
      const word = view.state.sliceDoc(from, to);
      const close = () => {
        view.dispatch({ effects: open.of(null) });
        view.focus();
      };
      const props = {
        word,
        edition: of.edition,
        readonly: view.state.readOnly,
        suggestions: commands.spelling_suggest(of.edition.key, word),
        onpick: (instead: string) => {
          view.dispatch({
            changes: { from, to, insert: instead },
            selection: { anchor: from + instead.length },
            userEvent: "input.spelling",
          });
          view.focus();
        },
        onadd: async () => {
          await commands.entry_new("word", of.edition.key, word);
          close();
        },
        onignore: () => {
          of.checker.ignore(word);
          close();
          lookAgain(view);
        },
        onleave: close,
      };
      const shown = mount(SpellingMenu, { target: dom, props });
      return { dom, destroy: () => void unmount(shown) };
    },
  };
}

/** Opens the small window of the word at a place; false when none is marked there. */
function openAt(view: EditorView, at: number): boolean {
  const mark = misspelt(view.state).find(({ from, to }) => from <= at && at <= to);
  if (!mark) return false;
  view.dispatch({ selection: { anchor: mark.from, head: mark.to } });
  view.dispatch({ effects: open.of(mark) });
  return true;
}

/** Looks at the text again: the list is another one, or marking was switched. */
export function lookAgain(view: EditorView): void {
  view.dispatch({ effects: look.of(null) });
}

/** Goes to the next marked word behind the caret in these texts, and round; false when there is none. */
export function nextMisspelt(views: readonly EditorView[]): boolean {
  const focused = views.findIndex((view) => view.hasFocus);
  const all = views.flatMap((view, index) => misspelt(view.state).map((mark) => ({ view, index, ...mark })));
  const caret = views[focused]?.state.selection.main.to ?? -1;
  const next = all.find(({ index, from }) => index > focused || (index === focused && from >= caret)) ?? all[0];
  if (!next) return false;
  next.view.focus();
  next.view.dispatch({ effects: EditorView.scrollIntoView(next.from, { y: "nearest", yMargin: 160 }) });
  return openAt(next.view, next.from);
}

/** Marks words that look misspelt. */
export function spelling(of: SpellingOf): Extension {
  return [
    marked,
    window(of),
    watcher(of),
    EditorView.domEventHandlers({
      contextmenu: (event, view) => {
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.head;
        if (!openAt(view, at)) return false;
        event.preventDefault();
        return true;
      },
    }),
  ];
}

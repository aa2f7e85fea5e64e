// Names while they are typed: the people and places of the vocabulary, as this edition prints them. Tab takes the name;
// Enter and the arrows do what they do in any text, until somebody opens the list with Ctrl Space.

import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { Prec, type Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";

/** A name is offered after so many letters of one of its words, in characters. */
const FEWEST = 3;
/** How far back the beginning of a name may stand, in characters. */
const LONGEST = 80;
/** More names than this are no help while somebody types. */
const MOST = 6;

/** What of a name is typed already, and the names that go on so: whole ones, or from one of their words on. */
export function begun(before: string, names: readonly string[]): { readonly typed: string; readonly names: readonly string[] } | undefined {
  // The longest beginning first: "Nurlan Ab" before "Ab".
  for (const { index } of before.matchAll(/(?<![\p{L}\p{M}\p{N}])(?=\p{L})/gu)) {
    const typed = before.slice(index);
    if (typed.length < FEWEST) return undefined;
    const wanted = typed.toLocaleLowerCase();
    const goOn = names.flatMap(fromEachWord).filter((name) => name.length > typed.length && name.toLocaleLowerCase().startsWith(wanted));
    if (goOn.length > 0) return { typed, names: [...new Set(goOn)] };
  }
  return undefined;
}

function fromEachWord(name: string): string[] {
  return [...name.matchAll(/(?<=^|\s)\S/gu)].map(({ index }) => name.slice(index));
}

function complete(context: CompletionContext, names: readonly string[]): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const found = begun(line.text.slice(Math.max(0, context.pos - line.from - LONGEST), context.pos - line.from), names);
  if (!found || (!context.explicit && found.names.length > MOST)) return null;
  return { from: context.pos - found.typed.length, options: found.names.map((label) => ({ label })), filter: false };
}

/** Offers names while somebody types. `names` are asked for anew each time. */
export function namesCompleted(names: () => readonly string[]): Extension {
  // The arrows and Enter belong to the list only while somebody has opened it.
  let opened = false;
  const inList = (act: Command) => (view: EditorView) => {
    if (completionStatus(view.state) === null) opened = false;
    return opened && act(view);
  };
  return [
    autocompletion({
      override: [(context) => (context.state.readOnly ? null : complete(context, names()))],
      defaultKeymap: false,
      icons: false,
      activateOnTypingDelay: 120,
      tooltipClass: () => "names",
    }),
    Prec.highest(
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        { key: "Ctrl-Space", run: (view) => (opened = startCompletion(view)) },
        { key: "Escape", run: closeCompletion },
        { key: "ArrowDown", run: inList(moveCompletionSelection(true)) },
        { key: "ArrowUp", run: inList(moveCompletionSelection(false)) },
        { key: "Enter", run: inList(acceptCompletion) },
      ]),
    ),
  ];
}

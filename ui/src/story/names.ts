// Names while they are typed: the people and places of the vocabulary, as this edition prints them, and what snippets are called.
// Tab takes the name, or the words of the snippet; Enter and the arrows do what they do in any text, until somebody opens the list
// with Ctrl Space.

import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionStatus,
  moveCompletionSelection,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { Prec, type Extension } from "@codemirror/state";
import { keymap, type Command, type EditorView } from "@codemirror/view";

import type { SnippetIn } from "../vocabulary";

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

/** Snippets whose names go on as the last words before the caret do. */
function completeSnippets(context: CompletionContext, snippets: readonly SnippetIn[]): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(Math.max(0, context.pos - line.from - LONGEST), context.pos - line.from);
  for (const { index } of before.matchAll(/(?<![\p{L}\p{M}\p{N}])(?=[\p{L}\p{N}])/gu)) {
    const typed = before.slice(index).toLocaleLowerCase();
    if (typed.length < FEWEST) return null;
    const goOn = snippets.filter(({ name }) => name.toLocaleLowerCase().startsWith(typed)).slice(0, MOST);
    const options = goOn.map((snippet) => ({ label: snippet.name, detail: snippet.begins, type: "snippet", apply: taken(snippet) }));
    if (options.length > 0) return { from: context.pos - typed.length, options, filter: false };
  }
  return null;
}

/** Puts the words of a snippet in the place of what was typed of its name. */
function taken(snippet: SnippetIn): (view: EditorView, completion: Completion, from: number, to: number) => void {
  return (view, _completion, from, to) => {
    const typed = view.state.sliceDoc(from, to);
    void snippet.text().then((text) => {
      // Somebody may have written on in the meantime.
      if (view.state.sliceDoc(from, to) === typed) putIn(view, text, from, to);
    });
  };
}

/** Puts words into a text, and the caret behind them. */
export function putIn(view: EditorView, text: string, from = view.state.selection.main.from, to = view.state.selection.main.to): void {
  if (view.state.readOnly) return;
  const insert = view.state.toText(text);
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, scrollIntoView: true, userEvent: "input.complete" });
  view.focus();
}

/** Offers names and snippets while somebody types. They are asked for anew each time. */
export function namesCompleted(names: () => readonly string[], snippets: () => readonly SnippetIn[] = () => []): Extension {
  // The arrows and Enter belong to the list only while somebody has opened it.
  let opened = false;
  const inList = (act: Command) => (view: EditorView) => {
    if (completionStatus(view.state) === null) opened = false;
    return opened && act(view);
  };
  return [
    autocompletion({
      override: [
        (context) => (context.state.readOnly ? null : complete(context, names())),
        (context) => (context.state.readOnly ? null : completeSnippets(context, snippets())),
      ],
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

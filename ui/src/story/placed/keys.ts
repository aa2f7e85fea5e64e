// A photo in the text is one thing: the caret never stands inside its line, and no key but Delete or Backspace takes it away.

import { EditorSelection, EditorState, Prec, type Extension, type Transaction, type TransactionSpec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

import { placeAt, selectedPlace, takeOut } from "./place";

/** A caret that comes to a photo selects it, and leaves it the way it was going. */
function whole(transaction: Transaction): TransactionSpec | readonly TransactionSpec[] {
  const { main } = transaction.newSelection;
  const place = transaction.selection && main.empty ? placeAt(transaction.newDoc, main.head) : undefined;
  if (!place) return transaction;
  const before = transaction.docChanged ? undefined : selectedPlace(transaction.startState);
  let selection = EditorSelection.range(place.from, place.to);
  if (before?.from === place.from && main.head === place.to && place.to < transaction.newDoc.length) {
    selection = EditorSelection.cursor(place.to + 1);
  } else if (before?.from === place.from && main.head === place.from && place.from > 0) {
    selection = EditorSelection.cursor(place.from - 1);
  }
  return [transaction, { selection, sequential: true }];
}

/** What is typed while a photo is selected stands below it. */
function below(view: EditorView, text: string): boolean {
  const place = selectedPlace(view.state);
  if (!place || view.state.readOnly) return false;
  const insert = `\n\n${text}`;
  view.dispatch({ changes: { from: place.to, insert }, selection: { anchor: place.to + insert.length }, scrollIntoView: true, userEvent: "input.type" });
  return true;
}

/** Takes away the selected photo; a key that would join its line with another selects it first. */
function erase(view: EditorView, step: -1 | 1): boolean {
  const { state } = view;
  const selected = selectedPlace(state);
  if (selected) {
    if (!state.readOnly) takeOut(view, selected.photo);
    return true;
  }
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  if (!main.empty || main.head !== (step < 0 ? line.from : line.to)) return false;
  // Over the empty line that parts them.
  const beside = [line.number + step, line.number + 2 * step]
    .filter((number) => number >= 1 && number <= state.doc.lines)
    .map((number) => state.doc.line(number));
  const [near, far] = beside;
  const place = near && (placeAt(state.doc, near.from) ?? (near.text.trim() === "" && far ? placeAt(state.doc, far.from) : undefined));
  if (!place) return false;
  view.dispatch({ selection: { anchor: place.from, head: place.to }, scrollIntoView: true });
  return true;
}

/** Keys and carets around photos in the text. */
export function placesWhole(): Extension {
  return [
    EditorState.transactionFilter.of(whole),
    EditorView.inputHandler.of((view, _from, _to, text) => below(view, text)),
    Prec.highest(
      keymap.of([
        { key: "Enter", run: (view) => below(view, "") },
        { key: "Backspace", run: (view) => erase(view, -1) },
        { key: "Delete", run: (view) => erase(view, 1) },
      ]),
    ),
  ];
}

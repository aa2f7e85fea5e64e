// The place of a photo in a body: `![](photo:ID)`, alone in a paragraph of one line. `crates/markup/src/tree.rs` has the same
// rule for readers.

import type { EditorState, Line, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const PLACE = /^!\[\]\(photo:([0-9a-z]+)\)$/u;

/** The photo whose place a line is. */
export function photoIn(line: string): string | undefined {
  return PLACE.exec(line.trimEnd())?.[1];
}

/** The line that is the place of a photo and stands alone. */
export function placeAt(doc: Text, position: number): (Line & { readonly photo: string }) | undefined {
  const line = doc.lineAt(position);
  const photo = photoIn(line.text);
  const alone = isBlank(doc, line.number - 1) && isBlank(doc, line.number + 1);
  return photo !== undefined && alone ? Object.assign(line, { photo }) : undefined;
}

function isBlank(doc: Text, number: number): boolean {
  return number < 1 || number > doc.lines || doc.line(number).text.trim() === "";
}

/** The photos that have a place in a body, in order. */
export function placedIn(doc: Text): string[] {
  const placed: string[] = [];
  for (const line of doc.iterLines()) {
    const photo = line.startsWith("![](photo:") ? photoIn(line) : undefined;
    if (photo !== undefined && !placed.includes(photo)) placed.push(photo);
  }
  return placed;
}

/** The place that is selected, as a whole. */
export function selectedPlace(state: EditorState): (Line & { readonly photo: string }) | undefined {
  const { main } = state.selection;
  const place = placeAt(state.doc, main.from);
  return place && main.from === place.from && main.to === place.to ? place : undefined;
}

/** Gives a photo its place below the paragraph with the caret; it leaves the one it had. */
export function placePhoto(view: EditorView, photo: string): void {
  const { state } = view;
  const paragraph = endOfParagraph(state.doc, state.selection.main.head);
  const written = `![](photo:${photo})`;
  const isEmpty = paragraph.text.trim() === "";
  const before = isEmpty ? gap(state.doc, paragraph.number - 1) : "\n\n";
  const rest = gap(state.doc, paragraph.number + 1);
  const from = isEmpty ? paragraph.from : paragraph.to;
  const insert = before + written + rest;
  const taken = takenOut(state, photo).filter((change) => change.to < from || change.from > paragraph.to);
  const changes = state.changes([...taken, { from, to: paragraph.to, insert }]);
  const anchor = changes.mapPos(from, -1) + before.length;
  view.dispatch({ changes, selection: { anchor, head: anchor + written.length }, scrollIntoView: true, userEvent: "input.photo" });
  view.focus();
}

/** The end of the paragraph below which something belongs that is let go here: the one above, in the upper half of one. */
export function gapAt(view: EditorView, at: { readonly x: number; readonly y: number }): number {
  const { doc } = view.state;
  const last = endOfParagraph(doc, view.posAtCoords(at, false));
  let first = last;
  while (!isBlank(doc, first.number - 1)) first = doc.line(first.number - 1);
  const top = view.coordsAtPos(first.from)?.top ?? 0;
  const bottom = view.coordsAtPos(last.to)?.bottom ?? 0;
  if (last.text.trim() === "" || at.y > (top + bottom) / 2) return last.to;
  let above = first.number - 1;
  while (above > 0 && isBlank(doc, above)) above -= 1;
  return above > 0 ? doc.line(above).to : last.to;
}

/** Takes a photo out of the text; it stays with the story. */
export function takeOut(view: EditorView, photo: string): void {
  const changes = takenOut(view.state, photo);
  if (changes.length > 0) view.dispatch({ changes, userEvent: "delete.photo" });
}

/** Every place of a photo with the empty line that parts it from what is before it, or else from what is after it. */
function takenOut({ doc }: EditorState, photo: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let number = 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    if (photoIn(line.text) !== photo) continue;
    const from = number > 2 && isBlank(doc, number - 1) ? doc.line(number - 2).to : line.from;
    const isFirst = from === line.from;
    const to = isFirst && number + 2 <= doc.lines && isBlank(doc, number + 1) ? doc.line(number + 2).from : line.to;
    found.push({ from, to });
  }
  return found;
}

/** The last line of the paragraph around a position; an empty line is a paragraph of its own. */
function endOfParagraph(doc: Text, position: number): Line {
  let line = doc.lineAt(position);
  while (line.text.trim() !== "" && !isBlank(doc, line.number + 1)) line = doc.line(line.number + 1);
  return line;
}

/** What has to stand between a new paragraph and this line. */
function gap(doc: Text, number: number): string {
  return isBlank(doc, number) ? "" : "\n";
}

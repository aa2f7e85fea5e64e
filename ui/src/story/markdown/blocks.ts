// A table is shown as a table, and the address of a post or a video as a card, while the caret is elsewhere; as their lines while
// it is in them. A photo is shown as the photo.

import { syntaxTree } from "@codemirror/language";
import { EditorState, Facet, StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, keymap, WidgetType, type DecorationSet } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

import { PhotoWidget, placeAt, type ShowPhoto } from "../placed";
import { EmbedWidget, embedOf } from "./embeds";
import { tableRows } from "./rendered";

/** A longer line is no address, in characters. */
const LONGEST_ADDRESS = 2048;

/** The table as it will be printed. A click leads to its lines. */
class TableWidget extends WidgetType {
  constructor(
    readonly source: string,
    readonly rows: readonly (readonly DocumentFragment[])[],
  ) {
    super();
  }
  override eq(other: TableWidget): boolean {
    return other.source === this.source;
  }
  override toDOM(view: EditorView): HTMLElement {
    const frame = document.createElement("div");
    frame.className = "md-table";
    const table = frame.appendChild(document.createElement("table"));
    for (const [index, cells] of this.rows.entries()) {
      const row = table.appendChild(document.createElement("tr"));
      for (const cell of cells) row.appendChild(document.createElement(index === 0 ? "th" : "td")).append(cell.cloneNode(true));
    }
    frame.addEventListener("mousedown", (event) => {
      event.preventDefault();
      view.dispatch({ selection: { anchor: view.posAtDOM(frame) }, scrollIntoView: true });
      view.focus();
    });
    return frame;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

/** How photos are shown. */
const showPhoto = Facet.define<ShowPhoto, ShowPhoto>({ combine: ([show]) => show ?? (() => () => undefined) });

/** How a table or a paragraph is shown that is not just its words. */
function widgetOf(state: EditorState, node: SyntaxNode, from: number, to: number): WidgetType | undefined {
  if (node.name === "Table") {
    return new TableWidget(state.sliceDoc(from, to), tableRows((start, end) => state.sliceDoc(start, end), node));
  }
  const embed = to - from <= LONGEST_ADDRESS ? embedOf(state.sliceDoc(from, to)) : undefined;
  return embed && new EmbedWidget(embed);
}

function blocks(state: EditorState, focused: boolean): DecorationSet {
  const found: Range<Decoration>[] = [];
  const { main } = state.selection;
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.name !== "Table" && node.name !== "Paragraph") return node.name === "Document" ? undefined : false;
      const from = state.doc.lineAt(node.from).from;
      const { to } = state.doc.lineAt(node.to);
      const place = placeAt(state.doc, from);
      if (place && place.to === to) {
        const selected = focused && main.from <= from && main.to >= to;
        const widget = new PhotoWidget(place.photo, selected, state.facet(showPhoto));
        found.push(Decoration.replace({ widget, block: true }).range(from, to));
        return false;
      }
      if (focused && main.to >= from && main.from <= to) return false;
      const widget = widgetOf(state, node.node, from, to);
      if (widget) found.push(Decoration.replace({ widget, block: true }).range(from, to));
      return false;
    },
  });
  return Decoration.set(found);
}

/** The editor got the focus, or lost it. */
const focusChanged = StateEffect.define<boolean>();

interface Shown {
  readonly focused: boolean;
  readonly marks: DecorationSet;
  /** Those of them that stand for the whole of their line whatever the caret does. */
  readonly photos: DecorationSet;
}

function show(state: EditorState, focused: boolean): Shown {
  const marks = blocks(state, focused);
  return { focused, marks, photos: marks.update({ filter: (_from, _to, { spec }) => spec.widget instanceof PhotoWidget }) };
}

const shown = StateField.define<Shown>({
  create: (state) => show(state, false),
  update: (before, transaction) => {
    const focus = transaction.effects.find((effect) => effect.is(focusChanged));
    const focused = focus?.is(focusChanged) ? focus.value : before.focused;
    const parsed = syntaxTree(transaction.startState) !== syntaxTree(transaction.state);
    if (!transaction.docChanged && !transaction.selection && !parsed && focused === before.focused) return before;
    return show(transaction.state, focused);
  },
  provide: (field) => EditorView.decorations.from(field, ({ marks }) => marks),
});

/** From cell to cell with Tab, as in any table. Outside of tables Tab leaves the text. */
function nextCell(view: EditorView, step: 1 | -1): boolean {
  const { state } = view;
  const { head } = state.selection.main;
  let table: SyntaxNode | null = syntaxTree(state).resolveInner(head, -1);
  while (table && table.name !== "Table") table = table.parent;
  if (!table) return false;
  const bars: number[] = [];
  for (let line = state.doc.lineAt(table.from); line.from <= table.to; line = state.doc.line(line.number + 1)) {
    if (!/^[\s|:-]+$/u.test(line.text) || !line.text.includes("-")) {
      const all = [...line.text.matchAll(/(?<!\\)\|/gu)].map((bar) => line.from + bar.index);
      bars.push(...all.slice(0, line.text.trimEnd().endsWith("|") ? -1 : undefined));
    }
    if (line.number === state.doc.lines) break;
  }
  const here = bars.findLastIndex((bar) => bar < head);
  const bar = bars[here + step];
  if (bar === undefined) return true;
  const text = state.sliceDoc(bar + 1, state.doc.lineAt(bar).to);
  const cell = text.slice(0, /(?<!\\)\|/u.exec(text)?.index ?? text.length);
  const start = bar + 1 + (cell.trim() === "" ? Math.min(1, cell.length) : cell.length - cell.trimStart().length);
  view.dispatch({ selection: { anchor: start, head: start + cell.trim().length }, scrollIntoView: true });
  return true;
}

/** An arrow that would pass over a table leads into it. */
function enter(view: EditorView, forward: boolean): boolean {
  const { state } = view;
  const { main } = state.selection;
  if (!main.empty) return false;
  const line = state.doc.lineAt(main.head);
  const beside = forward ? line.number + 1 : line.number - 1;
  const leaves = view.moveVertically(main, forward).head;
  if (beside < 1 || beside > state.doc.lines || (leaves >= line.from && leaves <= line.to)) return false;
  const { from, to } = state.doc.line(beside);
  let entered = false;
  state.field(shown).marks.between(from, to, () => void (entered = true));
  if (entered) view.dispatch({ selection: { anchor: forward ? from : to }, scrollIntoView: true });
  return entered;
}

function noteFocus(view: EditorView): void {
  if (view.hasFocus !== view.state.field(shown).focused) view.dispatch({ effects: focusChanged.of(view.hasFocus) });
}

/** Tables as tables, posts and videos as cards, photos as photos. */
export function blocksShown(photo: ShowPhoto): Extension {
  return [
    showPhoto.of(photo),
    shown,
    EditorView.atomicRanges.of((view) => view.state.field(shown).photos),
    // Looked at after each update: an effect of the change alone is lost when somebody types in the same moment.
    EditorView.updateListener.of(({ view }) => {
      if (view.hasFocus !== view.state.field(shown).focused) queueMicrotask(() => noteFocus(view));
    }),
    keymap.of([
      { key: "Tab", run: (view) => nextCell(view, 1), shift: (view) => nextCell(view, -1) },
      { key: "ArrowDown", run: (view) => enter(view, true) },
      { key: "ArrowUp", run: (view) => enter(view, false) },
    ]),
  ];
}

// How Markdown looks while it is written: bold is bold, and its signs are there only where the caret is. Only classes and
// small widgets; the style sheet is in Sheet.svelte.

import { syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { EditorState, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { SyntaxNode, SyntaxNodeRef } from "@lezer/common";

const spans = tagHighlighter([
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
  { tag: tags.strikethrough, class: "md-strike" },
  { tag: tags.link, class: "md-link" },
  { tag: tags.url, class: "md-url" },
  { tag: tags.monospace, class: "md-code" },
  { tag: tags.processingInstruction, class: "md-sign" },
]);

const lines: Record<string, Decoration> = {
  ATXHeading1: Decoration.line({ class: "md-heading md-heading-1" }),
  ATXHeading2: Decoration.line({ class: "md-heading md-heading-2" }),
  ATXHeading3: Decoration.line({ class: "md-heading md-heading-3" }),
  SetextHeading1: Decoration.line({ class: "md-heading md-heading-1" }),
  SetextHeading2: Decoration.line({ class: "md-heading md-heading-2" }),
  Blockquote: Decoration.line({ class: "md-quote" }),
  FencedCode: Decoration.line({ class: "md-block" }),
  HTMLBlock: Decoration.line({ class: "md-block" }),
  Table: Decoration.line({ class: "md-block" }),
};
const item = [1, 2, 3, 4].map((depth) => Decoration.line({ class: `md-item md-item-${depth}` }));
/** A line of the paragraph that is written. */
const written = Decoration.line({ class: "md-active" });
const gap = Decoration.line({ class: "md-gap" });
const hidden = Decoration.replace({});

/** The dot of a bulleted list, whichever sign was typed for it. */
class Bullet extends WidgetType {
  override eq(): boolean {
    return true;
  }
  override toDOM(): HTMLElement {
    const dot = document.createElement("span");
    dot.className = "md-bullet";
    dot.textContent = "•";
    return dot;
  }
}

/** The line between two parts of a text. */
class Rule extends WidgetType {
  override eq(): boolean {
    return true;
  }
  override toDOM(): HTMLElement {
    const rule = document.createElement("span");
    rule.className = "md-rule";
    return rule;
  }
}

const bullet = Decoration.replace({ widget: new Bullet() });
const rule = Decoration.replace({ widget: new Rule() });

/** Whether the caret or the selection touches a range, so that its signs are shown. Nobody is in an editor without focus. */
function touched(view: EditorView, from: number, to: number): boolean {
  return view.hasFocus && view.state.selection.ranges.some((range) => range.from <= to && range.to >= from);
}

function decorate(view: EditorView): DecorationSet {
  const { doc, selection } = view.state;
  const found: Range<Decoration>[] = [];
  const looks = new Map<number, Decoration>();
  const active = doc.lineAt(selection.main.head).from;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const look = lines[node.name];
        if (look !== undefined) eachLine(view.state, node, (at) => looks.set(at, look));
        if (node.name === "ListItem") {
          const depth = Math.min(depthOf(node.node), item.length) - 1;
          eachLine(view.state, node, (at) => item[depth] && looks.set(at, item[depth]));
        }
        hideSigns(view, node, found);
      },
    });
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      if (line.length === 0 && line.from !== active && line.number < doc.lines) looks.set(line.from, gap);
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  for (const [at, look] of looks) found.push(look.range(at));
  for (let line = doc.lineAt(selection.main.head); line.length > 0; line = doc.line(line.number + 1)) {
    found.push(written.range(line.from));
    if (line.number === doc.lines) break;
  }
  for (let number = doc.lineAt(selection.main.head).number - 1; number > 0 && doc.line(number).length > 0; number -= 1) {
    found.push(written.range(doc.line(number).from));
  }
  return Decoration.set(found, true);
}

function eachLine(state: EditorState, node: SyntaxNodeRef, each: (at: number) => void): void {
  for (let line = state.doc.lineAt(node.from); ; line = state.doc.line(line.number + 1)) {
    each(line.from);
    if (line.to >= node.to || line.number === state.doc.lines) return;
  }
}

/** How many lists a list item is in. */
function depthOf(node: SyntaxNode): number {
  let depth = 0;
  for (let at: SyntaxNode | null = node; at; at = at.parent) depth += at.name === "ListItem" ? 1 : 0;
  return depth;
}

function hideSigns(view: EditorView, node: SyntaxNodeRef, found: Range<Decoration>[]): void {
  const { doc } = view.state;
  switch (node.name) {
    case "StrongEmphasis":
    case "Emphasis":
    case "Strikethrough":
    case "InlineCode": {
      if (touched(view, node.from, node.to)) return;
      const { firstChild: first, lastChild: last } = node.node;
      if (first && last && first.to <= last.from) found.push(hidden.range(first.from, first.to), hidden.range(last.from, last.to));
      return;
    }
    case "Link": {
      const signs = node.node.getChildren("LinkMark");
      const [open, close] = signs;
      // A link by reference has its address elsewhere: its signs are all there is to see of it.
      if (!open || !close || !node.node.getChild("URL") || touched(view, node.from, node.to)) return;
      found.push(hidden.range(open.from, open.to), hidden.range(close.from, node.to));
      return;
    }
    case "Escape":
      if (!touched(view, node.from, node.to)) found.push(hidden.range(node.from, node.from + 1));
      return;
    case "HeaderMark":
    case "QuoteMark": {
      const line = doc.lineAt(node.from);
      const isOpening = doc.sliceString(line.from, node.from).replaceAll(/[>\s]/gu, "") === "";
      if (!isOpening || touched(view, line.from, line.to)) return;
      const space = doc.sliceString(node.to, node.to + 1) === " " ? 1 : 0;
      // An empty heading keeps its sign: there would be nothing to see of it.
      if (node.to + space < line.to || node.name === "QuoteMark") found.push(hidden.range(node.from, node.to + space));
      return;
    }
    case "ListMark":
      if (/^[-*+]$/u.test(doc.sliceString(node.from, node.to)) && !touched(view, node.from, node.to)) {
        found.push(bullet.range(node.from, node.to));
      }
      return;
    case "HorizontalRule":
      if (!touched(view, node.from, node.to)) found.push(rule.range(node.from, node.to));
      return;
    default:
  }
}

const livePreview = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || update.selectionSet || update.focusChanged || parsed) {
        // While a word is composed, the input method owns the line: its signs stay as they are.
        this.decorations = update.view.composing ? this.decorations.map(update.changes) : decorate(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** Markdown as it will be printed, with its signs where the caret is. */
export function markdownLook(): Extension {
  return [syntaxHighlighting(spans), livePreview];
}

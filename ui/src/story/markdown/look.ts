// How Markdown looks while it is written: bold is bold, its signs are quiet, a blank line is a small gap. Only classes;
// the style sheet is in Sheet.svelte.

import { commonmarkLanguage, markdownKeymap, pasteURLAsLink } from "@codemirror/lang-markdown";
import { syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { Prec, RangeSetBuilder, type Extension } from "@codemirror/state";
import { Decoration, keymap, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

const spans = tagHighlighter([
  { tag: tags.strong, class: "md-strong" },
  { tag: tags.emphasis, class: "md-emphasis" },
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
};
const gap = Decoration.line({ class: "md-gap" });

function lineClasses(view: EditorView): DecorationSet {
  const { doc, selection } = view.state;
  const found = new Map<number, Decoration>();
  const active = doc.lineAt(selection.main.head).from;
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const look = lines[node.name];
        if (look === undefined) return;
        for (let line = doc.lineAt(node.from); ; line = doc.line(line.number + 1)) {
          found.set(line.from, look);
          if (line.to >= node.to || line.number === doc.lines) break;
        }
      },
    });
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      if (line.length === 0 && line.from !== active && line.number < doc.lines) found.set(line.from, gap);
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [at, look] of [...found].sort(([one], [other]) => one - other)) builder.add(at, at, look);
  return builder.finish();
}

const lineLook = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = lineClasses(view);
    }
    update(update: ViewUpdate) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || update.selectionSet || parsed) {
        this.decorations = lineClasses(update.view);
      }
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

/** CommonMark with its look, and Enter that goes on with a list or a quote. */
export function markdownLook(): Extension {
  // Not `markdown()`: it brings the languages of HTML, CSS and JavaScript, which a story does not have.
  return [
    commonmarkLanguage,
    Prec.high(keymap.of(markdownKeymap)),
    pasteURLAsLink,
    syntaxHighlighting(spans),
    lineLook,
  ];
}

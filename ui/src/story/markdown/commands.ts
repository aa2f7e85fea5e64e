// What a person does to the words without knowing Markdown: bold, a subheading, a list, a quote, a link, a table.

import { syntaxTree } from "@codemirror/language";
import { EditorSelection, type ChangeSpec, type EditorState, type Line } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { SyntaxNode } from "@lezer/common";

/** A format inside a line. */
export type InlineFormat = "strong" | "emphasis" | "strike";

/** A format of whole lines. */
export type BlockFormat = "heading" | "subheading" | "quote" | "bullets" | "numbers";

/** Any of them, and links. */
export type Format = InlineFormat | BlockFormat | "link";

const INLINE: Record<InlineFormat, { sign: string; node: string }> = {
  strong: { sign: "**", node: "StrongEmphasis" },
  emphasis: { sign: "*", node: "Emphasis" },
  strike: { sign: "~~", node: "Strikethrough" },
};

const BLOCK: Record<BlockFormat, { sign: (number: number) => string; found: RegExp }> = {
  heading: { sign: () => "## ", found: /^##\s+/u },
  subheading: { sign: () => "### ", found: /^###\s+/u },
  quote: { sign: () => "> ", found: /^>\s?/u },
  bullets: { sign: () => "- ", found: /^[-*+]\s+/u },
  numbers: { sign: (number) => `${number}. `, found: /^\d{1,9}[.)]\s+/u },
};

/** Whatever a line begins with that makes it something else than a paragraph. */
const ANY_BLOCK = /^(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,9}[.)]\s+)/u;

/** The formats of the words at the caret. */
export function formatsAt(state: EditorState): Set<Format> {
  const formats = new Set<Format>();
  const { head, from } = state.selection.main;
  for (const side of [-1, 1] as const) {
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(head, side); node; node = node.parent) {
      for (const [format, { node: name }] of Object.entries(INLINE)) if (node.name === name) formats.add(format as InlineFormat);
      if (node.name === "Link") formats.add("link");
    }
  }
  const { text } = state.doc.lineAt(from);
  for (const [format, { found }] of Object.entries(BLOCK)) if (found.test(text)) formats.add(format as BlockFormat);
  return formats;
}

/** Makes what is selected, or the word at the caret, bold or not. */
export function toggleInline(view: EditorView, format: InlineFormat): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  const { sign, node: name } = INLINE[format];
  const change = state.changeByRange((range) => {
    const around = enclosing(state, range.from, range.to, name);
    if (around) {
      const { firstChild: first, lastChild: last } = around;
      if (!first || !last) return { range };
      const shift = (at: number) => at - (at >= first.to ? first.to - first.from : Math.max(0, at - first.from)) - Math.max(0, at - last.from);
      return {
        changes: [
          { from: first.from, to: first.to },
          { from: last.from, to: last.to },
        ],
        range: EditorSelection.range(shift(range.anchor), shift(range.head)),
      };
    }
    const word = range.empty ? state.wordAt(range.head) : null;
    let { from, to } = word ?? range;
    // A sign beside a space opens or closes nothing.
    while (from < to && /\s/u.test(state.sliceDoc(from, from + 1))) from += 1;
    while (from < to && /\s/u.test(state.sliceDoc(to - 1, to))) to -= 1;
    const changes = [
      { from, insert: sign },
      { from: to, insert: sign },
    ];
    const range_ = range.empty
      ? EditorSelection.cursor(range.head + sign.length)
      : EditorSelection.range(from + sign.length, to + sign.length);
    return { changes, range: range_ };
  });
  view.dispatch(state.update(change, { userEvent: "input", scrollIntoView: true }));
  return true;
}

function enclosing(state: EditorState, from: number, to: number, name: string): SyntaxNode | undefined {
  for (const side of [1, -1] as const) {
    for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(from, side); node; node = node.parent) {
      if (node.name === name && node.from <= from && node.to >= to) return node;
    }
  }
  return undefined;
}

/** Makes the selected lines a heading, a quote or a list, or paragraphs again. */
export function toggleBlock(view: EditorView, format: BlockFormat): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  const { sign, found } = BLOCK[format];
  const chosen = selectedLines(state).filter((line) => line.text.trim() !== "");
  // An empty line can become one, too.
  const lines = chosen.length > 0 ? chosen : selectedLines(state).slice(0, 1);
  const takeAway = lines.every((line) => found.test(line.text));
  const changes: ChangeSpec[] = lines.map((line, index) => {
    const old = ANY_BLOCK.exec(line.text)?.[0] ?? "";
    return { from: line.from, to: line.from + old.length, insert: takeAway ? "" : sign(index + 1) };
  });
  const set = state.changes(changes);
  view.dispatch({
    changes: set,
    selection: state.selection.map(set, 1),
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

function selectedLines(state: EditorState): Line[] {
  const { from, to } = state.selection.main;
  const lines: Line[] = [];
  for (let at = from; at <= to; ) {
    const line = state.doc.lineAt(at);
    lines.push(line);
    at = line.to + 1;
  }
  return lines;
}

/** A link in a text: its words and its address. */
export interface LinkAt {
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly address: string;
}

/** The link at the caret. */
export function linkAt(state: EditorState): LinkAt | undefined {
  const { from, to } = state.selection.main;
  const node = enclosing(state, from, to, "Link");
  const [open, close] = node?.getChildren("LinkMark") ?? [];
  const url = node?.getChild("URL");
  if (!node || !open || !close || !url) return undefined;
  return {
    from: node.from,
    to: node.to,
    words: state.sliceDoc(open.to, close.from),
    address: state.sliceDoc(url.from, url.to).replace(/^<|>$/gu, ""),
  };
}

/** Sets the address of the link at the caret, or makes a link of what is selected; an empty one takes the link away. */
export function setLink(view: EditorView, address: string): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  const here = linkAt(state);
  const main = state.selection.main;
  const { from, to } = here ?? (main.empty ? (state.wordAt(main.head) ?? main) : main);
  const words = here?.words ?? state.sliceDoc(from, to);
  const target = address.trim();
  const inserted = target === "" ? words : `[${words === "" ? target : words}](${written(target)})`;
  view.dispatch({
    changes: { from, to, insert: inserted },
    selection: { anchor: from + inserted.length },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

/** An address as it stands between the brackets of a link. */
function written(address: string): string {
  const full = /^[a-z][a-z0-9+.-]*:/iu.test(address) || address.startsWith("/") ? address : `https://${address}`;
  const spaceless = full.replaceAll(" ", "%20");
  return /[()<>]/u.test(spaceless) ? `<${spaceless.replaceAll("<", "%3C").replaceAll(">", "%3E")}>` : spaceless;
}

/** Puts an empty table of two columns below the paragraph at the caret. */
export function insertTable(view: EditorView, headings: readonly [string, string]): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  const line = state.doc.lineAt(state.selection.main.head);
  const before = line.text.trim() === "" ? "" : "\n\n";
  const table = `| ${headings[0]} | ${headings[1]} |\n| --- | --- |\n|  |  |`;
  view.dispatch({
    changes: { from: line.to, insert: `${before}${table}\n` },
    selection: EditorSelection.range(line.to + before.length + 2, line.to + before.length + 2 + headings[0].length),
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

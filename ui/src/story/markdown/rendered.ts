// A text as a page shows it, as nodes of the document: for tables in the editor, and for whoever copies into a letter.

import type { SyntaxNode } from "@lezer/common";

import { storyMarkdown } from "./language";

const INLINE: Record<string, string> = { StrongEmphasis: "strong", Emphasis: "em", Strikethrough: "s", InlineCode: "code" };
const BLOCK: Record<string, string> = {
  Paragraph: "p",
  ATXHeading1: "h2",
  ATXHeading2: "h2",
  ATXHeading3: "h3",
  ATXHeading4: "h3",
  ATXHeading5: "h3",
  ATXHeading6: "h3",
  SetextHeading1: "h2",
  SetextHeading2: "h2",
  Blockquote: "blockquote",
  BulletList: "ul",
  OrderedList: "ol",
  ListItem: "li",
};
const SIGNS = new Set([
  "EmphasisMark",
  "StrikethroughMark",
  "CodeMark",
  "CodeInfo",
  "LinkMark",
  "URL",
  "LinkTitle",
  "HeaderMark",
  "QuoteMark",
  "ListMark",
]);
/** Addresses that a page links to. */
const SCHEMES = /^(?:https?|mailto|tel):/iu;

/** The text between two places. */
export type Slice = (from: number, to: number) => string;

/** A Markdown text as nodes. */
export function rendered(markdown: string): DocumentFragment {
  const all = new DocumentFragment();
  blocks((from, to) => markdown.slice(from, to), storyMarkdown.parser.parse(markdown).topNode, all);
  return all;
}

function blocks(slice: Slice, parent: SyntaxNode, into: Node): void {
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    const name = BLOCK[node.name];
    if (node.name === "Table") into.appendChild(table(slice, node));
    else if (node.name === "HorizontalRule") into.appendChild(document.createElement("hr"));
    else if (node.name === "FencedCode" || node.name === "CodeBlock") into.appendChild(code(slice, node));
    // A page prints the signs of HTML as they are.
    else if (/^(?:HTML|Comment|ProcessingInstruction)Block$/u.test(node.name)) {
      into.appendChild(document.createElement("p")).textContent = slice(node.from, node.to);
    } else if (name === undefined) continue;
    else if (/^(?:Paragraph|.*Heading\d)$/u.test(node.name)) into.appendChild(document.createElement(name)).append(inline(slice, node));
    else blocks(slice, node, into.appendChild(document.createElement(name)));
  }
}

function code(slice: Slice, node: SyntaxNode): HTMLElement {
  const pre = document.createElement("pre");
  pre.textContent = node.getChildren("CodeText").map((text) => slice(text.from, text.to)).join("\n");
  return pre;
}

function table(slice: Slice, node: SyntaxNode): HTMLElement {
  const made = document.createElement("table");
  for (const [index, cells] of tableRows(slice, node).entries()) {
    const row = made.appendChild(document.createElement("tr"));
    for (const cell of cells) row.appendChild(document.createElement(index === 0 ? "th" : "td")).append(cell);
  }
  return made;
}

/** The cells of a table, row by row, each row as long as the first. */
export function tableRows(slice: Slice, node: SyntaxNode): DocumentFragment[][] {
  const rows: DocumentFragment[][] = [];
  for (let row = node.firstChild; row; row = row.nextSibling) {
    if (row.name === "TableHeader" || row.name === "TableRow") rows.push(cellsOf(slice, row));
  }
  const columns = rows[0]?.length ?? 0;
  return rows.map((cells) => Array.from({ length: columns }, (_, column) => cells[column] ?? new DocumentFragment()));
}

/** The cells between the bars of a row; an empty one has no node of its own. */
function cellsOf(slice: Slice, row: SyntaxNode): DocumentFragment[] {
  const cells: DocumentFragment[] = [];
  let cell: DocumentFragment | undefined;
  let isBehindBar = false;
  for (let node = row.firstChild; node; node = node.nextSibling) {
    if (node.name === "TableDelimiter") {
      if (cell || isBehindBar) cells.push(cell ?? new DocumentFragment());
      cell = undefined;
      isBehindBar = true;
    } else if (node.name === "TableCell") {
      cell = inline(slice, node);
    }
  }
  if (cell) cells.push(cell);
  return cells;
}

function inline(slice: Slice, parent: SyntaxNode, from = parent.from, to = parent.to): DocumentFragment {
  const all = new DocumentFragment();
  let at = from;
  const words = (end: number) => {
    // The indentation of a line that goes on, and the space behind an opening sign, are not printed.
    const text = slice(at, end).replaceAll(/\n[ \t]*/gu, " ");
    all.append(all.childNodes.length === 0 ? text.trimStart() : text);
  };
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.from < from || node.to > to) continue;
    if (node.from > at) words(node.from);
    at = node.to;
    const mark = INLINE[node.name];
    if (mark) all.appendChild(document.createElement(mark)).append(inline(slice, node));
    else if (node.name === "Link") all.append(link(slice, node));
    else if (node.name === "Escape") all.append(slice(node.from + 1, node.to));
    else if (node.name === "HardBreak") all.append(document.createElement("br"));
    else if (!SIGNS.has(node.name)) all.append(slice(node.from, node.to));
  }
  if (to > at) words(to);
  return all;
}

function link(slice: Slice, node: SyntaxNode): Node {
  const [open, close] = node.getChildren("LinkMark");
  const url = node.getChild("URL");
  const address = url ? slice(url.from, url.to).replace(/^<|>$/gu, "") : "";
  const words = open && close ? inline(slice, node, open.to, close.from) : inline(slice, node);
  if (!SCHEMES.test(address)) return words;
  const anchor = document.createElement("a");
  anchor.setAttribute("href", address);
  anchor.append(words);
  return anchor;
}

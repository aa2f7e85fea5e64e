// What word processors and pages put on the clipboard, as the Markdown of a story: structure, links and emphasis stay.
//
// Nothing of it is ever shown or run: it is read in a document of its own that has no window.

import TurndownService from "turndown";

import { cleanAddress } from "./addresses";
import { withoutUnseen } from "./characters";
import { NOTHING, type Dropped } from "./dropped";

const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "TABLE", "BLOCKQUOTE", "HR", "BR"]);

type Counts = { -readonly [K in keyof Dropped]: Dropped[K] };

/** The Markdown of a piece of HTML. */
export function fromHtml(html: string): { markdown: string; dropped: Dropped } {
  const page = new DOMParser().parseFromString(html, "text/html");
  const counts: Counts = { ...NOTHING };
  const { body } = page;
  dropUnprinted(page, counts);
  wordLists(page);
  styleToMeaning(body, counts);
  levelHeadings(body);
  cleanLinks(body, counts);
  layoutTables(body);
  tightenCharacters(body, counts);
  const markdown = converter().turndown(body);
  return { markdown: markdown.replaceAll(/\n{3,}/gu, "\n\n").trim(), dropped: counts };
}

/** Code, styles, notes of word processors, what is hidden, and pictures: those come with their credit or not at all. */
function dropUnprinted(page: Document, counts: Counts): void {
  const { body } = page;
  counts.styles += page.querySelector("style, [style*=color], [style*=font], font, [class^=Mso]") ? 1 : 0;
  body.querySelectorAll("img, picture, svg, video, canvas, object, embed, iframe").forEach((element) => {
    // A picture of one pixel counts readers.
    if (element.getAttribute("width") !== "1" && !element.parentElement?.closest("picture, svg, object")) counts.pictures += 1;
    element.remove();
  });
  const unprinted = "script, style, template, meta, link, title, noscript, xml, input, button, select, textarea, [hidden], [aria-hidden=true]";
  body.querySelectorAll(unprinted).forEach((element) => element.remove());
  for (const element of body.querySelectorAll<HTMLElement>("[style]")) {
    if (/display:\s*none|mso-hide:\s*all|visibility:\s*hidden/iu.test(styleOf(element))) element.remove();
  }
  // Word's own elements, such as <o:p>, stand around words.
  for (const element of body.querySelectorAll("*")) if (element.localName.includes(":")) unwrap(element);
  // A line break between two blocks breaks nothing.
  for (const br of body.querySelectorAll("br")) {
    const beside = [br.previousSibling, br.nextSibling].map((node) => (node?.nodeValue?.trim() === "" ? undefined : node));
    if (beside.every((node) => !node || BLOCKS.has(node.nodeName))) br.remove();
  }
}

function styleOf(element: Element): string {
  return element.getAttribute("style") ?? "";
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** The lists of Word are paragraphs that carry their sign as text. */
function wordLists(page: Document): void {
  let lists: { list: Element; level: number }[] = [];
  let last: Element | undefined;
  let listed = "";
  for (const paragraph of page.body.querySelectorAll("p[class*=MsoListParagraph], p[style*='mso-list:']")) {
    const level = Number(/mso-list:[^;]*?level(\d+)/iu.exec(styleOf(paragraph))?.[1] ?? 0);
    if (level === 0) continue;
    const sign = signOf(paragraph);
    const kind = /^[\p{L}\d]{1,4}[.)]/u.test(sign) ? "ol" : "ul";
    const name = /mso-list:\s*(\S+)/iu.exec(styleOf(paragraph))?.[1] ?? "";
    if (!last || paragraph.previousElementSibling !== last || name !== listed) lists = [];
    listed = name;
    while (lists.length > 0 && (lists.at(-1)?.level ?? 0) > level) lists.pop();
    let open = lists.at(-1);
    if (!open || open.level < level) {
      const list = page.createElement(kind);
      const parent = open?.list.lastElementChild;
      if (parent) parent.append(list);
      else paragraph.before(list);
      open = { list, level };
      lists.push(open);
    }
    const item = page.createElement("li");
    item.append(...paragraph.childNodes);
    open.list.append(item);
    paragraph.remove();
    last = lists[0]?.list;
  }
}

/** The sign of a paragraph of a list, which is taken out of it. */
function signOf(paragraph: Element): string {
  const ignored = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/iu.test(styleOf(span)));
  const sign = ignored?.textContent?.trim() ?? "";
  ignored?.remove();
  return sign;
}

/** Bold, slanted and struck words, whether an element or a style says so. */
function styleToMeaning(body: HTMLElement, counts: Counts): void {
  for (const element of body.querySelectorAll("b, strong, i, em")) {
    const style = styleOf(element);
    // The whole of a letter from Google Docs stands in a bold element that is not bold.
    const isNot = /^(?:b|strong)$/u.test(element.localName) ? /(?<![-\w])font-weight:\s*(?:normal|[1-4]00)/iu : /(?<![-\w])font-style:\s*normal/iu;
    if (isNot.test(style)) unwrap(element);
  }
  for (const span of body.querySelectorAll("span, font")) {
    const style = styleOf(span);
    const marks = [
      /(?<![-\w])font-weight:\s*(?:bold|bolder|[6-9]00)/iu.test(style) ? "strong" : "",
      /(?<![-\w])font-style:\s*(?:italic|oblique)/iu.test(style) ? "em" : "",
      /text-decoration[^;]*line-through/iu.test(style) ? "s" : "",
    ].filter((mark) => mark !== "" && !span.closest(mark) && !span.closest("h1, h2, h3, h4, h5, h6"));
    const inner = marks.reduce<Element>((outer, mark) => {
      const made = span.ownerDocument.createElement(mark);
      made.append(...outer.childNodes);
      outer.append(made);
      return made;
    }, span);
    if (inner === span && style !== "" && counts.styles === 0) counts.styles = 1;
    unwrap(span);
  }
  // A heading is bold already.
  body.querySelectorAll(":is(h1, h2, h3, h4, h5, h6) :is(b, strong)").forEach(unwrap);
  body.querySelectorAll("p.MsoTitle, p.MsoSubtitle").forEach((title) => {
    const heading = title.ownerDocument.createElement("h2");
    heading.append(...title.childNodes);
    title.replaceWith(heading);
  });
  body.querySelectorAll("u, ins, sup, sub, small, mark, big").forEach(unwrap);
}

/** The headline is not part of the body: what is left are subheadings of two levels. */
function levelHeadings(body: HTMLElement): void {
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = /[12]/u.test(heading.localName) ? "h2" : "h3";
    const made = heading.ownerDocument.createElement(level);
    made.append(...heading.childNodes);
    if ((made.textContent ?? "").trim() === "") heading.remove();
    else heading.replaceWith(made);
  }
}

function cleanLinks(body: HTMLElement, counts: Counts): void {
  for (const anchor of body.querySelectorAll("a")) {
    const given = anchor.getAttribute("href") ?? "";
    const clean = cleanAddress(given);
    if (!clean || (anchor.textContent ?? "").trim() === "") {
      // A place in its own page is no address at all.
      if (!clean && given !== "" && !given.startsWith("#")) counts.addresses += 1;
      unwrap(anchor);
      continue;
    }
    counts.trackers += clean.tracked ? 1 : 0;
    anchor.setAttribute("href", clean.address);
    anchor.removeAttribute("title");
  }
}

/** Tables that only place things beside each other are none. */
function layoutTables(body: HTMLElement): void {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const rows = [...table.rows];
    const columns = Math.max(0, ...rows.map((row) => row.cells.length));
    const isData = rows.length > 1 && columns > 1 && !table.querySelector("table, p + p, ul, ol, h2, h3");
    if (isData) continue;
    const paragraphs = rows.flatMap((row) => [...row.cells]).map((cell) => {
      const block = table.ownerDocument.createElement("div");
      block.append(...cell.childNodes);
      return block;
    });
    table.replaceWith(...paragraphs);
  }
}

function tightenCharacters(body: HTMLElement, counts: Counts): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { text, dropped } = withoutUnseen(node.nodeValue ?? "");
    counts.characters += dropped;
    node.nodeValue = text;
  }
}

let made: TurndownService | undefined;

function converter(): TurndownService {
  if (made) return made;
  made = new TurndownService({
    headingStyle: "atx",
    hr: "---",
    bulletListMarker: "-",
    codeBlockStyle: "fenced",
    emDelimiter: "*",
    br: "\\",
  });
  made.escape = escaped;
  made.addRule("item", { filter: "li", replacement: item });
  made.addRule("struck", { filter: ["s", "del"], replacement: (words) => (words.trim() === "" ? words : `~~${words}~~`) });
  made.addRule("cell", { filter: ["td", "th"], replacement: (words) => ` ${words.trim().replaceAll(/\s*\n+\s*/gu, " ").replaceAll("|", "\\|")} |` });
  made.addRule("row", { filter: "tr", replacement: (cells, node) => row(cells, node as HTMLTableRowElement) });
  made.addRule("table", { filter: "table", replacement: (rows) => `\n\n${rows.trim()}\n\n` });
  made.addRule("part of a table", { filter: ["thead", "tbody", "tfoot", "colgroup", "caption"], replacement: (rows) => rows });
  return made;
}

function item(words: string, node: Node): string {
  const parent = node.parentNode as Element | null;
  const place = parent?.localName === "ol" ? [...parent.children].indexOf(node as Element) + 1 : 0;
  const sign = place > 0 ? `${place}. ` : "- ";
  const inner = words.trim().replaceAll(/\n{2,}(?=\s*(?:- |\d+\. ))/gu, "\n").replaceAll("\n", `\n${" ".repeat(sign.length)}`);
  return `${sign}${inner}${node.nextSibling ? "\n" : ""}`;
}

function row(cells: string, node: HTMLTableRowElement): string {
  const isFirst = node === node.closest("table")?.rows[0];
  const line = `|${cells}\n`;
  return isFirst ? `${line}|${" --- |".repeat(node.cells.length)}\n` : line;
}

/** Signs that would mean something, where they would. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*]/gu, String.raw`\$&`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll("~~", String.raw`\~~`)
    .replaceAll(/\[(?=[^\]]*\][([:])/gu, String.raw`\[`)
    .replaceAll(/<(?=[a-z/!?])/giu, String.raw`\<`)
    .replace(/^(\s*)([#>]|[-+](?=\s))/u, String.raw`$1\$2`)
    .replace(/^(\s*\d{1,9})([.)])(?=\s)/u, String.raw`$1\$2`);
}

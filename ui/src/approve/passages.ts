// An edition as a row of passages to be read beside its source. Shows the Markdown as it is written: an editor approves
// exact bytes, so no sign is hidden.

import { textOf, type EditionKey, type StoryView } from "../backend";

/** What a passage is. */
export type PassageKind = "headline" | "lead" | "heading" | "quote" | "paragraph" | "caption" | "alt-text";

/** One passage of one edition. */
export interface Passage {
  readonly kind: PassageKind;
  readonly text: string;
  /** For the words of a photo: its place in the story, from 1. */
  readonly photo?: number;
}

/** A passage of the source beside the one that stands at the same place in the edition. */
export interface Pair {
  readonly source: Passage | undefined;
  readonly edition: Passage | undefined;
}

/** Everything that an approval of the edition is about, in reading order. */
export function passagesOf(story: StoryView, edition: EditionKey): Passage[] {
  const said = (field: string) => textOf(story.content, `edition/${edition}/${field}`);
  return [
    { kind: "headline", text: said("headline") },
    { kind: "lead", text: said("lead") },
    ...paragraphs(said("body")),
    ...photoWords(story, edition),
  ];
}

/** The passages side by side: text with text by place, and each photo's words with the same photo's. */
export function pairs(source: readonly Passage[], edition: readonly Passage[]): Pair[] {
  const rows: Pair[] = [];
  for (const part of [isHead, isBody, isPhoto]) {
    const [left, right] = [source.filter(part), edition.filter(part)];
    for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
      const pair = { source: left[place], edition: right[place] };
      if (pair.source?.text || pair.edition?.text) rows.push(pair);
    }
  }
  return rows;
}

/** A stretch of a passage; `sign` is Markdown's own. */
export interface Piece {
  readonly kind: "plain" | "strong" | "emphasis" | "sign";
  readonly text: string;
}

/** A passage in pieces, so that bold is bold and its signs are quiet. Nothing is left out. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let after = 0;
  for (const match of text.matchAll(/(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1/gsu)) {
    const [whole, sign = "", inner = ""] = match;
    // An underscore inside a word is a letter of it, not emphasis (CommonMark 6.2).
    if (sign.startsWith("_") && /\p{L}|\p{N}/u.test(text[match.index - 1] ?? "")) continue;
    if (match.index > after) found.push({ kind: "plain", text: text.slice(after, match.index) });
    found.push({ kind: "sign", text: sign });
    found.push({ kind: sign.length === 2 ? "strong" : "emphasis", text: inner });
    found.push({ kind: "sign", text: sign });
    after = match.index + whole.length;
  }
  if (after < text.length) found.push({ kind: "plain", text: text.slice(after) });
  return found;
}

function paragraphs(body: string): Passage[] {
  return body
    .split(/\n[ \t]*\n/)
    .map((text) => text.replace(/^\n+|\s+$/g, ""))
    .filter((text) => text !== "")
    .map((text) => ({ kind: kindOf(text), text }));
}

function kindOf(paragraph: string): PassageKind {
  if (/^#{1,6}\s/.test(paragraph)) return "heading";
  return paragraph.startsWith(">") ? "quote" : "paragraph";
}

function photoWords(story: StoryView, edition: EditionKey): Passage[] {
  return story.photos.flatMap((photo, index) =>
    (["caption", "alt-text"] as const).map((kind) => ({
      kind,
      text: textOf(photo.content, `edition/${edition}/${kind}`),
      photo: index + 1,
    })),
  );
}

const isPhoto = (passage: Passage) => passage.photo !== undefined;
const isHead = (passage: Passage) => passage.kind === "headline" || passage.kind === "lead";
const isBody = (passage: Passage) => !isPhoto(passage) && !isHead(passage);

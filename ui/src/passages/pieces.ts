// A passage as it is read. Shows the Markdown as it is written: an editor approves exact bytes, so no sign is hidden.

/** What a passage of a body is. */
export type PassageKind = "heading" | "quote" | "paragraph";

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

/** What a passage of a body is, by its first sign. */
export function kindOf(passage: string): PassageKind {
  if (/^#{1,6}\s/.test(passage)) return "heading";
  return passage.startsWith(">") ? "quote" : "paragraph";
}

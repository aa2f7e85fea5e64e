// A passage as it is read. Shows the Markdown as it is written: an editor approves exact bytes, so no sign is hidden.

import type { FindingView } from "../backend";

/** What a passage of a body is. */
export type PassageKind = "heading" | "quote" | "paragraph";

/** A place in a passage that something was found about, in UTF-16 units. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly severity: FindingView["severity"];
}

/** A stretch of a passage; `sign` is Markdown's own. */
export interface Piece {
  readonly kind: "plain" | "strong" | "emphasis" | "sign";
  readonly text: string;
  /** How much it matters what was found here, if anything was. */
  readonly found?: FindingView["severity"];
}

/** A passage in pieces, so that bold is bold, its signs are quiet, and what was found stands out. Nothing is left out. */
export function pieces(text: string, places: readonly Place[] = []): Piece[] {
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
  return places.length === 0 ? found : marked(found, places);
}

/** The same, cut where something was found; where two things were, the one that matters more is shown. */
function marked(whole: readonly Piece[], places: readonly Place[]): Piece[] {
  const cuts = places.flatMap(({ from, to }) => [from, to]).toSorted((one, other) => one - other);
  let start = 0;
  return whole.flatMap((piece) => {
    const end = start + piece.text.length;
    const inside = [start, ...cuts.filter((cut) => cut > start && cut < end), end];
    const cut = inside.slice(1).map((to, index): Piece => {
      const from = inside[index] ?? start;
      const here = places.filter((place) => place.from <= from && to <= place.to);
      const severity = here.some(({ severity }) => severity === "error") ? "error" : here[0]?.severity;
      const text = piece.text.slice(from - start, to - start);
      return severity === undefined ? { kind: piece.kind, text } : { kind: piece.kind, text, found: severity };
    });
    start = end;
    return cut.filter(({ text }) => text !== "");
  });
}

/** Where in a passage its findings are; what is about all of it marks nothing. */
export function placesIn(text: string, findings: readonly FindingView[], side: "own" | "source"): Place[] {
  const bytes = new TextEncoder().encode(text);
  const units = (at: number) => new TextDecoder().decode(bytes.subarray(0, at)).length;
  return findings
    .filter((each) => each.accepted.length === 0 && each[side][1] > each[side][0] && each[side][1] - each[side][0] < bytes.length)
    .map((each) => ({ from: units(each[side][0]), to: units(each[side][1]), severity: each.severity }));
}

/** What a passage of a body is, by its first sign. */
export function kindOf(passage: string): PassageKind {
  if (/^#{1,6}\s/.test(passage)) return "heading";
  return passage.startsWith(">") ? "quote" : "paragraph";
}

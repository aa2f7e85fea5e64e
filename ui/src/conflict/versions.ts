// The versions on a card as words to read and to compare.

import { lines, type CardView, type PartKey, type PartValue } from "../backend";
import { has, t } from "../words";

/** The edition of a part such as `edition/kk/body`; nothing for a part of the whole document. */
export function editionOf(part: PartKey): string | undefined {
  return /^edition\/([^/]+)\//.exec(part)?.[1];
}

/** How the core puts two texts together: as paragraphs, sentences, on one line, or not at all where a value is one of a list. */
export function joint({ part, around }: Pick<CardView, "part" | "around">): "text" | "sentence" | "line" | "none" {
  if (around) return around.between.includes("\n") ? "text" : "sentence";
  if (part.endsWith("/body")) return "text";
  const lines = ["slugline", "attribution", "creator", "credit-line", "usage-terms"];
  return part.startsWith("edition/") || lines.includes(part) ? "line" : "none";
}

/** Whether a value has items instead of a text. */
export function hasItems(value: PartValue | null): value is { set: string[] } | { list: string[] } {
  return value !== null && ("set" in value || "list" in value);
}

/** A value as a person reads it: names instead of ids, items one a line. */
export function wordsOf(part: PartKey, value: PartValue | null, names: Readonly<Record<string, string>>): string {
  const text = lines(value)
    .map((line) => names[line] ?? line)
    .join("\n");
  // Who asked and when stands above; the reason is what is asked.
  if (part.startsWith("lifted/")) return text.replaceAll(/^\S+ \d+ /gm, "");
  const place = text.split(",");
  if (part.startsWith("crop-") && place.length === 4) {
    const [left = "", top = "", width = "", height = ""] = place;
    return t("crop.region", { left, top, width, height });
  }
  if (part === "focal-point" && place.length === 2) return t("crop.point", { across: place[0] ?? "", down: place[1] ?? "" });
  const rights = `photos.rights.${text}`;
  return part === "rights-basis" && has(rights) ? t(rights) : text;
}

/** What "write a third" begins with: both versions where they are paragraphs or sentences, otherwise theirs. */
export function startOfThird(card: Pick<CardView, "part" | "around" | "theirs" | "ours">): string {
  const [theirs, ours] = [card.theirs.value, card.ours.value];
  const [first, second] = [lines(theirs), lines(ours)];
  if (hasItems(theirs) || hasItems(ours)) return [...new Set([...first, ...second])].join("\n");
  const [their = "", our = ""] = [first[0], second[0]];
  const joined = joint(card);
  if (their === "" || our === "" || joined === "line" || joined === "none") return their || our;
  return `${their}${card.around?.between ?? "\n\n"}${our}`;
}

/** The value of a third version, in the shape that the two have. */
export function thirdValue(theirs: PartValue | null, ours: PartValue | null, text: string): PartValue {
  const shape = theirs ?? ours;
  if (!hasItems(shape)) return { text };
  const items = [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
  return "set" in shape ? { set: items.toSorted() } : { list: items };
}

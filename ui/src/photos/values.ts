// The fields of a photo as texts that people type, and as the values that the core keeps.

import { listOf, textOf, type Content, type PartKey, type PartValue } from "../backend";

/** Fields of several items, typed one after another. */
const LISTS: ReadonlySet<PartKey> = new Set(["keywords", "persons-shown", "named-as"]);

/** Most bytes that programs see of a field which read nothing newer than IIM (IPTC-IIM 4.2); of each item, where it has several. */
const IIM_BYTES: Readonly<Record<PartKey, number>> = {
  creator: 32,
  "job-title": 32,
  "credit-line": 32,
  source: 32,
  "copyright-notice": 128,
  instructions: 256,
  keywords: 64,
  sublocation: 32,
  city: 32,
  province: 32,
  country: 64,
  "photo-headline": 256,
  "country-code": 3,
};

function items(text: string): string[] {
  const all = text.split(/[,;\n،؛，、；]/u).map((item) => item.trim());
  return [...new Set(all.filter((item) => item !== ""))].toSorted();
}

/** What a field says, as a text. */
export function fieldText(content: Content, part: PartKey): string {
  return LISTS.has(part) ? listOf(content, part).join(", ") : textOf(content, part);
}

/** A text as the value of a field. */
export function fieldValue(part: PartKey, text: string): PartValue {
  return LISTS.has(part) ? { set: items(text) } : { text };
}

/** A text as the field will say it: a list in its own order, parted by commas. */
export function asKept(part: PartKey, text: string): string {
  return LISTS.has(part) ? items(text).join(", ") : text;
}

export const isList = (part: PartKey): boolean => LISTS.has(part);

/** Whether a text can be kept already: the date of a photo is one, as exact as somebody knows it. */
export function isWhole(part: PartKey, text: string): boolean {
  if (part !== "date-created" || text === "") return true;
  return /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/.test(text);
}

/** What older programs see of a text that is too long for them; nothing when they see all of it. */
export function cutShort(part: PartKey, text: string): { most: number; seen: string } | undefined {
  const most = IIM_BYTES[part];
  if (most === undefined) return undefined;
  const bytes = (each: string) => new TextEncoder().encode(each).length;
  const long = (isList(part) ? items(text) : [text]).find((each) => bytes(each) > most);
  if (long === undefined) return undefined;
  let seen = "";
  for (const character of long) {
    if (bytes(seen + character) > most) break;
    seen += character;
  }
  return { most, seen };
}

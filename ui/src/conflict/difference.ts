// What changed between two texts, word by word, so that a person sees it at a glance.

import { diffWordsWithSpace } from "diff";

/** A stretch of a text: kept, put in, or taken out. */
export interface Stretch {
  readonly kind: "same" | "in" | "out";
  readonly text: string;
}

/** Longest texts that are compared word by word, in UTF-16 units together; longer ones are marked as a whole. */
const LONGEST = 60_000;

/** The stretches of `after`, with what was taken out of `before` between them. Words are those of the language. */
export function difference(before: string, after: string, languageTag: string): Stretch[] {
  if (before === after) return after === "" ? [] : [{ kind: "same", text: after }];
  if (before.length + after.length > LONGEST) return whole(before, after);
  const intlSegmenter = new Intl.Segmenter(languageTag, { granularity: "word" });
  const changes = diffWordsWithSpace(before, after, { intlSegmenter });
  return changes.map(({ added, removed, value }) => ({ kind: added ? "in" : removed ? "out" : "same", text: value }));
}

function whole(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = [
    { kind: "out", text: before },
    { kind: "in", text: after },
  ];
  return stretches.filter(({ text }) => text !== "");
}

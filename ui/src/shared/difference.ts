// What changed between two texts, word by word (in Chinese by character), so that a person sees it at a glance.

import { diffArrays } from "diff";

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
  const segmenter = new Intl.Segmenter(languageTag, { granularity: /^zh\b/.test(languageTag) ? "grapheme" : "word" });
  const tokens = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
  return gathered(
    diffArrays(tokens(before), tokens(after)).map(({ added, removed, value }) => ({
      kind: added ? "in" : removed ? "out" : "same",
      text: value.join(""),
    })),
  );
}

/** Changes with nothing but space between them become one: what was taken out, then what was put in. */
function gathered(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  let [out, put] = ["", ""];
  const flush = () => {
    if (out !== "") found.push({ kind: "out", text: out });
    if (put !== "") found.push({ kind: "in", text: put });
    [out, put] = ["", ""];
  };
  stretches.forEach(({ kind, text }, index) => {
    const isGap = /^[ \t]+$/.test(text) && out + put !== "" && index + 1 < stretches.length;
    if (kind === "out" || (kind === "same" && isGap)) out += text;
    if (kind === "in" || (kind === "same" && isGap)) put += text;
    if (kind === "same" && !isGap) {
      flush();
      found.push({ kind, text });
    }
  });
  flush();
  return found;
}

function whole(before: string, after: string): Stretch[] {
  const stretches: Stretch[] = [
    { kind: "out", text: before },
    { kind: "in", text: after },
  ];
  return stretches.filter(({ text }) => text !== "");
}

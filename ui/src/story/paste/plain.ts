// A plain text as it is pasted: paragraphs of letters and of pages that put no empty line between them.

import { cleanAddress } from "./addresses";
import { withoutUnseen } from "./characters";
import { NOTHING, type Dropped } from "./dropped";

const ADDRESS = /https?:\/\/[^\s<>"«»]+/giu;

/** The text of a story from a plain text. */
export function fromPlain(plain: string): { markdown: string; dropped: Dropped } {
  const seen = withoutUnseen(plain);
  let trackers = 0;
  const text = seen.text.replaceAll(ADDRESS, (address) => {
    const [, kept = address, sign = ""] = /^(.*?)([.,;:!?)\]]*)$/u.exec(address) ?? [];
    const clean = cleanAddress(kept);
    trackers += clean?.tracked ? 1 : 0;
    return `${clean?.address ?? kept}${sign}`;
  });
  return { markdown: paragraphs(text), dropped: { ...NOTHING, trackers, characters: seen.dropped } };
}

/** Lines that each end a sentence are paragraphs of a program that leaves no line empty. */
function paragraphs(text: string): string {
  const lines = text.split("\n");
  const isMarkdown = lines.some((line) => /^(?:\s*[-*+>|#]|\s*\d+[.)]\s|\s{4})/u.test(line));
  if (lines.length < 2 || isMarkdown || /\n[ \t]*\n/u.test(text)) return text;
  const ends = lines.slice(0, -1).filter((line) => /[.!?…:;»”")\]。！？؟]\s*$/u.test(line)).length;
  return ends >= (lines.length - 1) * 0.6 ? lines.map((line) => line.trimEnd()).join("\n\n") : text;
}

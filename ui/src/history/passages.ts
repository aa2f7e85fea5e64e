// A comparison as the rows that stand on the screen, in reading order.

import type { Passage, VersionComparison } from "../backend";

/** One passage in both texts. */
export interface Row {
  readonly kind: "headline" | "lead" | "paragraph";
  readonly then: string;
  readonly now: string;
  /** Which paragraph of the text on the left it is; nothing where none can be brought back. */
  readonly paragraph: number | null;
  /** Its number among the paragraphs on the screen, from 1; 0 for a headline or a lead. */
  readonly number: number;
  /** Its number among the changes, from 1; nothing while both texts say the same. */
  readonly change: number | undefined;
}

/** All passages that stand in one of the two texts. */
export function rowsOf(comparison: VersionComparison): Row[] {
  const passages: [Row["kind"], Passage][] = [
    ["headline", comparison.headline],
    ["lead", comparison.lead],
    ...comparison.body.map((passage): [Row["kind"], Passage] => ["paragraph", passage]),
  ];
  let [changes, paragraphs] = [0, 0];
  return passages
    .map(([kind, { then, now, paragraph }]) => ({ kind, then: then ?? "", now: now ?? "", paragraph }))
    .filter(({ then, now }) => then !== "" || now !== "")
    .map((row) => ({
      ...row,
      number: row.kind === "paragraph" ? (paragraphs += 1) : 0,
      change: row.then === row.now ? undefined : (changes += 1),
    }));
}

// How each standing of an edition is drawn: mark, then word, then colour.

import type { EditionInfo, EditionKey, Standing, StoryRow } from "../backend";
import { t } from "../words";

/** What a mark can stand for. */
export type MarkOf = Standing | "conflict" | "stale" | "follows";

/** The tone of a chip or a word, named after its token. */
export type Tone =
  | "draft"
  | "review"
  | "returned"
  | "approved"
  | "published"
  | "stale"
  | "empty"
  | "conflict"
  | "waiting"
  | "sent"
  | "saved"
  | "danger";

const drawings: Record<MarkOf, { drawing: string; tone: Tone }> = {
  empty: { drawing: "empty", tone: "empty" },
  draft: { drawing: "draft", tone: "draft" },
  "in-review": { drawing: "review", tone: "review" },
  returned: { drawing: "returned", tone: "returned" },
  approved: { drawing: "approved", tone: "approved" },
  changed: { drawing: "stale", tone: "stale" },
  published: { drawing: "published", tone: "published" },
  "details-changed": { drawing: "over", tone: "stale" },
  "draft-over-published": { drawing: "over", tone: "draft" },
  withdrawn: { drawing: "withdrawn", tone: "returned" },
  stale: { drawing: "stale", tone: "stale" },
  conflict: { drawing: "conflict", tone: "conflict" },
  follows: { drawing: "follows", tone: "draft" },
};

/** Whether an edition shows its master as it is typed: it is in another script, and nobody has written in it. */
export function follows(edition: EditionInfo, standingOf: (edition: EditionKey) => Standing): boolean {
  return edition.derived_from !== null && standingOf(edition.key) === "empty" && standingOf(edition.derived_from) !== "empty";
}

/** The same for a story in a list. */
export function followsIn(row: StoryRow, edition: EditionInfo): boolean {
  return follows(edition, (key) => row.editions.find((mark) => mark.edition === key)?.standing ?? "empty");
}

/** What a mark is called. */
export function markName(mark: MarkOf): string {
  return mark === "conflict" || mark === "stale" || mark === "follows" ? t(`mark.${mark}`) : t(`standing.${mark}`);
}

/** The drawing of a mark. */
export function drawingOf(mark: MarkOf): string {
  return drawings[mark].drawing;
}

/** The tone of a mark. */
export function toneOf(mark: MarkOf): Tone {
  return drawings[mark].tone;
}

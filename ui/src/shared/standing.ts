// How each standing of an edition is drawn: mark, then word, then colour.

import type { Standing } from "../backend";

/** What a mark can stand for. */
export type MarkOf = Standing | "conflict" | "stale";

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
};

/** The drawing of a mark. */
export function drawingOf(mark: MarkOf): string {
  return drawings[mark].drawing;
}

/** The tone of a mark. */
export function toneOf(mark: MarkOf): Tone {
  return drawings[mark].tone;
}

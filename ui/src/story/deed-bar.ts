// Which deeds of an edition stand in its bar and which in the menu. At most one is the action of Ctrl+Enter.

import type { Deed, DeedView, EditionView } from "../backend";

/** The deeds of an edition, arranged. */
export interface DeedBar {
  /** Beside the action: returning what waits for approval. */
  readonly beside: DeedView | undefined;
  /** The last in the bar, done by Ctrl+Enter; with its refusal when it cannot be done now. */
  readonly action: DeedView | undefined;
  /** The others, in the order of the work. */
  readonly others: readonly DeedView[];
}

const ORDER: readonly Deed[] = ["submit", "return", "approve", "publish", "redate", "withdraw"];

/** Arranges the deeds of an edition. */
export function deedBar(edition: EditionView): DeedBar {
  const deeds = ORDER.flatMap((deed) => offered(edition, deed));
  const find = (deed: Deed) => deeds.find((each) => each.deed === deed);
  const can = (deed: Deed) => find(deed)?.refusal === null;

  const action =
    (["publish", "approve", "submit"] as const).map(find).find((each) => each?.refusal === null) ??
    find(expected(edition)) ??
    find("submit");
  const beside = action?.deed === "approve" && can("return") ? find("return") : undefined;
  return { beside, action, others: deeds.filter((each) => each !== action && each !== beside) };
}

/** Whether the deed asks something first: a reason for the author, a note for the readers, a moment. */
export function asks(deed: Deed): boolean {
  return deed === "return" || deed === "withdraw" || deed === "redate";
}

/** A moment is given only by whom it is trusted to, with the publication or after it. */
function offered({ deeds, published_at }: EditionView, deed: Deed): DeedView[] {
  const found = deeds.filter((each) => each.deed === deed);
  if (deed !== "redate") return found;
  const mine = found.filter(({ refusal }) => refusal === null || refusal.code === "not-published");
  const publishing = deeds.find((each) => each.deed === "publish");
  return published_at === null ? mine.map(() => ({ deed, refusal: publishing?.refusal ?? null })) : mine;
}

/** What somebody would look for in the bar when nothing can be done. */
function expected(edition: EditionView): Deed {
  switch (edition.standing) {
    case "empty":
    case "draft":
    case "returned":
    case "changed":
    case "draft-over-published":
      return "submit";
    case "in-review":
      return "approve";
    case "approved":
    case "published":
    case "details-changed":
      return "publish";
    case "withdrawn":
      return "submit";
  }
}

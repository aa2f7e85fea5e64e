// What somebody is about to ask for, passage by passage, when they send an edition back.

import type { PassageRow, ReasonDraft } from "../backend";

/** The reasons that were noted for passages of one edition, and a way to note another. */
export interface Reasons {
  readonly noted: readonly ReasonDraft[];
  /** Notes a reason in the place of the one for the same passage; an empty one is forgotten. */
  readonly note: (reason: ReasonDraft) => void;
}

/** What a passage says; nothing where nobody has written it yet. */
const said = (row: PassageRow) => row.own?.text ?? "";

/** The reason that was noted for a passage as it is now. */
export function reasonFor(reasons: Reasons, row: PassageRow): string | undefined {
  return reasons.noted.find((each) => isAbout(each, row))?.reason;
}

/** A reason for a passage. */
export function reasonOf(row: PassageRow, reason: string): ReasonDraft {
  return { part: row.part, photo: row.photo, passage: said(row), reason };
}

/** Reasons for passages that say something else by now. They go along: what was asked for may still be right. */
export function overtaken(reasons: Reasons, rows: readonly PassageRow[]): readonly ReasonDraft[] {
  return reasons.noted.filter((reason) => !rows.some((row) => isAbout(reason, row)));
}

/** Whether two reasons are for the same passage. */
export function isSamePassage(one: ReasonDraft, other: ReasonDraft): boolean {
  return one.part === other.part && one.photo === other.photo && one.passage === other.passage;
}

function isAbout(reason: ReasonDraft, row: PassageRow): boolean {
  return isSamePassage(reason, reasonOf(row, ""));
}

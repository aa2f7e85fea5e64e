// What the table of passages needs of whoever can write: it knows no editor.

import type { OwnPassage, PassageRow } from "../backend";

/** A passage that is being written. */
export interface OpenPassage {
  /** Its words now: what was typed here, and what others write in it meanwhile. */
  readonly text: string;
  /** Somebody typed. */
  type(text: string): void;
  /** It is written no more; ends when what was typed is kept. */
  leave(): Promise<void>;
}

/**
 * Opens the passage of a row; `before` is the passage of its text that a new one follows, as the rows have it or as it is being
 * written. Of a sentence, `joint` is what stands between it and the one before: it is no passage of its own. Nothing when the text
 * has gone on since the rows were read.
 */
export type Write = (row: PassageRow, before: OwnPassage | OpenPassage | null, joint?: string) => Promise<OpenPassage | undefined>;

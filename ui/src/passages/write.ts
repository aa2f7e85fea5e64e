// What the table of passages needs of whoever can write: it knows no editor.

import type { OwnPassage, PassageRow } from "../backend";

/** A passage that is being written. */
export interface OpenPassage {
  /** Its words now: what was typed here, and what others write in it meanwhile. */
  readonly text: string;
  /** Somebody typed. */
  type(text: string): void;
  /** It is written no more. */
  leave(): void;
}

/** Opens the passage of a row; `before` is the passage of its text that a new one follows. Nothing when the text has gone on. */
export type Write = (row: PassageRow, before: OwnPassage | null) => Promise<OpenPassage | undefined>;

// The rows of an edition by sentences: a passage becomes a row for each of its sentences, where it has several and nobody has to answer
// for it as a whole.

import type { PassageRow } from "../backend";

/** A row of the table: a passage, or one sentence of it. */
export interface TableRow extends PassageRow {
  /** The place of its passage among the passages. */
  readonly passage: number;
  /** Which sentence of its passage it is, from 0; nothing for a whole passage. */
  readonly sentence: number | undefined;
}

/** Every passage as a row. */
export function whole(rows: readonly PassageRow[]): TableRow[] {
  return rows.map((row, passage) => ({ ...row, passage, sentence: undefined }));
}

/** Every sentence as a row. */
export function bySentence(rows: readonly PassageRow[]): TableRow[] {
  return whole(rows).flatMap((row) => {
    // What has moved, and what was approved otherwise, is answered and shown as one.
    if (row.sentences.length === 0 || row.moved || row.approved !== null) return [row];
    return row.sentences.map((pair, sentence): TableRow => {
      const now = pair.now && row.now !== null ? slice(row.now, pair.now) : null;
      const own = pair.own && row.own ? { text: slice(row.own.text, pair.own), from: row.own.from + pair.own[0] } : null;
      return { ...row, then: now, now, own, sentence, machine: row.machine && sentence === 0 };
    });
  });
}

function slice(text: string, [from, to]: readonly [number, number]): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(from, to));
}

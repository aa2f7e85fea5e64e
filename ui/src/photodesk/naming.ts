// How a photo of a list is called.

import type { EditionKey, PhotoRow } from "../backend";

/** The caption in one of these editions, the first that has one; else the name of its file. */
export function titleOf(row: PhotoRow, editions: readonly EditionKey[]): { text: string; edition?: EditionKey } {
  const edition = editions.find((each) => (row.captions[each] ?? "") !== "");
  return edition ? { text: row.captions[edition] ?? "", edition } : { text: row.file_name };
}

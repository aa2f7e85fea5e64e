// What stands in the outbox, in words.

import type { EditionKey, OutboxRow, PartKey } from "../backend";
import { editionNameWithin, partName, t } from "../words";

/** How many parts of a change are named before the rest is counted. */
const NAMED_PARTS = 3;

/** The story or the photo an entry is about. */
export function titleOf(row: OutboxRow): string {
  const title = row.title === "" ? t("sync.untitled") : row.title;
  return row.item.kind === "step" ? `${title}, ${editionNameWithin(row.item.edition)}` : title;
}

/** What an entry does: "Headline, English; Body, English", "approval", "web size". */
export function whatOf(row: OutboxRow): string {
  switch (row.item.kind) {
    case "change": {
      const names = row.item.parts.slice(0, NAMED_PARTS).map(partName);
      const rest = row.item.parts.length - names.length;
      return [...names, ...(rest > 0 ? [t("sync.more-parts", { count: rest })] : [])].join("; ");
    }
    case "step":
      return t(`sync.step.${row.item.deed}`);
    case "picture":
      return row.item.file === "web" ? t("sync.picture-web") : t("sync.picture-original");
  }
}

/** The edition of a part such as `edition/kk/body`; nothing for a part of the whole document. */
export function editionOf(part: PartKey): EditionKey | undefined {
  return /^edition\/([^/]+)\//.exec(part)?.[1];
}

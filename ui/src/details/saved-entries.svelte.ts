// A part that names entries of the vocabulary, saved whole at every change.

import { commands, listOf, storyDocument, textOf, type Content, type EntryId, type PartKey, type PartValue, type StoryView } from "../backend";
import { SavedText } from "../shared";

/** What holds such parts: a story, or a template of stories. */
export interface Parts {
  readonly content: Content;
  readonly set: (part: PartKey, value: PartValue) => Promise<unknown>;
}

/** The parts of a story. */
export function partsOf({ story, content }: StoryView): Parts {
  return { content, set: (part, value) => commands.part_set(storyDocument(story), part, value) };
}

/** Ids hold no space, so a list of them is kept as one text. */
const BETWEEN = " ";

/** How the part keeps its entries. */
export type Keeping = "set" | "list" | "text";

export class SavedEntries {
  readonly saved: SavedText;
  readonly #part: PartKey;
  readonly #keeping: Keeping;

  constructor(set: Parts["set"], part: PartKey, keeping: Keeping) {
    this.#part = part;
    this.#keeping = keeping;
    const value = (text: string): PartValue => {
      const ids = text === "" ? [] : text.split(BETWEEN);
      if (keeping === "text") return { text };
      return keeping === "set" ? { set: ids } : { list: ids };
    };
    this.saved = new SavedText("", (text) => set(part, value(text)));
  }

  /** The entries, in their order. */
  get ids(): readonly EntryId[] {
    return this.saved.text === "" ? [] : this.saved.text.split(BETWEEN);
  }

  /** Saves other entries. */
  set(ids: readonly EntryId[]): void {
    const ordered = this.#keeping === "set" ? ids.toSorted() : ids;
    this.saved.type(ordered.join(BETWEEN));
  }

  /** A refresh brought the parts. */
  arrive(content: Content): void {
    const ids = this.#keeping === "text" ? [textOf(content, this.#part)].filter((id) => id !== "") : listOf(content, this.#part);
    this.saved.arrive((this.#keeping === "set" ? ids.toSorted() : ids).join(BETWEEN));
  }
}

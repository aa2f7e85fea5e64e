// Asks the core about paragraphs, once for each that it has not seen. The dictionary never waits in the way of a key.

import { asFailure, commands, type EditionKey, type Failure, type SpellingMark } from "../../backend";

/** How much is asked about at once, in characters. */
const MOST_CHARACTERS = 20_000;

/** How many paragraphs are remembered. */
const MOST_PARAGRAPHS = 5_000;

/** What is known of the paragraphs of one edition. */
export class Checker {
  /** Why nothing is marked, where a dictionary would help. */
  trouble: Failure | undefined;

  readonly #edition: EditionKey;
  readonly #known = new Map<string, readonly SpellingMark[]>();
  readonly #ignored = new Set<string>();
  #generation = 0;

  constructor(edition: EditionKey) {
    this.#edition = edition;
  }

  /** The marks of a paragraph; nothing while it has not been asked about. */
  marksOf(paragraph: string): readonly SpellingMark[] | undefined {
    const marks = this.#known.get(paragraph);
    return marks?.filter(({ from, to }) => !this.#ignored.has(paragraph.slice(from, to)));
  }

  /** Asks about those of the paragraphs that are not known. */
  async ask(paragraphs: Iterable<string>): Promise<void> {
    const generation = this.#generation;
    const unknown = [...new Set(paragraphs)].filter((paragraph) => paragraph.trim() !== "" && !this.#known.has(paragraph));
    if (this.#known.size + unknown.length > MOST_PARAGRAPHS) this.#known.clear();
    while (unknown.length > 0) {
      const batch: string[] = [];
      let length = 0;
      do {
        const next = unknown.shift() ?? "";
        batch.push(next);
        length += next.length + 1;
      } while (unknown[0] !== undefined && length + unknown[0].length <= MOST_CHARACTERS);
      const view = await commands.spelling_check(this.#edition, batch.join("\n")).catch((error: unknown) => {
        this.trouble = asFailure(error);
      });
      // What was asked for an older list says nothing.
      if (!view || generation !== this.#generation) return;
      this.trouble = view.trouble ?? undefined;
      let start = 0;
      for (const paragraph of batch) {
        const end = start + paragraph.length;
        const marks = view.marks.filter(({ from, to }) => from >= start && to <= end);
        this.#known.set(paragraph, marks.map(({ from, to }) => ({ from: from - start, to: to - start })));
        start = end + 1;
      }
    }
  }

  /** Leaves a word alone until the window is closed. */
  ignore(word: string): void {
    this.#ignored.add(word);
  }

  /** The agency's list is another one: everything is asked about anew. */
  forget(): void {
    this.#generation += 1;
    this.#known.clear();
  }
}

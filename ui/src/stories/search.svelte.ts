// Search as somebody types: the whole laptop, all editions. An answer that comes too late is forgotten.

import { asFailure, commands, type Failure, type SearchHit } from "../backend";

/** How long nobody types before the words are looked for. */
const REST_MS = 120;

/** Fewer characters say nothing, except in a script where one is a word. */
const FEWEST = 2;

/** A search on this laptop. */
export class Search {
  /** The best first; nothing while nothing is looked for. */
  hits: readonly SearchHit[] | undefined = $state.raw();
  /** Whether there are more than are shown. */
  more = $state(false);
  trouble: Failure | undefined = $state.raw();
  #turn = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Looks for words a moment after the last key. */
  look(words: string): void {
    clearTimeout(this.#soon);
    const turn = ++this.#turn;
    const wanted = words.trim();
    if (wanted.length < FEWEST && !/\p{Script=Han}/u.test(wanted)) {
      this.hits = this.trouble = undefined;
      this.more = false;
      return;
    }
    this.#soon = setTimeout(() => void this.#ask(wanted, turn), REST_MS);
  }

  async #ask(words: string, turn: number): Promise<void> {
    try {
      const answer = await commands.story_search(words);
      if (turn !== this.#turn) return;
      this.hits = answer.hits;
      this.more = answer.more;
      this.trouble = undefined;
    } catch (error) {
      if (turn === this.#turn) this.trouble = asFailure(error);
    }
  }
}

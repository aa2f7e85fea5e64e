// What was typed in the discussion of a story and not said yet. It outlives the story's place on the screen, and a restart.

import type { CommentId, Quote } from "../backend";

/** The form in which it is kept. */
export interface UnsaidState {
  /** The words, by the comment that they answer; what answers none has an empty name. */
  readonly words: Readonly<Record<string, string>>;
  /** The passage that something was about to be said about. */
  readonly passage?: Quote | undefined;
}

const NO_ANSWER = "";

/** What one person is about to say about one story. */
export class Unsaid {
  #words: Record<string, string> = $state({});
  /** The passage that something is about to be said about. */
  passage: Quote | undefined = $state.raw();

  constructor(left?: UnsaidState) {
    this.#words = { ...left?.words };
    this.passage = left?.passage;
  }

  /** What was typed as an answer to a comment, or to say something new. */
  words(answered: CommentId | undefined): string {
    return this.#words[answered ?? NO_ANSWER] ?? "";
  }

  /** Keeps what was typed; empty words are forgotten. */
  type(answered: CommentId | undefined, words: string): void {
    if (words === "") delete this.#words[answered ?? NO_ANSWER];
    else this.#words[answered ?? NO_ANSWER] = words;
  }

  /** What is to be kept, if anything. */
  get state(): UnsaidState | undefined {
    const words = { ...this.#words };
    return this.passage || Object.keys(words).length > 0 ? { words, passage: this.passage } : undefined;
  }
}

/** What was kept, as far as it can be understood. */
export function unsaidOf(found: unknown): UnsaidState | undefined {
  const { words, passage } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  if (typeof words !== "object" || words === null) return undefined;
  const said = Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { words: Object.fromEntries(said), passage: isQuote(passage) ? passage : undefined };
}

function isQuote(found: unknown): found is Quote {
  if (typeof found !== "object" || found === null) return false;
  return ["part", "exact", "before", "after"].every((name) => typeof (found as Record<string, unknown>)[name] === "string");
}

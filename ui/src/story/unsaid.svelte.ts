// What was typed about a story and not said yet: in its discussion, and as reasons to send an edition back. It outlives the
// story's place on the screen, and a restart.

import type { CommentId, EditionKey, Quote, ReasonDraft } from "../backend";
import { isSamePassage, type Reasons } from "../passages";

/** The form in which it is kept. */
export interface UnsaidState {
  /** The words, by the comment that they answer; what answers none has an empty name. */
  readonly words: Readonly<Record<string, string>>;
  /** The passage that something was about to be said about. */
  readonly passage?: Quote | undefined;
  /** What is to be asked for in passages, by edition. */
  readonly reasons?: Readonly<Record<EditionKey, readonly ReasonDraft[]>>;
}

const NO_ANSWER = "";

/** What one person is about to say about one story. */
export class Unsaid {
  #words: Record<string, string> = $state({});
  /** The passage that something is about to be said about. */
  passage: Quote | undefined = $state.raw();

  #reasons: Readonly<Record<EditionKey, readonly ReasonDraft[]>> = $state.raw({});

  constructor(left?: UnsaidState) {
    this.#words = { ...left?.words };
    this.passage = left?.passage;
    this.#reasons = left?.reasons ?? {};
  }

  /** What is about to be asked for in passages of an edition. */
  reasons(edition: EditionKey): Reasons {
    const noted = this.#reasons[edition] ?? [];
    const note = (reason: ReasonDraft) => {
      // Asked anew: several may be noted between two looks at the screen.
      const noted = this.#reasons[edition] ?? [];
      const at = noted.findIndex((each) => isSamePassage(each, reason));
      const others = noted.filter((_, place) => place !== at);
      const place = at < 0 ? others.length : at;
      const kept = reason.reason.trim() === "" ? others : others.toSpliced(place, 0, reason);
      this.#reasons = { ...this.#reasons, [edition]: kept };
    };
    return { noted, note };
  }

  /** Forgets what was to be asked for: it has been. */
  asked(edition: EditionKey): void {
    this.#reasons = { ...this.#reasons, [edition]: [] };
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
    const reasons = Object.fromEntries(Object.entries(this.#reasons).filter(([, noted]) => noted.length > 0));
    const isEmpty = !this.passage && Object.keys(words).length === 0 && Object.keys(reasons).length === 0;
    return isEmpty ? undefined : { words, passage: this.passage, reasons };
  }
}

/** What was kept, as far as it can be understood. */
export function unsaidOf(found: unknown): UnsaidState | undefined {
  const { words, passage, reasons } = (typeof found === "object" && found !== null ? found : {}) as Record<string, unknown>;
  if (typeof words !== "object" || words === null) return undefined;
  const said = Object.entries(words).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const noted = Object.entries(reasons ?? {}).map(([edition, each]) => [edition, Array.isArray(each) ? each.filter(isReason) : []] as const);
  return { words: Object.fromEntries(said), passage: isQuote(passage) ? passage : undefined, reasons: Object.fromEntries(noted) };
}

function isReason(found: unknown): found is ReasonDraft {
  if (typeof found !== "object" || found === null) return false;
  const { part, photo, passage, reason } = found as Record<string, unknown>;
  return [part, passage, reason].every((each) => typeof each === "string") && (photo === null || typeof photo === "number");
}

function isQuote(found: unknown): found is Quote {
  if (typeof found !== "object" || found === null) return false;
  return ["part", "exact", "before", "after"].every((name) => typeof (found as Record<string, unknown>)[name] === "string");
}

// Whether every word on the screen is committed on this computer. The status bar shows exactly this.

import type { Failure } from "../backend";

/** Why words are not saved, since when, and the words themselves so that they can be copied. */
export interface Unsaved {
  readonly failure: Failure;
  readonly since_ms: number;
  readonly text: () => string;
}

/** One thing that saves: an editor, a form. It says `busy` before a change leaves and `saved` when it is committed. */
export class SavingSource {
  state: "saved" | "busy" = $state("saved");
  unsaved: Unsaved | undefined = $state();
  readonly #text: () => string;

  constructor(text: () => string) {
    this.#text = text;
  }

  /** Something typed is not committed yet. */
  busy(): void {
    this.state = "busy";
  }

  /** Everything is committed. */
  saved(): void {
    this.state = "saved";
    this.unsaved = undefined;
  }

  /** A commit failed; the words stay on the screen and are tried again. */
  failed(failure: Failure): void {
    this.state = "busy";
    this.unsaved = { failure, since_ms: this.unsaved?.since_ms ?? Date.now(), text: this.#text };
  }
}

class Saving {
  #sources: SavingSource[] = $state.raw([]);

  /** Whether something typed is not committed yet. */
  readonly busy: boolean = $derived(this.#sources.some((source) => source.state === "busy"));

  /** The first failure to save, if there is one. */
  readonly unsaved: Unsaved | undefined = $derived(
    this.#sources.map((source) => source.unsaved).find((unsaved) => unsaved !== undefined),
  );

  /** A new source; `text` gives the words it holds, for "Copy text". Call `forget` when it is gone. */
  source(text: () => string): SavingSource {
    const source = new SavingSource(text);
    this.#sources = [...this.#sources, source];
    return source;
  }

  /** Takes a source out, once all it held is committed. */
  forget(source: SavingSource): void {
    this.#sources = this.#sources.filter((each) => each !== source);
  }
}

/** The window's only account of what is saved. */
export const saving = new Saving();

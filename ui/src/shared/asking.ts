// Questions to the core that are asked again whenever something may have changed.

/** Asks as often as it is wanted, and never twice at once: questions that come while one is asked become one more. */
export class Asking {
  readonly #ask: () => Promise<void>;
  #wanted = false;
  #running: Promise<void> | undefined;

  constructor(ask: () => Promise<void>) {
    this.#ask = ask;
  }

  /** Asks; the promise ends once an answer to a question is there that was asked after this call. */
  again(): Promise<void> {
    this.#wanted = true;
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<void> {
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#ask();
      }
    } finally {
      // In the same breath as the last look at what is wanted: whoever asks from now on begins anew.
      this.#running = undefined;
    }
  }
}

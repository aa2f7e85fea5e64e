// Questions to the core that are asked again whenever something may have changed.

/** How soon after a change something is asked again, in milliseconds: who types changes a story many times a second. */
const REST_MS = 200;

/** Asks as often as it is wanted, and never twice at once: questions that come while one is asked become one more. */
export class Asking {
  readonly #ask: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #wanted = false;
  #running: Promise<void> | undefined;
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** `failed` hears of the failures that nobody waits for. */
  constructor(ask: () => Promise<void>, failed: (error: unknown) => void = () => undefined) {
    this.#ask = ask;
    this.#failed = failed;
  }

  /** Asks; the promise ends once an answer to a question is there that was asked after this call. */
  again(): Promise<void> {
    this.#wanted = true;
    return (this.#running ??= this.#run());
  }

  /** Asks a moment from now; more such calls until then are one. */
  soon(): void {
    this.#resting ??= setTimeout(() => {
      this.#resting = undefined;
      this.again().catch(this.#failed);
    }, REST_MS);
  }

  /** Asks no more for what happened until now. */
  leave(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
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

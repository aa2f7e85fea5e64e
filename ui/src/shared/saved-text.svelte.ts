// One field whose value is saved as it is typed: what it shows, what is saved, and what is on its way. Knows nothing of
// photos or commands: it is given the function that saves.

/** Saves a whole value; throws a failure. */
export type Save = (value: string) => Promise<unknown>;

export class SavedText {
  /** What the field shows. */
  text = $state("");
  /** What somebody else wrote while this field had the focus; it waits for a choice. */
  elsewhere: string | null = $state(null);
  /** Why the last try to save failed; nothing while all is well. */
  failure: unknown = $state(null);

  #save: Save;
  #saved: string;
  #sending: Promise<void> | null = null;
  #focused = false;
  /** Whether own words were typed, and so saved, over what stands in `elsewhere`. */
  #typedOverNews = false;
  /** Own values that may still come back in a refresh: they are no news. */
  readonly #own = new Set<string>();

  constructor(value: string, save: Save) {
    this.text = value;
    this.#saved = value;
    this.#save = save;
  }

  /** Whether something typed here is not saved yet. */
  get unsaved(): boolean {
    return this.text !== this.#saved;
  }

  /** The field got the focus: from now on it keeps its own text. */
  focus(): void {
    this.#focused = true;
  }

  /** The field lost the focus: everything is saved; news is taken unless somebody typed after it came. */
  async blur(): Promise<void> {
    this.#focused = false;
    await this.flush();
    if (!this.#focused && !this.unsaved && !this.#typedOverNews) this.takeElsewhere();
  }

  /** Somebody typed. */
  type(value: string): void {
    this.text = value;
    this.#typedOverNews = this.elsewhere !== null;
    void this.flush();
  }

  /** Saves what is not saved yet, one save at a time; the last value is always sent. */
  flush(): Promise<void> {
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** A refresh brought this value. */
  arrive(value: string): void {
    if (value === this.text) {
      if (!this.unsaved) this.#own.clear();
    } else if (this.#own.has(value) || (this.unsaved && value === this.#saved)) {
      // An earlier value of this very field, overtaken by what was typed since.
    } else if (this.#focused || this.unsaved) {
      this.elsewhere = value;
    } else {
      this.text = value;
      this.#saved = value;
    }
  }

  /** Takes what somebody else wrote. */
  takeElsewhere(): void {
    if (this.elsewhere === null) return;
    const news = this.elsewhere;
    const overwritten = this.#typedOverNews;
    this.keepOwn();
    this.text = news;
    if (overwritten) void this.flush();
    else this.#saved = news;
  }

  /** Leaves aside what somebody else wrote. */
  keepOwn(): void {
    this.elsewhere = null;
    this.#typedOverNews = false;
  }

  async #send(): Promise<void> {
    while (this.unsaved) {
      const value = this.text;
      this.#own.add(value);
      try {
        await this.#save(value);
      } catch (failure) {
        this.failure = failure;
        return;
      }
      this.failure = null;
      this.#saved = value;
    }
  }
}

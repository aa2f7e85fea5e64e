// One field whose value is saved as it is typed: what it shows, what is saved, and what is on its way. Knows nothing of
// photos or commands: it is given the function that saves. The window's account of what is saved hears of every change.

import { asFailure, type Failure } from "../backend";
import { saving } from "./saving.svelte";

/** Saves a whole value; throws a failure. */
export type Save = (value: string) => Promise<unknown>;

/** Failures that pass by themselves, and how long to wait for that. */
const PASSING = new Set(["disk-full", "storage", "read-only-folder"]);
const RETRY_MS = 2000;

/** The text of one field on its way to the core. */
export class SavedText {
  /** What the field shows. */
  text = $state("");
  /** What somebody else wrote while this field had the focus; it waits for a choice. */
  elsewhere: string | null = $state(null);
  /** Why the last try to save failed; nothing while all is well. */
  failure: Failure | null = $state.raw(null);

  #save: Save;
  #saved = $state("");
  #sending: Promise<void> | null = null;
  #focused = false;
  /** Whether what stands here waits until somebody says that it is to be saved. */
  #isDraft = false;
  /** Whether own words were typed, and so saved, over what stands in `elsewhere`. */
  #typedOverNews = false;
  /** Own values that may still come back in a refresh: they are no news. */
  readonly #own = new Set<string>();
  readonly #source = saving.source(() => this.text);

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
    this.draft(value);
    void this.flush();
  }

  /** Somebody typed what is only saved when they say so, or leave the field. */
  draft(value: string): void {
    this.text = value;
    this.#isDraft = true;
    this.#typedOverNews = this.elsewhere !== null;
    if (this.unsaved) this.#source.busy();
    else this.#settle();
  }

  /** Back to what is saved. */
  revert(): void {
    this.text = this.#saved;
    this.#settle();
  }

  /** Saves what is not saved yet, one save at a time; the last value is always sent. */
  flush(): Promise<void> {
    this.#isDraft = false;
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  /** A refresh brought this value. */
  arrive(value: string): void {
    if (value === this.text) {
      // What stood elsewhere is older than this: there is nothing left to choose.
      this.keepOwn();
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

  /** The field is gone: what is not saved yet is saved, then nobody has to watch it any more. */
  async leave(): Promise<void> {
    await this.flush();
    if (!this.unsaved) saving.forget(this.#source);
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

  /** What stands here is saved. */
  #settle(): void {
    this.failure = null;
    this.#source.saved();
  }

  async #send(): Promise<void> {
    while (this.unsaved && !this.#isDraft) {
      const value = this.text;
      // A refresh that was asked for before this was committed still brings what stood here until now.
      this.#own.add(this.#saved).add(value);
      try {
        await this.#save(value);
      } catch (error) {
        this.failure = asFailure(error);
        this.#source.failed(this.failure);
        if (PASSING.has(this.failure.code)) setTimeout(() => void this.flush(), RETRY_MS);
        return;
      }
      this.failure = null;
      this.#saved = value;
    }
    if (!this.unsaved) this.#source.saved();
  }
}

// A change to many things: a part of them at a time, so that it can be watched and stopped, and taken back afterwards.

import { asFailure, type Failure } from "../backend";

/** How many changes are made between two looks at the screen. */
const PART = 25;

/** What became of some changes. */
export interface Changed<Change, Left> {
  readonly changed: number;
  /** What takes them back. */
  readonly undo: Change[];
  /** What refused. */
  readonly left: Left[];
}

/** What came of all of them. */
export interface Outcome<Change, Left> extends Changed<Change, Left> {
  /** Whether it was the way back. */
  readonly isUndo: boolean;
}

export class BulkChange<Change, Left> {
  /** How far it is, while it runs. */
  running: { readonly done: number; readonly all: number } | undefined = $state.raw();
  outcome: Outcome<Change, Left> | undefined = $state.raw();
  /** Why it ended early. */
  failure: Failure | undefined = $state.raw();
  readonly #change: (changes: Change[]) => Promise<Changed<Change, Left>>;
  /** What takes back the changes that were made, the last ones last. */
  #made: (readonly Change[])[] = $state.raw([]);
  #stopped = false;

  /** Whether the last change was ended before all of it was made. */
  get wasStopped(): boolean {
    return this.#stopped;
  }

  constructor(change: (changes: Change[]) => Promise<Changed<Change, Left>>) {
    this.#change = change;
  }

  /** Whether there is something to take back. */
  get canUndo(): boolean {
    return this.#made.length > 0;
  }

  /** Makes these changes. */
  async make(changes: readonly Change[]): Promise<void> {
    await this.#run(changes, false);
  }

  /** Takes back what the last change changed that was not taken back. */
  async undo(): Promise<void> {
    const last = this.#made.at(-1);
    if (!last || this.running) return;
    this.#made = this.#made.slice(0, -1);
    await this.#run(last, true);
  }

  /** Makes no further change; those that were made stay so, and can be taken back. */
  stop(): void {
    this.#stopped = true;
  }

  /** Forgets what came of it. */
  close(): void {
    this.outcome = this.failure = undefined;
  }

  async #run(changes: readonly Change[], isUndo: boolean): Promise<void> {
    if (this.running) return;
    this.close();
    this.#stopped = false;
    let outcome: Outcome<Change, Left> = { changed: 0, undo: [], left: [], isUndo };
    try {
      for (let done = 0; done < changes.length && !this.#stopped; done += PART) {
        this.running = { done, all: changes.length };
        const part = await this.#change(changes.slice(done, done + PART));
        outcome = {
          changed: outcome.changed + part.changed,
          undo: [...outcome.undo, ...part.undo],
          left: [...outcome.left, ...part.left],
          isUndo,
        };
      }
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.running = undefined;
      this.outcome = outcome;
      // What could not be taken back still can be.
      const open = !isUndo ? outcome.undo : this.failure ? changes : [];
      if (open.length > 0) this.#made = [...this.#made, open];
    }
  }
}

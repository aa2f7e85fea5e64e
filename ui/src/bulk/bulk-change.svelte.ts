// A change to many stories: a part of them at a time, so that it can be watched and stopped, and taken back afterwards.

import { asFailure, commands, type ChangesView, type Failure, type StoryChange, type StoryId, type StorySet } from "../backend";

/** How many stories are changed between two looks at the screen. */
const PART = 25;

/** What came of it. */
export interface Outcome extends ChangesView {
  /** Whether it was the way back. */
  readonly isUndo: boolean;
}

export class BulkChange {
  /** How far it is, while it runs. */
  running: { readonly done: number; readonly all: number } | undefined = $state.raw();
  outcome: Outcome | undefined = $state.raw();
  /** Why it ended early. */
  failure: Failure | undefined = $state.raw();
  #stopped = false;

  /** Sets the same in each of these stories. */
  async set(stories: readonly StoryId[], set: StorySet): Promise<void> {
    await this.#run(stories.map((story) => ({ story, set })), false);
  }

  /** Takes back what the last change changed. */
  async undo(): Promise<void> {
    const { undo } = this.outcome ?? { undo: [] };
    if (undo.length > 0) await this.#run(undo, true);
  }

  /** Changes no further story; those that were changed stay so, and can be taken back. */
  stop(): void {
    this.#stopped = true;
  }

  /** Forgets what came of it. */
  close(): void {
    this.outcome = this.failure = undefined;
  }

  async #run(changes: readonly StoryChange[], isUndo: boolean): Promise<void> {
    if (this.running) return;
    this.close();
    this.#stopped = false;
    let outcome: Outcome = { changed: 0, undo: [], left: [], isUndo };
    try {
      for (let done = 0; done < changes.length && !this.#stopped; done += PART) {
        this.running = { done, all: changes.length };
        const view = await commands.stories_change(changes.slice(done, done + PART));
        outcome = {
          changed: outcome.changed + view.changed,
          undo: [...outcome.undo, ...view.undo],
          left: [...outcome.left, ...view.left],
          isUndo,
        };
      }
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.running = undefined;
      this.outcome = outcome;
    }
  }
}

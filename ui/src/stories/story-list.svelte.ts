// The stories of one queue, kept up to date by the core's events.

import { asFailure, commands, type Event, type Failure, type Queue, type StoryId, type StoryRow } from "../backend";

/** A queue as a list. */
export class StoryList {
  /** The stories, newest change first; nothing until the core has answered. */
  rows: readonly StoryRow[] | undefined = $state.raw();
  /** Why the list could not be read. */
  trouble: Failure | undefined = $state.raw();
  queue: Queue;
  #held = false;
  #refreshing: Promise<void> | undefined;
  #again = false;

  constructor(queue: Queue) {
    this.queue = queue;
  }

  /** Shows another queue. */
  async show(queue: Queue): Promise<void> {
    if (queue !== this.queue) this.rows = undefined;
    this.queue = queue;
    this.#held = false;
    await this.refresh();
  }

  /** While the pointer is over the list no row moves under it. */
  hold(held: boolean): void {
    if (this.#held && !held) void this.refresh();
    this.#held = held;
  }

  hear(event: Event): void {
    if (event.event === "document" || event.event === "sync") void this.refresh();
  }

  /** Asks again; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    this.#again = true;
    this.#refreshing ??= this.#ask().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  async #ask(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const queue = this.queue;
      try {
        const rows = await commands.story_list(queue);
        if (queue !== this.queue) continue;
        this.rows = this.#held && this.rows ? inPlace(this.rows, rows) : rows;
        this.trouble = undefined;
      } catch (error) {
        this.trouble = asFailure(error);
      }
    }
  }
}

/** The new rows in the old order; what is new comes last. */
export function inPlace(before: readonly StoryRow[], now: readonly StoryRow[]): StoryRow[] {
  const place = new Map<StoryId, number>(before.map((row, index) => [row.story, index]));
  const known = now.filter((row) => place.has(row.story));
  known.sort((one, other) => (place.get(one.story) ?? 0) - (place.get(other.story) ?? 0));
  return [...known, ...now.filter((row) => !place.has(row.story))];
}

// A list of stories of any length, of which only the stretch in sight is here; kept up to date by the core's events.

import {
  asFailure,
  commands,
  type Event,
  type Failure,
  type StoryFilter,
  type StoryId,
  type StoryOrder,
  type StoryQuery,
  type StoryRow,
  wholeQueue,
} from "../backend";
import { Asking } from "../shared";

/** How many stories are asked for beyond both ends of what is in sight, so that scrolling finds them there. */
const MARGIN = 60;

/** What is asked for before anybody has looked. */
const FIRST = 120;

/** A queue as a list. */
export class StoryList {
  /** Which stories are meant, and in which order. */
  query: StoryQuery = $state.raw(wholeQueue("mine"));
  /** How many there are; nothing until the core has answered. */
  total: number | undefined = $state();
  /** The stories from place `from` on that are here. */
  rows: readonly StoryRow[] = $state.raw([]);
  from = $state(0);
  /** How many stories no list shows as they are yet: they are on their way. */
  behind = $state(0);
  /** Why the list could not be read. */
  trouble: Failure | undefined = $state.raw();
  #held = false;
  readonly #asking = new Asking(() => this.#ask());
  #wanted = { from: 0, count: FIRST };

  constructor(query: StoryQuery) {
    this.query = query;
  }

  /** Shows another list. */
  async show(query: StoryQuery): Promise<void> {
    if (JSON.stringify(query) !== JSON.stringify(this.query)) {
      if (query.queue !== this.query.queue) this.total = undefined;
      this.query = query;
      this.#wanted = { from: 0, count: FIRST };
    }
    this.#held = false;
    await this.refresh();
  }

  /** Narrows the list, or widens it again. */
  async narrow(filter: Partial<StoryFilter>): Promise<void> {
    await this.show({ ...this.query, filter: { ...this.query.filter, ...filter } });
  }

  /** Puts the list into another order. */
  async sort(order: StoryOrder): Promise<void> {
    await this.show({ ...this.query, order });
  }

  /** The story in a place, if it is here. */
  at(place: number): StoryRow | undefined {
    return this.rows[place - this.from];
  }

  /** The place of a story, if it is here. */
  placeOf(story: StoryId | undefined): number | undefined {
    const at = this.rows.findIndex((row) => row.story === story);
    return at < 0 ? undefined : this.from + at;
  }

  /** These places are in sight. */
  look(from: number, to: number): void {
    const isHere = from >= this.from && Math.min(to, this.total ?? 0) <= this.from + this.rows.length;
    const first = Math.max(0, from - MARGIN);
    this.#wanted = { from: first, count: to + MARGIN - first };
    if (!isHere) void this.refresh();
  }

  /** While the pointer is over the list no row moves under it. */
  hold(held: boolean): void {
    if (this.#held && !held) void this.refresh();
    this.#held = held;
  }

  hear(event: Event): void {
    if (event.event === "document" || event.event === "sync") this.#asking.soon();
  }

  /** Asks again; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    return this.#asking.again();
  }

  async #ask(): Promise<void> {
    const { query } = this;
    const { from, count } = this.#wanted;
    try {
      const page = await commands.story_list(query, from, count);
      if (query !== this.query) return;
      this.rows = this.#held && this.from === from ? inPlace(this.rows, page.rows) : page.rows;
      this.from = from;
      this.total = page.total;
      this.behind = page.behind;
      this.trouble = undefined;
      if (page.behind > 0) void this.refresh();
    } catch (error) {
      this.trouble = asFailure(error);
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

// A list of stories of any length, of which only the stretch in sight is here; kept up to date by the core's events.

import { commands, type Event, type StoryFilter, type StoryId, type StoryOrder, type StoryQuery, type StoryRow, wholeQueue } from "../backend";
import { Paged, type Page } from "../shared";

/** A queue as a list. */
export class StoryList extends Paged<StoryRow> {
  /** Which stories are meant, and in which order. */
  query: StoryQuery = $state.raw(wholeQueue("mine"));
  /** How many stories no list shows as they are yet: they are on their way. */
  behind = $state(0);
  #held = false;

  constructor(query: StoryQuery) {
    super();
    this.query = query;
  }

  /** Shows another list. */
  async show(query: StoryQuery): Promise<void> {
    if (JSON.stringify(query) !== JSON.stringify(this.query)) {
      if (query.queue !== this.query.queue) this.total = undefined;
      this.query = query;
      this.begin();
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

  /** The place of a story, if it is here. */
  placeOf(story: StoryId | undefined): number | undefined {
    const at = this.rows.findIndex((row) => row.story === story);
    return at < 0 ? undefined : this.from + at;
  }

  /** While the pointer is over the list no row moves under it. */
  hold(held: boolean): void {
    if (this.#held && !held) void this.refresh();
    this.#held = held;
  }

  hear(event: Event): void {
    if (event.event === "document" || event.event === "sync") this.asking.soon();
  }

  protected async read(from: number, count: number): Promise<Page<StoryRow> | undefined> {
    const { query } = this;
    const page = await commands.story_list(query, from, count);
    if (query !== this.query) return undefined;
    this.behind = page.behind;
    if (page.behind > 0) void this.refresh();
    return page;
  }

  protected override arranged(before: readonly StoryRow[], now: readonly StoryRow[]): readonly StoryRow[] {
    return this.#held ? inPlace(before, now) : now;
  }
}

/** The new rows in the old order; what is new comes last. */
export function inPlace(before: readonly StoryRow[], now: readonly StoryRow[]): StoryRow[] {
  const place = new Map<StoryId, number>(before.map((row, index) => [row.story, index]));
  const known = now.filter((row) => place.has(row.story));
  known.sort((one, other) => (place.get(one.story) ?? 0) - (place.get(other.story) ?? 0));
  return [...known, ...now.filter((row) => !place.has(row.story))];
}

// The photo desk: which photos are shown, which one the keys are at, which ones are chosen, and one change to all of them.

import { SvelteMap } from "svelte/reactivity";

import {
  commands,
  type Event,
  type PhotoChange,
  type PhotoId,
  type PhotoLeft,
  type PhotoNumbers,
  type PhotoQuery,
  type PhotoQueue,
  type PhotoRow,
} from "../backend";
import { Asking, BulkChange, Paged, type Page } from "../shared";

/** What the desk is narrowed to, in the order of the buttons; `today` is what somebody said or changed today. */
export const CHIPS = ["all", "credit-needed", "alt-text-needed", "rights-needed", "otherwise", "ending", "rated", "unused", "mine", "today", "conflicts"] as const;

export type Chip = (typeof CHIPS)[number];

/** How many photos are looked through at once for the next one that lacks something. */
const STRIDE = 500;

export class PhotoDeskState extends Paged<PhotoRow> {
  chip: Chip = $state("all");
  words = $state("");
  counts: PhotoNumbers | undefined = $state.raw();
  /** The place the keys are at. */
  place = $state(0);
  /** The photos that are chosen; what a list showed of each, where it was in sight. */
  readonly chosen = new SvelteMap<PhotoId, PhotoRow | undefined>();
  readonly bulk = new BulkChange<PhotoChange, PhotoLeft>((changes) => commands.photos_change(changes));
  /** Where a range of chosen photos begins. */
  #anchor: number | undefined;
  readonly #counting = new Asking(async () => {
    this.counts = await commands.photo_counts();
  });

  /** The photo the keys are at. */
  readonly current: PhotoRow | undefined = $derived(this.at(this.place));

  /** The photos that a change is meant for: the chosen ones, or the one the keys are at. */
  readonly meant: readonly PhotoId[] = $derived(
    this.chosen.size > 0 ? [...this.chosen.keys()] : this.current ? [this.current.photo] : [],
  );

  /** How many photos a button leaves, where that is counted. */
  count(chip: Chip): number | undefined {
    const { counts } = this;
    switch (chip) {
      case "all":
        return counts?.all;
      case "credit-needed":
        return counts?.credit_needed;
      case "alt-text-needed":
        return counts?.alt_text_needed;
      case "rights-needed":
        return counts?.rights_needed;
      case "otherwise":
        return counts?.otherwise;
      case "ending":
        return counts?.ending;
      case "rated":
        return counts?.rated;
      case "unused":
        return counts?.unused;
      case "conflicts":
        return counts?.conflicts;
      case "mine":
      case "today":
        return undefined;
    }
  }

  /** Begins to listen, and answers with the end of it. */
  live(on: (listener: (event: Event) => void) => () => void): () => void {
    void this.refresh();
    this.#count();
    const silence = on((event) => {
      if (event.event !== "document" && event.event !== "sync") return;
      this.asking.soon();
      this.#counting.soon();
    });
    return () => {
      silence();
      this.asking.leave();
      this.#counting.leave();
    };
  }

  /** Narrows the desk to what a button says. */
  async show(chip: Chip): Promise<void> {
    this.chip = chip;
    await this.#anew();
  }

  /** Narrows it to photos of which these words are said. */
  async find(words: string): Promise<void> {
    this.words = words;
    await this.#anew();
  }

  /** Says how good the chosen photos are, or the one the keys are at: 1 to 5, or nothing. */
  async rate(rating: number): Promise<void> {
    const text = rating > 0 ? String(rating) : "";
    await this.bulk.make(this.meant.map((photo) => ({ photo, part: "rating", text, instead_of: null })));
  }

  /** Goes to a place; `extend` chooses everything from where the range began. */
  async go(place: number, extend = false): Promise<void> {
    const to = Math.max(0, Math.min(place, (this.total ?? 0) - 1));
    const anchor = extend ? (this.#anchor ?? this.place) : undefined;
    // Before anything is waited for: the next key counts from here.
    this.place = to;
    this.#anchor = anchor;
    if (anchor !== undefined) await this.#range(anchor, to);
  }

  /** Chooses the photo in a place, or no longer. */
  toggle(place: number = this.place): void {
    const row = this.at(place);
    if (!row) return;
    this.#anchor = place;
    if (!this.chosen.delete(row.photo)) this.chosen.set(row.photo, row);
  }

  /** Chooses every photo that is shown. */
  async chooseAll(): Promise<void> {
    for (const photo of await commands.photo_ids(this.#query())) this.#choose(photo);
  }

  clear(): void {
    this.chosen.clear();
    this.#anchor = undefined;
  }

  /** The place of the next photo without its credit, from the one the keys are at on; nothing when there is none. */
  async nextLacking(): Promise<number | undefined> {
    const total = this.total ?? 0;
    for (let from = this.place + 1; from < total; from += STRIDE) {
      const page = await commands.photo_list(this.#query(), from, STRIDE);
      const found = page.rows.findIndex((row) => row.credit_needed);
      if (found >= 0) return from + found;
    }
    return undefined;
  }

  protected async read(from: number, count: number): Promise<Page<PhotoRow> | undefined> {
    const query = this.#query();
    const page = await commands.photo_list(query, from, count);
    if (JSON.stringify(query) !== JSON.stringify(this.#query())) return undefined;
    for (const row of page.rows) if (this.chosen.has(row.photo)) this.chosen.set(row.photo, row);
    this.place = Math.max(0, Math.min(this.place, page.total - 1));
    return page;
  }

  async #anew(): Promise<void> {
    this.clear();
    this.place = 0;
    this.begin();
    await this.refresh();
    this.#count();
  }

  #count(): void {
    // The buttons have no numbers as long as the core has none.
    this.#counting.again().catch(() => undefined);
  }

  async #range(from: number, to: number): Promise<void> {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const page = await commands.photo_list(this.#query(), first, last - first + 1);
    // Another key was quicker.
    if (this.#anchor !== from || this.place !== to) return;
    this.chosen.clear();
    for (const row of page.rows) this.chosen.set(row.photo, row);
  }

  #choose(photo: PhotoId): void {
    this.chosen.set(photo, this.chosen.get(photo) ?? this.rows.find((row) => row.photo === photo));
  }

  #query(): PhotoQuery {
    const { chip, words } = this;
    const queues: PhotoQueue[] = chip === "all" || chip === "today" ? [] : [chip];
    return { queues, changed_since: chip === "today" ? new Date().setHours(0, 0, 0, 0) : null, words };
  }
}

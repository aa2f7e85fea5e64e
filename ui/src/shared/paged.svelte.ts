// A list of any length, of which only the stretch in sight is here.

import { asFailure, type Failure } from "../backend";
import { Asking } from "./asking";

/** How many rows are asked for beyond both ends of what is in sight, so that scrolling finds them there. */
const MARGIN = 60;

/** What is asked for before anybody has looked. */
const FIRST = 120;

/** A stretch of a list, and how long all of it is. */
export interface Page<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export abstract class Paged<Row> {
  /** How many rows there are; nothing until the core has answered. */
  total: number | undefined = $state();
  /** The rows from place `from` on that are here. */
  rows: readonly Row[] = $state.raw([]);
  from = $state(0);
  /** Why the list could not be read. */
  trouble: Failure | undefined = $state.raw();
  protected readonly asking = new Asking(() => this.#ask());
  #wanted = { from: 0, count: FIRST };

  /** Asks for a stretch; answers nothing when another list is wanted by now. */
  protected abstract read(from: number, count: number): Promise<Page<Row> | undefined>;

  /** The rows as they are to stand, where the same stretch was here before. */
  protected arranged(_before: readonly Row[], now: readonly Row[]): readonly Row[] {
    return now;
  }

  /** The row in a place, if it is here. */
  at(place: number): Row | undefined {
    return this.rows[place - this.from];
  }

  /** These places are in sight. */
  look(from: number, to: number): void {
    const isHere = from >= this.from && Math.min(to, this.total ?? 0) <= this.from + this.rows.length;
    const first = Math.max(0, from - MARGIN);
    this.#wanted = { from: first, count: to + MARGIN - first };
    if (!isHere) void this.refresh();
  }

  /** Asks again; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    return this.asking.again();
  }

  /** Back to the beginning. */
  protected begin(): void {
    this.#wanted = { from: 0, count: FIRST };
  }

  async #ask(): Promise<void> {
    const { from, count } = this.#wanted;
    try {
      const page = await this.read(from, count);
      if (!page) return;
      this.rows = this.from === from ? this.arranged(this.rows, page.rows) : page.rows;
      this.from = from;
      this.total = page.total;
      this.trouble = undefined;
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }
}

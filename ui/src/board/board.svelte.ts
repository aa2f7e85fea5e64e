// The board: every story with its seven editions, which of them are shown, and the cell that somebody is in.

import { asFailure, commands, EVERYTHING, wholeQueue, type Event, type StoryFilter, type StoryQuery } from "../backend";
import { StoryList } from "../stories";

/** Which stories the board shows: the chips above it. */
export const CHIPS = {
  open: {
    standings: ["draft", "in-review", "returned", "approved", "changed", "draft-over-published", "details-changed"],
  },
  due: { queues: ["due"] },
  stale: { queues: ["stale"] },
  changed: { standings: ["changed"] },
  "in-review": { standings: ["in-review"] },
  returned: { standings: ["returned"] },
  missing: { queues: ["translation"] },
  all: {},
} as const satisfies Record<string, Partial<StoryFilter>>;

/** The name of a chip. */
export type ChipName = keyof typeof CHIPS;

export const CHIP_NAMES = Object.keys(CHIPS) as ChipName[];

/** How soon after a change the chips are counted anew. */
const REST_MS = 400;

/** The list of a chip. */
function queryOf(chip: ChipName): StoryQuery {
  return { ...wholeQueue("desk"), filter: { ...EVERYTHING, ...(CHIPS[chip] as Partial<StoryFilter>) } };
}

export class BoardState {
  readonly list = new StoryList(queryOf("open"));
  /** How many stories each chip has. */
  counts: Partial<Record<ChipName, number>> = $state.raw({});
  /** The row somebody is in, and the column: 0 is the story itself, then the editions. */
  place = $state(0);
  column = $state(0);
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** The chip whose list is shown, while it is not narrowed further. */
  get chip(): ChipName | undefined {
    const shown = JSON.stringify(this.list.query);
    return CHIP_NAMES.find((name) => JSON.stringify({ ...queryOf(name), order: this.list.query.order }) === shown);
  }

  async choose(chip: ChipName): Promise<void> {
    this.place = 0;
    // What is due is read by when; of anything else the order stays that somebody chose.
    const { order } = this.list.query;
    await this.list.show({ ...queryOf(chip), order: chip === "due" ? "deadline" : order === "deadline" ? "changed" : order });
  }

  hear(event: Event): void {
    this.list.hear(event);
    if (event.event !== "document" && event.event !== "sync") return;
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      void this.count();
    }, REST_MS);
  }

  /** Counts what each chip has. */
  async count(): Promise<void> {
    try {
      const counted = await Promise.all(
        CHIP_NAMES.map(async (name) => [name, (await commands.story_list(queryOf(name), 0, 0)).total] as const),
      );
      this.counts = Object.fromEntries(counted);
    } catch (error) {
      // The list says why nothing can be read.
      this.list.trouble ??= asFailure(error);
    }
  }
}

// The desk's work: which editions wait for approval or publication, the one that is open, and the steps it can take.

import {
  asFailure,
  commands,
  EVERYTHING,
  textOf,
  type CardView,
  type Deed,
  type EditionKey,
  type EditionView,
  type Event,
  type Failure,
  type Standing,
  type StoryId,
  type StoryQuery,
  type StoryRow,
  type StoryView,
  type Task,
  type UntouchedView,
} from "../backend";
import { Passages, type Reasons } from "../passages";
import { Asking } from "../shared";
import type { Unsaid } from "../story";

/** What somebody has submitted and nobody has published yet. */
const DECIDED: StoryQuery = {
  queue: "desk",
  filter: { ...EVERYTHING, standings: ["in-review", "changed", "approved"] },
  order: "urgency",
};

/** What has not followed its source; among that is what its readers are owed. */
const STALE: StoryQuery = { queue: "stale", filter: EVERYTHING, order: "urgency" };

/** How many stories the desk sees at once. */
const MOST = 500;

/** One edition on the list. */
export interface DeskItem {
  readonly story: StoryId;
  readonly edition: EditionKey;
  readonly standing: Standing;
  /** Passages of its source that have changed since. */
  readonly behind: number;
  readonly row: StoryRow;
}

/** A public edition whose source was published anew or withdrawn. */
export interface DeskTask {
  readonly story: StoryId;
  readonly edition: EditionKey;
  readonly task: Task;
  readonly row: StoryRow;
}

/** What just happened, to be said once. */
export type Done =
  | { readonly what: "conversions"; readonly count: number }
  | { readonly what: "approved" | "returned" | "published"; readonly title: string; readonly edition: EditionKey }
  | { readonly what: "changed-while-reading" };

export class Desk {
  readonly #unsaid: (story: StoryId) => Unsaid;
  /** What was typed about the story of the open edition. */
  #said: Unsaid | undefined = $state.raw();
  /** Editions to approve, then editions that are approved and not public. */
  items: DeskItem[] = $state.raw([]);
  /** What others suggest and this person answers for. */
  suggestions: CardView[] = $state.raw([]);
  /** What readers of some edition are owed since its source was published anew or withdrawn. */
  tasks: DeskTask[] = $state.raw([]);
  /** Whether the list was ever read. */
  known = $state(false);
  /** The open edition. */
  chosen: { story: StoryId; edition: EditionKey } | undefined = $state.raw();
  /** The open edition beside its source. */
  passages: Passages | undefined = $state.raw();
  /** The story of the open edition. */
  story: StoryView | undefined = $state.raw();
  failure: Failure | undefined = $state.raw();
  done: Done | undefined = $state.raw();
  busy = $state(false);

  /** What says word for word what a conversion of its approved master says. */
  untouched: readonly UntouchedView[] = $state.raw([]);

  readonly toApprove = $derived(this.items.filter(({ standing }) => standing !== "approved"));
  readonly approved = $derived(this.items.filter(({ standing }) => standing === "approved"));
  readonly item = $derived(this.#at(this.chosen));
  readonly edition: EditionView | undefined = $derived(
    this.story?.story === this.chosen?.story
      ? this.story?.editions.find(({ edition }) => edition === this.chosen?.edition)
      : undefined,
  );

  /** What is noted for the passages of the open edition, for its return. */
  readonly reasons: Reasons | undefined = $derived(this.chosen && this.#said?.reasons(this.chosen.edition));

  readonly #asking = new Asking(() =>
    this.#attempt(async () => {
      const [{ rows }, stale, cards, untouched] = await Promise.all([
        commands.story_list(DECIDED, 0, MOST),
        commands.story_list(STALE, 0, MOST),
        commands.suggestion_list(),
        commands.conversions_untouched(),
      ]);
      this.untouched = untouched;
      this.tasks = owed(stale.rows);
      this.suggestions = cards.filter((card) => card.may_settle && !card.may_take_back);
      this.items = [...marked(rows, ["in-review", "changed"]), ...marked(rows, ["approved"])];
      this.known = true;
      if (this.chosen === undefined) await this.#openFirst();
      else await this.#read();
    }),
  );

  /** `unsaid` keeps what was typed about a story and not said yet. */
  constructor(unsaid: (story: StoryId) => Unsaid) {
    this.#unsaid = unsaid;
  }

  /** An event of the core: what it may have changed is read again, once for many events. */
  hear(event: Event): void {
    if (event.event === "document" || event.event === "sync") this.#asking.soon();
  }

  /** Reads the list and the open story again. */
  refresh(): Promise<void> {
    return this.#asking.again();
  }

  /** Opens an edition. */
  async open(item: { story: StoryId; edition: EditionKey }): Promise<void> {
    this.done = undefined;
    await this.#attempt(() => this.#choose(item));
  }

  /** The item that stands so many places after the open one. */
  beside(step: 1 | -1): DeskItem | undefined {
    const here = this.items.findIndex((item) => this.#isChosen(item));
    return this.items[here + step];
  }

  /** What the open story is called: by itself, for its row leaves the list with its last waiting edition. */
  get title(): string {
    const { content, source_edition } = this.story ?? {};
    return textOf(content ?? {}, "slugline") || textOf(content ?? {}, `edition/${source_edition}/headline`);
  }

  /** What opens when the open edition is done with. */
  next(): DeskItem | undefined {
    const group = this.item?.standing === "approved" ? this.approved : this.toApprove;
    const here = group.findIndex((item) => this.#isChosen(item));
    const others = [...group.slice(here + 1), ...group.slice(0, Math.max(here, 0))];
    return others[0] ?? this.items.find((item) => !this.#isChosen(item));
  }

  /** Approves exactly the words on the screen. */
  async approve(): Promise<void> {
    await this.#step("approved", async (story, edition) => {
      try {
        await commands.edition_approve(story, edition, this.passages?.view?.says ?? "");
        return true;
      } catch (error) {
        if (asFailure(error).code !== "changed-meanwhile") throw error;
        await this.#read();
        return false;
      }
    });
  }

  /** Approves every conversion that nobody has touched; what cannot be approved any more stays where it is. */
  async approveConversions(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    let count = 0;
    await this.#attempt(async () => {
      for (const { story, edition, says } of this.untouched) {
        await commands.conversion_approve(story, edition, says);
        count += 1;
      }
    });
    this.busy = false;
    if (count > 0) this.done = { what: "conversions", count };
    const { failure } = this;
    await this.refresh();
    this.failure ??= failure;
    if (this.item === undefined) {
      this.chosen = undefined;
      await this.#attempt(() => this.#openFirst());
    }
  }

  /** Sends the open edition back, with a reason or with what was noted for its passages. */
  async sendBack(reason: string): Promise<void> {
    await this.#step("returned", async (story, edition) => {
      const unsaid = this.#unsaid(story);
      await commands.edition_return(story, edition, reason, [...unsaid.reasons(edition).noted]);
      unsaid.asked(edition);
      return true;
    });
  }

  /** Makes the open edition public. */
  async publish(note: string): Promise<void> {
    await this.#step("published", async (story, edition) => {
      await commands.edition_publish(story, edition, note, null);
      return true;
    });
  }

  /** Why a deed cannot be done now: a failure; `null` when it can, `undefined` when it is not offered. */
  refusal(deed: Deed): Failure | null | undefined {
    return this.edition?.deeds.find((each) => each.deed === deed)?.refusal;
  }

  async #step(
    what: "approved" | "returned" | "published",
    take: (story: StoryId, edition: EditionKey) => Promise<boolean>,
  ): Promise<void> {
    const chosen = this.chosen;
    if (chosen === undefined || this.busy) return;
    this.busy = true;
    this.done = undefined;
    const title = this.title;
    const next = this.next();
    await this.#attempt(async () => {
      if (!(await take(chosen.story, chosen.edition))) {
        this.done = { what: "changed-while-reading" };
        return;
      }
      this.done = { what, title, edition: chosen.edition };
      if (next) this.#turnTo(next);
      else this.chosen = this.story = undefined;
    });
    this.busy = false;
    if (this.failure !== undefined) return;
    await this.refresh();
    // What was to open next may have been done with in the meantime.
    if (this.item === undefined) {
      this.chosen = undefined;
      await this.#attempt(() => this.#openFirst());
    }
  }

  async #openFirst(): Promise<void> {
    const first = this.items[0];
    if (first) await this.#choose(first);
    else this.story = undefined;
  }

  async #choose(item: { story: StoryId; edition: EditionKey }): Promise<void> {
    this.#turnTo(item);
    await this.#read();
  }

  #turnTo({ story, edition }: { story: StoryId; edition: EditionKey }): void {
    this.#said = this.#unsaid(story);
    this.chosen = { story, edition };
  }

  async #read(): Promise<void> {
    const chosen = this.chosen;
    if (chosen === undefined) return;
    const isOpen = this.passages?.story === chosen.story && this.passages.edition === chosen.edition;
    const passages = (isOpen && this.passages) || new Passages(chosen.story, chosen.edition, () => void this.refresh());
    const [story] = await Promise.all([commands.story_show(chosen.story), passages.refresh()]);
    if (this.chosen !== chosen) return;
    this.story = story;
    this.passages = passages;
  }

  async #attempt(step: () => Promise<unknown>): Promise<void> {
    try {
      await step();
      this.failure = undefined;
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  #isChosen(item: DeskItem): boolean {
    return item.story === this.chosen?.story && item.edition === this.chosen.edition;
  }

  #at(chosen: { story: StoryId; edition: EditionKey } | undefined): DeskItem | undefined {
    return this.items.find(({ story, edition }) => story === chosen?.story && edition === chosen.edition);
  }
}

function marked(rows: readonly StoryRow[], standings: readonly Standing[]): DeskItem[] {
  return rows.flatMap((row) =>
    row.editions
      .filter(({ standing }) => standings.includes(standing))
      .map(({ edition, standing, behind }) => ({ story: row.story, edition, standing, behind, row })),
  );
}

function owed(rows: readonly StoryRow[]): DeskTask[] {
  return rows.flatMap((row) =>
    row.editions.flatMap(({ edition, task }) => (task === null ? [] : [{ story: row.story, edition, task, row }])),
  );
}

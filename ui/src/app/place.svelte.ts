// Where somebody is in the window: the queue of the rail, the open story, what floats above.

import { asFailure, commands, type EditionKey, type Failure, type Queue, type StoryId, type StoryRow } from "../backend";
import type { Newsroom } from "../shared";
import { StoryList } from "../stories";
import { OpenStory, type InspectorTab } from "../story";
import { language } from "../words";

/** The places of the rail; `key` is the digit of Alt and that digit, and stays when a place is missing. */
export const QUEUES = [
  { name: "mine", icon: "pen", key: 1 },
  { name: "desk", icon: "desk", key: 2 },
  { name: "photos", icon: "photo", key: 4 },
  { name: "approvals", icon: "approve", key: 5 },
  { name: "sync", icon: "sync", key: 6 },
] as const;

/** A place of the rail. */
export type QueueName = (typeof QUEUES)[number]["name"];

/** What floats above the panes. */
export type Floating = "palette" | "keys" | "connect" | "safety" | "vocabulary" | undefined;

/** Below this width the inspector floats, so it is folded at first. */
const INSPECTOR_FITS = "(min-width: 1180px)";

export class Place {
  queue: QueueName = $state("mine");
  story: OpenStory | undefined = $state.raw();
  /** The story that was just made: its headline gets the caret. */
  begun: StoryId | undefined = $state();
  floating: Floating = $state();
  tab: InspectorTab = $state("details");
  inspector: boolean = $state(window.matchMedia?.(INSPECTOR_FITS).matches ?? true);
  /** Why the last thing asked for could not be done. */
  refused: Failure | undefined = $state.raw();
  readonly list = new StoryList("mine");
  /** Opens the file dialog for photos; set by the shell, which holds the dialog. */
  choosePhotos: (() => void) | undefined;

  /** The stories of the list that is shown. */
  readonly rows: readonly StoryRow[] | undefined = $derived(
    this.queue === "photos" ? this.list.rows?.filter((row) => row.credit_needed) : this.list.rows,
  );

  /** Whether this place shows a list of stories and the open one beside it. */
  readonly listsStories: boolean = $derived(this.queue === "mine" || this.queue === "desk" || this.queue === "photos");

  /** Whether a screen of the profile stands where one works otherwise. */
  readonly isAside: boolean = $derived(this.floating === "connect" || this.floating === "safety" || this.floating === "vocabulary");

  readonly #newsroom: Newsroom;
  readonly #editions = new Map<StoryId, EditionKey>();

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
  }

  /** Listens while the shell is on the screen; answers with the end of it. */
  live(): () => void {
    const silence = this.#newsroom.on((event) => this.list.hear(event));
    const wide = window.matchMedia?.(INSPECTOR_FITS);
    // A window made narrower keeps the text in sight; the inspector is one key away.
    const fold = () => (this.inspector = wide.matches);
    wide?.addEventListener("change", fold);
    void this.#resume();
    return () => {
      silence();
      wide?.removeEventListener("change", fold);
      this.story?.close();
      this.story = undefined;
    };
  }

  /** Goes to a place of the rail. */
  async go(queue: QueueName): Promise<void> {
    this.queue = queue;
    this.floating = undefined;
    const held = listOf(queue);
    if (held) await this.list.show(held);
  }

  /** Opens a story, in the edition it was left in. */
  open(id: StoryId, edition?: EditionKey): void {
    const before = this.story;
    if (before?.id === id) {
      if (edition) before.edition = edition;
    } else {
      if (before?.edition) this.#editions.set(before.id, before.edition);
      this.story = new OpenStory(this.#newsroom, id, edition ?? this.#editions.get(id));
      before?.close();
    }
    if (this.queue === "photos") this.tab = "photos";
  }

  /** Opens a story from another screen, on the writing screen. */
  async openIn(queue: QueueName, id: StoryId, edition?: EditionKey): Promise<void> {
    this.open(id, edition);
    await this.go(queue);
  }

  /** Starts a story in the edition of the interface language and puts the caret into its headline. */
  async begin(): Promise<void> {
    const { editions } = this.#newsroom;
    const edition = editions.find((each) => each.key === language.current) ?? editions[0];
    if (!edition) return;
    await this.attempt(async () => {
      const id = await commands.story_new(edition.key);
      this.begun = id;
      this.tab = "details";
      this.open(id, edition.key);
      await this.go("mine");
    });
  }

  /** Keeps a choice such as the interface language. */
  async prefer(name: "interface" | "theme", value: string): Promise<void> {
    await this.attempt(async () => this.#newsroom.enter(await commands.preference_set(name, value)));
  }

  /** Locks the profile once every word is committed. */
  async lock(): Promise<void> {
    await this.attempt(async () => {
      await this.story?.settled();
      this.#newsroom.enter(await commands.profile_lock());
    });
  }

  /** Asks whose profile is to be shown, once every word is committed. */
  async another(): Promise<void> {
    await this.attempt(async () => {
      await this.story?.settled();
      this.#newsroom.choosing = true;
    });
  }

  /** Sends and fetches at once. */
  async syncNow(): Promise<void> {
    await this.attempt(() => commands.sync_now());
    await this.#newsroom.refreshCounts().catch(() => undefined);
  }

  /** Does something; a refusal is shown in words. */
  async attempt(step: () => Promise<unknown>): Promise<void> {
    this.refused = undefined;
    try {
      await step();
    } catch (error) {
      this.refused = asFailure(error);
    }
  }

  /** After a start: the newest of one's stories is open again. */
  async #resume(): Promise<void> {
    await this.list.show("mine");
    const newest = this.list.rows?.[0];
    if (newest && !this.story) this.open(newest.story);
  }
}

/** The list a place shows; nothing for a place that has a screen of its own. */
function listOf(queue: QueueName): Queue | undefined {
  switch (queue) {
    case "mine":
      return "mine";
    case "desk":
    case "photos":
      return "desk";
    case "approvals":
    case "sync":
      return undefined;
  }
}

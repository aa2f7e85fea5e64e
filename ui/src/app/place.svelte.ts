// Where somebody is in the window: the queue of the rail, the open story, what floats above.

import { SvelteMap } from "svelte/reactivity";

import { asFailure, commands, wholeQueue, type EditionKey, type Failure, type Queue, type StoryId, type StoryQuery } from "../backend";
import { Asking, type Newsroom } from "../shared";
import { KeptLists, StoryList } from "../stories";
import { OpenStory, Unsaid, type InspectorTab } from "../story";
import { Vocabulary } from "../vocabulary";
import { language, t } from "../words";
import { Tidings } from "./tidings";
import { windowLeft, WindowMemory } from "./window-state";

/** The places of the rail; `key` is the digit of Alt and that digit, and stays when a place is missing. */
export const QUEUES = [
  { name: "mine", icon: "pen", key: 1 },
  { name: "desk", icon: "desk", key: 2 },
  { name: "board", icon: "board", key: 3 },
  { name: "photos", icon: "photo", key: 4 },
  { name: "approvals", icon: "approve", key: 5 },
  { name: "sync", icon: "sync", key: 6 },
] as const;

/** A place of the rail. */
export type QueueName = (typeof QUEUES)[number]["name"];

/** What floats above the panes. */
export type Floating = "palette" | "keys" | "connect" | "safety" | "vocabulary" | "memory" | "house" | "outside-out" | "outside-back" | "template" | "tour" | undefined;

/** The sizes of the page in percent, as the core takes them, and its own. */
const ZOOMS: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200];
const WHOLE = 100;

/** How long it stands in the status bar what was done. */
const TOLD_MS = 6_000;

/** Below this width the inspector floats, so it is folded at first. */
const INSPECTOR_FITS = "(min-width: 1180px)";

export class Place {
  queue: QueueName = $state("mine");
  story: OpenStory | undefined = $state.raw();
  /** The story that stands beside it. */
  other: OpenStory | undefined = $state.raw();
  /** The story that was just made: its headline gets the caret. */
  begun: StoryId | undefined = $state();
  floating: Floating = $state();
  /** The stories that are being sent to a translator outside, where those are not the open one. */
  #chosenOut: readonly StoryId[] | undefined = $state.raw();
  tab: InspectorTab = $state("details");
  inspector: boolean = $state(window.matchMedia?.(INSPECTOR_FITS).matches ?? true);
  /** Whether the text stands alone in the window, and whether the line that is written stays in its middle. */
  focus: boolean = $state(false);
  typewriter: boolean = $state(false);
  /** Whether signs are set as the edition prints them while they are typed. */
  typesets: boolean = $state(true);
  /** Whether words are marked that look misspelt. */
  spells: boolean = $state(true);
  /** The story that is open again after a start: its text gets the caret back. */
  resumed: StoryId | undefined = $state();
  /** Why the last thing asked for could not be done. */
  refused: Failure | undefined = $state.raw();
  /** What was done that shows nowhere else, in words, by oneself or by somebody else; for a while. */
  told: { readonly words: string; readonly by: "me" | "others" } | undefined = $state.raw();
  readonly list = new StoryList(wholeQueue("mine"));
  /** The lists that are kept under a name. */
  readonly kept = new KeptLists();
  /** Opens the file dialog for photos; set by the shell, which holds the dialog. */
  choosePhotos: (() => void) | undefined;

  /** Whether this place shows a list of stories and the open one beside it. */
  readonly listsStories: boolean = $derived(this.queue === "mine" || this.queue === "desk");

  /** Whether a screen of the profile stands where one works otherwise. */
  readonly isAside: boolean = $derived(this.floating === "connect" || this.floating === "safety" || this.floating === "vocabulary" || this.floating === "memory" || this.floating === "house");

  /** What goes to a translator outside: the stories that were chosen, or the open edition. */
  readonly goesOut: { readonly stories: readonly StoryId[]; readonly edition?: EditionKey } | undefined = $derived.by(() => {
    if (this.#chosenOut) return { stories: this.#chosenOut };
    return this.story && { stories: [this.story.id], edition: this.story.edition };
  });

  /** The newsroom's words. */
  readonly vocabulary: Vocabulary;

  readonly #newsroom: Newsroom;
  readonly #editions = new Map<StoryId, EditionKey>();
  readonly #unsaid = new SvelteMap<StoryId, Unsaid>();

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
    this.vocabulary = new Vocabulary(newsroom);
  }

  /** Listens while the shell is on the screen; answers with the end of it. */
  live(): () => void {
    const silence = this.#newsroom.on((event) => {
      if (event.event === "link") void this.#followLink();
      else if (event.event === "tiding") this.#tidings.hear(event.tiding);
      else this.list.hear(event);
    });
    const wide = window.matchMedia?.(INSPECTOR_FITS);
    // A window made narrower keeps the text in sight; the inspector is one key away.
    const fold = () => (this.inspector = wide.matches);
    wide?.addEventListener("change", fold);
    void this.kept.read();
    const memory = new WindowMemory();
    let remembers = false;
    const remember = () => {
      // Asked for at any rate, so that what it depends on is known.
      const state = this.#state();
      if (remembers) memory.note(state);
    };
    void this.#resume().then(() => {
      remembers = true;
      remember();
      return this.#followLink();
    });
    const looking = $effect.root(() => {
      $effect(remember);
    });
    // Scrolling is no state of this program's. What scrolled hears of it later than the window.
    const scrolled = () => void setTimeout(remember);
    window.addEventListener("scroll", scrolled, true);
    return () => {
      looking();
      memory.end();
      window.removeEventListener("scroll", scrolled, true);
      silence();
      wide?.removeEventListener("change", fold);
      this.closeOther();
      this.story?.close();
      this.story = undefined;
    };
  }

  /** Goes to a place of the rail. */
  async go(queue: QueueName): Promise<void> {
    this.queue = queue;
    this.floating = undefined;
    const held = listOf(queue);
    if (held) await this.list.show(wholeQueue(held));
  }

  /** Goes to a list that is kept under a name. */
  async goToKept(query: StoryQuery): Promise<void> {
    await this.go(query.queue === "mine" ? "mine" : "desk");
    await this.list.show(query);
  }

  /** Opens a story, in the edition it was left in. */
  open(id: StoryId, edition?: EditionKey): void {
    const before = this.story;
    if (before?.id === id) {
      if (edition) before.edition = edition;
    } else {
      this.story = this.other?.id === id ? this.other : this.#opened(id, edition);
      if (this.story === this.other) {
        this.other = undefined;
        if (edition) this.story.edition = edition;
      }
      this.#leave(before);
    }
  }

  /** Opens a story beside the open one; with none open it is the open one. */
  openBeside(id: StoryId): void {
    if (!this.story) this.open(id);
    else if (this.story.id !== id && this.other?.id !== id) {
      this.closeOther();
      this.other = this.#opened(id);
      this.story.beside = undefined;
    }
  }

  /** Has the two stories change places. */
  openOther(): void {
    const { story, other } = this;
    if (!story || !other) return;
    this.other = story;
    this.story = other;
  }

  /** Takes away the story that stands beside the open one. */
  closeOther(): void {
    this.#leave(this.other);
    this.other = undefined;
  }

  /** What was typed about a story and not said yet. */
  readonly unsaid = (id: StoryId): Unsaid => {
    const unsaid = this.#unsaid.get(id) ?? new Unsaid();
    this.#unsaid.set(id, unsaid);
    return unsaid;
  };

  #opened(id: StoryId, edition?: EditionKey): OpenStory {
    return new OpenStory(this.#newsroom, id, edition ?? this.#editions.get(id), this.unsaid(id));
  }

  #leave(story: OpenStory | undefined): void {
    if (story?.edition) this.#editions.set(story.id, story.edition);
    story?.close();
  }

  /** Resolves when every word of the open stories is committed. */
  async #settled(): Promise<void> {
    await this.story?.settled();
    await this.other?.settled();
  }

  /** Asks for the file in which stories go to a translator outside; without any, it is the open edition that goes. */
  sendOut(stories?: readonly StoryId[]): void {
    this.#chosenOut = stories;
    this.floating = "outside-out";
  }

  /** Opens a story from another screen, on the writing screen. */
  async openIn(queue: QueueName, id: StoryId, edition?: EditionKey): Promise<void> {
    this.open(id, edition);
    await this.go(queue);
  }

  /** Opens a story from the photo desk, at its photos. */
  async openPhotos(id: StoryId): Promise<void> {
    this.tab = "photos";
    this.inspector = true;
    await this.openIn("desk", id);
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
  async prefer(name: "interface" | "theme" | "contrast" | "zoom", value: string): Promise<void> {
    await this.attempt(async () => this.#newsroom.enter(await commands.preference_set(name, value)));
  }

  /** Says something about the selected words, in the discussion of the story. */
  async remark(): Promise<void> {
    await this.story?.takePassage();
    this.tab = "discussion";
    this.inspector = true;
  }

  /** Makes everything one step larger or smaller, or of its own size again. */
  async zoom(step: -1 | 0 | 1): Promise<void> {
    const now = this.#wantedZoom ?? this.#newsroom.session?.zoom ?? WHOLE;
    const next = step > 0 ? ZOOMS.find((each) => each > now) : ZOOMS.findLast((each) => each < now);
    const zoom = step === 0 ? WHOLE : (next ?? now);
    if (zoom === now) return;
    this.#wantedZoom = zoom;
    await this.#zooming.again();
  }

  /** The size that was asked for last, until it is kept: who presses the key fast is ahead of the core. */
  #wantedZoom: number | undefined;
  readonly #zooming = new Asking(async () => {
    const zoom = this.#wantedZoom;
    if (zoom === undefined) return;
    await this.prefer("zoom", zoom === WHOLE ? "" : String(zoom));
    if (this.#wantedZoom === zoom) this.#wantedZoom = undefined;
  });

  /** Locks the profile once every word is committed. */
  async lock(): Promise<void> {
    await this.attempt(async () => {
      await this.#settled();
      this.#newsroom.enter(await commands.profile_lock());
    });
  }

  /** Asks whose profile is to be shown, once every word is committed. */
  async another(): Promise<void> {
    await this.attempt(async () => {
      await this.#settled();
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

  /** Opens the story that another program sent a link to, from the portal where it is not held here. */
  async #followLink(): Promise<void> {
    await this.attempt(async () => {
      const link = await commands.link_take();
      if (!link) return;
      if (!(await isStory(link.story))) await commands.story_fetch(link.story);
      await this.openIn("desk", link.story, link.edition ?? undefined);
    });
  }

  /** Copies a link that other programs can hold. */
  async copyLink(): Promise<void> {
    const { story } = this;
    if (!story) return;
    await this.attempt(async () => {
      await navigator.clipboard.writeText(await commands.link_to(story.id, story.edition));
      this.tell(t("palette.link-copied"));
    });
  }

  /** Says what was done, for a while. */
  tell(words: string, by: "me" | "others" = "me"): void {
    this.told = { words, by };
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => (this.told = undefined), TOLD_MS);
  }

  readonly #tidings = new Tidings((told) => this.tell(told, "others"));

  #telling: ReturnType<typeof setTimeout> | undefined;

  #state() {
    const { story } = this;
    return {
      queue: this.queue,
      story: story?.id,
      edition: story?.edition,
      beside: story?.beside,
      byPassage: story?.byPassage ?? false,
      other: this.other?.id,
      otherEdition: this.other?.edition,
      field: story?.caretIn,
      scroll: story?.scrolls.get(story.edition) ?? 0,
      tab: this.tab,
      inspector: this.inspector,
      focus: this.focus,
      typewriter: this.typewriter,
      typesets: this.typesets,
      spells: this.spells,
      unsaid: Object.fromEntries([...this.#unsaid].flatMap(([id, { state }]) => (state ? [[id, state]] : []))),
    };
  }

  /** After a start everything is where it was; at the first, or when that story is gone, the newest of one's own is open. */
  async #resume(): Promise<void> {
    const left = await windowLeft();
    for (const [id, state] of Object.entries(left.unsaid ?? {})) this.#unsaid.set(id, new Unsaid(state));
    await this.go(left.queue ?? "mine");
    if (this.story) return;
    this.tab = left.tab ?? this.tab;
    this.inspector = left.inspector ?? this.inspector;
    this.focus = left.focus ?? false;
    this.typewriter = left.typewriter ?? false;
    this.typesets = left.typesets ?? true;
    this.spells = left.spells ?? true;
    const isHere = await isStory(left.story);
    const isOtherHere = await isStory(left.other);
    if (this.story) return;
    if (isHere && left.story) {
      this.resumed = left.story;
      this.open(left.story, left.edition);
      const opened = this.story as OpenStory | undefined;
      if (!opened) return;
      opened.caretIn = left.field;
      opened.beside = left.beside;
      opened.byPassage = left.byPassage ?? false;
      if (left.edition) opened.scrolls.set(left.edition, left.scroll ?? 0);
      if (isOtherHere && left.other) {
        if (left.otherEdition) this.#editions.set(left.other, left.otherEdition);
        this.openBeside(left.other);
      }
      return;
    }
    const newest = this.list.at(0);
    if (newest) this.open(newest.story);
  }
}

/** Whether a story is on this computer still. */
async function isStory(id: StoryId | undefined): Promise<boolean> {
  return id !== undefined && (await commands.story_show(id).then(() => true, () => false));
}

/** The list a place shows; nothing for a place that has a screen of its own. */
function listOf(queue: QueueName): Queue | undefined {
  switch (queue) {
    case "mine":
    case "desk":
      return queue;
    case "board":
    case "photos":
    case "approvals":
    case "sync":
      return undefined;
  }
}

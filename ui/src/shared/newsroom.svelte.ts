// What every screen needs to know of the newsroom: who writes, the editions, the counts, how the sync stands.
// It listens to the core's events for all screens and asks again only for what an event names.

import { getContext, setContext } from "svelte";

import {
  asFailure,
  badge,
  commands,
  hearEvents,
  zoomTo,
  type EditionInfo,
  type EditionKey,
  type Event,
  type Failure,
  type QueueCounts,
  type SessionView,
  type SyncView,
} from "../backend";
import { language } from "../words";
import { Asking } from "./asking";

const NO_COUNTS: QueueCounts = { mine: 0, desk: 0, approvals: 0, photos: 0, sync: 0, for_me: 0 };

/** The state that all screens share. */
export class Newsroom {
  /** Who writes here; nothing until the core has answered. */
  session: SessionView | undefined = $state();
  /** Why the core did not answer, when it did not. */
  trouble: Failure | undefined = $state();
  /** Whether somebody is asked whose profile is to be shown. */
  choosing = $state(false);
  /** How many stories each queue holds. */
  counts: QueueCounts = $state(NO_COUNTS);
  /** What waits, and how the portal last answered. */
  sync: SyncView | undefined = $state();

  /** The editions in the order of the switcher. */
  readonly editions: EditionInfo[] = $derived(this.session?.editions ?? []);

  #listeners = new Set<(event: Event) => void>();

  /** Begins to listen, then asks who writes. */
  async start(): Promise<void> {
    try {
      await hearEvents((event) => this.tell(event));
      await this.refreshSession();
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }

  /** The edition of a key; an edition of another newsroom shows its key. */
  edition(key: EditionKey): EditionInfo {
    const known = this.editions.find((each) => each.key === key);
    return known ?? { key, tag: "und", label: key, direction: "ltr", derived_from: null, mark: "", quotes: ["“", "”", "‘", "’"] };
  }

  /** Calls `listener` for every event until the function that it answers with is called. */
  on(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Passes an event on to every screen. */
  tell(event: Event): void {
    if (event.event === "session") this.refreshSession().catch(this.#failed);
    else if (event.event === "document" || event.event === "sync") this.#counting.soon();
    for (const listener of this.#listeners) listener(event);
  }

  /** Takes over a session that a command answered with. */
  enter(session: SessionView): void {
    const before = this.session;
    const phase = before?.folder === session.folder ? before.phase : undefined;
    this.session = session;
    this.trouble = undefined;
    if (phase === undefined) {
      this.counts = NO_COUNTS;
      badge(0);
      this.sync = undefined;
    }
    // Who begins a profile has said nothing of what is preferred: the window goes on as it was.
    if (session.phase === "first-start" && before !== undefined) return;
    language.choose(...(session.interface === "" ? navigator.languages : [session.interface]));
    for (const name of ["theme", "contrast"] as const) {
      if (session[name] === "") delete document.documentElement.dataset[name];
      else document.documentElement.dataset[name] = session[name];
    }
    if (session.zoom !== before?.zoom) zoomTo(session.zoom);
    if (session.phase === "open" && phase !== "open") this.refreshCounts().catch(this.#failed);
  }

  /** Asks again who writes. */
  refreshSession = (): Promise<void> => this.#entering.again();

  /** Asks again for the counts and the state of the sync. */
  refreshCounts = (): Promise<void> => this.#counting.again();

  readonly #failed = (error: unknown): void => {
    const failure = asFailure(error);
    // A question that was on its way when the profile was locked is no trouble.
    if (failure.code !== "not-open") this.trouble = failure;
  };

  // One after another: an older answer that comes later would stand for the newest.
  readonly #entering = new Asking(async () => this.enter(await commands.session_show()));
  readonly #counting = new Asking(async () => {
    if (this.session?.phase !== "open") return;
    const [counts, sync] = await Promise.all([commands.queue_counts(), commands.sync_show()]);
    if (counts.for_me !== this.counts.for_me) badge(counts.for_me);
    this.counts = counts;
    this.sync = sync;
    this.trouble = undefined;
  }, this.#failed);
}

const KEY = Symbol("newsroom");

/** Gives the newsroom to the components below. */
export function setNewsroom(newsroom: Newsroom): Newsroom {
  return setContext(KEY, newsroom);
}

/** The newsroom this component stands in. */
export function getNewsroom(): Newsroom {
  return getContext<Newsroom>(KEY);
}

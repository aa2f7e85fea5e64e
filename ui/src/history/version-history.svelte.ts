// The versions of one edition, kept up to date by the core's events, and the one that is open beside another text.

import {
  asFailure,
  commands,
  storyDocument,
  type EditionKey,
  type Event,
  type Failure,
  type StoryId,
  type VersionComparison,
  type VersionView,
} from "../backend";
import { Asking, type Newsroom } from "../shared";
import type { Row } from "./passages";

/** What an open version is compared with. */
export type Against = "now" | "before";

/** How two texts stand on the screen. */
export type Layout = "beside" | "inline";

/** What was brought back last; `same` when it stood there already. */
export type BroughtBack = "version" | Row["kind"] | "same";

/** While somebody types, the list is read again only after a rest of this length. */
const REST_MS = 400;

export class VersionHistory {
  /** The versions, newest first; nothing until the core has answered. */
  versions: readonly VersionView[] | undefined = $state.raw();
  /** Why they cannot be shown. */
  trouble: Failure | undefined = $state.raw();
  /** The version in the work area, by its number. */
  opened: number | undefined = $state();
  against: Against = $state("now");
  layout: Layout = $state("beside");
  /** The open version beside the other text, as soon as the core has answered. */
  comparison: VersionComparison | undefined = $state.raw();
  /** Why the last step with the open version was refused. */
  refused: Failure | undefined = $state.raw();
  broughtBack: BroughtBack | undefined = $state();

  /** The open version as the list has it. */
  readonly version: VersionView | undefined = $derived(this.versions?.find((each) => each.version === this.opened));
  /** The one before it. */
  readonly before: VersionView | undefined = $derived.by(() => {
    const place = this.versions?.findIndex((each) => each.version === this.opened) ?? -1;
    return place < 0 ? undefined : this.versions?.[place + 1];
  });
  /** The version on the left: what is brought back by the paragraph. */
  readonly from: VersionView | undefined = $derived(this.against === "now" ? this.version : this.before);

  readonly #newsroom: Newsroom;
  #story: StoryId | undefined = $state();
  #edition: EditionKey | undefined = $state();
  #resting: ReturnType<typeof setTimeout> | undefined;
  readonly #asking = new Asking(() => this.#ask());

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
  }

  /** Listens while the window is on the screen; answers with the end of it. */
  live(): () => void {
    const silence = this.#newsroom.on((event) => this.#hear(event));
    return () => {
      silence();
      clearTimeout(this.#resting);
    };
  }

  /** Shows the versions of an edition. */
  async show(story: StoryId, edition: EditionKey): Promise<void> {
    if (!this.#isOf(story, edition)) {
      this.#story = story;
      this.#edition = edition;
      this.versions = undefined;
      this.close();
    }
    await this.refresh();
  }

  /** Whether a version of this edition is in the work area. */
  reads(story: StoryId, edition: EditionKey): boolean {
    return this.opened !== undefined && this.#isOf(story, edition);
  }

  /** Puts a version into the work area. The newest one is what stands there now, so it is compared with the one before. */
  async open(version: number): Promise<void> {
    this.against = version === this.versions?.[0]?.version ? "before" : "now";
    this.opened = version;
    await this.#afresh();
  }

  /** Compares the open version with another text. */
  async compareWith(against: Against): Promise<void> {
    this.against = against;
    await this.#afresh();
  }

  /** Gives the work area back to the text. */
  close(): void {
    this.opened = undefined;
    this.comparison = undefined;
    this.refused = undefined;
    this.broughtBack = undefined;
  }

  /** Names a version; an empty name takes its name away. Throws what the core refused. */
  async name(version: number, name: string): Promise<void> {
    if (this.#story === undefined || this.#edition === undefined) return;
    this.versions = await commands.version_name(this.#story, this.#edition, version, name);
  }

  /** Makes the text what it was in the open version. */
  async restore(): Promise<void> {
    const version = this.opened;
    if (version === undefined) return;
    await this.#bringBack("version", (story, edition) => commands.version_restore(story, edition, version));
  }

  /** Brings back one paragraph of the version on the left, or its headline or lead. */
  async restorePassage(row: Row): Promise<void> {
    const version = this.from?.version;
    if (version === undefined) return;
    const text = row.kind === "paragraph" ? "body" : row.kind;
    await this.#bringBack(row.kind, (story, edition) =>
      commands.passage_restore(story, edition, version, `edition/${edition}/${text}`, row.paragraph),
    );
  }

  /** Asks again; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    return this.#asking.again();
  }

  #isOf(story: StoryId, edition: EditionKey): boolean {
    return this.#story === story && this.#edition === edition;
  }

  async #afresh(): Promise<void> {
    this.comparison = undefined;
    this.refused = undefined;
    this.broughtBack = undefined;
    await this.#compare();
  }

  async #bringBack(
    what: Exclude<BroughtBack, "same">,
    step: (story: StoryId, edition: EditionKey) => Promise<boolean>,
  ): Promise<void> {
    if (this.#story === undefined || this.#edition === undefined) return;
    this.refused = undefined;
    this.broughtBack = undefined;
    try {
      this.broughtBack = (await step(this.#story, this.#edition)) ? what : "same";
    } catch (error) {
      this.refused = asFailure(error);
    }
    await this.refresh();
  }

  #hear(event: Event): void {
    if (this.#story === undefined) return;
    const document = storyDocument(this.#story);
    const isOurs = event.event === "document" || event.event === "text" ? event.document === document : false;
    if (!isOurs || this.versions === undefined) return;
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.refresh(), REST_MS);
  }

  async #ask(): Promise<void> {
    const [story, edition] = [this.#story, this.#edition];
    if (story === undefined || edition === undefined) return;
    try {
      const versions = await commands.history_list(story, edition);
      if (!this.#isOf(story, edition)) return;
      this.versions = versions;
      this.trouble = undefined;
      this.#follow(versions);
    } catch (error) {
      this.trouble = asFailure(error);
    }
    await this.#compare();
  }

  /** A version that was still being written has another number now: that of the save it ends with. */
  #follow(versions: readonly VersionView[]): void {
    const opened = this.opened;
    if (opened === undefined || versions.some((each) => each.version === opened)) return;
    const grown = versions.findLast((each) => each.version > opened);
    if (grown === undefined) this.close();
    else this.opened = grown.version;
  }

  async #compare(): Promise<void> {
    const [story, edition, opened, against] = [this.#story, this.#edition, this.opened, this.against];
    if (story === undefined || edition === undefined || opened === undefined) return;
    const isStill = () => this.#isOf(story, edition) && this.opened === opened && this.against === against;
    try {
      const [from, to] = against === "now" ? [opened, null] : [this.before?.version ?? null, opened];
      const comparison = await commands.history_compare(story, edition, from, to);
      if (isStill()) this.comparison = comparison;
    } catch (error) {
      if (isStill()) this.refused = asFailure(error);
    }
  }
}

// An edition beside what it was made from: what the core says of it, and the answers that a person gives.

import {
  asFailure,
  commands,
  storyDocument,
  type EditionKey,
  type Event,
  type Failure,
  type FindingView,
  type MemoryMatch,
  type PassageRow,
  type PassagesView,
  type StoryId,
} from "../backend";
import { Asking } from "../shared";
import { bySentence, whole, type TableRow } from "./by-sentence";
import type { Write } from "./write";

export class Passages {
  readonly story: StoryId;
  readonly edition: EditionKey;
  /** What the core says; nothing until it has answered. */
  view: PassagesView | undefined = $state.raw();
  /** Why something could not be done. */
  failure: Failure | undefined = $state.raw();

  /** Whether every sentence has a row of its own. */
  bySentence = $state(false);

  readonly rows: readonly TableRow[] = $derived(this.#rowsOf(this.view));
  /** Whether these rows may take the place of those that are shown: while a passage is written, not any others may. */
  admits: (rows: readonly TableRow[]) => boolean = () => true;
  /** The places of the passages that have moved and that nobody has answered. */
  readonly moved: readonly number[] = $derived(this.rows.flatMap((row, place) => (row.moved ? [place] : [])));

  readonly #answered: () => void;
  readonly #asking = new Asking(async () => {
    try {
      this.#show(await commands.passages_show(this.story, this.edition));
    } catch (error) {
      this.failure = asFailure(error);
    }
  });

  /** `answered` hears of every answer that was taken: what can be done with the edition may be something else now. */
  constructor(story: StoryId, edition: EditionKey, answered: () => void = () => undefined) {
    this.story = story;
    this.edition = edition;
    this.#answered = answered;
  }

  /** Asks the core again. */
  refresh(): Promise<void> {
    return this.#asking.again();
  }

  /** An event of the core: what it may have changed is asked again. Photos' words and names of the vocabulary count, too. */
  hear(event: Event): void {
    if (event.event !== "document") return;
    if (event.document === storyDocument(this.story) || /^(photo|entry):/.test(event.document)) this.#asking.soon();
  }

  /** Asks no more. */
  leave(): void {
    this.#asking.leave();
  }

  /** The place of the next passage that has moved, before or behind one; from the end it goes on at the beginning. */
  next(from: number, step: 1 | -1): number | undefined {
    const ahead = step > 0 ? this.moved.find((place) => place > from) : this.moved.findLast((place) => place < from);
    return ahead ?? this.moved.at(step > 0 ? 0 : -1);
  }

  /** Says that the edition follows its source in these passages. Answers whether that was taken. */
  follow(rows: readonly PassageRow[]): Promise<boolean> {
    const answers = rows.filter(({ moved }) => moved).map(({ then, now }) => ({ then, now }));
    return this.#say(() => commands.passages_follow(this.story, this.edition, answers));
  }

  /** Says which edition this one was made from, as that is now. */
  madeFrom(edition: EditionKey): Promise<boolean> {
    return this.#say(() => commands.edition_made_from(this.story, this.edition, edition));
  }

  /** What was approved before for a passage of the source; nothing where that cannot be asked: one goes on without it. */
  matches(passage: string): Promise<readonly MemoryMatch[]> {
    return commands.memory_matches(this.story, this.edition, passage).catch(() => []);
  }

  /** Whether the service translates just now. */
  translating = $state(false);

  /** Has the desk's service translate what nobody has translated. */
  async translate(): Promise<void> {
    if (this.translating) return;
    this.translating = true;
    this.failure = undefined;
    try {
      await commands.machine_translate(this.story, this.edition);
    } catch (error) {
      this.failure = asFailure(error);
    } finally {
      this.translating = false;
      // What came back before it failed is there.
      await this.refresh();
      this.#answered();
    }
  }

  /** Ends that; what was translated stays. */
  async stopTranslating(): Promise<void> {
    await commands.machine_stop();
  }

  /** Says that somebody has read a passage that a machine translated. */
  read(row: TableRow): Promise<boolean> {
    const own = this.view?.rows[row.passage]?.own;
    return this.#say(() => commands.machine_read(this.story, this.edition, own ? [own.text] : []));
  }

  /** Accepts what a check found, with the reason why it is no slip; without one it is open again. */
  accept(finding: FindingView, reason: string): Promise<boolean> {
    return this.#say(() => commands.finding_accept(this.story, this.edition, finding.name, reason));
  }

  #rowsOf(view: PassagesView | undefined): TableRow[] {
    return (this.bySentence ? bySentence : whole)(view?.rows ?? []);
  }

  /** What is not admitted now is asked for again once the passage is left. */
  #show(view: PassagesView): void {
    if (this.admits(this.#rowsOf(view))) this.view = view;
  }

  async #say(said: () => Promise<PassagesView>): Promise<boolean> {
    this.failure = undefined;
    try {
      this.#show(await said());
      this.#answered();
      return true;
    } catch (error) {
      this.failure = asFailure(error);
      // What moved meanwhile is shown, so that it can be answered.
      if (this.failure.code === "changed-meanwhile") await this.refresh();
      return false;
    }
  }
}

/** Puts a finding right, where the passage still says what was checked. */
export async function fix(passages: Passages, finding: FindingView, write: Write): Promise<void> {
  const row = passages.view?.rows[finding.row];
  if (row === undefined || finding.fixed === null) return;
  const passage = await write(row, null);
  passage?.type(finding.fixed);
  await passage?.leave();
  if (passage === undefined) await passages.refresh();
}

// What an edition in another script says while nobody has written in it: its master, converted as it is now.

import { asFailure, commands, storyDocument, type ConversionView, type EditionKey, type Failure, type StoryId } from "../backend";
import { Asking, type Newsroom } from "../shared";

export class ShownConversion {
  /** Nothing until the core has answered. */
  texts: ConversionView | undefined = $state.raw();
  /** Why it cannot be shown. */
  trouble: Failure | undefined = $state.raw();

  readonly #asking = new Asking(() => this.#ask());
  readonly #forget: () => void;

  constructor(
    newsroom: Newsroom,
    readonly story: StoryId,
    readonly edition: EditionKey,
  ) {
    const document = storyDocument(story);
    this.#forget = newsroom.on((event) => {
      if (event.event === "document" && (event.document === document || event.document.startsWith("entry:"))) this.#asking.soon();
    });
    void this.#asking.again();
  }

  /** Follows no more. */
  close(): void {
    this.#forget();
    this.#asking.leave();
  }

  async #ask(): Promise<void> {
    try {
      this.texts = await commands.conversion_show(this.story, this.edition);
      this.trouble = undefined;
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }
}

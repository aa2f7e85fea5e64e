// Older stories that this computer does not hold: found at the portal, and brought here one by one.

import { asFailure, commands, type Failure, type FoundStory, type StoryId } from "../backend";

/** A search at the portal. */
export class Archive {
  /** What was found and is not here; nothing until the portal has answered. */
  found: readonly FoundStory[] | undefined = $state.raw();
  /** Whether there is more than is shown. */
  more = $state(false);
  asking = $state(false);
  /** The story that is on its way. */
  bringing: StoryId | undefined = $state();
  /** Why the portal could not be asked, or the story not be brought. */
  trouble: Failure | undefined = $state.raw();
  #turn = 0;

  /** Forgets what was found: the words are other ones now. */
  clear(): void {
    this.#turn++;
    this.found = undefined;
    this.asking = false;
    this.trouble = undefined;
  }

  async search(words: string): Promise<void> {
    this.clear();
    const turn = this.#turn;
    this.asking = true;
    try {
      const answer = await commands.archive_search(words);
      if (turn !== this.#turn) return;
      this.found = answer.stories.filter((story) => !story.is_here);
      this.more = answer.more;
    } catch (error) {
      if (turn === this.#turn) this.trouble = asFailure(error);
    } finally {
      if (turn === this.#turn) this.asking = false;
    }
  }

  /** Brings a story here; whether it came. */
  async bring(story: StoryId): Promise<boolean> {
    this.bringing = story;
    this.trouble = undefined;
    try {
      await commands.story_fetch(story);
      this.found = this.found?.filter((found) => found.story !== story);
      return true;
    } catch (error) {
      this.trouble = asFailure(error);
      return false;
    } finally {
      this.bringing = undefined;
    }
  }
}

// The lists that somebody keeps under a name.

import { asFailure, commands, type Failure, type SavedQuery, type StoryQuery } from "../backend";

export class KeptLists {
  all: readonly SavedQuery[] = $state.raw([]);
  /** Why the last thing asked for could not be done. */
  trouble: Failure | undefined = $state.raw();

  /** Reads them. */
  async read(): Promise<void> {
    await this.#attempt(() => commands.saved_queries());
  }

  /** Keeps a list; one that has this name already is replaced. */
  async keep(name: string, query: StoryQuery): Promise<void> {
    await this.#attempt(() => commands.saved_queries_set([...this.all, { name, query }]));
  }

  /** Keeps it no more. */
  async forget(name: string): Promise<void> {
    await this.#attempt(() => commands.saved_queries_set(this.all.filter((each) => each.name !== name)));
  }

  /** The kept list that is exactly this one. */
  called(query: StoryQuery): SavedQuery | undefined {
    const wanted = JSON.stringify(query);
    return this.all.find((each) => JSON.stringify(each.query) === wanted);
  }

  async #attempt(step: () => Promise<SavedQuery[]>): Promise<void> {
    try {
      this.all = await step();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }
}

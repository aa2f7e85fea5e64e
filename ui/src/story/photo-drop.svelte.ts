// Bringing image files into a story: dropped, pasted or chosen. Each file is added on its own; one that fails says why.

import { asFailure, base64Of, commands, type Failure, type PhotoId, type StoryId } from "../backend";

/** A file that could not be added. */
export interface RefusedFile {
  readonly name: string;
  readonly failure: Failure;
}

/** The files on their way into a story, or to the photo desk. */
export class PhotoDrop {
  /** How many files are being added. */
  adding = $state(0);
  /** How many of those that were asked for together have been looked at. */
  done = $state(0);
  /** How many of those that were added were here before, and how many look like others that were. */
  known = $state(0);
  alike = $state(0);
  /** The files that could not be added, until somebody has read it. */
  refused: readonly RefusedFile[] = $state([]);
  #stopped = false;

  /** Adds files to a story, or to none, one after the other so that their order is kept. Answers those that were added. */
  async add(story: StoryId | null, files: readonly File[]): Promise<PhotoId[]> {
    if (this.adding === 0) {
      this.refused = [];
      this.done = 0;
      this.known = 0;
      this.alike = 0;
    }
    this.#stopped = false;
    this.adding += files.length;
    const added: PhotoId[] = [];
    for (const file of files) {
      try {
        if (this.#stopped) continue;
        const { photo, is_known: isKnown, alike } = await commands.photo_add(story, file.name, await base64Of(file));
        added.push(photo);
        if (isKnown) this.known += 1;
        else if (alike > 0) this.alike += 1;
      } catch (error) {
        this.refused = [...this.refused, { name: file.name, failure: asFailure(error) }];
      } finally {
        this.adding -= 1;
        this.done += 1;
      }
    }
    return added;
  }

  /** Adds no further file; those that were added stay. */
  stop(): void {
    this.#stopped = true;
  }
}

/** The files in what was dropped or pasted. */
export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** Whether something that is dragged over the window carries files. */
export function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes("Files") ?? false;
}

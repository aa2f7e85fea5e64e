// What was left out of something that was pasted, in numbers.

/** By kind; `styles` counts the pasted things that had any. */
export interface Dropped {
  readonly styles: number;
  readonly pictures: number;
  readonly trackers: number;
  readonly addresses: number;
  readonly characters: number;
}

/** Nothing. */
export const NOTHING: Dropped = { styles: 0, pictures: 0, trackers: 0, addresses: 0, characters: 0 };

/** Whether anything was left out. */
export function isSomething(dropped: Dropped): boolean {
  return Object.values(dropped).some((count: number) => count > 0);
}

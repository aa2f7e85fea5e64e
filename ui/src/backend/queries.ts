// Lists of stories, as they are asked for.

import type { Queue, StoryFilter, StoryQuery } from "./bindings";

/** No filter at all. */
export const EVERYTHING: StoryFilter = {
  words: "",
  queues: [],
  standings: [],
  edition: null,
  section: null,
  desk: null,
  tag: null,
  person: null,
  urgency: null,
  changed_since: null,
  published_since: null,
};

/** A list as nobody has narrowed it. */
export function wholeQueue(queue: Queue): StoryQuery {
  return { queue, filter: EVERYTHING, order: "changed" };
}

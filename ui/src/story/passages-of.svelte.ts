// The open edition beside what it was made from, for as long as something shows it.

import { untrack } from "svelte";

import type { EditionInfo } from "../backend";
import { Passages, type Write } from "../passages";
import type { Newsroom } from "../shared";
import { FIELDS } from "./field";
import type { OpenStory } from "./open-story.svelte";

/** The passages of the edition that is open now: whoever asks is made anew for another one. */
export function passagesOf(story: OpenStory, newsroom: Newsroom): Passages {
  const passages = untrack(() => new Passages(story.id, story.edition));
  $effect(() => {
    // What was typed in the sheet a moment ago belongs to it.
    void story.settled().catch(() => undefined).then(() => passages.refresh());
    const forget = newsroom.on((event) => passages.hear(event));
    return () => {
      forget();
      passages.leave();
    };
  });
  return passages;
}

/** Writes in the passages of an edition. */
export function writerOf(story: OpenStory, edition: EditionInfo): Write {
  return async (row, before, joint) => {
    const name = FIELDS.find((field) => row.photo === null && row.part.endsWith(`/${field}`));
    return name && story.writePassage(edition, name, row.own, before, joint);
  };
}

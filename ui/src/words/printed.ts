// The few words that are printed with a story, in the story's language and never in the interface's.

import printed from "./printed.json";

type Printed = { photo: string };
const words: Record<string, Printed> = printed;

/** What stands before a credit line in an edition; one that brings no words of its own gets its master's. */
export function photoWord(edition: { key: string; derived_from: string | null }): string {
  return (words[edition.key] ?? words[edition.derived_from ?? ""] ?? printed.en).photo;
}

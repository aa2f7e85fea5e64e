// The translation memory: what was approved before for a passage, and the screen where it is searched, written to a file and
// filled from one. Knows nothing of how a passage is written.

export { default as Matches } from "./Matches.svelte";
export { default as MemoryScreen } from "./MemoryScreen.svelte";

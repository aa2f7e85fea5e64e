// The conflict card: two versions of one passage, both kept.

export { default as ConflictCard } from "./ConflictCard.svelte";
export { startOfThird, thirdValue, wordsOf } from "./versions";

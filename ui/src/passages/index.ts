// An edition beside what it was made from, passage by passage.

export { Passages } from "./passages.svelte";
export { default as PassageTable } from "./PassageTable.svelte";
export type { OpenPassage, Write } from "./write";

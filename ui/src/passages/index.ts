// An edition beside what it was made from, passage by passage, and what the quality checks say of it.

export { default as Findings } from "./Findings.svelte";
export { counted, open, sentence } from "./findings";
export { fix, Passages } from "./passages.svelte";
export { default as PassageTable } from "./PassageTable.svelte";
export { isSamePassage, type Reasons } from "./reasons";
export type { OpenPassage, Write } from "./write";

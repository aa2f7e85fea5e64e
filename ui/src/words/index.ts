// The words of the interface: one catalog per interface language, and the sentences for every failure code.
// Knows nothing of stories: a story's own language never depends on the interface's.

export { language, type InterfaceLanguage } from "./language.svelte";
export { has, t, type Parameters, type WordKey } from "./sentence";
export { editionName, editionNameWithin, failureText, partName } from "./failure";
export { photoWord } from "./printed";

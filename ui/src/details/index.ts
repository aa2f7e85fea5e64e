// The fields of a story that come from the newsroom's vocabulary, and its embargo. Knows the vocabulary and the parts of a
// story; knows nothing of texts, photos or where in the window it stands.

export { default as Authorship } from "./Authorship.svelte";
export { default as Combobox } from "./Combobox.svelte";
export { default as Embargo } from "./Embargo.svelte";
export { default as EntryField } from "./EntryField.svelte";
export { default as Filing } from "./Filing.svelte";
export type { Parts } from "./saved-entries.svelte";
export { default as TagField } from "./TagField.svelte";

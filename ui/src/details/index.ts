// The fields of a story that come from the newsroom's vocabulary, and its plan. Knows the vocabulary and the parts of a
// story; knows nothing of texts, photos or where in the window it stands.

export { default as Authorship } from "./Authorship.svelte";
export { default as Combobox } from "./Combobox.svelte";
export { default as EntryField } from "./EntryField.svelte";
export { default as EntrySetField } from "./EntrySetField.svelte";
export { default as Filing } from "./Filing.svelte";
export { default as Planning } from "./Planning.svelte";
export type { Parts } from "./saved-entries.svelte";

// Translators outside of the newsroom: an edition goes to them as an XLIFF file and comes back as a draft.

export { default as Outside } from "./Outside.svelte";

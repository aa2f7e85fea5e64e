// The photo desk: every photo of this computer, what each lacks, and one change to many.

export { default as PhotoDesk } from "./PhotoDesk.svelte";

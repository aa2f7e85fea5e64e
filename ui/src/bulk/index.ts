// One change made to many stories of a list.

export { default as BulkBar } from "./BulkBar.svelte";

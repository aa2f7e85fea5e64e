// The desk: approval and publication.

export { default as Approvals } from "./Approvals.svelte";

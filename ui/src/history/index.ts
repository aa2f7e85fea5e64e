// The history of an edition: its versions in the inspector, two of them beside each other in the work area.

export { default as Comparison } from "./Comparison.svelte";
export { default as HistoryPanel } from "./HistoryPanel.svelte";
export { VersionHistory } from "./version-history.svelte";

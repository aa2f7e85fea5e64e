// The photos of a story with their credit.

export { default as PhotoPanel } from "./PhotoPanel.svelte";

export { synthetic } from "./completeness";

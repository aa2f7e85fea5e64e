// Photos with their credit: in a story, and one by itself.

export { provideCodes } from "./codes";
export { kindNames, ORIGIN, ratingNames, rightsNames, type Choice } from "./choices";
export { synthetic, syntheticKind } from "./completeness";
export { default as PhotoForm } from "./PhotoForm.svelte";
export { default as PhotoPanel } from "./PhotoPanel.svelte";
export { default as SupplierRules } from "./SupplierRules.svelte";

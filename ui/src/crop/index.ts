// Which part of a photo each shape shows, set once for all editions.

export { default as CropDialog } from "./CropDialog.svelte";

// Photos that have their place in the text.

export { placesWhole } from "./keys";
export { gapAt, placeAt, placedIn, placePhoto, selectedPlace, takeOut } from "./place";
export { default as StoryPhoto } from "./StoryPhoto.svelte";
export { PhotoWidget, type ShowPhoto } from "./widget";

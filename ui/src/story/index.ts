// The writing screen.

export { default as Inspector, type InspectorTab } from "./Inspector.svelte";
export { default as WorkArea } from "./WorkArea.svelte";
export { OpenStory } from "./open-story.svelte";
export { carriesFiles, filesOf, PhotoDrop } from "./photo-drop.svelte";
export { asks } from "./deed-bar";
export { FIELDS, type FieldName } from "./field";
export { Unsaid, unsaidOf, type UnsaidState } from "./unsaid.svelte";

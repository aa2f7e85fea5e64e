// The lists of stories.

export { default as StoryListPane } from "./StoryListPane.svelte";
export { default as NarrowedBy } from "./NarrowedBy.svelte";
export { KeptLists } from "./kept-lists.svelte";
export { choices, type Asked } from "./narrowing";
export { StoryList } from "./story-list.svelte";

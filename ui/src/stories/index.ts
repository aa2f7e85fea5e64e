// The lists of stories.

export { default as StoryListPane } from "./StoryListPane.svelte";
export { StoryList } from "./story-list.svelte";

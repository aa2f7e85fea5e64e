// What people say to each other about a story. Readers never see it.

export { default as DiscussionPanel } from "./DiscussionPanel.svelte";

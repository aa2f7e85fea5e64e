// House style: what this newsroom does its own way. Knows nothing of stories.

export { default as HouseScreen } from "./HouseScreen.svelte";

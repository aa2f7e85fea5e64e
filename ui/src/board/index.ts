// The board of stories by editions.

export { default as Board } from "./Board.svelte";

// What stands before the newsroom, and the way to a portal.

export { default as ConnectPortal } from "./ConnectPortal.svelte";
export { default as Gate } from "./Gate.svelte";

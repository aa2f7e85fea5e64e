// What waits to be sent, and what needs a person.

export { default as SyncScreen, type CardPlace } from "./SyncScreen.svelte";

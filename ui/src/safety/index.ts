// How this computer keeps what was written, and what is done when something is wrong with it.

export { default as SafetyScreen } from "./SafetyScreen.svelte";

// Templates that stories begin with, and snippets that are put into texts: where they are used, and what they fill in.

export { default as BeginWith } from "./BeginWith.svelte";
export { default as FilledText } from "./FilledText.svelte";
export { default as FillForm } from "./FillForm.svelte";
export { default as KeepTemplate } from "./KeepTemplate.svelte";

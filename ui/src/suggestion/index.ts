// Suggestions: what people wrote who may not change a passage themselves, for whoever may.

export { default as SuggestionList } from "./SuggestionList.svelte";

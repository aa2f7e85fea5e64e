// The newsroom's words: tags, sections, people and cities as this computer holds them, and the screen where each gets its
// form in every edition. Knows nothing of stories.

export { called, fitting, tidy, type Choice } from "./fitting";
export { Vocabulary, type SnippetIn } from "./vocabulary.svelte";
export { default as VocabularyScreen } from "./VocabularyScreen.svelte";

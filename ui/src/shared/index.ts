// Components and states that every screen may use. Knows the backend's types and the words, and no screen.

export { default as Avatar } from "./Avatar.svelte";
export { default as BigField } from "./BigField.svelte";
export { default as Button } from "./Button.svelte";
export { default as Chip } from "./Chip.svelte";
export { default as CodeToKeep } from "./CodeToKeep.svelte";
export { default as CreditLine } from "./CreditLine.svelte";
export { default as Difference } from "./Difference.svelte";
export { default as EditionLabel } from "./EditionLabel.svelte";
export { default as EmptyState } from "./EmptyState.svelte";
export { default as Field } from "./Field.svelte";
export { default as Icon, type IconName } from "./Icon.svelte";
export { default as KeyCap } from "./KeyCap.svelte";
export { default as Mark } from "./Mark.svelte";
export { default as Menu, type MenuItem } from "./Menu.svelte";
export { default as Notice } from "./Notice.svelte";
export { default as Picture } from "./Picture.svelte";
export { default as SearchField } from "./SearchField.svelte";
export { default as Tabs } from "./Tabs.svelte";
export { clock } from "./clock.svelte";
export { clockTime, dayOf, fileSize, moment, timeAgo, timeSpan } from "./format";
export { digitOf, isChord } from "./keys";
export { getNewsroom, Newsroom, setNewsroom } from "./newsroom.svelte";
export { characters, SHORTEST_PASSPHRASE } from "./passphrase";
export { SavedText } from "./saved-text.svelte";
export { saving, type SavingSource, type Unsaved } from "./saving.svelte";
export { computerZone, fromLocal, toLocal, zoneName } from "./zone";
export { drawingOf, toneOf, type MarkOf, type Tone } from "./standing";

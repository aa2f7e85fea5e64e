// The only door to the core: nothing outside this folder imports @tauri-apps.

export * from "./bindings";
export { asFailure } from "./call";
export { hearEvents } from "./events";
export { base64Of, pictureUrl } from "./picture";
export { lines, listOf, storyDocument, photoDocument, textOf } from "./parts";
export { changeBetween, editorText, fromOffset, fromTextChanges, toOffset, toTextChanges } from "./text";
export { styleNonce } from "./nonce";
export { badge, chooseFile, notify, zoomTo, type FileKind } from "./window";
export { EVERYTHING, wholeQueue } from "./queries";

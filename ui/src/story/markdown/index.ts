// The body of a story as a person sees it: Markdown that looks as it will be printed, and what can be done with it.

import { markdownKeymap, pasteURLAsLink } from "@codemirror/lang-markdown";
import { Prec, type Extension } from "@codemirror/state";
import { keymap, type KeyBinding } from "@codemirror/view";

import type { ShowPhoto } from "../placed";
import { toggleBlock, toggleInline } from "./commands";
import { storyMarkdown } from "./language";
import { linkEditor, openLinkEditor } from "./link-editor";
import { markdownLook } from "./look";
import { blocksShown } from "./blocks";

export { formatsAt, insertTable, setLink, toggleBlock, toggleInline, type BlockFormat, type Format, type InlineFormat } from "./commands";
export { openLinkEditor } from "./link-editor";

// By position where a letter means nothing: the digits are the same in every layout.
const keys: KeyBinding[] = [
  { key: "Mod-b", run: (view) => toggleInline(view, "strong"), preventDefault: true },
  { key: "Mod-i", run: (view) => toggleInline(view, "emphasis"), preventDefault: true },
  { key: "Mod-l", run: openLinkEditor, preventDefault: true },
  { key: "Alt-Shift-5", run: (view) => toggleInline(view, "strike"), preventDefault: true },
  { key: "Mod-Shift-7", run: (view) => toggleBlock(view, "numbers"), preventDefault: true },
  { key: "Mod-Shift-8", run: (view) => toggleBlock(view, "bullets"), preventDefault: true },
  { key: "Mod-Shift-9", run: (view) => toggleBlock(view, "quote"), preventDefault: true },
];

/** Everything that makes a body out of a plain text. */
export function bodyMarkdown(photo: ShowPhoto): Extension {
  return [
    storyMarkdown,
    Prec.high(keymap.of([...keys, ...markdownKeymap])),
    pasteURLAsLink,
    markdownLook(),
    blocksShown(photo),
    linkEditor(),
  ];
}

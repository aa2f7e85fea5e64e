// The cheat sheet: every shortcut that does something now, and nothing else.

import type { WordKey } from "../words";

/** One line: what, and the caps of its keys. */
export interface Shortcut {
  readonly words: WordKey;
  readonly keys: readonly string[];
}

/** The sections of the sheet. */
export const SHORTCUTS: readonly { readonly title: WordKey; readonly lines: readonly Shortcut[] }[] = [
  {
    title: "keys.anywhere",
    lines: [
      { words: "status.commands", keys: ["Ctrl K"] },
      { words: "rail.new-story", keys: ["Ctrl N"] },
      { words: "queue.mine", keys: ["Alt 1"] },
      { words: "queue.desk", keys: ["Alt 2"] },
      { words: "queue.board", keys: ["Alt 3"] },
      { words: "queue.photos", keys: ["Alt 4"] },
      { words: "queue.approvals", keys: ["Alt 5"] },
      { words: "queue.sync", keys: ["Alt 6"] },
      { words: "keys.panes", keys: ["F6", "Shift F6"] },
      { words: "palette.inspector", keys: ["Ctrl ]"] },
      { words: "keys.zoom", keys: ["Ctrl +", "Ctrl −", "Ctrl 0"] },
      { words: "rail.lock", keys: ["Ctrl ⇧ L"] },
      { words: "keys.sheet", keys: ["F1"] },
    ],
  },
  {
    title: "story.editions",
    lines: [
      { words: "keys.edition", keys: ["Ctrl 1", "…", "Ctrl 7"] },
      { words: "keys.next-edition", keys: ["Ctrl Tab", "Ctrl ⇧ Tab"] },
      { words: "story.beside", keys: ["Ctrl D"] },
      { words: "passages.view", keys: ["Ctrl ⇧ D"] },
      { words: "keys.bar-action", keys: ["Ctrl ↵"] },
      { words: "keys.return", keys: ["Ctrl ⇧ ↵"] },
    ],
  },
  {
    title: "stories.list",
    lines: [
      { words: "keys.open-beside", keys: ["Alt ↵"] },
      { words: "keys.choose", keys: ["X"] },
      { words: "keys.choose-all", keys: ["Ctrl A"] },
      { words: "bulk.clear", keys: ["Esc"] },
    ],
  },
  {
    title: "queue.photos",
    lines: [
      { words: "photodesk.loupe", keys: ["Space"] },
      { words: "photodesk.next", keys: ["N"] },
      { words: "crop.title", keys: ["R"] },
      { words: "part.rating", keys: ["1", "…", "5"] },
      { words: "photodesk.range", keys: ["⇧ ←", "⇧ ↑", "⇧ ↓", "⇧ →"] },
      { words: "photodesk.apply-all", keys: ["Ctrl ↵"] },
      { words: "photodesk.undo-all", keys: ["Ctrl Z"] },
      { words: "photodesk.to-search", keys: ["/"] },
    ],
  },
  {
    title: "keys.writing",
    lines: [
      { words: "keys.fields", keys: ["Ctrl ⇧ 1", "2", "3"] },
      { words: "keys.next-field", keys: ["Enter", "↑", "↓"] },
      { words: "keys.formats", keys: ["Ctrl B", "Ctrl I", "Ctrl L"] },
      { words: "keys.lists", keys: ["Ctrl ⇧ 7", "8", "9"] },
      { words: "keys.find", keys: ["Ctrl F", "Ctrl H"] },
      { words: "goto.paragraph", keys: ["Ctrl G"] },
      { words: "keys.names", keys: ["Tab", "Ctrl Space"] },
      { words: "keys.comment", keys: ["Ctrl Alt M"] },
      { words: "palette.focus", keys: ["Ctrl ⇧ F"] },
      { words: "keys.misspelt", keys: ["F7"] },
      { words: "keys.problem", keys: ["F8"] },
      { words: "keys.merged", keys: ["F9"] },
      { words: "keys.undo", keys: ["Ctrl Z", "Ctrl Y"] },
      { words: "keys.paste-photo", keys: ["Ctrl V"] },
    ],
  },
  {
    title: "story.tab-history",
    lines: [
      { words: "keys.version", keys: ["↑", "↓", "Enter"] },
      { words: "keys.name-version", keys: ["F2"] },
      { words: "keys.next-change", keys: ["Alt ↓", "Alt ↑"] },
      { words: "keys.layout", keys: ["Ctrl D"] },
      { words: "keys.close-version", keys: ["Esc"] },
    ],
  },
  {
    title: "passages.view",
    lines: [
      { words: "passages.next", keys: ["Alt ↓", "Alt ↑"] },
      { words: "keys.passage-answer", keys: ["U"] },
      { words: "passages.write", keys: ["Enter"] },
      { words: "keys.passage-done", keys: ["Enter", "Esc"] },
      { words: "keys.untranslated", keys: ["Ctrl U"] },
      { words: "keys.match", keys: ["Ctrl R"] },
      { words: "keys.nth-match", keys: ["Ctrl ⇧ 1", "…", "5"] },
      { words: "passages.copy-source", keys: ["Ctrl ⇧ R"] },
    ],
  },
  {
    title: "keys.card",
    lines: [
      { words: "keys.card-choices", keys: ["1", "2", "3", "4"] },
      { words: "keys.card-settle", keys: ["Enter"] },
    ],
  },
];

// Marks that stand for what is still to come, such as "TK", are tinted until they are filled in. The core refuses to submit
// a text that has one, by the same rule.

import { MatchDecorator, ViewPlugin, Decoration, EditorView, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { Extension } from "@codemirror/state";

import { t } from "../words";

/** Letters of scripts that put spaces between words, and digits. */
const WORD = String.raw`(?!\p{Script=Han})[\p{L}\p{N}]`;
const MARK = new RegExp(
  String.raw`(?<!${WORD})(?:(?:TK)+(?!${WORD})(?![ \u00A0](?:\d|Maxx))|[XХ]{4,}(?!${WORD}))|×{4,}|\?{3,}|؟{3,}|？{3,}`,
  "gu",
);

/** Where such marks stand in a text. */
export function placeholders(text: string): { from: number; to: number }[] {
  return [...text.matchAll(MARK)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

const matcher = new MatchDecorator({
  regexp: MARK,
  decoration: () => Decoration.mark({ class: "to-come", attributes: { title: t("story.still-to-come") } }),
});

const tint = ViewPlugin.fromClass(
  class {
    marks: DecorationSet;
    constructor(view: EditorView) {
      this.marks = matcher.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.marks = matcher.updateDeco(update, this.marks);
    }
  },
  { decorations: (plugin) => plugin.marks },
);

/** Tints what is still to come. */
export function placeholdersTinted(): Extension {
  return tint;
}

/** Goes to the next such mark behind the caret in these texts, and round; false when there is none. */
export function nextPlaceholder(views: readonly EditorView[]): boolean {
  const focused = views.findIndex((view) => view.hasFocus);
  const all = views.flatMap((view, index) => placeholders(view.state.doc.toString()).map((place) => ({ view, index, ...place })));
  const caret = views[focused]?.state.selection.main.from ?? -1;
  const next = all.find(({ index, from }) => index > focused || (index === focused && from > caret)) ?? all[0];
  if (!next) return false;
  next.view.focus();
  next.view.dispatch({
    selection: { anchor: next.from, head: next.to },
    effects: EditorView.scrollIntoView(next.from, { y: "nearest", yMargin: 96 }),
  });
  return true;
}

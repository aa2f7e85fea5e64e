// Signs as the edition prints them, while they are typed: its quotation marks, a dash for two hyphens, an ellipsis for three
// stops. Each is a step of its own: one undo brings back what was typed.

import { isolateHistory } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import { Transaction, type EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import type { EditionInfo } from "../backend";

/** Where no prose stands. */
const NO_PROSE = /Code|URL|HTML|LinkTitle/u;
/** What a quotation mark opens behind. */
const OPENS_BEHIND = /^$|[\s([{«“„‘–—*_/]$/u;

interface Step {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What a sign becomes that was just typed before `at`; nothing when it stays. */
export function typed(state: EditorState, at: number, edition: EditionInfo): Step | undefined {
  const line = state.doc.lineAt(at);
  const before = state.sliceDoc(line.from, at);
  // Code that is not closed yet is no code to the parser.
  if ((before.match(/`/gu)?.length ?? 0) % 2 === 1) return undefined;
  if (NO_PROSE.test(syntaxTree(state).resolveInner(at, -1).name)) return undefined;
  const binds = /^(?:ru|kk)/u.test(edition.tag);
  if (before.endsWith('"')) {
    const words = before.slice(0, -1);
    return { from: at - 1, to: at, insert: quoteAfter(words, edition.quotes) };
  }
  if (before.endsWith("...") && !before.endsWith("....")) return { from: at - 3, to: at, insert: "…" };
  // The space behind it says that it is a dash: a list and a table begin with hyphens, too.
  const dash = /\S( )(--?) $/u.exec(before);
  if (dash?.[2]) {
    const from = at - 2 - dash[2].length;
    return { from, to: at, insert: `${binds ? "\u00A0" : " "}– ` };
  }
  if (before.endsWith("'") && edition.tag === "en" && /[\p{L}\p{N}]'$/u.test(before)) return { from: at - 1, to: at, insert: "’" };
  if (before.endsWith("'") && edition.tag === "uz-Latn") return { from: at - 1, to: at, insert: /[og]'$/iu.test(before) ? "ʻ" : "ʼ" };
  return undefined;
}

/** The quotation mark that comes behind some words of a paragraph: opening or closing, outer or inner. */
function quoteAfter(words: string, quotes: readonly string[]): string {
  const [outerOpen = "“", outerClose = "”", innerOpen = "‘", innerClose = "’"] = quotes;
  let open = 0;
  for (const sign of words) {
    if (sign === outerOpen || sign === innerOpen) open += 1;
    else if ((sign === outerClose || sign === innerClose) && open > 0) open -= 1;
  }
  if (OPENS_BEHIND.test(words.slice(-1))) return open === 0 ? outerOpen : innerOpen;
  return open > 1 ? innerClose : outerClose;
}

/** Sets signs while they are typed, as long as `isOn` says so. */
export function typesetting(edition: EditionInfo, isOn: () => boolean): Extension {
  return EditorView.updateListener.of((update) => {
    const { view } = update;
    const isTyping = update.transactions.some((transaction) => transaction.isUserEvent("input.type"));
    if (!isTyping || !isOn() || view.composing || view.state.readOnly || !view.state.selection.main.empty) return;
    const step = typed(view.state, view.state.selection.main.head, edition);
    if (!step) return;
    // Not inside the update that it answers to.
    queueMicrotask(() => {
      if (view.state !== update.state) return;
      view.dispatch({
        changes: step,
        selection: { anchor: step.from + step.insert.length },
        annotations: [isolateHistory.of("full"), Transaction.userEvent.of("input.typeset")],
      });
    });
  });
}

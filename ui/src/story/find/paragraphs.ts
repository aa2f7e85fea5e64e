// The paragraphs of a body, as people count them: stretches of lines with something in them.

import type { Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** Where each paragraph begins. */
export function paragraphStarts(doc: Text): number[] {
  const starts: number[] = [];
  let isBlank = true;
  for (let number = 1; number <= doc.lines; number++) {
    const line = doc.line(number);
    const was = isBlank;
    isBlank = line.text.trim() === "";
    if (was && !isBlank) starts.push(line.from);
  }
  return starts;
}

/** The number of the paragraph that the caret is in, from 1; 0 where there is none. */
export function paragraphAt(view: EditorView): number {
  const { head } = view.state.selection.main;
  return paragraphStarts(view.state.doc).filter((start) => start <= head).length;
}

/** Puts the caret at the beginning of a paragraph, counted from 1; of one behind the last, at the last. */
export function goToParagraph(view: EditorView, number: number): void {
  const starts = paragraphStarts(view.state.doc);
  const anchor = starts[Math.min(Math.max(1, number), starts.length) - 1] ?? 0;
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}

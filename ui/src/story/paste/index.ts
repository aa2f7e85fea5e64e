// Pasting: whatever a program put on the clipboard arrives as clean words. What was left out is told.

import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import { rendered } from "../markdown/rendered";
import { isSomething, type Dropped } from "./dropped";
import { fromHtml } from "./html";
import { fromPlain } from "./plain";

export type { Dropped } from "./dropped";

/** In what this window itself copied, the plain text is the Markdown. */
const OWN = "data-tilshi";

/** A text takes paragraphs; a line, such as a headline, becomes one line. */
export type Shape = "text" | "line";

/** Cleans what is pasted or dropped, and lets what is copied keep its look in letters and documents. */
export function pasteCleaned(shape: Shape, ondropped: (dropped: Dropped) => void): Extension {
  return [
    EditorView.domEventHandlers({
      paste: (event, view) => take(view, shape, event.clipboardData, ondropped) && (event.preventDefault(), true),
      copy: (event, view) => shape === "text" && give(view.state, event.clipboardData) && (event.preventDefault(), true),
      cut: (event, view) => {
        if (shape !== "text" || view.state.readOnly || !give(view.state, event.clipboardData)) return false;
        event.preventDefault();
        view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.cut", scrollIntoView: true });
        return true;
      },
    }),
    // What comes by other ways, such as dragging a selection.
    EditorView.clipboardInputFilter.of((text) => shaped(fromPlain(text).markdown, shape)),
  ];
}

function take(view: EditorView, shape: Shape, data: DataTransfer | null, ondropped: (dropped: Dropped) => void): boolean {
  if (!data || view.state.readOnly) return false;
  const [html, plain] = [data.getData("text/html"), data.getData("text/plain")];
  if (html === "" && plain === "") return false;
  // An address on top of selected words becomes their link: that is the editor's own.
  if (/^https?:\/\/\S+$/u.test(plain.trim()) && !view.state.selection.main.empty) return false;
  const isOwn = html.includes(OWN);
  const { markdown, dropped } = html === "" || isOwn ? fromPlain(plain) : fromHtml(html);
  // A program that gives its words as a picture of them gives nothing.
  const text = shaped(markdown === "" ? fromPlain(plain).markdown : markdown, shape);
  view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
  if (isSomething(dropped)) ondropped(dropped);
  return true;
}

function shaped(markdown: string, shape: Shape): string {
  if (shape === "text") return markdown;
  const holder = document.createElement("div");
  holder.append(rendered(markdown));
  const line = [...holder.children].map((block) => block.textContent ?? "").join(" ");
  return (line === "" ? markdown : line).trim().replaceAll(/\s*\n\s*/gu, " ");
}

/** Puts what is selected on the clipboard as it will be printed, and as Markdown for whoever takes plain text. */
function give(state: EditorState, data: DataTransfer | null): boolean {
  const { from, to, empty } = state.selection.main;
  if (!data || empty || state.selection.ranges.length > 1) return false;
  const markdown = state.sliceDoc(from, to);
  const holder = document.createElement("div");
  holder.setAttribute(OWN, "");
  holder.append(rendered(markdown));
  // Part of a paragraph is words, not a paragraph.
  const only = holder.children.length === 1 && holder.firstElementChild?.localName === "p" ? holder.firstElementChild : undefined;
  if (only) only.replaceWith(...only.childNodes);
  data.setData("text/plain", markdown);
  data.setData("text/html", holder.outerHTML);
  return true;
}

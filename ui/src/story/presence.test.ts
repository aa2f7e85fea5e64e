import { history, undo } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { PresentView } from "../backend";
import { colourOf, OthersHere } from "./presence";

const views: EditorView[] = [];
afterEach(() => views.splice(0).forEach((view) => view.destroy()));

const present = (at: number, over: Partial<PresentView> = {}): PresentView => ({
  person: "saule",
  name: "Saule Bekova",
  story: "canal",
  part: "edition/kk/body",
  at,
  ...over,
});

function open(doc: string) {
  const onmove = vi.fn();
  const others = new OthersHere(onmove);
  const view = new EditorView({ doc, parent: document.body, extensions: [history(), others.extension] });
  views.push(view);
  return { view, others, onmove };
}

/** What stands before each caret of somebody else. */
const before = (view: EditorView) =>
  [...view.dom.querySelectorAll(".other-caret")].map((caret) => view.state.sliceDoc(0, view.posAtDOM(caret)));

describe("other people in a text", () => {
  it("stand behind the bytes that they name, whatever the letters", () => {
    const { view, others } = open("Су 👍🏽 келді.");
    others.show(view, [present(5), present(14, { person: "marat", name: "Marat Isin" })]);
    expect(before(view)).toEqual(["Су ", "Су 👍🏽 "]);
    expect(view.dom.querySelector(".other-caret")?.getAttribute("aria-label")).toBe("Saule Bekova writes here");
    others.show(view, [present(9_999)]);
    expect(before(view)).toEqual(["Су 👍🏽 келді."]);
    others.show(view, []);
    expect(before(view)).toEqual([]);
  });

  it("stay at their words while others write, and when they are told of again", () => {
    const { view, others } = open("Water came.");
    others.show(view, [present(6)]);
    view.dispatch({ changes: { from: 0, insert: "Today: " } });
    expect(before(view)).toEqual(["Today: Water "]);
    others.show(view, [present(6), present(0, { person: "marat", name: "Marat Isin" })]);
    expect(before(view)).toEqual(["", "Today: Water "]);
    others.go(view, present(6));
    expect(view.state.selection.main.head).toBe("Today: Water ".length);
    others.show(view, [present(0)]);
    expect(before(view)).toEqual([""]);
  });

  it("leave the text, the selection and the undo history alone", () => {
    const { view, others } = open("Water");
    view.dispatch({ changes: { from: 5, insert: " came" }, selection: { anchor: 10 }, userEvent: "input.type" });
    others.show(view, [present(2)]);
    expect([view.state.doc.toString(), view.state.selection.main.head]).toEqual(["Water came", 10]);
    undo(view);
    expect(view.state.doc.toString()).toBe("Water");
  });

  it("hear in bytes where one's own caret is, and that it left", () => {
    const { view, onmove } = open("Су келді");
    view.focus();
    view.dispatch({ selection: { anchor: 3 } });
    expect(onmove).toHaveBeenLastCalledWith(5);
    view.contentDOM.blur();
    return vi.waitFor(() => expect(onmove).toHaveBeenLastCalledWith(undefined));
  });

  it("have the same colour everywhere", () => {
    expect(colourOf("saule")).toBe(colourOf("saule"));
    expect(new Set(["a", "b", "c", "d", "e", "f", "g"].map(colourOf)).size).toBeGreaterThan(2);
  });
});

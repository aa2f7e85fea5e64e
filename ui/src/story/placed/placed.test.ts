import { ensureSyntaxTree } from "@codemirror/language";
import { defaultKeymap, history, historyKeymap, undo } from "@codemirror/commands";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView, keymap, runScopeHandlers } from "@codemirror/view";
import { waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { bodyMarkdown } from "../markdown";
import { placedIn, placePhoto, placesWhole, selectedPlace, takeOut } from ".";

const A = "![](photo:aa)";
const B = "![](photo:bb)";

let view: EditorView;
let shown: string[] = [];
afterEach(() => view.destroy());

/** A body in which `|` is the caret. */
function body(marked: string, readonly = false): EditorView {
  const at = marked.indexOf("|");
  const doc = marked.replace("|", "");
  shown = [];
  const extensions = [
    history(),
    keymap.of([...historyKeymap, ...defaultKeymap]),
    bodyMarkdown((photo, target) => {
      shown.push(photo);
      target.append(`photo ${photo}`);
      return () => (shown = shown.filter((each) => each !== photo));
    }),
    placesWhole(),
    EditorState.readOnly.of(readonly),
  ];
  view = new EditorView({ state: EditorState.create({ doc, selection: EditorSelection.single(Math.max(at, 0)), extensions }), parent: document.body });
  ensureSyntaxTree(view.state, doc.length, 5_000);
  view.focus();
  return view;
}

/** The text, with the caret or what is selected between bars. */
function read(): string {
  const { from, to, empty } = view.state.selection.main;
  const doc = view.state.doc.toString();
  return empty ? `${doc.slice(0, from)}|${doc.slice(from)}` : `${doc.slice(0, from)}|${doc.slice(from, to)}|${doc.slice(to)}`;
}

function press(key: string) {
  return runScopeHandlers(view, new KeyboardEvent("keydown", { key, code: key, keyCode: { Backspace: 8, Delete: 46, Enter: 13 }[key] ?? 0 }), "editor");
}

describe("A photo gets its place", () => {
  it.each([
    ["On|e.\n\nTwo.", `One.\n\n|${A}|\n\nTwo.`],
    ["One\nmo|re\nlines.\n\nTwo.", `One\nmore\nlines.\n\n|${A}|\n\nTwo.`],
    ["One.|", `One.\n\n|${A}|`],
    ["|", `|${A}|`],
    ["One.\n\n|", `One.\n\n|${A}|`],
    ["One.\n|\nTwo.", `One.\n\n|${A}|\n\nTwo.`],
    [`${A}\n\nOne.|\n\nTwo.`, `One.\n\n|${A}|\n\nTwo.`],
    [`One.|\n\nTwo.\n\n${A}\n\nThree.`, `One.\n\n|${A}|\n\nTwo.\n\nThree.`],
    [`${B}\n\nOne|.`, `${B}\n\nOne.\n\n|${A}|`],
  ])("below the paragraph with the caret: %j", (before, after) => {
    body(before);
    placePhoto(view, "aa");
    expect(read()).toBe(after);
    expect(placedIn(view.state.doc)).toContain("aa");
    undo(view);
    expect(view.state.doc.toString()).toBe(before.replace("|", ""));
  });

  it.each([
    [`One.\n\n${A}\n\nTwo.|`, "One.\n\nTwo."],
    [`${A}\n\nOne.|`, "One."],
    [`One.|\n\n${A}`, "One."],
    [`${A}`, ""],
    [`One.|\n\n${A}\n\n${B}`, `One.\n\n${B}`],
  ])("and is taken out with the line that parted it: %j", (before, after) => {
    body(before);
    takeOut(view, "aa");
    expect(view.state.doc.toString()).toBe(after);
  });
});

describe("A photo in the text", () => {
  it("is shown as the photo, whatever the caret does, and ends with its place", async () => {
    body(`One.|\n\n${A}\n\nTwo.`);
    expect(view.contentDOM.querySelector(".md-photo")?.textContent).toBe("photo aa");
    view.dispatch({ selection: { anchor: 8 } });
    await waitFor(() => expect(view.contentDOM.querySelector(".md-photo.is-selected")).not.toBeNull());
    expect(shown).toEqual(["aa"]);
    takeOut(view, "aa");
    expect(view.contentDOM.querySelector(".md-photo")).toBeNull();
    expect(shown).toEqual([]);
  });

  it("is words where it does not stand alone", () => {
    body(`One.|\n${A}\n\n> ${B}`);
    expect(view.contentDOM.querySelector(".md-photo")).toBeNull();
  });

  it("is selected as a whole by a caret that comes to it, from either side, and left the way it was going", () => {
    body(`One.\n|\n${A}\n\nTwo.`);
    view.dispatch({ selection: { anchor: 6 } });
    expect(read()).toBe(`One.\n\n|${A}|\n\nTwo.`);
    expect(selectedPlace(view.state)?.photo).toBe("aa");
    view.dispatch({ selection: { anchor: 6 + A.length } });
    expect(read()).toBe(`One.\n\n${A}\n|\nTwo.`);
    view.dispatch({ selection: { anchor: 6 + A.length } });
    view.dispatch({ selection: { anchor: 6 } });
    expect(read()).toBe(`One.\n|\n${A}\n\nTwo.`);
  });

  it("is never typed over: the words stand below it", () => {
    body(`One.\n\n|${A}\n\nTwo.`);
    view.dispatch({ selection: { anchor: 6 } });
    expect(press("Enter")).toBe(true);
    expect(read()).toBe(`One.\n\n${A}\n\n|\n\nTwo.`);
  });

  it("goes with Backspace or Delete, and comes back with undo", () => {
    for (const key of ["Backspace", "Delete"]) {
      body(`One.\n\n${A}\n\nTwo.`);
      view.dispatch({ selection: { anchor: 6 } });
      press(key);
      expect(view.state.doc.toString()).toBe("One.\n\nTwo.");
      undo(view);
      expect(view.state.doc.toString()).toBe(`One.\n\n${A}\n\nTwo.`);
      view.destroy();
    }
  });

  it("is selected before it is joined with a line beside it", () => {
    body(`One.|\n\n${A}\n\nTwo.`);
    press("Delete");
    expect(read()).toBe(`One.\n\n|${A}|\n\nTwo.`);
    view.dispatch({ selection: { anchor: view.state.doc.length - 4 } });
    press("Backspace");
    expect(read()).toBe(`One.\n\n|${A}|\n\nTwo.`);
  });

  it("stays where nobody may change the text", () => {
    body(`One.\n\n${A}`, true);
    view.dispatch({ selection: { anchor: 6 } });
    press("Delete");
    press("Enter");
    expect(view.state.doc.toString()).toBe(`One.\n\n${A}`);
  });
});

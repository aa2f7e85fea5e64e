import { readFileSync } from "node:fs";

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { expect, it } from "vitest";

import { nextPlaceholder, placeholders, placeholdersTinted } from "./placeholders";

it("marks are found exactly where the core finds them", () => {
  const cases = readFileSync("../tests/fixtures/placeholders.tsv", "utf8").trimEnd().split("\n");
  expect(cases.length).toBeGreaterThan(10);
  for (const line of cases) {
    const [text = "", ...expected] = line.split("\t");
    expect(placeholders(text).map(({ from, to }) => text.slice(from, to)), text).toEqual(expected);
  }
});

it("they are tinted, and a key leads from one to the next through all texts and round", () => {
  const editor = (doc: string) => new EditorView({ state: EditorState.create({ doc, extensions: placeholdersTinted() }), parent: document.body });
  const views = [editor("TK opens"), editor(""), editor("The dam holds TK or ??? litres")];
  expect(views[2]?.contentDOM.querySelectorAll(".to-come")).toHaveLength(2);
  const chosen = () => views.map((view) => (view.hasFocus ? view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to) : ""));
  const seen = Array.from({ length: 4 }, () => {
    expect(nextPlaceholder(views)).toBe(true);
    return chosen();
  });
  expect(seen).toEqual([["TK", "", ""], ["", "", "TK"], ["", "", "???"], ["TK", "", ""]]);
  const done = editor("done");
  expect(nextPlaceholder([done])).toBe(false);
  for (const view of [...views, done]) view.destroy();
});

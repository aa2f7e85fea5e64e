import { currentCompletions } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { begun, namesCompleted } from "./names";

const NAMES = ["Nurlan Abdirov", "Nurlan Beisen", "Astana", "Нұрлан Әбдіров", "نۇرلان ابدىروۆ"];

describe("names", () => {
  it.each([
    ["said Nur", "Nur", ["Nurlan Abdirov", "Nurlan Beisen"]],
    ["said Nurlan A", "Nurlan A", ["Nurlan Abdirov"]],
    ["said nurlan b", "nurlan b", ["Nurlan Beisen"]],
    ["said Abd", "Abd", ["Abdirov"]],
    ["«Нұр", "Нұр", ["Нұрлан Әбдіров"]],
    ["دەيدى ابد", "ابد", ["ابدىروۆ"]],
  ])("that go on as %j", (before, typed, names) => {
    expect(begun(before, NAMES)).toEqual({ typed, names });
  });

  it.each(["said Nu", "said Nurlan Abdirov", "Kostanay", "", "xNurlan", "said Nurlan Q"])("none go on as %j", (before) => {
    expect(begun(before, NAMES)).toBeUndefined();
  });
});

describe("an editor that knows names", () => {
  let view: EditorView;
  afterEach(() => view.destroy());

  function typed(text: string, readonly = false) {
    view = new EditorView({ state: EditorState.create({ extensions: [namesCompleted(() => NAMES), EditorState.readOnly.of(readonly)] }), parent: document.body });
    view.focus();
    view.dispatch({ changes: { from: 0, insert: text }, selection: { anchor: text.length }, userEvent: "input.type" });
  }
  const press = (key: string, code: number, ctrlKey = false) => runScopeHandlers(view, new KeyboardEvent("keydown", { key, code: key, keyCode: code, ctrlKey }), "editor");

  it("offers them by itself, takes one with Tab, and leaves Enter and the arrows alone", async () => {
    typed("said Astan");
    await waitFor(() => expect(currentCompletions(view.state).map(({ label }) => label)).toEqual(["Astana"]));
    expect(press("Enter", 13) || press("ArrowDown", 40)).toBe(false);
    await waitFor(() => {
      press("Tab", 9);
      expect(view.state.doc.toString()).toBe("said Astana");
    });
  });

  it("gives the arrows and Enter to a list that was opened", async () => {
    typed("Nurl");
    press(" ", 32, true);
    await waitFor(() => expect(currentCompletions(view.state)).toHaveLength(2));
    await waitFor(() => expect(press("ArrowDown", 40)).toBe(true));
    expect(press("Enter", 13)).toBe(true);
    expect(view.state.doc.toString()).toBe("Nurlan Beisen");
  });

  it("puts the words of a snippet in the place of the first letters of its name", async () => {
    const snippet = { id: "w", name: "Weather line", begins: "It was…", text: () => Promise.resolve("It was *dry*.") };
    const extensions = [namesCompleted(() => ["Weatherby"], () => [snippet])];
    view = new EditorView({ state: EditorState.create({ extensions }), parent: document.body });
    view.focus();
    view.dispatch({ changes: { from: 0, insert: "So: weather l" }, selection: { anchor: 13 }, userEvent: "input.type" });
    await waitFor(() => expect(currentCompletions(view.state).map(({ label, detail }) => [label, detail])).toEqual([["Weather line", "It was…"]]));
    await waitFor(() => {
      press("Tab", 9);
      expect(view.state.doc.toString()).toBe("So: It was *dry*.");
    });
    expect(view.state.selection.main.head).toBe(17);
  });
});

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { fireEvent, screen } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { EditionInfo, SpellingView } from "../../backend";
import { TestCore } from "../../testing/core";
import { Checker, lookAgain, nextMisspelt, spelling } from ".";
import { misspelt } from "./marks";

const KAZAKH: EditionInfo = {
  key: "kk",
  tag: "kk-Cyrl",
  label: "қз",
  direction: "ltr",
  derived_from: null,
  mark: "",
  quotes: ["«", "»", "“", "”"],
};

describe("spelling", () => {
  let core: TestCore;
  let wrong: string[];
  let on: boolean;
  let checker: Checker;
  const views: EditorView[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    core = new TestCore();
    [wrong, on, checker] = [["кітяп"], true, new Checker("kk")];
    core.answers["spelling_check"] = ({ text }) => {
      const marks = wrong.flatMap((word) => {
        const from = String(text).indexOf(word);
        return from < 0 ? [] : [{ from, to: from + word.length }];
      });
      return { checked: true, trouble: null, marks } satisfies SpellingView;
    };
    core.answers["spelling_suggest"] = () => ["кітап", "кітабы"];
  });

  afterEach(() => {
    for (const view of views.splice(0)) view.destroy();
    document.body.replaceChildren();
    vi.useRealTimers();
  });

  async function opened(doc: string, readOnly = false) {
    const extensions = [spelling({ edition: KAZAKH, checker, on: () => on, done: () => undefined }), EditorState.readOnly.of(readOnly)];
    const view = new EditorView({ doc, parent: document.body, extensions });
    views.push(view);
    await vi.runAllTimersAsync();
    return view;
  }

  const marked = (view: EditorView) => misspelt(view.state).map(({ from, to }) => view.state.sliceDoc(from, to));
  const asked = () => core.calls.filter(({ command }) => command === "spelling_check").map(({ args }) => args["text"]);

  async function menu(view: EditorView) {
    expect(nextMisspelt([view])).toBe(true);
    await vi.runAllTimersAsync();
    return screen.getByRole("menu");
  }

  it("asks for a paragraph once, and only for the one that changed", async () => {
    const view = await opened("Бір кітяп.\n\nЕкі.");
    expect(marked(view)).toEqual(["кітяп"]);
    expect(asked()).toEqual(["Бір кітяп.\nЕкі."]);
    view.dispatch({ changes: { from: view.state.doc.length, insert: " Үш." } });
    await vi.runAllTimersAsync();
    expect(asked().slice(1)).toEqual(["Екі. Үш."]);
    expect(marked(view)).toEqual(["кітяп"]);
  });

  it("leaves the word alone that is being typed, until the caret goes on", async () => {
    const view = await opened("");
    view.dispatch({ changes: { from: 0, insert: "кітяп" }, selection: { anchor: 5 }, userEvent: "input.type" });
    await vi.runAllTimersAsync();
    expect(view.dom.querySelectorAll(".misspelt")).toHaveLength(0);
    view.dispatch({ selection: { anchor: 0 } });
    expect(view.dom.querySelectorAll(".misspelt")).toHaveLength(1);
  });

  it("offers words by keys, puts one in the place of the other, and has no fault that axe can find", async () => {
    const view = await opened("Бір кітяп оқылды.");
    const window = await menu(view);
    expect(window.getAttribute("aria-label")).toContain("кітяп");
    expect(document.activeElement?.textContent?.trim()).toBe("кітап");
    vi.useRealTimers();
    const { violations } = await axe.run(window, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    vi.useFakeTimers();
    await fireEvent.keyDown(document.activeElement as Element, { key: "ArrowDown" });
    expect(document.activeElement?.textContent?.trim()).toBe("кітабы");
    await fireEvent.click(document.activeElement as Element);
    expect(view.state.doc.toString()).toBe("Бір кітабы оқылды.");
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("adds a word to the agency's list, and marks it no more once the list is another", async () => {
    const view = await opened("Бір кітяп.");
    core.answers["entry_new"] = ({ label }) => {
      wrong = wrong.filter((word) => word !== label);
      return { entry: "one", kind: "word", labels: { kk: label }, parent: null, fills: {}, may_change: true };
    };
    await menu(view);
    await fireEvent.click(screen.getByText("Add to the agency’s list"));
    await vi.runAllTimersAsync();
    expect(core.calls.find(({ command }) => command === "entry_new")?.args).toEqual({ kind: "word", edition: "kk", label: "кітяп" });
    checker.forget();
    lookAgain(view);
    await vi.runAllTimersAsync();
    expect(marked(view)).toEqual([]);
  });

  it("says in the window why a word could not be added", async () => {
    const view = await opened("Бір кітяп.");
    core.answers["entry_new"] = () => {
      throw { code: "label-missing", params: {} };
    };
    await menu(view);
    await fireEvent.click(screen.getByText("Add to the agency’s list"));
    await vi.runAllTimersAsync();
    expect(screen.getByRole("alert").textContent).not.toBe("");
    expect(view.state.doc.toString()).toBe("Бір кітяп.");
  });

  it("leaves a word alone when it is told to, and with Esc nothing happens", async () => {
    const view = await opened("Бір кітяп. Тағы кітяп.");
    await menu(view);
    await fireEvent.keyDown(document.activeElement as Element, { key: "Escape" });
    expect(screen.queryByRole("menu")).toBeNull();
    expect(marked(view)).toEqual(["кітяп"]);
    await menu(view);
    await fireEvent.click(screen.getByText("Leave it for now"));
    await vi.runAllTimersAsync();
    expect(marked(view)).toEqual([]);
    expect(nextMisspelt([view])).toBe(false);
  });

  it("offers nothing in a text that may not be changed", async () => {
    const view = await opened("Бір кітяп.", true);
    await menu(view);
    expect(screen.queryByText("кітап")).toBeNull();
  });

  it("marks nothing when it is switched off, or without a dictionary", async () => {
    on = false;
    const view = await opened("Бір кітяп.");
    expect(asked()).toEqual([]);
    on = true;
    core.answers["spelling_check"] = () => ({ checked: false, trouble: { code: "dictionary-missing", params: { language: "kk" } }, marks: [] });
    lookAgain(view);
    await vi.runAllTimersAsync();
    expect(marked(view)).toEqual([]);
    expect(checker.trouble?.code).toBe("dictionary-missing");
  });
});

import { history, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import axe from "axe-core";
import { fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { TestCore } from "../../testing/core";
import { Find } from "./find.svelte";
import FindBar from "./FindBar.svelte";
import GoTo from "./GoTo.svelte";
import { findMarks } from "./marks";
import { goToParagraph, paragraphAt, paragraphStarts } from "./paragraphs";

let views: EditorView[] = [];
let find: Find;

function texts(...docs: string[]) {
  for (const view of views) view.destroy();
  views = docs.map((doc) => new EditorView({ state: EditorState.create({ doc, extensions: [findMarks(), history()] }), parent: document.body }));
  find = new Find(() => views);
}

const chosen = () => views.flatMap((view) => (view.state.selection.main.empty ? [] : view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)));
const docs = () => views.map((view) => view.state.doc.toString());
function look(words: string) {
  find.words = words;
  find.look();
}

// An editor looks after its focus a moment later, when the page of the test may be gone.
afterEach(() => views.forEach((view) => view.destroy()));
beforeEach(() => texts("Water comes", "", "The water of the canal. Waters, ПАРОМ and паром, watered."));

describe("finding", () => {
  it("goes through all texts of an edition and round", () => {
    find.open(false);
    look("water");
    expect(find.count).toBe(4);
    const seen = Array.from({ length: 5 }, () => {
      find.go(1);
      return [find.current, ...chosen()];
    });
    expect(seen.map(([place]) => place)).toEqual([1, 2, 3, 4, 1]);
    find.go(-1);
    expect(find.current).toBe(4);
    expect(views[2]?.contentDOM.querySelectorAll(".found")).toHaveLength(3);
    expect(views[2]?.contentDOM.querySelector(".found-here")?.textContent).toBe("water");
    find.close();
    expect(views[2]?.contentDOM.querySelectorAll(".found")).toHaveLength(0);
  });

  it("minds case and whole words when it is asked to, in every script", () => {
    find.open(false);
    look("паром");
    expect(find.count).toBe(2);
    find.matchCase = true;
    look("паром");
    expect(find.count).toBe(1);
    find.matchCase = false;
    find.wholeWord = true;
    look("water");
    expect(find.count).toBe(2);
  });

  it("says of a regular expression that it cannot be read yet, and finds what it means", () => {
    find.open(false);
    find.regexp = true;
    look("wat(");
    expect([find.isInvalid, find.count]).toEqual([true, 0]);
    look(String.raw`\bw\w+`);
    expect([find.isInvalid, find.count]).toEqual([false, 4]);
  });
});

describe("replacing", () => {
  it("one by one, and all at once with one undo in each text", () => {
    find.open(true);
    look("water");
    find.replacement = "ice";
    find.go(1);
    find.replace();
    expect(docs()[0]).toBe("ice comes");
    expect(find.count).toBe(3);
    find.replaceAll();
    expect(docs()).toEqual(["ice comes", "", "The ice of the canal. ices, ПАРОМ and паром, iceed."]);
    expect(find.replaced).toBe(3);
    undo(views[2]!);
    expect(docs()[2]).toBe("The water of the canal. Waters, ПАРОМ and паром, watered.");
  });

  it("puts the groups of a regular expression in their places", () => {
    texts("7.5 km and 12 km", "", "");
    find.open(true);
    find.regexp = true;
    look(String.raw`(\d+(?:\.\d+)?) km`);
    find.replacement = "$$$1 ($&)";
    find.replaceAll();
    expect(docs()[0]).toBe("$7.5 (7.5 km) and $12 (12 km)");
  });

  it("never ends when what is put in holds what is looked for", () => {
    find.open(true);
    look("water");
    find.replacement = "waterwater";
    find.replaceAll();
    expect(find.replaced).toBe(4);
  });
});

describe("the bar", () => {
  it("is worked by keys and has no fault that axe can find", async () => {
    find.open(true);
    const { container } = render(FindBar, { find, mayReplace: true, lang: "en", direction: "ltr" });
    const words = screen.getByLabelText<HTMLInputElement>("Find in this edition");
    expect(document.activeElement).toBe(words);
    await fireEvent.input(words, { target: { value: "water" } });
    await fireEvent.keyDown(words, { key: "Enter" });
    expect(screen.getByRole("status").textContent.trim()).toBe("1 of 4");
    await fireEvent.keyDown(words, { key: "Enter", shiftKey: true });
    expect(screen.getByRole("status").textContent.trim()).toBe("4 of 4");
    await fireEvent.input(screen.getByLabelText("Replace with"), { target: { value: "ice" } });
    await fireEvent.click(screen.getByRole("button", { name: "Replace all" }));
    expect(screen.getByRole("status").textContent.trim()).toBe("4 replaced");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
    await fireEvent.keyDown(words, { key: "Escape" });
    expect(find.isOpen).toBe(false);
  });
});

describe("finding in any script", () => {
  let core: TestCore;
  beforeEach(() => {
    core = new TestCore();
    core.answers["search_pattern"] = ({ words }) => (words === "su" ? "[sс][uу]" : null);
  });

  it("asks the core how the words are written, and finds and replaces what it says", async () => {
    texts("Су келді, su keldi");
    find.open(true);
    find.toggle("anyScript");
    look("su");
    await vi.waitFor(() => expect(find.count).toBe(2));
    find.replacement = "$1";
    find.replaceAll();
    expect(docs()).toEqual(["$1 келді, $1 keldi"]);
  });

  it("an answer to what is not looked for any more is not shown, and the ways to look exclude each other", async () => {
    texts("Су келді");
    find.open(false);
    find.toggle("regexp");
    find.toggle("anyScript");
    expect([find.regexp, find.anyScript]).toEqual([false, true]);
    look("su");
    look("xyz");
    await vi.waitFor(() => expect(core.calls).toHaveLength(2));
    await Promise.resolve();
    expect(find.count).toBe(0);
    find.toggle("regexp");
    expect([find.regexp, find.anyScript]).toEqual([true, false]);
  });
});

describe("going to a paragraph", () => {
  it("counts what people count, and a number that is too large is the last", async () => {
    texts("", "", "First\nand on\n\n \nSecond\n\n- third\n- fourth\n");
    const body = views[2] as EditorView;
    expect(paragraphStarts(body.state.doc)).toHaveLength(3);
    const onclose = vi.fn();
    const { container } = render(GoTo, { props: { view: body, onclose } });
    const field = screen.getByLabelText<HTMLInputElement>("Go to paragraph");
    expect([field.value, screen.getByText("of 3").textContent]).toEqual(["1", "of 3"]);
    expect((await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.input(field, { target: { value: "2" } });
    await fireEvent.submit(field.form as HTMLFormElement);
    expect(body.state.sliceDoc(body.state.selection.main.head, body.state.selection.main.head + 6)).toBe("Second");
    expect(onclose).toHaveBeenCalled();
    goToParagraph(body, 99);
    expect(paragraphAt(body)).toBe(3);
  });
});

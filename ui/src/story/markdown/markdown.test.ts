import { readFileSync } from "node:fs";

import { ensureSyntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView, runScopeHandlers } from "@codemirror/view";
import { waitFor } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { bodyMarkdown, formatsAt, insertTable, setLink, toggleBlock, toggleInline } from ".";
import { embedOf } from "./embeds";
import { rendered } from "./rendered";

/** Shows a photo by its name. */
function photo(name: string, target: HTMLElement) {
  target.textContent = `photo ${name}`;
  return () => undefined;
}

let view: EditorView;
afterEach(() => view.destroy());

/** An editor with a text in which `|` is the caret, or two of them the ends of what is selected. */
function editor(marked: string, focus = true): EditorView {
  const [before = "", ...rest] = marked.split("|");
  const selected = rest.length > 1 ? (rest[0] ?? "") : "";
  const doc = before + rest.join("");
  const selection = EditorSelection.single(before.length, before.length + selected.length);
  view = new EditorView({ state: EditorState.create({ doc, selection, extensions: bodyMarkdown(photo) }), parent: document.body });
  ensureSyntaxTree(view.state, doc.length, 5_000);
  if (focus) view.focus();
  view.dispatch({ selection });
  return view;
}

const text = () => view.state.doc.toString();
/** The text with its caret or selection marked. */
function marked(): string {
  const { from, to } = view.state.selection.main;
  const all = text();
  return from === to ? `${all.slice(0, from)}|${all.slice(from)}` : `${all.slice(0, from)}|${all.slice(from, to)}|${all.slice(to)}`;
}
/** What a person sees, line by line. */
const seen = () => [...view.contentDOM.children].map((line) => line.textContent);

describe("the look", () => {
  it("shows signs only where the caret is", () => {
    editor("Water **came** on *Monday*, [they say](https://example.kz).\n\nNext|");
    expect(seen()[0]).toBe("Water came on Monday, they say.");
    view.dispatch({ selection: { anchor: 10 } });
    expect(seen()[0]).toBe("Water **came** on Monday, they say.");
    view.dispatch({ selection: { anchor: text().indexOf("they") } });
    expect(seen()[0]).toBe("Water came on Monday, [they say](https://example.kz).");
  });

  it("shows headings, quotes, lists and rules as such, and their signs on the line of the caret", () => {
    editor("## The farmers\n\n> Enough for all.\n\n- cotton\n  * lucerne\n\n1. first\n\n---\n\nend|");
    expect(seen().filter((line) => line !== "")).toEqual(["The farmers", "Enough for all.", "• cotton", "  • lucerne", "1. first", "end"]);
    expect(view.contentDOM.querySelector(".md-rule")).not.toBeNull();
    expect(view.contentDOM.querySelectorAll(".md-item-2")).toHaveLength(1);
    view.dispatch({ selection: { anchor: 0 } });
    expect(seen()[0]).toBe("## The farmers");
  });

  it("shows no signs to whoever is elsewhere, and none of what only looks like them", () => {
    editor("**Wa|ter** costs 2 * 3, [1] and a\\*b", false);
    expect(seen()[0]).toBe("Water costs 2 * 3, [1] and a*b");
  });

  it("shows a table as a table until the caret is in it, and Tab leads from cell to cell", async () => {
    const doc = "Before\n\n| District | Hectares |\n| --- | --- |\n| **Maktaaral** | 9,500 |\n| Sauran |  |\n\nafter";
    view = new EditorView({ state: EditorState.create({ doc, extensions: bodyMarkdown(photo) }), parent: document.body });
    ensureSyntaxTree(view.state, doc.length, 5_000);
    view.focus();
    view.dispatch({ selection: { anchor: 0 } });
    const cells = () => [...view.contentDOM.querySelectorAll("th, td")].map((cell) => cell.innerHTML);
    expect(cells()).toEqual(["District", "Hectares", "<strong>Maktaaral</strong>", "9,500", "Sauran", ""]);
    view.dispatch({ selection: { anchor: doc.indexOf("District") } });
    // The editor tells of its focus a moment later.
    await waitFor(() => expect(cells()).toEqual([]));
    const tab = (shiftKey = false) => runScopeHandlers(view, new KeyboardEvent("keydown", { key: "Tab", keyCode: 9, shiftKey }), "editor");
    const chosen = () => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to);
    const way = ["Hectares", "**Maktaaral**", "9,500", "Sauran", ""];
    for (const cell of way) {
      tab();
      expect(chosen()).toBe(cell);
    }
    tab(true);
    expect(chosen()).toBe("Sauran");
  });
});

describe("posts and videos", () => {
  it("are found by the rules that pages have", () => {
    const cases = readFileSync("../tests/fixtures/embeds.tsv", "utf8").trimEnd().split("\n");
    for (const line of cases) {
      const [paragraph = "", place = ""] = line.split("\t");
      expect([paragraph, embedOf(paragraph)?.place ?? ""]).toEqual([paragraph, place]);
    }
  });

  it("are cards until the caret is in their line, and ask nobody for anything", async () => {
    const address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
    editor(`|Before\n\n${address}\n\nSee ${address} too`);
    const cards = () => [...view.contentDOM.querySelectorAll(".md-embed")].map((card) => card.textContent);
    await waitFor(() => expect(cards()).toEqual(["YouTubeyoutube.com/watch?v=dQw4w9WgXcQ"]));
    expect(view.contentDOM.querySelector("iframe, img, script, a")).toBeNull();
    view.dispatch({ selection: { anchor: text().indexOf(address) } });
    await waitFor(() => expect(cards()).toEqual([]));
    expect(seen()).toContain(address);
  });
});

describe("the tools", () => {
  it("make words bold and plain again, a word at the caret as well as a selection", () => {
    editor("Water |came early| on Monday");
    toggleInline(view, "strong");
    expect(marked()).toBe("Water **|came early|** on Monday");
    toggleInline(view, "strong");
    expect(marked()).toBe("Water |came early| on Monday");
    view.dispatch({ selection: { anchor: 2 } });
    toggleInline(view, "emphasis");
    expect(marked()).toBe("*Wa|ter* came early on Monday");
    expect(formatsAt(view.state)).toContain("emphasis");
    toggleInline(view, "emphasis");
    expect(marked()).toBe("Wa|ter came early on Monday");
  });

  it("leave the spaces at the ends of a selection outside", () => {
    editor("Water| came |early");
    toggleInline(view, "strong");
    expect(text()).toBe("Water **came** early");
  });

  it("make lines a list, another list, a heading and paragraphs again", () => {
    editor("|one\ntwo|\nthree");
    toggleBlock(view, "bullets");
    expect(text()).toBe("- one\n- two\nthree");
    toggleBlock(view, "numbers");
    expect(text()).toBe("1. one\n2. two\nthree");
    toggleBlock(view, "quote");
    expect(text()).toBe("> one\n> two\nthree");
    toggleBlock(view, "quote");
    expect(text()).toBe("one\ntwo\nthree");
    view.dispatch({ selection: { anchor: text().length } });
    toggleBlock(view, "heading");
    expect(text()).toBe("one\ntwo\n## three");
    expect([...formatsAt(view.state)]).toEqual(["heading"]);
  });

  it("set, change and take away the address of a link", () => {
    editor("The |department| reports");
    setLink(view, "example.kz/a b");
    expect(text()).toBe("The [department](https://example.kz/a%20b) reports");
    view.dispatch({ selection: { anchor: 8 } });
    setLink(view, "https://example.kz/(c)");
    expect(text()).toBe("The [department](<https://example.kz/(c)>) reports");
    view.dispatch({ selection: { anchor: 8 } });
    setLink(view, "");
    expect(text()).toBe("The department reports");
  });

  it("put a table below the paragraph at the caret", () => {
    editor("Water ca|me");
    insertTable(view, ["One", "Two"]);
    expect(text()).toBe("Water came\n\n| One | Two |\n| --- | --- |\n|  |  |\n");
    expect(view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to)).toBe("One");
  });

  it("do nothing to a text that may not be changed", () => {
    view = new EditorView({ state: EditorState.create({ doc: "Water", extensions: [bodyMarkdown(photo), EditorState.readOnly.of(true)] }) });
    expect([toggleInline(view, "strong"), toggleBlock(view, "quote"), setLink(view, "a.kz"), insertTable(view, ["a", "b"])]).toEqual([false, false, false, false]);
    expect(text()).toBe("Water");
  });
});

describe("a text as it will be printed", () => {
  it("has the elements of a page and no signs", () => {
    editor("");
    const holder = document.createElement("div");
    holder.append(
      rendered(
        "## The *farmers*\n\nWater **came\nearly**, [they](https://a.kz) \\*say\\* [x](javascript:alert(1)).\n\n> Enough.\n\n- cotton\n  1. first\n- <b>\n\n| a | b |\n| - | - |\n| ~~1~~ | |\n\n---\n",
      ),
    );
    expect(holder.innerHTML).toBe(
      '<h2>The <em>farmers</em></h2><p>Water <strong>came early</strong>, <a href="https://a.kz">they</a> *say* x.</p>' +
        "<blockquote><p>Enough.</p></blockquote><ul><li><p>cotton</p><ol><li><p>first</p></li></ol></li><li><p>&lt;b&gt;</p></li></ul>" +
        "<table><tr><th>a</th><th>b</th></tr><tr><td><s>1</s></td><td></td></tr></table><hr>",
    );
  });
});

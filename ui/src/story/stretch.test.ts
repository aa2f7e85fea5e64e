import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";

import { placeBehind, placeIn, Stretch } from "./stretch.svelte";

const views: EditorView[] = [];
afterEach(() => views.splice(0).forEach((view) => view.destroy()));

function editor(doc: string) {
  const open: Stretch[] = [];
  const view = new EditorView({
    state: EditorState.create({
      doc,
      extensions: EditorView.updateListener.of((update) => open.forEach((each) => each.heard(update))),
    }),
  });
  views.push(view);
  const stretch = (range: { from: number; to: number }, around?: readonly [string, string]) => {
    const made = new Stretch(view, range, around, async () => undefined);
    open.push(made);
    return made;
  };
  return { view, stretch };
}

describe("a passage that is written outside of its editor", () => {
  const DOC = "Су келді.\n\nАрна ашылды.\n\nКүн ашық.";

  it("changes its own words and no others", () => {
    const { view, stretch } = editor(DOC);
    const place = placeIn(view, 11, "Арна ашылды.");
    if (!place) throw new Error("it stands there");
    const passage = stretch(place);
    passage.type("Арна ерте ашылды.");
    passage.type("Арна бүгін ерте ашылды.");
    expect(view.state.doc.toString()).toBe("Су келді.\n\nАрна бүгін ерте ашылды.\n\nКүн ашық.");
  });

  it("goes along with what others write", () => {
    const { view, stretch } = editor(DOC);
    const passage = stretch({ from: 11, to: 23 });
    view.dispatch({ changes: { from: 0, insert: "Жаңа сөз. " } });
    view.dispatch({ changes: { from: 26, insert: "қазір " } });
    expect(passage.text).toBe("Арна қазір ашылды.");
    passage.type("Арна жабық.");
    expect(view.state.doc.toString()).toBe("Жаңа сөз. Су келді.\n\nАрна жабық.\n\nКүн ашық.");
  });

  it("finds a sentence in its passage, and puts a new one behind it", () => {
    const { view, stretch } = editor("Су келді. Арна ашылды.\n\nСу келді.");
    expect(placeIn(view, 0, "Су келді.")).toEqual({ from: 24, to: 33 });
    const place = placeIn(view, 0, "Су келді.", false);
    expect(place).toEqual({ from: 0, to: 9 });
    const behind = placeBehind(view, place, " ");
    stretch(behind.range, behind.around).type("Ерте.");
    expect(view.state.doc.toString()).toBe("Су келді. Ерте. Арна ашылды.\n\nСу келді.");
  });

  it("puts a new passage behind another one, before all of them, or into nothing", () => {
    const { view, stretch } = editor("Су келді.\n\nКүн ашық.");
    const behind = placeBehind(view, { from: 0, to: 9 });
    const passage = stretch(behind.range, behind.around);
    passage.type("А");
    passage.type("Ар");
    expect(view.state.doc.toString()).toBe("Су келді.\n\nАр\n\nКүн ашық.");
    const first = placeBehind(view, undefined);
    stretch(first.range, first.around).type("Бірінші.");
    expect(view.state.doc.toString()).toBe("Бірінші.\n\nСу келді.\n\nАр\n\nКүн ашық.");
    const empty = editor("\n");
    const only = placeBehind(empty.view, undefined);
    empty.stretch(only.range, only.around).type("Жалғыз.");
    expect(empty.view.state.doc.toString()).toBe("Жалғыз.");
  });

  it("is found again where it moved to, and nowhere when it is rewritten", () => {
    const { view } = editor(DOC);
    expect(placeIn(view, 0, "Арна ашылды.")).toEqual({ from: 11, to: 23 });
    expect(placeIn(view, 11, "Арна жабылды.")).toBeUndefined();
  });

  it("is a whole one: words of an earlier moment are not taken for it", () => {
    const { view } = editor("Су келді.\n\nАрна ашылды.\nҚысқа.\n\nСу келді.");
    expect(placeIn(view, 0, "Су келді")).toBeUndefined();
    expect(placeIn(view, 11, "Арна ашылды.")).toBeUndefined();
    expect(placeIn(view, 11, "Арна ашылды.\nҚысқа.")).toEqual({ from: 11, to: 30 });
    expect(placeIn(view, 30, "Су келді.")).toEqual({ from: 32, to: 41 });
  });
});

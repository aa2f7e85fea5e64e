import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";

import { placeOf, quoteOf } from "./remarks";

const part = "edition/en/body";

function marked(text: string, quote: Parameters<typeof placeOf>[1]): string | undefined {
  const place = placeOf(text, quote);
  return place && text.slice(place.from, place.to);
}

describe("a passage that was selected", () => {
  it("is known by its words and those around it, without the space at its ends", () => {
    const doc = "Water came. Nobody knows why. Fire came.";
    const state = EditorState.create({ doc, selection: { anchor: 11, head: 30 } });
    expect(quoteOf(state, part)).toEqual({ part, exact: "Nobody knows why.", before: "Water came. ", after: " Fire came." });
    expect(quoteOf(EditorState.create({ doc, selection: { anchor: 11, head: 12 } }), part)).toBeUndefined();
    expect(quoteOf(EditorState.create({ doc }), part)).toBeUndefined();
  });

  const quote = { part, exact: "came", before: "Then fire ", after: " to the town." };

  it.each([
    ["Water came. Then fire came to the town.", "Water came. Then fire ".length, "the second of two that read the same"],
    ["Then fire came to the town. Water came.", "Then fire ".length, "the first of two"],
    ["New words. Water came. Slow fire came to the town.", "New words. Water came. Slow fire ".length, "after what changed around it"],
    ["came", 0, "when nothing else is left"],
  ])("is found in %j at %i: %s", (text, from) => {
    expect(placeOf(text, quote)).toEqual({ from, to: from + 4 });
  });

  it("is what stands between the words around it when its own were changed, and nowhere when those are gone, too", () => {
    expect(marked("Water. Then fire reached us to the town. End.", quote)).toBe("reached us");
    expect(marked("Water. Then fire to the town.", quote)).toBeUndefined();
    expect(marked(`Then fire ${"x".repeat(500)} to the town.`, quote)).toBeUndefined();
    expect(marked("All is new.", quote)).toBeUndefined();
    expect(marked("", quote)).toBeUndefined();
  });

  it("may be in any script", () => {
    const tote = { part, exact: "سۋ كەلدى", before: "دۇيسەنبى كۇنى ", after: " دەيدى ول" };
    expect(marked("كەشە دۇيسەنبى كۇنى سۋ كەلدى دەيدى ول.", tote)).toBe("سۋ كەلدى");
    expect(marked("عاسىر دۇيسەنبى كۇنى سۋ اقتى دەيدى ول.", tote)).toBe("سۋ اقتى");
  });
});

import { describe, expect, it } from "vitest";

import type { StoryView } from "../backend";
import { photoView, storyView } from "../testing/views";
import { pairs, passagesOf, pieces } from "./passages";

function story(parts: Record<string, string>, photos: Record<string, string>[] = []): StoryView {
  return storyView(parts, { photos: photos.map((words, index) => photoView(words, { photo: String(index) })) });
}

describe("an edition in passages", () => {
  const view = story(
    {
      "edition/en/headline": "Canals open",
      "edition/en/body": "# Water\n\nFirst.\nStill first.\n\n\n> Said.\n",
      "edition/kk/headline": "Арналар ашылды",
      "edition/kk/body": "Бірінші.",
    },
    [{ "edition/en/caption": "A canal" }],
  );

  it("takes everything that an approval is about", () => {
    expect(passagesOf(view, "en").map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      "headline: Canals open",
      "lead: ",
      "heading: # Water",
      "paragraph: First.\nStill first.",
      "quote: > Said.",
      "caption: A canal",
      "alt-text: ",
    ]);
  });

  it("puts the words of a photo beside the same photo, however long the texts are", () => {
    const rows = pairs(passagesOf(view, "en"), passagesOf(view, "kk"));
    expect(rows.map(({ source, edition }) => [source?.text, edition?.text])).toEqual([
      ["Canals open", "Арналар ашылды"],
      ["# Water", "Бірінші."],
      ["First.\nStill first.", undefined],
      ["> Said.", undefined],
      ["A canal", ""],
    ]);
  });
});

describe("a passage in pieces", () => {
  it("leaves nothing out", () => {
    for (const text of ["a **b** c", "*a* _b_ __c__", "snake_case_name and 2 * 3 * 4", "**open", "", "**عربي** x"]) {
      expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
    }
  });

  it("tells bold and emphasis from letters", () => {
    expect(pieces("a **b** c").map(({ kind }) => kind)).toEqual(["plain", "sign", "strong", "sign", "plain"]);
    expect(pieces("snake_case_name").map(({ kind }) => kind)).toEqual(["plain"]);
    expect(pieces("2 * 3 * 4").map(({ kind }) => kind)).toEqual(["plain"]);
  });
});

import { describe, expect, it } from "vitest";

import type { FindingView } from "../backend";
import { kindOf, pieces, placesIn } from "./pieces";

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

  it("tells a subheading and a quote from a paragraph", () => {
    expect(["## Water", "> Said.", "#tag", "A > b"].map(kindOf)).toEqual(["heading", "quote", "paragraph", "paragraph"]);
  });

  it("marks what was found, through bold and letters of any length, and leaves nothing out", () => {
    const text = "Су **14 мың** 😀 гектарға жетті";
    const bytes = (words: string) => new TextEncoder().encode(text.slice(0, text.indexOf(words))).length;
    const finding = (words: string, severity: FindingView["severity"], over: Partial<FindingView> = {}): FindingView => ({
      name: words,
      check: "numbers",
      severity,
      row: 0,
      missing: false,
      own: [bytes(words), bytes(words) + new TextEncoder().encode(words).length],
      source: [0, 0],
      about: words,
      fixed: null,
      accepted: [],
      ...over,
    });
    const findings = [finding("14", "error"), finding("14 мың** 😀", "warning"), finding("жетті", "warning", { accepted: [{ by: "S", at: 0, reason: "so" }] }), finding(text, "error")];
    const shown = pieces(text, placesIn(text, findings, "own"));
    expect(shown.map((piece) => piece.text).join("")).toBe(text);
    expect(shown.filter(({ found }) => found).map(({ text, kind, found }) => [text, kind, found])).toEqual([
      ["14", "strong", "error"],
      [" мың", "strong", "warning"],
      ["**", "sign", "warning"],
      [" 😀", "plain", "warning"],
    ]);
    expect(placesIn(text, findings, "source")).toEqual([]);
  });
});

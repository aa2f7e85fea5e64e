import { describe, expect, it } from "vitest";

import { kindOf, pieces } from "./pieces";

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
});

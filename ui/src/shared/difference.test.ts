import { describe, expect, it } from "vitest";

import { difference, type Stretch } from "./difference";

const signs = { same: "", in: "+", out: "-" } as const;
const shown = (stretches: Stretch[]) =>
  stretches.map(({ kind, text }) => (kind === "same" ? text : `[${signs[kind]}${text}]`)).join("");

describe("the difference of two texts", () => {
  it("marks words, not letters", () => {
    expect(shown(difference("peak in early April.", "peak in late April.", "en"))).toBe(
      "peak in [-early][+late] April.",
    );
    expect(shown(difference("Су екі аптада түседі", "Су үш аптада түседі", "kk-Cyrl"))).toBe(
      "Су [-екі][+үш] аптада түседі",
    );
  });

  it("gathers neighbouring changes, so that a passage is not read in shreds", () => {
    expect(shown(difference("peak in early April.", "peak in the first week of April.", "en"))).toBe(
      "peak in [-early ][+the first week of ]April.",
    );
  });

  it("finds words where no space stands between them", () => {
    const stretches = difference("运河提前两周开放", "运河提前三周开放", "zh-Hans");
    expect(stretches.some(({ kind, text }) => kind === "same" && text.startsWith("运河"))).toBe(true);
  });

  it("gives both texts back", () => {
    const before = "Екі ұшақ пен алпыс қорықшы. 1 сәуірге дейін.";
    const after = "Үш ұшақ пен алпыс қорықшы қатысады. 5 сәуірге дейін.";
    const stretches = difference(before, after, "kk-Cyrl");
    const side = (left: "in" | "out") =>
      stretches
        .filter(({ kind }) => kind !== left)
        .map(({ text }) => text)
        .join("");
    expect(side("in")).toBe(before);
    expect(side("out")).toBe(after);
  });

  it("says nothing about equal texts and does not lose an empty side", () => {
    expect(difference("", "", "en")).toEqual([]);
    expect(difference("a", "a", "en")).toEqual([{ kind: "same", text: "a" }]);
    expect(shown(difference("", "new", "en"))).toBe("[+new]");
    expect(shown(difference("old", "", "en"))).toBe("[-old]");
  });
});

it.each([
  ["uz-Cyrl", "сув икки ҳафта эрта келди", "сув йигирма кун эрта келди", "икки ҳафта", "йигирма кун"],
  ["kk-Arab", "سۋ ەكى اپتا ەرتە", "سۋ ءۇش اپتا ەرتە", "ەكى", "ءۇش"],
  ["zh-Hans", "南部农田提前两周来水", "南部农田提前三周来水", "两", "三"],
])("goes by the word of the script, in Chinese by the character: %s", (tag, before, after, out, put) => {
  expect(difference(before, after, tag).filter(({ kind }) => kind !== "same")).toEqual([
    { kind: "out", text: out },
    { kind: "in", text: put },
  ]);
});

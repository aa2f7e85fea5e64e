import { ChangeSet } from "@codemirror/state";
import { describe, expect, it } from "vitest";

import { changeBetween, editorText, fromTextChanges, toTextChanges } from "./text";

/** What the core does with changes: bytes in, bytes out. */
function applied(text: string, changes: { from: number; to: number; insert: string }[]): string {
  const bytes = new TextEncoder().encode(text);
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const change of changes) {
    expect(change.from).toBeGreaterThanOrEqual(at);
    pieces.push(bytes.slice(at, change.from), new TextEncoder().encode(change.insert));
    at = change.to;
  }
  pieces.push(bytes.slice(at));
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(pieces));
}

describe("offsets between the editor and the core", () => {
  const base = "Су келді 😀 水\nئەت a";

  it("a change in any script reaches the core as the editor shows it", () => {
    const text = editorText(base);
    for (let from = 0; from <= text.length; from++) {
      for (let to = from; to <= Math.min(text.length, from + 3); to++) {
        const changes = ChangeSet.of({ from, to, insert: "ѣ🙂\n" }, text.length);
        const expected = changes.apply(text).toString();
        if (!expected.isWellFormed()) continue;
        expect(applied(base, toTextChanges(text, changes))).toBe(expected);
      }
    }
  });

  it("two changes in one step keep their order", () => {
    const text = editorText(base);
    const changes = ChangeSet.of([{ from: 1, to: 3 }, { from: 9, to: 11, insert: "水" }], text.length);
    expect(applied(base, toTextChanges(text, changes))).toBe(changes.apply(text).toString());
  });

  it("a change in the middle of a surrogate pair is widened to the character", () => {
    const text = editorText("a😀b");
    const changes = ChangeSet.of({ from: 2, to: 3, insert: "\ude01" }, text.length);
    expect(toTextChanges(text, changes)).toEqual([{ from: 1, to: 5, insert: "😁" }]);
  });

  it("half a character that was typed becomes the replacement character", () => {
    const text = editorText("ab");
    const changes = ChangeSet.of({ from: 1, insert: "\ud83d" }, text.length);
    expect(toTextChanges(text, changes)).toEqual([{ from: 1, to: 1, insert: "\ufffd" }]);
  });

  it("changes of the core come back to the same text", () => {
    const text = editorText(base);
    const changes = ChangeSet.of([{ from: 0, to: 2, insert: "Қар" }, { from: 12, insert: "😀" }], text.length);
    const back = fromTextChanges(text, toTextChanges(text, changes));
    expect(back.apply(text).toString()).toBe(changes.apply(text).toString());
  });

  it("offsets that fit no character are refused", () => {
    expect(() => fromTextChanges(editorText("Су"), [{ from: 1, to: 1, insert: "" }])).toThrow(RangeError);
    expect(() => fromTextChanges(editorText("Су"), [{ from: 9, to: 9, insert: "" }])).toThrow(RangeError);
  });

  it("the difference of two texts is one stretch", () => {
    const [one, other] = [editorText("one two three"), editorText("one 2 three")];
    expect(changeBetween(one, other).apply(one).toString()).toBe("one 2 three");
    expect(changeBetween(one, one).empty).toBe(true);
    const twice = [editorText("aa"), editorText("aaa")] as const;
    expect(changeBetween(twice[0], twice[1]).apply(twice[0]).toString()).toBe("aaa");
  });
});

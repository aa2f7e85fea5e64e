import { history, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { expect, it } from "vitest";

import type { EditionInfo } from "../backend";
import { storyMarkdown } from "./markdown/language";
import { typesetting } from "./typing";

const info = (tag: string, quotes: [string, string, string, string]): EditionInfo => ({
  key: tag,
  tag,
  label: tag,
  direction: "ltr",
  derived_from: null,
  mark: "",
  quotes,
});
const RU = info("ru", ["«", "»", "„", "“"]);
const EN = info("en", ["“", "”", "‘", "’"]);
const UZ = info("uz-Latn", ["“", "”", "‘", "’"]);

async function write(edition: EditionInfo, text: string, isOn = true): Promise<EditorView> {
  const extensions = [history(), storyMarkdown, typesetting(edition, () => isOn)];
  const view = new EditorView({ state: EditorState.create({ extensions }) });
  for (const letter of text) {
    const at = view.state.selection.main.head;
    view.dispatch({ changes: { from: at, insert: letter }, selection: { anchor: at + 1 }, userEvent: "input.type" });
    await Promise.resolve();
  }
  return view;
}

const written = async (edition: EditionInfo, text: string) => (await write(edition, text)).state.doc.toString();

it("quotation marks are the edition's own, and inner ones inside outer ones", async () => {
  expect(await written(RU, 'Он: "Газета "Заря" вышла".')).toBe("Он: «Газета „Заря“ вышла».");
  expect(await written(EN, 'He: "The "Dawn" is out".')).toBe("He: “The ‘Dawn’ is out”.");
  expect(await written(EN, '("Yes")')).toBe("(“Yes”)");
});

it("hyphens between words become a dash that does not begin a line, and stops an ellipsis", async () => {
  expect(await written(RU, "Астана - столица -- так...")).toBe("Астана\u00A0– столица\u00A0– так…");
  expect(await written(EN, "Astana -- the capital")).toBe("Astana – the capital");
  expect(await written(RU, "- пункт, темно-синий, `a - b`, ---")).toBe("- пункт, темно-синий, `a - b`, ---");
});

it("apostrophes are those of the language", async () => {
  expect(await written(EN, "the mayor's")).toBe("the mayor’s");
  expect(await written(UZ, "o'zbek, ma'no, G'ani")).toBe("oʻzbek, maʼno, Gʻani");
  expect(await written(RU, "д'Артаньян")).toBe("д'Артаньян");
});

it("one undo brings back what was typed, and nothing is set while it is off", async () => {
  const view = await write(RU, 'Он "');
  expect(view.state.doc.toString()).toBe("Он «");
  undo(view);
  expect(view.state.doc.toString()).toBe('Он "');
  expect((await write(RU, '"a" - b', false)).state.doc.toString()).toBe('"a" - b');
});

// What the three fields of an edition have in common and where they differ: keys, language, direction, placeholder.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorSelection, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder, type KeyBinding } from "@codemirror/view";

import { styleNonce, type EditionInfo } from "../backend";
import { markdownLook } from "./markdown-look";

/** The running texts of an edition, in the order of the page. */
export const FIELDS = ["headline", "lead", "body"] as const;

/** One of them. */
export type FieldName = (typeof FIELDS)[number];

/** What a field needs from the page it stands on. */
export interface Surroundings {
  /** The accessible name, in the language of the interface. */
  readonly label: string;
  readonly placeholder: () => HTMLElement;
  /** Goes to the field before or after this one; false when there is none. */
  readonly go: (step: -1 | 1) => boolean;
}

/** The parts of an editor that change while it lives: with the interface language, or with a right. */
export class Adjustable {
  readonly #words = new Compartment();
  readonly #rights = new Compartment();

  extension(edition: EditionInfo, around: Surroundings): Extension {
    return [this.#words.of(words(edition, around)), this.#rights.of([])];
  }

  /** The interface speaks another language now. */
  reword(view: EditorView, edition: EditionInfo, around: Surroundings): void {
    view.dispatch({ effects: this.#words.reconfigure(words(edition, around)) });
  }

  /** The text may, or may not, be changed by this person. A reader can still select and copy. */
  allow(view: EditorView, mayWrite: boolean): void {
    const rights = mayWrite
      ? []
      : [EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-readonly": "true" })];
    view.dispatch({ effects: this.#rights.reconfigure(rights) });
  }
}

/** Everything an editor of this field is made of, except what is adjustable. */
export function fieldExtensions(field: FieldName, around: () => Surroundings): Extension {
  const nonce = styleNonce();
  return [
    nonce === "" ? [] : EditorView.cspNonce.of(nonce),
    history(),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.editorAttributes.of({ class: `field-${field}` }),
    keymap.of([...between(field, around), ...(field === "body" ? marks : []), ...historyKeymap, ...defaultKeymap]),
    field === "body" ? markdownLook() : EditorView.clipboardInputFilter.of((text) => text.trim().replace(/\s*\n\s*/g, " ")),
  ];
}

function words(edition: EditionInfo, around: Surroundings): Extension {
  return [
    placeholder(() => around.placeholder()),
    EditorView.contentAttributes.of({
      "aria-label": around.label,
      lang: edition.tag,
      dir: edition.direction === "rtl" ? "rtl" : "ltr",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
    }),
  ];
}

/** Enter and the arrows lead from field to field. */
function between(field: FieldName, around: () => Surroundings): KeyBinding[] {
  const atStart = (view: EditorView) => view.state.selection.main.empty && view.state.selection.main.head === 0;
  const atEnd = (view: EditorView) =>
    view.state.selection.main.empty && view.state.selection.main.head === view.state.doc.length;
  return [
    ...(field === "body" ? [] : [{ key: "Enter", run: () => around().go(1), shift: () => around().go(1) }]),
    { key: "ArrowDown", run: (view: EditorView) => atEnd(view) && around().go(1) },
    { key: "ArrowUp", run: (view: EditorView) => atStart(view) && around().go(-1) },
    { key: "Backspace", run: (view: EditorView) => view.state.doc.length === 0 && around().go(-1) },
  ];
}

const marks: KeyBinding[] = [
  { key: "Mod-b", run: (view) => toggle(view, "**"), preventDefault: true },
  { key: "Mod-i", run: (view) => toggle(view, "*"), preventDefault: true },
  { key: "Mod-l", run: link, preventDefault: true },
];

/** Puts signs around what is selected, or takes them away. */
function toggle(view: EditorView, sign: string): boolean {
  if (view.state.readOnly) return false;
  const change = view.state.changeByRange((range) => {
    const { from, to } = range;
    const before = view.state.sliceDoc(from - sign.length, from);
    const after = view.state.sliceDoc(to, to + sign.length);
    if (before === sign && after === sign) {
      return {
        changes: [
          { from: from - sign.length, to: from },
          { from: to, to: to + sign.length },
        ],
        range: EditorSelection.range(from - sign.length, to - sign.length),
      };
    }
    return {
      changes: [
        { from, insert: sign },
        { from: to, insert: sign },
      ],
      range: EditorSelection.range(from + sign.length, to + sign.length),
    };
  });
  view.dispatch(view.state.update(change, { userEvent: "input", scrollIntoView: true }));
  return true;
}

/** Makes a link of what is selected and waits for its address. */
function link(view: EditorView): boolean {
  if (view.state.readOnly) return false;
  const { from, to } = view.state.selection.main;
  const text = view.state.sliceDoc(from, to);
  view.dispatch({
    changes: { from, to, insert: `[${text}]()` },
    selection: { anchor: from + text.length + (text === "" ? 1 : 3) },
    userEvent: "input",
    scrollIntoView: true,
  });
  return true;
}

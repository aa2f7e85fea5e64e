// What the three fields of an edition have in common and where they differ: keys, language, direction, placeholder.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder, type KeyBinding } from "@codemirror/view";

import { styleNonce, type EditionInfo } from "../backend";
import type { SnippetIn } from "../vocabulary";
import { findMarks } from "./find/marks";
import { bodyMarkdown } from "./markdown";
import { namesCompleted } from "./names";
import { placesWhole, type ShowPhoto } from "./placed";
import { placeholdersTinted } from "./placeholders";
import { typesetting } from "./typing";
import { pasteCleaned, type Dropped } from "./paste";
import { spelling, type Checker } from "./spelling";

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
  /** The words, the selection or the focus of the field are other ones. */
  readonly looked: (view: EditorView) => void;
  /** Whether signs are set as the edition prints them while they are typed. */
  readonly typesets: () => boolean;
  /** Whether words are marked that look misspelt. */
  readonly spells: () => boolean;
  /** The spelling was looked at. */
  readonly spelt: () => void;
  /** The names that the vocabulary has in this edition. */
  readonly names: () => readonly string[];
  /** The snippets that have words for this edition. */
  readonly snippets: () => readonly SnippetIn[];
  /** Leads to where the credit of a photo is written. */
  readonly onphoto: () => void;
  /** Tells what was left out of something that was pasted. */
  readonly dropped: (dropped: Dropped) => void;
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
export function fieldExtensions(
  edition: EditionInfo,
  field: FieldName,
  around: () => Surroundings,
  checker: Checker,
  photo: ShowPhoto,
): Extension {
  const nonce = styleNonce();
  return [
    nonce === "" ? [] : EditorView.cspNonce.of(nonce),
    history(),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.editorAttributes.of({ class: `field-${field}` }),
    keymap.of([...between(field, around), ...historyKeymap, ...defaultKeymap]),
    field === "body" ? [bodyMarkdown(photo), placesWhole()] : [],
    namesCompleted(() => around().names(), () => (field === "body" ? around().snippets() : [])),
    findMarks(),
    placeholdersTinted(),
    typesetting(edition, () => around().typesets()),
    spelling({ edition, checker, on: () => around().spells(), done: () => around().spelt() }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged || update.selectionSet || update.focusChanged) around().looked(update.view);
    }),
    pasteCleaned(field === "body" ? "text" : "line", (dropped) => around().dropped(dropped)),
  ];
}

/** Everything a text is made of that is only shown. Enter writes in it. */
export function shownExtensions(edition: EditionInfo, field: FieldName, label: string, photo: ShowPhoto, onwrite: () => void): Extension {
  const nonce = styleNonce();
  return [
    nonce === "" ? [] : EditorView.cspNonce.of(nonce),
    EditorView.lineWrapping,
    EditorView.perLineTextDirection.of(true),
    EditorView.editorAttributes.of({ class: `field-${field}` }),
    Prec.highest(keymap.of([{ key: "Enter", run: () => (onwrite(), true) }])),
    keymap.of(defaultKeymap),
    field === "body" ? bodyMarkdown(photo) : [],
    findMarks(),
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-readonly": "true",
      lang: edition.tag,
      dir: edition.direction === "rtl" ? "rtl" : "ltr",
    }),
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

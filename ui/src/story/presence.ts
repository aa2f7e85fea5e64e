// Carets of other people in a text: a thin line with their name, which says nothing to the caret, the selection or the
// undo history of whoever writes here. And where one's own caret is, for them.

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

import { fromOffset, toOffset, type PresentView } from "../backend";
import { t } from "../words";

/** How many colours there are for people. */
const COLOURS = 5;

class Caret extends WidgetType {
  constructor(readonly present: PresentView) {
    super();
  }

  override eq(other: Caret): boolean {
    return other.present.person === this.present.person && other.present.name === this.present.name;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    const { person, name } = this.present;
    caret.className = `other-caret person-${colourOf(person)}`;
    caret.setAttribute("role", "img");
    caret.setAttribute("aria-label", t("presence.caret", { name }));
    const flag = document.createElement("span");
    flag.className = "flag";
    flag.textContent = name;
    flag.setAttribute("aria-hidden", "true");
    caret.append(flag);
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** The colour of a person, the same on every screen. */
export function colourOf(person: string): number {
  let sum = 0;
  for (const unit of person) sum = (sum * 31 + (unit.codePointAt(0) ?? 0)) >>> 0;
  return sum % COLOURS;
}

/** The other people in one text. */
export class OthersHere {
  readonly #set = StateEffect.define<readonly PresentView[]>();
  readonly #carets: StateField<DecorationSet>;
  readonly extension: Extension;

  /** `onmove` hears where one's own caret is, in the core's bytes; nothing when it is not here any more. */
  constructor(onmove: (at: number | undefined) => void) {
    this.#carets = StateField.define<DecorationSet>({
      create: () => Decoration.none,
      update: (carets, { state, changes, effects }) => {
        const given = effects.find((effect) => effect.is(this.#set));
        if (!given?.is(this.#set)) return carets.map(changes);
        const known = carets.map(changes);
        const ranges = given.value.map((present) => {
          // Who has not moved stays at the words they were at, whatever has come in front of them since.
          const place = placeOf(known, present) ?? fromOffset(state.doc, present.at);
          return Decoration.widget({ widget: new Caret(present), side: -1 }).range(place);
        });
        return Decoration.set(ranges, true);
      },
      provide: (field) => EditorView.decorations.from(field),
    });
    this.extension = [
      this.#carets,
      EditorView.updateListener.of(({ view, state, selectionSet, docChanged, focusChanged }) => {
        if (focusChanged && !view.hasFocus) onmove(undefined);
        else if (view.hasFocus && (selectionSet || docChanged || focusChanged)) onmove(toOffset(state.doc, state.selection.main.head));
      }),
    ];
  }

  /** Goes to somebody's caret. */
  go(view: EditorView, other: PresentView): void {
    const place = placeOf(view.state.field(this.#carets), other) ?? fromOffset(view.state.doc, other.at);
    view.focus();
    view.dispatch({ selection: { anchor: place }, effects: EditorView.scrollIntoView(place, { y: "center" }) });
  }

  /** Who else is in this text now. */
  show(view: EditorView, others: readonly PresentView[]): void {
    view.dispatch({ effects: this.#set.of(others) });
  }
}

/** Where the caret of somebody who has not moved stands now. */
function placeOf(carets: DecorationSet, wanted: PresentView): number | undefined {
  for (const caret = carets.iter(); caret.value !== null; caret.next()) {
    const { widget } = caret.value.spec as { widget: Caret };
    if (widget.present.person === wanted.person && widget.present.at === wanted.at) return caret.from;
  }
  return undefined;
}

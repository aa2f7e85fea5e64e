// A photo where the text has its place, with its caption and its credit line.

import { EditorView, WidgetType } from "@codemirror/view";

import { placeAt } from "./place";

/** Shows a photo in an element; answers what ends it. */
export type ShowPhoto = (photo: string, target: HTMLElement) => () => void;

const endings = new WeakMap<HTMLElement, () => void>();

/** The photo in the text. A click selects it. */
export class PhotoWidget extends WidgetType {
  constructor(
    readonly photo: string,
    readonly selected: boolean,
    readonly show: ShowPhoto,
  ) {
    super();
  }
  override eq(other: PhotoWidget): boolean {
    return other.photo === this.photo && other.selected === this.selected;
  }
  override updateDOM(frame: HTMLElement): boolean {
    if (frame.dataset.photo !== this.photo) return false;
    frame.classList.toggle("is-selected", this.selected);
    return true;
  }
  override toDOM(view: EditorView): HTMLElement {
    const frame = document.createElement("div");
    frame.className = "md-photo";
    frame.dataset.photo = this.photo;
    frame.classList.toggle("is-selected", this.selected);
    endings.set(frame, this.show(this.photo, frame));
    frame.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && event.target.closest("button")) return;
      event.preventDefault();
      const place = placeAt(view.state.doc, view.posAtDOM(frame));
      if (place) view.dispatch({ selection: { anchor: place.from, head: place.to } });
      view.focus();
    });
    return frame;
  }
  override destroy(frame: HTMLElement): void {
    endings.get(frame)?.();
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

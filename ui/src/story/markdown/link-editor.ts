// The small window of a link: its address, and taking it away. It opens at the words and never covers them.

import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, showTooltip, type Tooltip, type TooltipView } from "@codemirror/view";

import { mount, unmount } from "svelte";

import { linkAt, setLink } from "./commands";
import LinkEditor from "./LinkEditor.svelte";

const open = StateEffect.define<boolean>();

const editor = StateField.define<Tooltip | null>({
  create: () => null,
  update: (tooltip, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(open)) {
        const { from, to } = linkAt(transaction.state) ?? transaction.state.selection.main;
        return effect.value ? { pos: from, end: to, create: window, clip: false } : null;
      }
    }
    // Whoever goes on writing has left it.
    return transaction.docChanged || transaction.selection ? null : tooltip;
  },
  provide: (field) => showTooltip.from(field),
});

/** Asks for the address of the link at the caret, or of what is selected. */
export function openLinkEditor(view: EditorView): boolean {
  if (view.state.readOnly) return false;
  view.dispatch({ effects: open.of(true) });
  return true;
}

function close(view: EditorView): void {
  view.dispatch({ effects: open.of(false) });
  view.focus();
}

function window(view: EditorView): TooltipView {
  const dom = document.createElement("div");
  const given = {
    address: linkAt(view.state)?.address,
    onset: (address: string) => {
      setLink(view, address);
      close(view);
    },
    onleave: () => close(view),
  };
  const shown = mount(LinkEditor, { target: dom, props: given });
  return {
    dom,
    mount: () => dom.querySelector("input")?.select(),
    destroy: () => void unmount(shown),
  };
}

/** The small window of links. */
export function linkEditor(): Extension {
  return [editor];
}

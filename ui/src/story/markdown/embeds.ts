// Addresses of posts and videos: alone in a paragraph they are shown as a card with the name of the place they lead to.
// `crates/markup/src/embed.rs` has the same rules; `tests/fixtures/embeds.tsv` holds both to them.

import { EditorView, WidgetType } from "@codemirror/view";

/** A place, its hosts, and how its posts' addresses look: `*` stands for any segment, `#` for a number. */
const PLACES: readonly (readonly [place: string, hosts: readonly string[], paths: readonly string[]])[] = [
  ["YouTube", ["youtube.com"], ["watch", "shorts/*", "live/*"]],
  ["YouTube", ["youtu.be"], ["*"]],
  ["X", ["x.com", "twitter.com"], ["*/status/#"]],
  ["Instagram", ["instagram.com"], ["p/*", "reel/*", "*/p/*", "*/reel/*"]],
  ["Facebook", ["facebook.com"], ["*/posts/*", "*/videos/*", "reel/*", "watch"]],
  ["Telegram", ["t.me"], ["*/#", "s/*/#"]],
  ["TikTok", ["tiktok.com"], ["*/video/#"]],
  ["Vimeo", ["vimeo.com"], ["#"]],
];
const SAME_PLACE = /^(?:www|m|mobile)\./u;

/** A post or a video somewhere else. */
export interface Embed {
  readonly place: string;
  readonly address: string;
}

/** The post or video that a paragraph is, when it is nothing but an address of one. */
export function embedOf(paragraph: string): Embed | undefined {
  const address = paragraph.trim().replace(/^<(.*)>$/u, "$1");
  const parts = /^https?:\/\/([^/?#\s<>"'\\]+)([^?#\s<>"'\\]*)[^\s<>"'\\]*$/u.exec(address);
  if (!parts) return undefined;
  const host = (parts[1] ?? "").toLowerCase().replace(SAME_PLACE, "");
  const path = (parts[2] ?? "").replace(/^\/+|\/+$/gu, "").split("/");
  const found = PLACES.find(([, hosts, paths]) => hosts.includes(host) && paths.some((pattern) => fits(pattern.split("/"), path)));
  return found && { place: found[0], address };
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  const one = (wanted: string, found: string) => (wanted === "*" ? found !== "" : wanted === "#" ? /^\d+$/u.test(found) : wanted === found);
  return pattern.length === path.length && pattern.every((wanted, index) => one(wanted, path[index] ?? ""));
}

/** The card. It asks nobody for anything: without a network it is the same. A click leads to its line. */
export class EmbedWidget extends WidgetType {
  constructor(readonly embed: Embed) {
    super();
  }
  override eq(other: EmbedWidget): boolean {
    return other.embed.address === this.embed.address;
  }
  override toDOM(view: EditorView): HTMLElement {
    const card = document.createElement("div");
    card.className = "md-embed";
    card.dir = "ltr";
    const place = card.appendChild(document.createElement("b"));
    place.textContent = this.embed.place;
    const address = card.appendChild(document.createElement("span"));
    address.textContent = this.embed.address.replace(/^https?:\/\//u, "").replace(SAME_PLACE, "");
    card.addEventListener("mousedown", (event) => {
      event.preventDefault();
      view.dispatch({ selection: { anchor: view.posAtDOM(card) }, scrollIntoView: true });
      view.focus();
    });
    return card;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

// The window itself: how large its page is, and the number on its icon.

import { invoke } from "@tauri-apps/api/core";

/** Makes the page so large, in percent: the whole page grows, and every place in it stays right. */
export function zoomTo(percent: number): void {
  // Nothing depends on it, and whoever sees the page can ask again.
  invoke("plugin:webview|set_webview_zoom", { value: percent / 100 }).catch(() => undefined);
}

/** Puts a number on the icon of the program, where the desktop can show one; none for nothing. */
export function badge(count: number): void {
  invoke("plugin:window|set_badge_count", { value: count > 0 ? count : null }).catch(() => undefined);
}

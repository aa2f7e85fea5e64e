// How large the page is in the window: the window's own zoom, so that the whole page grows and every place in it stays right.

import { invoke } from "@tauri-apps/api/core";

/** Makes the page so large, in percent. */
export function zoomTo(percent: number): void {
  // Nothing depends on it, and whoever sees the page can ask again.
  invoke("plugin:webview|set_webview_zoom", { value: percent / 100 }).catch(() => undefined);
}

// The window itself: how large its page is, the number on its icon, what is told beside it, and the desktop's dialog for files.

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

/** Tells something beside the window, where the desktop can. */
export function notify(title: string, body: string): void {
  invoke("plugin:notification|notify", { options: { title, body } }).catch(() => undefined);
}

/** Which files are meant: what people call them, and the ends of their names. */
export interface FileKind {
  readonly name: string;
  readonly extensions: readonly string[];
}

/** Asks for a file in the dialog of the desktop; its whole path, or nothing when nobody chose one. */
export async function chooseFile(use: "read" | "write", { name, extensions }: FileKind, suggested?: string): Promise<string | undefined> {
  const options = { filters: [{ name, extensions: [...extensions] }], ...(suggested === undefined ? {} : { defaultPath: suggested }) };
  // A path can be typed wherever there is no dialog.
  const path = await invoke<string | null>(`plugin:dialog|${use === "read" ? "open" : "save"}`, { options }).catch(() => null);
  return path ?? undefined;
}

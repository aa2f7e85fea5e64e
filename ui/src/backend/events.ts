// What the core tells the window. One Tauri event carries all of them; the core sends it after the commit.

import { listen } from "@tauri-apps/api/event";

import type { Event } from "./bindings";

/** Calls `hear` for every event of the core, until the function that it answers with is called. */
export function hearEvents(hear: (event: Event) => void): Promise<() => void> {
  return listen<Event>("tilshi", (message) => hear(message.payload));
}

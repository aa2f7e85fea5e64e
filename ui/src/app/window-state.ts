// What the window looked like when it was left, so that it looks the same when it is opened again.

import { commands, type EditionKey, type StoryId } from "../backend";
import { FIELDS, unsaidOf, type FieldName, type InspectorTab, type UnsaidState } from "../story";
import type { QueueName } from "./place.svelte";

/** Everything that comes back. */
export interface WindowState {
  readonly queue: QueueName;
  readonly story: StoryId | undefined;
  readonly edition: EditionKey | undefined;
  /** The edition that stood beside that, and whether it was read passage by passage. */
  readonly beside: EditionKey | undefined;
  readonly byPassage: boolean;
  /** The story that stood beside it, and its edition. */
  readonly other: StoryId | undefined;
  readonly otherEdition: EditionKey | undefined;
  /** The text that had the caret; where in it, the text itself remembers. */
  readonly field: FieldName | undefined;
  /** How far the sheet was scrolled, in CSS pixels. */
  readonly scroll: number;
  readonly tab: InspectorTab;
  readonly inspector: boolean;
  /** Whether the text stands alone, and whether its line stays in the middle. */
  readonly focus: boolean;
  readonly typewriter: boolean;
  /** Whether signs are set while they are typed. */
  readonly typesets: boolean;
  /** Whether words are marked that look misspelt. */
  readonly spells: boolean;
  /** What was typed in discussions and not said yet, by story. */
  readonly unsaid: Readonly<Record<StoryId, UnsaidState>>;
}

const QUEUE_NAMES: readonly QueueName[] = ["mine", "desk", "board", "photos", "approvals", "sync"];
const TABS: readonly InspectorTab[] = ["details", "photos", "checks", "discussion", "history"];

/** What was remembered, as far as this version understands it. */
export async function windowLeft(): Promise<Partial<WindowState>> {
  const json = await commands.window_left().catch(() => null);
  let found: Record<string, unknown>;
  try {
    found = JSON.parse(json ?? "{}") as Record<string, unknown>;
  } catch {
    return {};
  }
  const text = (name: string) => (typeof found[name] === "string" ? found[name] : undefined);
  const flag = (name: string) => (typeof found[name] === "boolean" ? { [name]: found[name] } : {});
  const queue = QUEUE_NAMES.find((name) => name === found["queue"]);
  const tab = TABS.find((name) => name === found["tab"]);
  return {
    ...(queue ? { queue } : {}),
    story: text("story"),
    edition: text("edition"),
    beside: text("beside"),
    other: text("other"),
    otherEdition: text("otherEdition"),
    field: FIELDS.find((name) => name === found["field"]),
    ...(typeof found["scroll"] === "number" ? { scroll: found["scroll"] } : {}),
    ...(tab ? { tab } : {}),
    ...flag("byPassage"),
    ...flag("inspector"),
    ...flag("focus"),
    ...flag("typewriter"),
    ...flag("typesets"),
    ...flag("spells"),
    unsaid: unsaidIn(found["unsaid"]),
  };
}

function unsaidIn(found: unknown): Record<StoryId, UnsaidState> {
  const kept: Record<StoryId, UnsaidState> = {};
  for (const [id, each] of Object.entries(found ?? {})) {
    const state = unsaidOf(each);
    if (state) kept[id] = state;
  }
  return kept;
}

/** Remembers what the window looks like a moment after it last changed. */
export class WindowMemory {
  #last = "";
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Not at once: who scrolls or goes through a list passes many states. */
  note(state: WindowState): void {
    const json = JSON.stringify(state);
    if (json === this.#last) return;
    this.#last = json;
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => void commands.window_leave(json).catch(() => undefined), 700);
  }

  /** The window closes its profile: there is nobody to tell any more. */
  end(): void {
    clearTimeout(this.#soon);
  }
}

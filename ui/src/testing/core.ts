// A core for tests: texts with versions, as the real one orders them, and a hand on what goes wrong. It is the contract of
// text_open, text_push and text_updates in a few lines; nothing of it is shipped.

import { invoke } from "@tauri-apps/api/core";
import { vi } from "vitest";

import type { Failure, TextChange, TextPushed, TextUpdate } from "../backend";

/** One running text of the test core. */
class Running {
  updates: TextUpdate[] = [];
  /** What an editor remembers, and of which text. */
  left: { text: string; state: string } | undefined;
  constructor(public bytes: Uint8Array) {}

  get text(): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes);
  }

  commit(update: TextUpdate): void {
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (const change of update.changes) {
      if (change.from < at || change.to < change.from || change.to > this.bytes.length) throw new Error("does not fit");
      pieces.push(this.bytes.slice(at, change.from), new TextEncoder().encode(change.insert));
      at = change.to;
    }
    pieces.push(this.bytes.slice(at));
    this.bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    new TextDecoder("utf-8", { fatal: true }).decode(this.bytes);
    this.updates.push(update);
  }
}

type Answer = (args: Record<string, unknown>) => unknown;

export class TestCore {
  readonly texts = new Map<string, Running>();
  readonly answers: Record<string, Answer> = {};
  readonly calls: { command: string; args: Record<string, unknown> }[] = [];
  /** Called before a push is looked at; may throw, or commit something of somebody else. */
  beforePush: (() => void) | undefined;
  /** Called after a push was committed, before its answer leaves; a throw loses the answer. */
  afterPush: (() => void) | undefined;

  constructor() {
    vi.mocked(invoke).mockImplementation(async (command, args) => {
      const given = { ...(args as Record<string, unknown>) };
      this.calls.push({ command, args: given });
      await Promise.resolve();
      return this.#answer(command, given) as never;
    });
  }

  /** The text of a part. */
  text(part: string, initial = ""): Running {
    let text = this.texts.get(part);
    if (!text) {
      text = new Running(new TextEncoder().encode(initial));
      this.texts.set(part, text);
    }
    return text;
  }

  /** Something typed elsewhere; offsets are bytes. */
  elsewhere(part: string, ...changes: TextChange[]): number {
    const text = this.text(part);
    text.commit({ client: "", changes });
    return text.updates.length;
  }

  #answer(command: string, args: Record<string, unknown>): unknown {
    const text = this.text(String(args["part"]));
    const version = Number(args["version"]);
    switch (command) {
      case "text_open":
        return { version: text.updates.length, text: text.text, left: text.left?.text === text.text ? text.left.state : null };
      case "text_leave":
        if (version === text.updates.length) text.left = { text: text.text, state: String(args["state"]) };
        return null;
      case "text_updates":
        return text.updates.slice(version);
      case "text_push": {
        this.beforePush?.();
        const committed = version === text.updates.length;
        if (committed) {
          text.commit({ client: String(args["client"]), changes: args["changes"] as TextChange[] });
          this.afterPush?.();
        }
        const answer: TextPushed = {
          committed,
          version: text.updates.length,
          missed: committed ? [] : text.updates.slice(version),
        };
        return answer;
      }
      default: {
        const answer = this.answers[command];
        if (!answer) throw { code: "internal", params: { detail: `no answer for ${command}` } } satisfies Failure;
        return answer(args);
      }
    }
  }
}

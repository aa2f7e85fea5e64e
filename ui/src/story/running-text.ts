// One running text on the screen and at the core. The core is the authority: what is typed goes there at once, one push
// at a time; what comes from elsewhere is mapped through what is not confirmed yet. Knows nothing of editions or layout.

import { collab, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { historyField } from "@codemirror/commands";
import { ChangeSet, EditorState, type Extension, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

import {
  asFailure,
  changeBetween,
  commands,
  editorText,
  fromTextChanges,
  toTextChanges,
  type DocumentId,
  type PartKey,
  type TextUpdate,
  type TextView,
} from "../backend";
import { saving, type SavingSource } from "../shared";

/** A name for one view of one text, so that the core's updates tell whose they are. */
function newClient(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;

/** Caret and undo are remembered this long after somebody last did something; a program that is killed forgets no more. */
const REMEMBER_AFTER_MS = 1_500;
/** More than this is not remembered of one text, in characters: the newest undo is worth nothing without its beginning. */
const MOST_REMEMBERED = 1_000_000;

/** A text as its editor left it: caret and undo, where the core still has exactly this text. */
function stateOf(doc: Text, left: string | null, extensions: Extension): EditorState {
  if (left !== null) {
    try {
      const remembered: object = JSON.parse(left);
      const state = EditorState.fromJSON({ ...remembered, doc: doc.toString() }, { extensions }, { history: historyField });
      if (state.doc.eq(doc)) return state;
    } catch {
      // Another version of the editor remembered it in another way.
    }
  }
  return EditorState.create({ doc, extensions });
}

/** A text that is being written. Its editor lives as long as it does, so caret and undo survive a change of tab. */
export class RunningText {
  readonly view: EditorView;
  readonly #document: DocumentId;
  readonly #part: PartKey;
  readonly #client = newClient();
  readonly #source: SavingSource;

  /** The version at the core that `#confirmed` is the text of. */
  #version: number;
  #confirmed: Text;
  /** The newest version that the core has told of. */
  #newest: number;
  /** How many local updates the push on its way holds, or the one whose answer never came. */
  #attempted = 0;
  #failures = 0;
  #exchange: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #remembering: ReturnType<typeof setTimeout> | undefined;

  /** Opens a text for typing. */
  static async open(document: DocumentId, part: PartKey, extensions: Extension): Promise<RunningText> {
    return new RunningText(document, part, await commands.text_open(document, part), extensions);
  }

  private constructor(document: DocumentId, part: PartKey, { version, text, left }: TextView, extensions: Extension) {
    this.#document = document;
    this.#part = part;
    this.#version = version;
    this.#newest = version;
    this.#confirmed = editorText(text);
    this.#source = saving.source(() => this.view.state.doc.toString());
    this.view = new EditorView({
      state: stateOf(this.#confirmed, left, [
        extensions,
        collab({ clientID: this.#client }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.#typed();
          if (update.docChanged || update.selectionSet) this.#rememberSoon();
        }),
        EditorView.domEventHandlers({ compositionend: () => void setTimeout(() => this.#begin()) }),
      ]),
    });
  }

  /** The core told of a newer version. */
  news(version: number): void {
    this.#newest = Math.max(this.#newest, version);
    this.#begin();
  }

  /** Resolves when everything typed so far is committed; rejects when a commit failed. */
  async settled(): Promise<void> {
    this.#begin();
    await this.#exchange;
    if (this.#source.unsaved) throw this.#source.unsaved.failure;
  }

  /** Lets the text go once all of it is committed; until then it stays and tries again. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#remembering);
    void this.settled().then(() => this.#remember(), () => undefined);
    this.#begin();
    this.#leave();
  }

  #rememberSoon(): void {
    clearTimeout(this.#remembering);
    if (!this.#closed) this.#remembering = setTimeout(() => void this.#remember(), REMEMBER_AFTER_MS);
  }

  /** Has the core keep caret and undo, for when this text is opened again. What fails is only forgotten. */
  async #remember(): Promise<void> {
    if (this.#pending.length > 0 || this.view.composing) return;
    const { selection, history } = this.view.state.toJSON({ history: historyField }) as Record<string, unknown>;
    const all = JSON.stringify({ selection, history });
    const state = all.length > MOST_REMEMBERED ? JSON.stringify({ selection }) : all;
    await commands.text_leave(this.#document, this.#part, this.#version, state).catch(() => undefined);
  }

  get #pending() {
    return sendableUpdates(this.view.state);
  }

  #typed(): void {
    if (this.#pending.length === 0) return;
    this.#source.busy();
    this.#begin();
  }

  #begin(): void {
    if (this.#exchange || (this.#retry && this.#pending.length === this.#attempted)) return;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#exchange = this.#exchangeAll().finally(() => {
      this.#exchange = undefined;
      this.#leave();
    });
  }

  #leave(): void {
    if (!this.#closed || this.#exchange || this.#pending.length > 0) return;
    clearTimeout(this.#retry);
    saving.forget(this.#source);
    this.view.destroy();
  }

  async #exchangeAll(): Promise<void> {
    // Not inside the editor's own update, and letters typed in one go leave together.
    await Promise.resolve();
    try {
      if (this.#failures > 0) await this.#reopen();
      for (;;) {
        if (this.#newest > this.#version && !this.view.composing) {
          this.#receive(await commands.text_updates(this.#document, this.#part, this.#version));
        } else if (this.#pending.length > 0) {
          if (!(await this.#push())) return;
        } else {
          break;
        }
      }
      this.#failures = 0;
      this.#source.saved();
    } catch (error) {
      this.#source.failed(asFailure(error));
      const wait_ms = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
      this.#failures += 1;
      this.#retry = setTimeout(() => {
        this.#retry = undefined;
        this.#begin();
      }, wait_ms);
    }
  }

  /** Sends what was typed. Answers false when news must wait for the end of a composition. */
  async #push(): Promise<boolean> {
    this.#attempted ||= this.#pending.length;
    const changes = toTextChanges(this.#confirmed, this.#typedChanges(this.#attempted));
    if (changes.length === 0) {
      // Typed and taken back before it left: there is nothing to send.
      this.#confirm();
      return true;
    }
    const answer = await commands.text_push(this.#document, this.#part, this.#version, this.#client, changes);
    if (answer.committed) {
      this.#confirm();
      this.#version = answer.version;
      return true;
    }
    this.#newest = Math.max(this.#newest, answer.version);
    // Text in composition belongs to the input method: `compositionend` begins again.
    if (this.view.composing) return false;
    this.#receive(answer.missed);
    return true;
  }

  #receive(updates: readonly TextUpdate[]): void {
    if (this.view.composing) return;
    for (const update of updates) {
      if (update.client === this.#client && this.#attempted > 0) {
        this.#confirm();
      } else {
        this.#adopt(fromTextChanges(this.#confirmed, update.changes));
      }
      this.#version += 1;
    }
  }

  /** The first `count` local updates as one change of the confirmed text. */
  #typedChanges(count: number): ChangeSet {
    const updates = this.#pending.slice(0, count);
    return updates.reduce((all, update) => all.compose(update.changes), ChangeSet.empty(this.#confirmed.length));
  }

  /** The attempted updates are committed. */
  #confirm(): void {
    const own = this.#pending.slice(0, this.#attempted);
    this.#confirmed = this.#typedChanges(this.#attempted).apply(this.#confirmed);
    this.#attempted = 0;
    this.view.dispatch(receiveUpdates(this.view.state, own));
  }

  /** Takes a change that came from elsewhere: outside the undo history, never moving the caret. */
  #adopt(changes: ChangeSet): void {
    this.#confirmed = changes.apply(this.#confirmed);
    if (changes.empty) return;
    this.view.dispatch(receiveUpdates(this.view.state, [{ changes, clientID: "elsewhere" }]));
  }

  /** After a failure: learns where the core stands, also when it has counted anew or a push's answer was lost. */
  async #reopen(): Promise<void> {
    const { version, text } = await commands.text_open(this.#document, this.#part);
    if (version === this.#version || this.view.composing) return;
    const now = editorText(text);
    if (version > this.#version) {
      try {
        const updates = await commands.text_updates(this.#document, this.#part, this.#version);
        if (updates.length > 0) {
          this.#receive(updates);
          this.#newest = Math.max(this.#newest, version);
          return;
        }
      } catch {
        // The core no longer holds these updates: the difference of the texts stands for them.
      }
    }
    if (this.#attempted > 0 && this.#typedChanges(this.#attempted).apply(this.#confirmed).eq(now)) this.#confirm();
    else this.#adopt(changeBetween(this.#confirmed, now));
    this.#attempted = 0;
    this.#version = version;
    this.#newest = version;
  }
}

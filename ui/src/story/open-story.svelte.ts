// The story on the screen: what the core says of it, the edition being read, and its running texts.

import { EditorView } from "@codemirror/view";
import { mount, tick, unmount } from "svelte";

import {
  asFailure,
  changeBetween,
  commands,
  type CommentId,
  type CommentView,
  editorText,
  fromOffset,
  photoDocument,
  storyDocument,
  textOf,
  type Deed,
  type EditionInfo,
  type EditionKey,
  type EditionView,
  type Event,
  type Failure,
  type OwnPassage,
  type PartKey,
  type PhotoId,
  type PresentView,
  type Quote,
  type StoryId,
  type StoryView,
  type UnreadView,
} from "../backend";
import { Asking, follows, type Newsroom } from "../shared";
import { t } from "../words";
import { Adjustable, FIELDS, fieldExtensions, type FieldName, type Surroundings } from "./field";
import { putIn } from "./names";
import { gapAt, placePhoto, StoryPhoto, takeOut } from "./placed";
import { OthersHere } from "./presence";
import type { OpenPassage } from "../passages";
import { BEGUN, quoteOf, Remarks, type Remark } from "./remarks";
import { RunningText } from "./running-text";
import { Checker, lookAgain } from "./spelling";
import { placeBehind, placeIn, Stretch } from "./stretch.svelte";
import { UnreadPassages } from "./unread";
import { Unsaid } from "./unsaid.svelte";

/** One field of one edition, open for typing. */
interface OpenField {
  readonly text: RunningText;
  readonly adjustable: Adjustable;
  readonly unread: UnreadPassages;
  readonly others: OthersHere;
  readonly remarks: Remarks;
}

/** What a text needs that is written in while its sheet is not shown. */
function outside(name: FieldName): Surroundings {
  return {
    label: t(`part.${name}`),
    placeholder: () => document.createElement("span"),
    go: () => false,
    looked: () => undefined,
    typesets: () => false,
    spells: () => false,
    spelt: () => undefined,
    names: () => [],
    snippets: () => [],
    onphoto: () => undefined,
    dropped: () => undefined,
  };
}

/** A story that is open. */
export class OpenStory {
  readonly id: StoryId;
  /** What the core says of it; nothing until it has answered. */
  view: StoryView | undefined = $state.raw();
  /** Why it cannot be shown. */
  trouble: Failure | undefined = $state();
  /** What was refused last, until the next deed. */
  refused: Failure | undefined = $state();
  /** The deed whose words are being asked for above the text. */
  asked: Deed | undefined = $state();
  /** The edition in the work area. */
  edition: EditionKey = $state("");
  /** The edition that stands beside it, while two are read or written together. */
  beside: EditionKey | undefined = $state();
  /** Whether the edition is read and written passage by passage, beside what it was made from. */
  byPassage = $state(false);
  /** The length of each text in characters, by its part. */
  readonly lengths: Record<PartKey, number> = $state({});
  /** The text of the open edition that had the caret last. */
  caretIn: FieldName | undefined = $state();
  /** How far the sheet of each edition was scrolled, in CSS pixels. */
  readonly scrolls = new Map<EditionKey, number>();

  /** What was typed in its discussion and not said yet. */
  readonly unsaid: Unsaid;
  /** The comment whose passage was pointed to in a text. */
  pointed: { readonly comment: CommentId } | undefined = $state.raw();

  /** Who else is in the story now, and where. */
  others: readonly PresentView[] = $state.raw([]);

  readonly #newsroom: Newsroom;
  readonly #fields = new Map<string, Promise<OpenField>>();
  /** What each open field asks its page. */
  readonly #pages = new Map<PartKey, () => Surroundings>();
  readonly #stretches = new Set<Stretch>();
  readonly #checkers = new Map<EditionKey, Checker>();
  readonly #forget: () => void;
  readonly #asking = new Asking(() => this.#ask());
  /** Where one's own caret is, as the others are told it. */
  #place: { readonly part: PartKey; readonly at: number } | undefined;
  readonly #telling = new Asking(() => this.#tellPlace());

  constructor(newsroom: Newsroom, id: StoryId, edition?: EditionKey, unsaid = new Unsaid()) {
    this.unsaid = unsaid;
    this.#newsroom = newsroom;
    this.id = id;
    this.edition = edition ?? "";
    this.#forget = newsroom.on((event) => this.#hear(event));
    void this.refresh();
    void this.#lookAround();
  }

  /** The edition in the work area, as the core sees it. */
  get current(): EditionView | undefined {
    return this.view?.editions.find((each) => each.edition === this.edition);
  }

  /** Puts another edition beside the one in the work area, or takes it away: the source first, for whoever translates. */
  toggleBeside(): void {
    if (this.beside !== undefined && this.beside !== this.edition) {
      this.beside = undefined;
      return;
    }
    const source = this.view?.source_edition;
    const written = this.view?.editions.filter((each) => each.edition !== this.edition && each.standing !== "empty") ?? [];
    const other = this.view?.editions.find((each) => each.edition !== this.edition);
    this.beside = source !== this.edition ? source : (written[0] ?? other)?.edition;
  }

  /**
   * Opens a passage of an edition for writing outside of the sheet; a new one behind another one of its text. Nothing when
   * the text does not say any more what the rows were made of. With a `joint` it is a sentence: a new one stands behind another
   * one of its passage.
   */
  async writePassage(
    edition: EditionInfo,
    name: FieldName,
    own: OwnPassage | null,
    before: OwnPassage | OpenPassage | null,
    joint?: string,
  ): Promise<OpenPassage | undefined> {
    const view = await this.field(edition, name, () => outside(name));
    if (view.state.readOnly) return undefined;
    const find = (passage: OwnPassage | OpenPassage) => {
      if (passage instanceof Stretch) return passage.range;
      return "from" in passage ? placeIn(view, fromOffset(view.state.doc, passage.from), passage.text, joint === undefined) : undefined;
    };
    const known = own ?? before;
    const range = known ? find(known) : undefined;
    if (known && !range) return undefined;
    const place = own && range ? { range, around: undefined } : placeBehind(view, range, joint);
    const stretch = new Stretch(view, place.range, place.around, (left) => {
      this.#stretches.delete(left);
      return this.settled().catch(() => undefined);
    });
    this.#stretches.add(stretch);
    return stretch;
  }

  /** Sets the signs of a whole edition as it prints them; one undo in each text brings back what stood there. */
  async typeset(edition: EditionKey): Promise<void> {
    for (const name of FIELDS) {
      const field = await this.#fields.get(`edition/${edition}/${name}`)?.catch(() => undefined);
      const view = field?.text.view;
      if (!view || view.state.readOnly) continue;
      const before = view.state.doc;
      const set = await commands.text_typeset(edition, before.toString());
      // Whoever types meanwhile asks again.
      if (view.state.doc !== before) continue;
      const changes = changeBetween(before, editorText(set));
      if (!changes.empty) view.dispatch({ changes, userEvent: "input.typeset" });
    }
  }

  /** Whether an edition shows its master as it is typed, since nobody has written in it. */
  follows(edition: EditionKey): boolean {
    const standing = (key: EditionKey) => this.view?.editions.find((each) => each.edition === key)?.standing ?? "empty";
    return follows(this.#newsroom.edition(edition), standing);
  }

  /** Has an edition in another script say what its master says, but for what a person wrote in it. */
  async catchUp(edition: EditionKey): Promise<boolean> {
    this.refused = undefined;
    try {
      // What was typed in the master a moment ago belongs to it.
      await this.settled();
      await commands.edition_convert(this.id, edition);
      await this.refresh();
      return true;
    } catch (error) {
      this.refused = asFailure(error);
      return false;
    }
  }

  /** Writes an edition anew from the one that it is derived from; one undo in each text brings back what stood there. */
  async convert(edition: EditionInfo): Promise<void> {
    this.refused = undefined;
    try {
      // What was typed in the master a moment ago belongs to it.
      await this.settled();
      await this.refresh();
      for (const name of FIELDS) {
        const field = await this.#fields.get(`edition/${edition.key}/${name}`)?.catch(() => undefined);
        const view = field?.text.view;
        if (!view || view.state.readOnly) continue;
        const before = view.state.doc;
        const master = textOf(this.view?.content ?? {}, `edition/${edition.derived_from}/${name}`);
        const converted = await commands.text_convert(edition.key, master);
        if (view.state.doc !== before) continue;
        const changes = changeBetween(before, editorText(converted));
        if (!changes.empty) view.dispatch({ changes, userEvent: "input.convert" });
      }
      await this.settled();
      if (edition.derived_from) await commands.edition_made_from(this.id, edition.key, edition.derived_from);
    } catch (error) {
      this.refused = asFailure(error);
    }
  }

  /** The passage that something is about to be said about. */
  get passage(): Quote | undefined {
    return this.unsaid.passage;
  }

  set passage(passage: Quote | undefined) {
    this.unsaid.passage = passage;
    for (const [part, field] of this.#fields) {
      field.then(({ text, remarks }) => remarks.show(text.view, this.#remarksOn(part))).catch(() => undefined);
    }
  }

  /** Takes up the words that are selected in the open edition, to say something about them, or else about the story. */
  async takePassage(): Promise<void> {
    const part = `edition/${this.edition}/${this.caretIn ?? "body"}`;
    const field = await this.#fields.get(part)?.catch(() => undefined);
    this.passage = field && quoteOf(field.text.view.state, part);
  }

  /** Shows the passage of a comment in its edition; answers whether its words are there still. */
  async goToComment({ comment, about }: CommentView): Promise<boolean> {
    const edition = /^edition\/([^/]+)\//.exec(about?.part ?? "")?.[1];
    if (!about || edition === undefined) return false;
    this.edition = edition;
    this.pointed = { comment };
    await tick();
    const field = await this.#fields.get(about.part)?.catch(() => undefined);
    return field?.remarks.go(field.text.view, comment) ?? false;
  }

  /** Gives a photo of the story its place in the body of the open edition, below the paragraph that had the caret last. */
  async placePhoto(photo: PhotoId): Promise<void> {
    const field = await this.#fields.get(`edition/${this.edition}/body`)?.catch(() => undefined);
    if (field && !field.text.view.state.readOnly) placePhoto(field.text.view, photo);
  }

  /** Puts words where the caret was last in the body of the open edition. */
  async putIn(text: string): Promise<void> {
    const field = await this.#fields.get(`edition/${this.edition}/body`)?.catch(() => undefined);
    if (field) putIn(field.text.view, text);
  }

  /** Takes the caret to where something is dropped. Answers whether that is in the body, among words. */
  async caretAt(at: { readonly x: number; readonly y: number }): Promise<boolean> {
    const view = (await this.#fields.get(`edition/${this.edition}/body`)?.catch(() => undefined))?.text.view;
    const box = view?.contentDOM.getBoundingClientRect();
    if (!view || !box || view.state.doc.length === 0 || at.y < box.top || at.y > box.bottom || at.x < box.left || at.x > box.right) return false;
    view.dispatch({ selection: { anchor: gapAt(view, at) } });
    return true;
  }

  /** Lets the story go; texts that are not committed yet keep trying. */
  close(): void {
    this.#forget();
    this.#asking.leave();
    this.#telling.leave();
    this.#moved(undefined);
    const settled = this.settled();
    for (const field of this.#fields.values()) {
      field.then(({ text }) => text.close()).catch(() => undefined);
    }
    this.#fields.clear();
    // Whoever leaves a story has finished what they suggest in it.
    settled.then(() => commands.suggestion_send(storyDocument(this.id))).catch(() => undefined);
  }

  /** Sends what was written as a suggestion, or gives it up. */
  async suggest(what: "send" | "discard"): Promise<void> {
    this.refused = undefined;
    try {
      await this.settled();
      await (what === "send" ? commands.suggestion_send : commands.suggestion_discard)(storyDocument(this.id));
    } catch (error) {
      this.refused = asFailure(error);
    } finally {
      await this.refresh();
    }
  }

  /** Asks the core again; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    return this.#asking.again();
  }

  /** The editor of a field, opened when it is first asked for. */
  async field(edition: EditionInfo, name: FieldName, around: () => Surroundings): Promise<EditorView> {
    const part = `edition/${edition.key}/${name}`;
    this.#pages.set(part, around);
    let opening = this.#fields.get(part);
    if (opening === undefined) {
      const adjustable = new Adjustable();
      const unread = new UnreadPassages((number) => void this.#read(number));
      const others = new OthersHere((at) => this.#moved(at === undefined ? undefined : { part, at }));
      const remarks = new Remarks((comment) => comment !== BEGUN && (this.pointed = { comment }));
      const extensions = [
        adjustable.extension(edition, around()),
        // An editor outlives the page it stands on: it asks whichever it stands on now.
        fieldExtensions(edition, name, () => (this.#pages.get(part) ?? around)(), this.checker(edition.key), (photo, target) =>
          this.showPhoto(part, edition, photo, target),
        ),
        unread.extension,
        others.extension,
        remarks.extension,
      ];
      extensions.push(this.#measureOf(part), EditorView.updateListener.of((update) => {
        for (const stretch of this.#stretches) stretch.heard(update);
      }));
      opening = RunningText.open(storyDocument(this.id), part, extensions).then((text) => ({ text, adjustable, unread, others, remarks }));
      this.#fields.set(part, opening);
      opening.catch(() => this.#fields.delete(part));
    }
    const { text, unread, others, remarks } = await opening;
    remarks.show(text.view, this.#remarksOn(part));
    unread.show(text.view, this.#unreadOf(part));
    others.show(text.view, this.#othersIn(part));
    this.lengths[part] = text.view.state.doc.length;
    return text.view;
  }

  /** A photo lives in its text as long as that does, on whatever page the text stands. */
  showPhoto(part: string, edition: EditionInfo, photo: PhotoId, target: HTMLElement): () => void {
    const isClosed = () => this.follows(edition.key) || (this.view?.editions.find((each) => each.edition === edition.key)?.closed ?? false);
    const take = () => void this.#fields.get(part)?.then(({ text }) => takeOut(text.view, photo));
    const photoNow = () => this.view?.photos.find((each) => each.photo === photo);
    const props = {
      get photo() {
        return photoNow();
      },
      edition,
      onphoto: () => this.#pages.get(part)?.().onphoto(),
      get deed() {
        return isClosed() ? undefined : { icon: "x" as const, label: t("placed.take-out"), act: take };
      },
    };
    const figure = mount(StoryPhoto, { target, props });
    return () => void unmount(figure);
  }

  /** What is known of the spelling of an edition. */
  checker(edition: EditionKey): Checker {
    let checker = this.#checkers.get(edition);
    if (!checker) this.#checkers.set(edition, (checker = new Checker(edition)));
    return checker;
  }

  /** Looks at the spelling again: the agency's list is another one. */
  #respell(): void {
    for (const checker of this.#checkers.values()) checker.forget();
    for (const field of this.#fields.values()) field.then(({ text }) => lookAgain(text.view), () => undefined);
  }

  /** Brings the words and rights of an open field up to date. */
  async adjust(edition: EditionInfo, name: FieldName, around: Surroundings, mayWrite: boolean): Promise<void> {
    const field = await this.#fields.get(`edition/${edition.key}/${name}`)?.catch(() => undefined);
    field?.adjustable.reword(field.text.view, edition, around);
    field?.adjustable.allow(field.text.view, mayWrite);
  }

  /** The passages that merges brought into the edition in the work area and that nobody has read here. */
  get unread(): readonly UnreadView[] {
    return (this.view?.unread ?? []).filter(({ part }) => part.startsWith(`edition/${this.edition}/`));
  }

  /** Goes to where somebody else is. */
  async follow(other: PresentView): Promise<void> {
    const [, edition, name] = /^edition\/([^/]+)\/(.+)$/.exec(other.part) ?? [];
    if (edition === undefined || name === undefined) return;
    this.edition = edition;
    await tick();
    const field = await this.#fields.get(other.part)?.catch(() => undefined);
    field?.others.go(field.text.view, other);
  }

  /** Takes the caret to the next of them. */
  async readNext(): Promise<void> {
    for (const name of FIELDS) {
      const field = await this.#fields.get(`edition/${this.edition}/${name}`)?.catch(() => undefined);
      if (field?.unread.go(field.text.view)) return;
    }
  }

  /** Where one's own caret is, for the others; nowhere when it left the text it was in. */
  #moved(place: { part: PartKey; at: number } | undefined): void {
    this.#place = place;
    if (place) this.#telling.soon();
    else void this.#telling.again();
  }

  async #tellPlace(): Promise<void> {
    const place = this.#place;
    const told = place === undefined ? commands.presence_set(null, null, 0) : commands.presence_set(this.id, place.part, place.at);
    // Who does not see one's caret misses nothing else.
    await told.catch(() => undefined);
  }

  #othersIn(part: string): readonly PresentView[] {
    return this.others.filter((each) => each.part === part);
  }

  async #lookAround(): Promise<void> {
    try {
      this.others = await commands.presence_list(this.id);
    } catch {
      this.others = [];
    }
    for (const [part, field] of this.#fields) {
      field.then(({ text, others }) => others.show(text.view, this.#othersIn(part))).catch(() => undefined);
    }
  }

  #unreadOf(part: string): readonly UnreadView[] {
    return (this.view?.unread ?? []).filter((each) => each.part === part);
  }

  async #read(number: number): Promise<void> {
    try {
      this.#show(await commands.passage_read(this.id, number));
    } catch {
      // It stays unread, and the next start tints it again.
    }
  }

  #show(view: StoryView): void {
    this.view = view;
    for (const [part, field] of this.#fields) {
      field
        .then(({ text, unread, remarks }) => {
          unread.show(text.view, this.#unreadOf(part));
          remarks.show(text.view, this.#remarksOn(part));
        })
        .catch(() => undefined);
    }
  }

  /** What is discussed of a text, and what is about to be. */
  #remarksOn(part: string): readonly Remark[] {
    const open = (this.view?.comments ?? []).filter(({ about, settled }) => about?.part === part && !settled);
    const said = open.map(({ comment, about, by, words }) => ({ comment, about, title: `${by}: ${words}` }));
    const { passage } = this;
    return passage?.part === part ? [...said, { comment: BEGUN, about: passage, title: "" }] : said;
  }

  /** Takes a step with the edition, once every word of it is committed. Answers whether it was taken. */
  act(deed: Deed, edition: EditionKey, note: string): Promise<boolean> {
    return this.#take(() => this.#step(deed, edition, note));
  }

  /** Says which moment readers are shown: with the publication, or as a correction of it. */
  date(edition: EditionKey, displayed_ms: number | null): Promise<boolean> {
    const isPublic = this.current?.published_at !== null;
    return this.#take(() =>
      isPublic
        ? commands.edition_redate(this.id, edition, displayed_ms)
        : commands.edition_publish(this.id, edition, "", displayed_ms),
    );
  }

  async #take(step: () => Promise<unknown>): Promise<boolean> {
    this.refused = undefined;
    try {
      await this.settled();
      await this.refresh();
      await step();
      return true;
    } catch (error) {
      this.refused = asFailure(error);
      return false;
    } finally {
      await this.refresh();
    }
  }

  /** Resolves when every word of the story is committed. */
  async settled(): Promise<void> {
    for (const field of this.#fields.values()) await (await field).text.settled();
  }

  #step(deed: Deed, edition: EditionKey, note: string): Promise<EditionView> {
    switch (deed) {
      case "submit":
        return commands.edition_submit(this.id, edition);
      case "return":
        return this.#sendBack(edition, note);
      case "approve":
        return commands.edition_approve(this.id, edition, this.#says(edition));
      case "publish":
        return commands.edition_publish(this.id, edition, note, null);
      case "redate":
        return commands.edition_redate(this.id, edition, null);
      case "withdraw":
        return commands.edition_withdraw(this.id, edition, note);
    }
  }

  /** With what was noted for its passages, which is said with that. */
  async #sendBack(edition: EditionKey, reason: string): Promise<EditionView> {
    const view = await commands.edition_return(this.id, edition, reason, [...this.unsaid.reasons(edition).noted]);
    this.unsaid.asked(edition);
    return view;
  }

  /** The mark of what is on the screen. */
  #says(edition: EditionKey): string {
    return this.view?.editions.find((each) => each.edition === edition)?.says ?? "";
  }

  #hear(event: Event): void {
    if (event.event === "text" && event.document === storyDocument(this.id)) {
      this.#fields.get(event.part)?.then(({ text }) => text.news(event.version), () => undefined);
    } else if (event.event === "presence") {
      if (event.document === storyDocument(this.id)) void this.#lookAround();
    } else if (event.event === "document" && event.document.startsWith("entry:")) {
      this.#respell();
    } else if (event.event === "sync" || (event.event === "document" && this.#holds(event.document))) {
      this.#asking.soon();
    }
  }

  #holds(document: string): boolean {
    return (
      document === storyDocument(this.id) ||
      (this.view?.photos ?? []).some((photo) => document === photoDocument(photo.photo))
    );
  }

  async #ask(): Promise<void> {
    try {
      const view = await commands.story_show(this.id);
      this.trouble = undefined;
      this.#show(view);
      if (this.edition === "") this.edition = this.#firstEdition(view);
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }

  #firstEdition(view: StoryView): EditionKey {
    return view.source_edition || this.#newsroom.editions[0]?.key || "";
  }

  #measureOf(part: PartKey) {
    return EditorView.updateListener.of((update) => {
      if (update.docChanged) this.lengths[part] = update.state.doc.length;
    });
  }
}

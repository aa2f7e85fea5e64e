// The newsroom's vocabulary as this computer holds it: tags, sections, people and cities with their forms by edition.

import { asFailure, commands, textOf, type EditionInfo, type EditionKey, type EntryId, type EntryKind, type EntryView, type Event, type Failure } from "../backend";
import { Asking, type Newsroom } from "../shared";
import { language, t } from "../words";
import type { Choice } from "./fitting";

/** Between a section and the one below it. */
const BELOW = " › ";

/** A snippet as an edition has it. */
export interface SnippetIn {
  readonly id: EntryId;
  readonly name: string;
  /** Its first words, to know it by. */
  readonly begins: string;
  /** All of it, in Markdown. */
  readonly text: () => Promise<string>;
}

/** The first words of a snippet end after so many characters. */
const BEGINS = 60;

export class Vocabulary {
  /** Every entry. */
  entries: readonly EntryView[] = $state.raw([]);
  /** Why it could not be read. */
  trouble: Failure | undefined = $state.raw();

  readonly #byId = $derived(new Map(this.entries.map((entry) => [entry.entry, entry])));
  readonly #newsroom: Newsroom;
  readonly #reading = new Asking(() => this.#read());

  constructor(newsroom: Newsroom) {
    this.#newsroom = newsroom;
  }

  /** Reads it, and again whenever it may have changed; answers with the end of that. */
  live(): () => void {
    void this.refresh();
    return this.#newsroom.on((event) => this.#hear(event));
  }

  /** Asks the core; questions that come while one is asked become one more. */
  refresh(): Promise<void> {
    return this.#reading.again();
  }

  /** The word for an entry: in the interface language, else in English, else in whatever language there is one. */
  label(id: EntryId): string {
    const labels = this.#byId.get(id)?.labels ?? {};
    const label = labels[language.current] ?? labels["en"] ?? Object.values(labels)[0];
    return label ?? this.#ownName(id) ?? t("details.unknown");
  }

  /** An entry by its id. */
  entry(id: EntryId): EntryView | undefined {
    return this.#byId.get(id);
  }

  /** How many entries of a kind there are. */
  count(kind: EntryKind): number {
    return this.entries.filter((entry) => entry.kind === kind).length;
  }

  /** The editions that have a form of an entry: a name that is kept has one for all, a converted word those that are converted. */
  editionsOf(entry: EntryView, editions: readonly EditionInfo[]): readonly EditionInfo[] {
    switch (entry.kind) {
      case "exception":
        return editions.filter(({ key, derived_from }) => derived_from !== null || editions.some((other) => other.derived_from === key));
      case "kept":
        return editions.filter(({ key }) => entry.labels[key] !== undefined).slice(0, 1);
      // Readers never see these names: they are in the languages in which people work.
      case "template":
      case "snippet":
      case "supplier":
        return editions.filter(({ key }) => language.all.some((each) => each === key) || entry.labels[key] !== undefined);
      default:
        return editions;
    }
  }

  /** How many of these editions have no form of their own. */
  missing(id: EntryId, editions: readonly EditionInfo[]): number {
    const entry = this.#byId.get(id);
    return entry === undefined ? 0 : this.editionsOf(entry, editions).filter(({ key }) => entry.labels[key] === undefined).length;
  }

  /** Whether a section is another one or stands somewhere below it. */
  isWithin(id: EntryId, other: EntryId): boolean {
    return this.#upwards(id).includes(other);
  }

  /** The form that an edition prints, if it has its own. */
  form(id: EntryId, edition: EditionKey): string | undefined {
    return this.#byId.get(id)?.labels[edition];
  }

  /** A section with those above it. */
  path(id: EntryId): string {
    const steps = this.#upwards(id).toReversed();
    return steps.map((step) => this.label(step)).join(BELOW);
  }

  /** The entries of a kind as choices, by the alphabet. */
  choices(kind: EntryKind): Choice[] {
    const shown = (id: EntryId) => (kind === "section" ? this.path(id) : this.label(id));
    const choices = this.entries
      .filter((entry) => entry.kind === kind)
      .map(({ entry, labels }) => ({ id: entry, label: shown(entry), forms: [...new Set([shown(entry), ...Object.values(labels)])] }));
    const own = this.#newsroom.session?.person;
    const ownName = own ? this.#ownName(own) : undefined;
    if (kind === "person" && own && ownName && !this.#byId.has(own)) choices.push({ id: own, label: ownName, forms: [ownName] });
    const alphabet = new Intl.Collator(language.current);
    return choices.toSorted((one, other) => alphabet.compare(one.label, other.label));
  }

  /** The people, places and terms as an edition prints them. */
  names(edition: EditionKey): readonly string[] {
    return this.entries.filter(({ kind }) => kind === "person" || kind === "city" || kind === "term").flatMap(({ labels }) => labels[edition] ?? []);
  }

  /** The snippets that have words for an edition: its own, or those of its master, converted. */
  snippets({ key, derived_from }: EditionInfo): readonly SnippetIn[] {
    return this.choices("snippet").flatMap(({ id, label: name }): SnippetIn[] => {
      const fills = this.#byId.get(id)?.fills ?? {};
      const own = textOf(fills, `edition/${key}/body`);
      const text = own || (derived_from ? textOf(fills, `edition/${derived_from}/body`) : "");
      if (text === "") return [];
      const line = text.replace(/[*_#>`]/g, "").replace(/\s+/g, " ").trim();
      const begins = line.length > BEGINS ? `${line.slice(0, BEGINS).trimEnd()}…` : line;
      return [{ id, name, begins, text: () => (own ? Promise.resolve(own) : commands.text_convert(key, text)) }];
    });
  }

  /** Makes an entry, with or without a network; the same word again is the same entry. */
  async make(kind: EntryKind, edition: EditionKey, label: string): Promise<EntryId> {
    const made = await commands.entry_new(kind, edition, label);
    this.entries = [...this.entries.filter((entry) => entry.entry !== made.entry), made];
    return made.entry;
  }

  /** A section and those above it; a circle ends where it began. */
  #upwards(id: EntryId): EntryId[] {
    const steps: EntryId[] = [];
    for (let at: EntryId | null = id; at !== null && !steps.includes(at); at = this.#byId.get(at)?.parent ?? null) steps.push(at);
    return steps;
  }

  /** Before a portal is connected, the person who writes here has a name and no entry. */
  #ownName(id: EntryId): string | undefined {
    const session = this.#newsroom.session;
    return session?.person === id ? (session.name ?? undefined) : undefined;
  }

  #hear(event: Event): void {
    const concerns = event.event === "session" || (event.event === "document" && event.document.startsWith("entry:"));
    if (concerns) this.#reading.soon();
  }

  async #read(): Promise<void> {
    try {
      this.entries = await commands.vocabulary_list();
      this.trouble = undefined;
    } catch (error) {
      this.trouble = asFailure(error);
    }
  }
}

// Which language the interface speaks now, as one reactive value.

const LANGUAGES = ["kk", "ru", "en"] as const;

/** A language the interface can speak. */
export type InterfaceLanguage = (typeof LANGUAGES)[number];

class Language {
  /** The language of every sentence that is on screen. */
  current: InterfaceLanguage = $state("en");

  /** Every language, in the order people choose from. */
  readonly all = LANGUAGES;

  /** Speaks the first of the wanted BCP 47 tags that there is a catalog for; otherwise English. */
  choose(...wanted: readonly string[]): void {
    const primary = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
    this.current = primary.find((tag): tag is InterfaceLanguage => LANGUAGES.some((known) => known === tag)) ?? "en";
    if (typeof document !== "undefined") document.documentElement.lang = this.current;
  }
}

/** The interface language. */
export const language = new Language();

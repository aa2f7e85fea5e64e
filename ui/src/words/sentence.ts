// Makes a sentence from a key of the catalog: `{name}` stands for a parameter, and a word with several forms is
// chosen by the parameter `count` and the plural rules of the language (CLDR).

import { language, type InterfaceLanguage } from "./language.svelte";
import en from "./en.json";
import kk from "./kk.json";
import ru from "./ru.json";

/** The plural forms of one sentence; `other` is the fallback. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
type Catalog = Record<string, string | Forms>;

/** A key that all catalogs have. */
export type WordKey = keyof typeof en;

/** What a sentence needs to name. Numbers are grouped as the language does it. */
export type Parameters = Readonly<Record<string, string | number>>;

const catalogs: Record<InterfaceLanguage, Catalog> = { en, kk, ru };
const pluralRules = new Map<InterfaceLanguage, Intl.PluralRules>();
const numberFormats = new Map<InterfaceLanguage, Intl.NumberFormat>();

/** Whether the catalogs have such a key. */
export function has(key: string): key is WordKey {
  return Object.hasOwn(en, key);
}

/** The sentence of a key in the interface language. */
export function t(key: WordKey, parameters: Parameters = {}): string {
  const current = language.current;
  const entry = catalogs[current][key] ?? catalogs.en[key];
  if (entry === undefined) return key;
  const sentence = typeof entry === "string" ? entry : entry[form(current, parameters.count)] ?? entry.other;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? remembered(numberFormats, current, () => new Intl.NumberFormat(current)).format(value) : value;
  });
}

function form(current: InterfaceLanguage, count: string | number | undefined): Intl.LDMLPluralRule {
  return remembered(pluralRules, current, () => new Intl.PluralRules(current)).select(Number(count ?? 0));
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

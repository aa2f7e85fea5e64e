// The names of the interface languages, each in its own language: data, never translated.

import type { InterfaceLanguage } from "../words";

export const LANGUAGE_NAMES: Record<InterfaceLanguage, string> = { kk: "Қазақша", ru: "Русский", en: "English" };

// The sentence for a failure: what happened and what to do next, from its code alone.

import { language } from "./language.svelte";
import { has, t, type Parameters } from "./sentence";

/** A refusal or a failure as it crosses every border. */
interface Failure {
  readonly code: string;
  readonly params?: Readonly<Record<string, string | undefined>>;
}

/** What a command rejected with, in words. Anything that is no failure is shown as it is, never swallowed. */
export function failureText(reason: unknown): string {
  if (!isFailure(reason)) {
    return t("failure.unknown", { code: reason instanceof Error ? reason.message : String(reason) });
  }
  const key = `failure.${reason.code}`;
  if (has(key)) return t(key, named(reason.params ?? {}));
  const details = Object.entries(reason.params ?? {}).map(([name, value]) => `${name}=${value}`);
  return t("failure.unknown", { code: [reason.code, ...details].join(" ") });
}

/** The name of an edition in the interface language; the key itself for an edition of another newsroom. */
export function editionName(edition: string): string {
  const key = `edition.${edition}`;
  return has(key) ? t(key) : edition;
}

/** The same inside a sentence: Kazakh and Russian write the names of languages small there. */
export function editionNameWithin(edition: string): string {
  const name = editionName(edition);
  return language.current === "en" ? name : name.charAt(0).toLocaleLowerCase(language.current) + name.slice(1);
}

/** The name of a part such as `edition/kk/headline`: "headline, Kazakh". */
export function partName(part: string): string {
  const [, edition, field] = /^edition\/([^/]+)\/(.+)$/.exec(part) ?? [];
  const block = /^lifted\/([^/]+)\//.exec(part)?.[1];
  const lifted = `part.lifted-${block}`;
  if (has(lifted)) return t(lifted);
  const key = `part.${field ?? part}`;
  const name = has(key) ? t(key) : (field ?? part);
  return edition === undefined ? name : t("part.of-edition", { part: name, edition: editionNameWithin(edition) });
}

function isFailure(reason: unknown): reason is Failure {
  return typeof reason === "object" && reason !== null && "code" in reason && typeof reason.code === "string";
}

/** Codes that travel as parameters are shown as words too. */
function named(params: Readonly<Record<string, string | undefined>>): Parameters {
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const deed = `deed.${value}`;
    if (name === "edition") words[name] = editionName(value);
    else if (name === "part") words[name] = partName(value);
    else if (name === "deed" && has(deed)) words[name] = t(deed);
    else words[name] = value;
  }
  return words;
}

// Which choices fit what was typed. A choice is found by its form in any edition, whatever the interface speaks.

/** Something that can be chosen from a list. */
export interface Choice {
  readonly id: string;
  /** What the list shows. */
  readonly label: string;
  /** Every form it can be found by. */
  readonly forms: readonly string[];
}

/** More rows than anybody reads in a list that drops down. */
const MOST = 50;

/** The choices that have the typed text in one of their forms, the closest first. */
export function fitting(choices: readonly Choice[], typed: string, most = MOST): Choice[] {
  const wanted = folded(typed);
  const ranked = choices.map((choice) => ({ choice, rank: Math.min(...choice.forms.map((form) => distance(folded(form), wanted))) }));
  return ranked
    .filter(({ rank }) => Number.isFinite(rank))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ choice }) => choice);
}

/** The choice that is called exactly this, as the core compares words. */
export function called(choices: readonly Choice[], typed: string): Choice | undefined {
  const wanted = plain(typed);
  return choices.find((choice) => choice.forms.some((form) => plain(form) === wanted));
}

/** A label as the core keeps it: no space around it, one between words. */
export function tidy(typed: string): string {
  return typed.trim().replace(/\s+/g, " ");
}

function plain(text: string): string {
  return tidy(text).toLowerCase();
}

/** Small letters without accents, so that é is found by e. */
function folded(text: string): string {
  return plain(text.normalize("NFKD").replace(/\p{M}/gu, ""));
}

function distance(form: string, wanted: string): number {
  if (wanted === "") return 0;
  const at = form.indexOf(wanted);
  if (at < 0) return Infinity;
  if (at > 0) return /[\p{L}\p{N}]/u.test(form.charAt(at - 1)) ? 3 : 2;
  return form.length === wanted.length ? 0 : 1;
}

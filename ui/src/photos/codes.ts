// Codes such as `=mak=` that are replaced as they are typed, where somebody provides them.

import { getContext, setContext } from "svelte";

type Replace = (text: string) => string;

const KEY = Symbol("codes");

/** Has the fields below replace codes. */
export function provideCodes(replace: Replace): void {
  setContext(KEY, replace);
}

/** How a field replaces codes; it leaves a text as it is where nobody provides any. */
export function codesHere(): Replace {
  return getContext<Replace | undefined>(KEY) ?? ((text) => text);
}

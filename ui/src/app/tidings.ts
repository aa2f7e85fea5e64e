// What others did that concerns whoever works here: in the status bar while the window is in front, beside the window otherwise.

import { notify, type Tiding } from "../backend";
import { editionNameWithin, t } from "../words";

/** What the program is called, in any language. */
const NAME = "Тілші";
/** Tidings that come within this time come together. */
const TOGETHER_MS = 800;
/** More of them than this are told as a number. */
const MOST = 3;

/** One of them as a sentence. */
export function sentence({ kind, title, by, edition }: Tiding): string {
  return t(`tiding.${kind}`, { title: title || t("stories.no-headline"), by, edition: edition === null ? "" : editionNameWithin(edition) });
}

export class Tidings {
  readonly #tell: (told: string) => void;
  #waiting: Tiding[] = [];
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** `tell` says a sentence in the window. */
  constructor(tell: (told: string) => void) {
    this.#tell = tell;
  }

  hear(tiding: Tiding): void {
    this.#waiting.push(tiding);
    this.#soon ??= setTimeout(() => this.#say(), TOGETHER_MS);
  }

  #say(): void {
    const tidings = this.#waiting;
    this.#waiting = [];
    this.#soon = undefined;
    const many = tidings.length > MOST ? t("tiding.many", { count: tidings.length }) : undefined;
    if (document.hasFocus()) this.#tell(many ?? tidings.map(sentence).join(" "));
    else for (const told of many === undefined ? tidings.map(sentence) : [many]) notify(NAME, told);
  }
}

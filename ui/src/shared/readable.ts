// Story text where it is read as text, not as it will be printed.

import { t } from "../words";

/** A text in which the place of a photo reads as words; two photos read differently. */
export function readable(text: string): string {
  return text.replace(/!\[\]\(photo:([0-9a-z]+)\)/gu, (_place, photo: string) => `[${t("placed.photo", { name: photo.slice(0, 4) })}]`);
}

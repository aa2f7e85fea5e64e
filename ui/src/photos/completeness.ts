// What a photo still needs before it can be printed: the same rule as the core's, only for display.

import { textOf, type PhotoView } from "../backend";

/** Whether creator, credit line or rights basis is missing. */
export function creditNeeded(photo: PhotoView): boolean {
  return ["creator", "credit-line", "rights-basis"].some((part) => textOf(photo.content, part).trim() === "");
}

/** Whether an edition has no alt text for a photo that needs one. */
export function altTextNeeded(photo: PhotoView, edition: string): boolean {
  return (
    textOf(photo.content, "decorative") !== "yes" && textOf(photo.content, `edition/${edition}/alt-text`).trim() === ""
  );
}

// What a photo still needs before it can be printed, and what readers are told of it: the same rules as the core's, only
// for display.

import { textOf, type Block, type PhotoView } from "../backend";

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

/** What of its licence keeps a photo back, if nobody has lifted it; the portal's clock decides when one has ended. */
export function keptBack(photo: PhotoView, now_ms: number): Block | undefined {
  const holds = (block: Block) => !photo.blocks.some((each) => each.block === block && each.lifted.length > 0);
  const until = textOf(photo.content, "licence-until");
  if (/^\d+$/.test(until) && now_ms >= Number(until) && holds("licence-ended")) return "licence-ended";
  return textOf(photo.content, "licence-restriction").trim() !== "" && holds("licence-restricted") ? "licence-restricted" : undefined;
}

/** What readers are told of a photo: that a trained model made it, or altered it. Nothing of any other. */
export function synthetic(photo: PhotoView): "made" | "altered" | undefined {
  return syntheticKind(textOf(photo.content, "digital-source-type"));
}

/** The same of the field that says how a photo came about. */
export function syntheticKind(sourceType: string): "made" | "altered" | undefined {
  switch (sourceType) {
    case "trained-algorithmic-media":
      return "made";
    case "composite-with-trained-algorithmic-media":
    case "composite-synthetic":
      return "altered";
    default:
      return undefined;
  }
}

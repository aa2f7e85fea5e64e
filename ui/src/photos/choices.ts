// The closed lists among the fields of a photo, as people choose from them.

import type { DigitalSourceType, RightsBasis } from "../backend";
import { t } from "../words";

const BASES: readonly RightsBasis[] = ["staff", "agency", "handout", "licence", "permission", "public-domain"];

const KINDS: readonly DigitalSourceType[] = [
  "digital-capture",
  "print",
  "negative-film",
  "screen-capture",
  "digital-creation",
  "data-driven-media",
  "algorithmically-enhanced",
  "human-edits",
  "composite-capture",
  "composite-synthetic",
  "composite-with-trained-algorithmic-media",
  "trained-algorithmic-media",
  "algorithmic-media",
];

/** Where a photo comes from beyond its credit: the fields of one line, with their names. */
export const ORIGIN = [
  ["date-created", "photos.date-created"],
  ["persons-shown", "photos.persons-shown"],
  ["keywords", "photos.keywords"],
  ["job-title", "photos.job-title"],
  ["event", "photos.event"],
  ["sublocation", "photos.sublocation"],
  ["city", "photos.city"],
  ["province", "photos.province"],
  ["country", "photos.country"],
  ["country-code", "photos.country-code"],
  ["instructions", "photos.instructions"],
  ["web-statement", "photos.web-statement"],
  ["licensor", "photos.licensor"],
] as const;

/** A value and its name. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Why the agency may print a photo. */
export function rightsNames(): Choice[] {
  return BASES.map((basis) => ({ value: basis, label: t(`photos.rights.${basis}`) }));
}

/** How a photo came about. */
export function kindNames(): Choice[] {
  return KINDS.map((kind) => ({ value: kind, label: t(`photos.kind.${kind}`) }));
}

/** How good people find a photo. */
export function ratingNames(): Choice[] {
  return [1, 2, 3, 4, 5].map((rating) => ({ value: String(rating), label: "★".repeat(rating) }));
}

// Where a crop lies in a picture, reckoned in parts of its sides from 0 to 1. What is shown without a crop of its own is the
// same rule as the core's, so that the window draws what the portal will cut.

import type { Crop } from "../backend";

export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly across: number;
  readonly down: number;
}

/** The shapes in the order of their keys. */
export const CROPS: readonly Crop[] = ["wide", "standard", "square", "tall", "free"];

/** Width by height; the free one has any. */
export const RATIOS: Readonly<Partial<Record<Crop, number>>> = { wide: 16 / 9, standard: 4 / 3, square: 1, tall: 9 / 16 };

export const MIDDLE: Point = { across: 0.5, down: 0.5 };
export const WHOLE: Region = { left: 0, top: 0, width: 1, height: 1 };

/** Neither side of a crop is shorter than this. */
const SHORTEST = 0.02;

/** The finest step that is kept: a hundredth of a percent. */
const FINEST = 10_000;

function numbers(text: string, count: number): number[] | undefined {
  const read = text.split(",").map((piece) => (/^\d{1,3}(\.\d{1,2})?$/.test(piece) ? Number(piece) / 100 : NaN));
  return read.length === count && read.every((number) => number >= 0 && number <= 1) ? read : undefined;
}

export function readRegion(text: string): Region | undefined {
  const [left, top, width, height] = numbers(text, 4) ?? [];
  return left === undefined || top === undefined || width === undefined || height === undefined ? undefined : { left, top, width, height };
}

export function readPoint(text: string): Point | undefined {
  const [across, down] = numbers(text, 2) ?? [];
  return across === undefined || down === undefined ? undefined : { across, down };
}

const percent = (steps: number) => String(steps / 100);

export function writeRegion({ left, top, width, height }: Region): string {
  const side = (from: number, length: number): [number, number] => {
    const steps = Math.max(SHORTEST * FINEST, Math.min(FINEST, Math.round(length * FINEST)));
    return [Math.max(0, Math.min(FINEST - steps, Math.round(from * FINEST))), steps];
  };
  const [[x, wide], [y, high]] = [side(left, width), side(top, height)];
  return [x, y, wide, high].map(percent).join(",");
}

export function writePoint({ across, down }: Point): string {
  return [across, down].map((part) => percent(Math.round(Math.max(0, Math.min(1, part)) * FINEST))).join(",");
}

/** Width by height of a shape in parts of the sides of a picture whose own ratio this is. */
const inPicture = (ratio: number, picture: number) => ratio / picture;

/** The largest region of a shape within another, its middle as near to a point as can be. */
function largest(within: Region, ratio: number | undefined, middle: Point, picture: number): Region {
  if (ratio === undefined) return within;
  const shape = inPicture(ratio, picture);
  const width = Math.min(within.width, within.height * shape);
  const height = width / shape;
  const begin = (at: number, kept: number, from: number, base: number) => Math.max(from, Math.min(from + base - kept, at - kept / 2));
  return {
    left: begin(middle.across, width, within.left, within.width),
    top: begin(middle.down, height, within.top, within.height),
    width,
    height,
  };
}

/** What a shape shows of a picture whose ratio this is: a crop that was set, or the most of it around the focal point. */
export function shown(crop: Crop, set: Region | undefined, focal: Point | undefined, picture: number): Region {
  if (!set) return largest(WHOLE, RATIOS[crop], focal ?? MIDDLE, picture);
  return largest(set, RATIOS[crop], { across: set.left + set.width / 2, down: set.top + set.height / 2 }, picture);
}

/** A region in another place, within the picture. */
export function movedTo(region: Region, left: number, top: number): Region {
  return {
    ...region,
    left: Math.max(0, Math.min(1 - region.width, left)),
    top: Math.max(0, Math.min(1 - region.height, top)),
  };
}

/** The widest that a shape can be in a picture. */
export function widest(crop: Crop, picture: number): number {
  const ratio = RATIOS[crop];
  return ratio === undefined ? 1 : Math.min(1, inPicture(ratio, picture));
}

/** A region of another width around its middle; a shape keeps its ratio, the free one its height. */
export function ofWidth(crop: Crop, region: Region, width: number, picture: number): Region {
  const ratio = RATIOS[crop];
  const shape = ratio === undefined ? undefined : inPicture(ratio, picture);
  const least = shape === undefined ? SHORTEST : Math.max(SHORTEST, SHORTEST * shape);
  const wide = Math.max(least, Math.min(widest(crop, picture), width));
  const high = shape === undefined ? region.height : wide / shape;
  const sized = { ...region, width: wide, height: high };
  return movedTo(sized, region.left + (region.width - wide) / 2, region.top + (region.height - high) / 2);
}

/** The free region of another height around its middle. */
export function ofHeight(region: Region, height: number): Region {
  const high = Math.max(SHORTEST, Math.min(1, height));
  return movedTo({ ...region, height: high }, region.left, region.top + (region.height - high) / 2);
}

/** A corner of a region. */
export interface Corner {
  readonly x: "left" | "right";
  readonly y: "top" | "bottom";
}

export const CORNERS: readonly Corner[] = [
  { x: "left", y: "top" },
  { x: "right", y: "top" },
  { x: "left", y: "bottom" },
  { x: "right", y: "bottom" },
];

/** A region with one corner drawn to a point; the opposite one stays where it is. */
export function drawn(crop: Crop, region: Region, corner: Corner, to: Point, picture: number): Region {
  const fixedX = corner.x === "left" ? region.left + region.width : region.left;
  const fixedY = corner.y === "top" ? region.top + region.height : region.top;
  const roomX = corner.x === "left" ? fixedX : 1 - fixedX;
  const roomY = corner.y === "top" ? fixedY : 1 - fixedY;
  const away = (at: number, fixed: number, backwards: boolean) => (backwards ? fixed - at : at - fixed);
  let width = Math.max(SHORTEST, Math.min(roomX, away(to.across, fixedX, corner.x === "left")));
  let height = Math.max(SHORTEST, Math.min(roomY, away(to.down, fixedY, corner.y === "top")));
  const ratio = RATIOS[crop];
  if (ratio !== undefined) {
    const shape = inPicture(ratio, picture);
    // As large as the pointer asks for in either direction, and as there is room for in both.
    width = Math.min(Math.max(width, height * shape), roomX, roomY * shape);
    height = width / shape;
  }
  return {
    left: corner.x === "left" ? fixedX - width : fixedX,
    top: corner.y === "top" ? fixedY - height : fixedY,
    width,
    height,
  };
}

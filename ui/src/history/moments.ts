// When a version was written, as short as its place in the list allows: the day stands above it.

import { clockTime } from "../shared";

/** A time of day, or two of them where the writing took minutes. */
export function spanOf(from_ms: number, to_ms: number): string {
  const [from, to] = [clockTime(from_ms), clockTime(to_ms)];
  return from === to || from_ms > to_ms ? to : `${from}–${to}`;
}

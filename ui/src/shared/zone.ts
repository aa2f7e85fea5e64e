// The clock of a time zone: between moments and what a date-and-time field shows. No decision depends on it: the portal's
// clock says when an embargo has passed.

const MINUTE_MS = 60_000;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;
/** A year that is still being typed, such as 0002, is no date. */
const FIRST_YEAR = 1990;

/** The time zone of this computer. */
export function computerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A moment as a `datetime-local` field shows it. */
export function toLocal(at_ms: number, zone: string): string {
  return new Date(at_ms + offset_ms(at_ms, zone)).toISOString().slice(0, 16);
}

/** The moment that a `datetime-local` field means; nothing while it is not a whole date. */
export function fromLocal(local: string, zone: string): number | undefined {
  const pieces = LOCAL.exec(local)?.slice(1).map(Number);
  if (!pieces) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = pieces;
  const as_utc_ms = Date.UTC(year, month - 1, day, hour, minute);
  if (year < FIRST_YEAR || new Date(as_utc_ms).toISOString().slice(0, 16) !== local) return undefined;
  // The offset is that of the moment itself: guess it, then look again.
  const guess_ms = as_utc_ms - offset_ms(as_utc_ms, zone);
  return as_utc_ms - offset_ms(guess_ms, zone);
}

/** A time zone in words: "East Kazakhstan Time, GMT+5". */
export function zoneName(at_ms: number, zone: string, language: string): string {
  const part = (timeZoneName: "long" | "shortOffset") =>
    new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName }).formatToParts(at_ms).find((each) => each.type === "timeZoneName")?.value;
  return [...new Set([part("long"), part("shortOffset")])].filter((name) => name !== undefined).join(", ");
}

function offset_ms(at_ms: number, zone: string): number {
  const format = new Intl.DateTimeFormat("en-u-ca-iso8601", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const of = (type: string) => Number(format.formatToParts(at_ms).find((part) => part.type === type)?.value);
  const local_ms = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
  return local_ms - Math.floor(at_ms / MINUTE_MS) * MINUTE_MS;
}

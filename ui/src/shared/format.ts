// Numbers and moments as the interface language writes them. Never used for story text.

import { language, t } from "../words";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** So far ahead the name of a day says which one is meant. */
const WEEKDAYS_MS = 6 * DAY_MS;
/** What is shown of the smallest text, which is not nothing. */
const SMALLEST_KB = 0.1;

/** The time of day, such as 14:31. */
export function clockTime(at_ms: number): string {
  return new Intl.DateTimeFormat(language.current, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at_ms);
}

/** A moment: the time alone today, otherwise with its day. */
export function moment(at_ms: number, now_ms: number): string {
  if (sameDay(at_ms, now_ms)) return clockTime(at_ms);
  const format = new Intl.DateTimeFormat(language.current, {
    day: "numeric",
    month: "short",
    ...(new Date(at_ms).getFullYear() === new Date(now_ms).getFullYear() ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.format(at_ms);
}

/** A moment to come, as short as a list allows: "18:00", "Fri 18:00", "14 Mar", "Mar 2036". */
export function momentAhead(at_ms: number, now_ms: number): string {
  if (sameDay(at_ms, now_ms)) return clockTime(at_ms);
  const isNear = at_ms - now_ms < WEEKDAYS_MS;
  const isThisYear = new Date(at_ms).getFullYear() === new Date(now_ms).getFullYear();
  const wanted: Intl.DateTimeFormatOptions = isNear
    ? { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }
    : isThisYear
      ? { day: "numeric", month: "short" }
      : { month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(language.current, wanted).format(at_ms);
}

/** How long ago, as short as a list allows: "now", "12 min", "2 h", "yesterday", "14 Mar". */
export function timeAgo(at_ms: number, now_ms: number): string {
  const past_ms = now_ms - at_ms;
  if (past_ms < MINUTE_MS) return t("time.now");
  if (past_ms < HOUR_MS) return t("time.minutes", { count: Math.floor(past_ms / MINUTE_MS) });
  if (sameDay(at_ms, now_ms)) return t("time.hours", { count: Math.floor(past_ms / HOUR_MS) });
  if (sameDay(at_ms, now_ms - DAY_MS)) return t("time.yesterday");
  return new Intl.DateTimeFormat(language.current, { day: "numeric", month: "short" }).format(at_ms);
}

/** A length of time in its largest unit, as a sentence takes it: "12 minutes", "3 hours", "10 years". */
export function timeSpan(span_ms: number): string {
  const units = [
    ["year", 365 * DAY_MS],
    ["day", DAY_MS],
    ["hour", HOUR_MS],
    ["minute", MINUTE_MS],
  ] as const;
  const [unit, unit_ms] = units.find(([, each_ms]) => span_ms >= each_ms) ?? ["minute", MINUTE_MS];
  const format = new Intl.NumberFormat(language.current, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 });
  return format.format(span_ms / unit_ms);
}

/** Today, yesterday or earlier: the headings of a list. */
export function dayOf(at_ms: number, now_ms: number): "today" | "yesterday" | "earlier" {
  if (sameDay(at_ms, now_ms) || at_ms > now_ms) return "today";
  return sameDay(at_ms, now_ms - DAY_MS) ? "yesterday" : "earlier";
}

/** A day of the calendar: "3 Nov". */
export function calendarDay(at_ms: number): string {
  return new Intl.DateTimeFormat(language.current, { day: "numeric", month: "short" }).format(at_ms);
}

/** A size, rounded for people and never in bare bytes: "0.3 kB", "340 kB", "4.2 MB". */
export function fileSize(size_bytes: number): string {
  const [value, unit] = size_bytes >= 999_500 ? [size_bytes / 1e6, "megabyte"] : [size_bytes / 1e3, "kilobyte"];
  return new Intl.NumberFormat(language.current, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(size_bytes > 0 ? Math.max(value, SMALLEST_KB) : 0);
}

function sameDay(one_ms: number, other_ms: number): boolean {
  return new Date(one_ms).toDateString() === new Date(other_ms).toDateString();
}

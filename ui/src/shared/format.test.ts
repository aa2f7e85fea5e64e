import { afterEach, expect, it } from "vitest";

import { language } from "../words";
import { fileSize, momentAhead } from "./format";

afterEach(() => language.choose("en"));

it("writes a size as people read it, never in bare bytes", () => {
  const sizes = [0, 1, 284, 2049, 340_000, 999_700, 4_240_000];
  expect(sizes.map(fileSize)).toEqual(["0 kB", "0.1 kB", "0.3 kB", "2 kB", "340 kB", "1 MB", "4.2 MB"]);
  language.choose("ru");
  expect(fileSize(284).replace(/\s/g, " ")).toBe("0,3 кБ");
});

it("writes a moment to come as short as it can be told", () => {
  const now = new Date(2026, 2, 10, 9, 0).getTime();
  const at = (...when: [number, number, number, number]) => momentAhead(new Date(...when, 0).getTime(), now);
  expect([at(2026, 2, 10, 18), at(2026, 2, 13, 18), at(2026, 2, 30, 18), at(2036, 2, 1, 18)]).toEqual(["18:00", "Fri 18:00", "Mar 30", "Mar 2036"]);
});

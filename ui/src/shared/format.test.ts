import { afterEach, expect, it } from "vitest";

import { language } from "../words";
import { fileSize } from "./format";

afterEach(() => language.choose("en"));

it("writes a size as people read it, never in bare bytes", () => {
  const sizes = [0, 1, 284, 2049, 340_000, 999_700, 4_240_000];
  expect(sizes.map(fileSize)).toEqual(["0 kB", "0.1 kB", "0.3 kB", "2 kB", "340 kB", "1 MB", "4.2 MB"]);
  language.choose("ru");
  expect(fileSize(284).replace(/\s/g, " ")).toBe("0,3 кБ");
});

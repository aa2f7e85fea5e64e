import { describe, expect, it } from "vitest";

import { called, fitting, tidy } from "../vocabulary";
import { fromLocal, toLocal, zoneName } from "../shared";

const choice = (label: string, ...others: string[]) => ({ id: label, label, forms: [label, ...others] });

describe("choices that fit", () => {
  const choices = [choice("Ground water"), choice("Underwater"), choice("Waterfall"), choice("Water", "Су"), choice("Québec")];
  const labels = (typed: string) => fitting(choices, typed).map((each) => each.label);

  it("come by how close they are: the word, its beginning, a later word, a part", () => {
    expect(labels("water")).toEqual(["Water", "Waterfall", "Ground water", "Underwater"]);
  });

  it("are found without accents and in other languages", () => {
    expect(labels("quebec")).toEqual(["Québec"]);
    expect(labels("су")).toEqual(["Water"]);
    expect(labels("fire")).toEqual([]);
    expect(labels("  ")).toHaveLength(choices.length);
  });

  it("are the same word only letter by letter, as the core sees it", () => {
    expect(called(choices, " WATER ")?.id).toBe("Water");
    expect(called(choices, "quebec")).toBeUndefined();
    expect(tidy("  two \n words ")).toBe("two words");
  });
});

describe("a time zone", () => {
  it.each([
    ["2026-03-14T18:00", "Asia/Almaty", "2026-03-14T13:00Z"],
    ["2026-07-01T00:30", "America/New_York", "2026-07-01T04:30Z"],
    ["2026-01-01T00:30", "Asia/Kathmandu", "2025-12-31T18:45Z"],
    ["2024-02-29T23:59", "UTC", "2024-02-29T23:59Z"],
  ])("%s in %s is %s, and back", (local, zone, moment) => {
    expect(fromLocal(local, zone)).toBe(Date.parse(moment));
    expect(toLocal(Date.parse(moment), zone)).toBe(local);
  });

  it("no date is no moment", () => {
    for (const local of ["", "tomorrow", "2026-02-30T10:00", "2026-13-01T10:00", "0026-01-01T10:00"]) {
      expect([local, fromLocal(local, "Asia/Almaty")]).toEqual([local, undefined]);
    }
  });

  it("has a name with its distance from Greenwich", () => {
    expect(zoneName(Date.UTC(2026, 2, 14), "Asia/Almaty", "en")).toMatch(/Kazakhstan Time, GMT\+5$/);
    expect(zoneName(Date.UTC(2026, 2, 14), "UTC", "en")).toMatch(/UTC|Coordinated/);
  });
});

import { describe, expect, it } from "vitest";

import type { Deed, EditionView, Standing } from "../backend";
import { deedBar } from "./deed-bar";

function edition(standing: Standing, ...possible: Deed[]): EditionView {
  const all: Deed[] = ["approve", "submit", "withdraw", "return", "publish"];
  return {
    edition: "kk",
    standing,
    pending: [],
    by: null,
    at: null,
    reason: null,
    words: 3,
    may_write: true,
    closed: false,
    deeds: all.map((deed) => ({ deed, refusal: possible.includes(deed) ? null : { code: "deed-not-yours" } })),
    obstacles: [],
    dateline: "",
    public_url: null,
    published_at: null,
  };
}

describe("the bar of an edition", () => {
  it("a draft is submitted, everything else waits in the menu in the order of the work", () => {
    const bar = deedBar(edition("draft", "submit"));
    expect(bar.action?.deed).toBe("submit");
    expect(bar.others.map((each) => each.deed)).toEqual(["return", "approve", "publish", "withdraw"]);
  });

  it("who may approve sees Return beside Approve", () => {
    const bar = deedBar(edition("in-review", "approve", "return"));
    expect([bar.beside?.deed, bar.action?.deed]).toEqual(["return", "approve"]);
  });

  it("an approved edition is published", () => {
    expect(deedBar(edition("approved", "publish", "return")).action).toEqual({ deed: "publish", refusal: null });
  });

  it("what cannot be done stays in the bar with its reason", () => {
    const bar = deedBar(edition("in-review"));
    expect(bar.action).toEqual({ deed: "approve", refusal: { code: "deed-not-yours" } });
    expect(bar.beside).toBeUndefined();
  });
});

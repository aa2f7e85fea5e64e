import { describe, expect, it } from "vitest";

import type { Deed, EditionView, Standing } from "../backend";
import { deedBar } from "./deed-bar";

function edition(standing: Standing, ...possible: Deed[]): EditionView {
  const all: Deed[] = ["approve", "submit", "withdraw", "return", "publish", "redate"];
  return {
    edition: "kk",
    standing,
    pending: [],
    by: null,
    at: null,
    reason: null,
    reasons: 0,
    words: 3,
    may_write: true,
    closed: false,
    deeds: all.map((deed) => ({ deed, refusal: possible.includes(deed) ? null : { code: "deed-not-yours" } })),
    obstacles: [],
    dateline: "",
    public_url: null,
    published_at: null,
    displayed: null,
    says: "",
    behind: 0,
    task: null,
    behind_through: null,
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

  it("a moment is offered to whom it is trusted, with the publication or after it", () => {
    const names = (view: EditionView) => deedBar(view).others.map(({ deed, refusal }) => `${deed} ${refusal?.code ?? "can"}`);
    expect(names(edition("published", "redate"))).not.toContain("redate can");
    expect(names({ ...edition("published", "redate"), published_at: 1 })).toContain("redate can");
    const approved = edition("approved", "publish");
    const trusted = approved.deeds.map((each) =>
      each.deed === "redate" ? { ...each, refusal: { code: "not-published" } } : each,
    );
    expect(names({ ...approved, deeds: trusted })).toContain("redate can");
    expect(names(approved).join()).not.toContain("redate");
  });

  it("what cannot be done stays in the bar with its reason", () => {
    const bar = deedBar(edition("in-review"));
    expect(bar.action).toEqual({ deed: "approve", refusal: { code: "deed-not-yours" } });
    expect(bar.beside).toBeUndefined();
  });
});

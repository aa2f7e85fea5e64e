import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CardView, PartValue } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import ConflictCard from "./ConflictCard.svelte";
import { startOfThird, thirdValue } from "./versions";

const core = vi.mocked(invoke);

function card(part: string, theirs: PartValue | null, ours: PartValue | null, over: Partial<CardView> = {}): CardView {
  return {
    card: "c1",
    document: "story:canal",
    story: "canal",
    slugline: "canal-opening",
    part,
    kind: "conflict",
    around: null,
    names: {},
    base: { text: "Peak in early April." },
    ours: { value: ours, by: "me", at: 0 },
    ours_by: "Daulet Ospanov",
    theirs: { value: theirs, by: "p2", at: 0 },
    theirs_by: "Aigerim Sadyqova",
    may_settle: true,
    may_take_back: false,
    ...over,
  };
}

const body = card("edition/en/body", { text: "Peak in mid April." }, { text: "Peak in early April, maybe." });
const onsettled = vi.fn();
const onlater = vi.fn();

function show(view: CardView) {
  render(InNewsroom, { component: ConflictCard, given: { card: view, onsettled, onlater } });
  return screen.getByRole("region", { name: "Conflict card" });
}

function press(target: HTMLElement, code: string, over: KeyboardEventInit = {}) {
  const key = code.startsWith("Digit") ? code.slice(5) : code;
  target.dispatchEvent(new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true, ...over }));
}

beforeEach(() => {
  core.mockReset();
  core.mockResolvedValue([]);
  onsettled.mockReset();
  onlater.mockReset();
});

describe("a card about a passage", () => {
  const around = { before: "Rain fell.\n\nMore than 300 people came. ", after: "Schools moved.", between: " " };
  const passage = (theirs: PartValue | null, ours: PartValue | null) => card("edition/en/body", theirs, ours, { around });

  it("stands between what surrounds it, with the passage marked", () => {
    show(passage({ text: "Peak in mid April." }, { text: "Peak soon." }));
    expect(screen.getByText("You and Aigerim Sadyqova changed the same passage")).toBeTruthy();
    expect(screen.getByLabelText("The passage in the text now").textContent).toBe("Peak in mid April.");
    for (const words of ["Rain fell.", /^More than 300 people came\./, "Schools moved."]) expect(screen.getByText(words)).toBeTruthy();
    expect(screen.getByText("Theirs, then ours as the next sentence")).toBeTruthy();
  });

  it("says where a passage was deleted, and a third begins with both", () => {
    show(passage(null, { text: "Peak soon." }));
    expect(screen.getByLabelText("The passage in the text now").textContent).toBe("(here the passage was deleted)");
    expect(startOfThird(passage({ text: "Mid April." }, { text: "Soon." }))).toBe("Mid April. Soon.");
  });
});

describe("a conflict card", () => {
  it("names both people and marks what each changed", () => {
    const region = show(body);
    expect(screen.getByText("You and Aigerim Sadyqova changed the same thing")).toBeTruthy();
    expect([...region.querySelectorAll("ins")].map((each) => each.textContent)).toEqual(["mid", ", maybe"]);
    expect([...region.querySelectorAll("del")].map((each) => each.textContent)).toEqual(["early"]);
  });

  it.each([
    ["Digit1", "theirs"],
    ["Digit2", "ours"],
    ["Digit3", "both"],
  ])("is settled by %s and Enter", async (digit, choice) => {
    const region = show(body);
    press(region, digit);
    press(region, "Enter");
    await waitFor(() => expect(core).toHaveBeenCalledWith("conflict_settle", { card: "c1", choice }));
    expect(onsettled).toHaveBeenCalledWith([]);
  });

  it("settles nothing before a choice", () => {
    const region = show(body);
    press(region, "Enter");
    screen.getByRole("button", { name: "Choose a version" }).click();
    expect(core).not.toHaveBeenCalled();
  });

  it("takes a third version, where digits and Enter are letters again", async () => {
    const region = show(body);
    press(region, "Digit4");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "The third version" });
    expect(field.value).toBe("Peak in mid April.\n\nPeak in early April, maybe.");
    press(field, "Digit1");
    press(field, "Enter");
    expect(core).not.toHaveBeenCalled();
    field.value = "Peak in April.";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    press(field, "Enter", { ctrlKey: true });
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("conflict_settle", { card: "c1", choice: { third: { text: "Peak in April." } } }),
    );
  });

  it("stays with its reason when settling is refused", async () => {
    core.mockRejectedValue({ code: "card-not-open" });
    const region = show(body);
    press(region, "Digit2");
    press(region, "Enter");
    expect(await screen.findByText("This conflict card is settled already.")).toBeTruthy();
    expect(onsettled).not.toHaveBeenCalled();
  });

  it("can be left for later", () => {
    press(show(body), "Escape");
    expect(onlater).toHaveBeenCalled();
  });

  it("does not offer both where only one value can stand", () => {
    const region = show(card("rights-basis", { text: "staff" }, { text: "handout" }, { base: null }));
    expect(screen.getByText("Own production")).toBeTruthy();
    press(region, "Digit3");
    expect(screen.getByRole("radio", { name: /^Both/ }).ariaChecked).toBe("false");
  });

  it("is read, and not settled, by whoever may not", () => {
    const region = show({ ...body, may_settle: false });
    press(region, "Digit1");
    press(region, "Enter");
    expect(core).not.toHaveBeenCalled();
    expect(screen.getAllByText(/Settling this is not among your rights/).length).toBeGreaterThan(0);
  });
});

describe("a third version", () => {
  it("keeps the shape of the two", () => {
    const [one, other] = [{ list: ["a", "b"] }, { list: ["b", "c"] }];
    expect(startOfThird(card("photos", one, other))).toBe("a\nb\nc");
    expect(thirdValue(one, other, "c\n a \n\na")).toEqual({ list: ["c", "a"] });
    expect(thirdValue(null, { set: ["x"] }, "b\na")).toEqual({ set: ["a", "b"] });
    expect(thirdValue({ text: "a" }, null, "b")).toEqual({ text: "b" });
  });

  it("starts a line from one version and a body from both", () => {
    expect(startOfThird(card("edition/en/headline", { text: "One" }, { text: "Two" }))).toBe("One");
    expect(startOfThird(card("edition/en/body", { text: "One" }, { text: "Two" }))).toBe("One\n\nTwo");
    expect(startOfThird(card("edition/en/body", null, { text: "Two" }))).toBe("Two");
  });
});

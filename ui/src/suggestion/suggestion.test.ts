import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CardView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import SuggestionList from "./SuggestionList.svelte";

const core = vi.mocked(invoke);
const onanswered = vi.fn();

function card(over: Partial<CardView> = {}): CardView {
  const stands = { text: "Peak in early April." };
  return {
    card: "c1",
    document: "story:canal",
    story: "canal",
    slugline: "canal-opening",
    part: "edition/en/body",
    kind: "suggestion",
    around: null,
    base: stands,
    ours: { value: { text: "Peak in mid April." }, by: "p3", at: 0 },
    ours_by: "Marat Isin",
    theirs: { value: stands, by: "p2", at: 0 },
    theirs_by: "Aigerim Sadyqova",
    names: {},
    may_settle: true,
    may_take_back: false,
    ...over,
  };
}

async function show(...cards: CardView[]) {
  const rendered = render(InNewsroom, { component: SuggestionList, given: { cards, onanswered } });
  await fireEvent.click(screen.getByRole("button", { name: "Read" }));
  return rendered;
}

const button = (name: RegExp | string) => screen.getByRole("button", { name });
const settled = (choice: unknown) => expect(core).toHaveBeenCalledWith("conflict_settle", { card: "c1", choice });

beforeEach(() => {
  core.mockReset();
  core.mockResolvedValue([]);
  onanswered.mockReset();
});

describe("the suggestions of a story", () => {
  it("stay folded until somebody reads them, and then mark what each changes", async () => {
    const { container } = await show(card());
    expect(screen.getByText("1 suggestion")).toBeTruthy();
    expect(container.querySelector("ins")?.textContent).toBe("mid");
    expect(container.querySelector("del")?.textContent).toBe("early");
  });

  it.each([
    [/Take it/, "ours"],
    [/Leave as it is/, "theirs"],
  ])("are answered: %s", async (name, choice) => {
    await show(card());
    await fireEvent.click(button(name));
    settled(choice);
    await waitFor(() => expect(onanswered).toHaveBeenCalled());
  });

  it("can be taken in other words, by keyboard", async () => {
    await show(card());
    await fireEvent.click(button("Edit"));
    const field = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "What should stand" });
    expect(field.value).toBe("Peak in mid April.");
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: "Peak in April." } });
    await fireEvent.keyDown(field, { key: "Enter", ctrlKey: true });
    settled({ third: { text: "Peak in April." } });
  });

  it("can be taken back by whoever made them, and only be read by others", async () => {
    await show(card({ may_settle: false, may_take_back: true }));
    expect(screen.queryByRole("button", { name: /Take it$/ })).toBeNull();
    await fireEvent.click(button("Take it back"));
    settled("theirs");
  });

  it("name what they refer to by id, and say why an answer did not go through", async () => {
    const tags = card({ part: "tags", base: null, ours: { value: { set: ["t1"] }, by: "p3", at: 0 }, names: { t1: "Water" } });
    core.mockRejectedValue({ code: "suggestion-overtaken", params: {} });
    await show(tags);
    expect(screen.getByText("Water")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
    await fireEvent.click(button(/Take it/));
    expect(await screen.findByText(/changed in the very place/)).toBeTruthy();
    expect(onanswered).not.toHaveBeenCalled();
  });

  it("have no fault that axe can find", async () => {
    const { container } = await show(card(), card({ card: "c2", may_settle: false, may_take_back: true }));
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
  });
});

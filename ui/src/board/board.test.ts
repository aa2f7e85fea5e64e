import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { StoryQuery } from "../backend";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { listRow, mark } from "../testing/views";
import { Newsroom } from "../shared";
import { KeptLists } from "../stories";
import { Vocabulary } from "../vocabulary";
import Board from "./Board.svelte";

const editions = ["kk", "tote", "en"];

describe("the board", () => {
  let core: TestCore;
  const onopen = vi.fn();

  beforeEach(() => {
    core = new TestCore();
    onopen.mockReset();
    core.answers["saved_queries"] = () => [];
    const calm = (over: object) => editions.map((edition) => mark(edition, "empty", edition === "en" ? over : {}));
    const rows = [
      listRow("canal", { headline: "Су келді", editions: calm({ standing: "changed", source_moved: true }) }),
      listRow("school", { headline: "Мектеп", editions: calm({ standing: "returned", reason: "two sources" }) }),
      listRow("bridge", { headline: "Көпір", editions: calm({ standing: "draft", cards: 2 }) }),
    ];
    core.answers["story_list"] = ({ query, from, count }) => {
      const { standings } = (query as StoryQuery).filter;
      const found = rows.filter(({ editions: marks }) => standings.length === 0 || marks.some(({ standing }) => standings.includes(standing)));
      return { total: found.length, rows: found.slice(Number(from), Number(from) + Number(count)) };
    };
  });

  const cell = (name: string) => screen.findByRole("gridcell", { name });

  it("says in each cell how an edition stands and why, and has no fault that axe can find", async () => {
    const { container } = render(InNewsroom, { component: Board, given: { kept: new KeptLists(), vocabulary: new Vocabulary(new Newsroom()), onopen } });
    await cell("English: Changed since approval, the source changed");
    await cell("English: Returned, two sources");
    await cell("English: Conflict, 2 conflicts");
    expect((await screen.findByRole("button", { name: /Open work/ })).textContent).toContain("3");
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it("is walked with arrows, and Enter opens the edition of the cell", async () => {
    render(InNewsroom, { component: Board, given: { kept: new KeptLists(), vocabulary: new Vocabulary(new Newsroom()), onopen } });
    await cell("English: Returned, two sources");
    const grid = screen.getByRole("grid", { name: "Board" });
    for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) {
      await fireEvent.keyDown(grid, { key });
    }
    const active = grid.getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.getAttribute("aria-label")).toBe("English: Returned, two sources");
    await fireEvent.keyDown(grid, { key: "Enter" });
    expect(onopen).toHaveBeenLastCalledWith("school", "en");
    await fireEvent.keyDown(grid, { key: "Home" });
    await fireEvent.keyDown(grid, { key: "Enter" });
    expect(onopen).toHaveBeenLastCalledWith("school", "kk");
    await fireEvent.keyDown(grid, { key: "End", ctrlKey: true });
    await fireEvent.keyDown(grid, { key: "ArrowDown" });
    await fireEvent.keyDown(grid, { key: "Enter" });
    expect(onopen).toHaveBeenLastCalledWith("bridge", "en");
  });

  it("a chip shows its stories, and nothing is said to be there that is not", async () => {
    render(InNewsroom, { component: Board, given: { kept: new KeptLists(), vocabulary: new Vocabulary(new Newsroom()), onopen } });
    await fireEvent.click(await screen.findByRole("button", { name: /Returned/ }));
    await waitFor(() => expect(screen.getAllByRole("rowheader")).toHaveLength(1));
    await screen.findByText("1 story");
    await fireEvent.click(screen.getByRole("button", { name: /In review/ }));
    await screen.findByText("No story of this list is like that.");
    await fireEvent.click(screen.getByRole("button", { name: "Show everything" }));
    await waitFor(() => expect(screen.getAllByRole("rowheader")).toHaveLength(3));
  });
});

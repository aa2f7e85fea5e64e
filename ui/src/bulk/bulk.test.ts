import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { commands, type StoryChange, type StoryLeft } from "../backend";
import { BulkChange, Newsroom } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Vocabulary } from "../vocabulary";
import BulkBar from "./BulkBar.svelte";

describe("a change to many stories", () => {
  let core: TestCore;
  let asked: StoryChange[][];

  beforeEach(() => {
    core = new TestCore();
    asked = [];
    core.answers["stories_change"] = ({ changes }) => {
      const all = changes as StoryChange[];
      asked.push(all);
      const taken = all.filter(({ story }) => story !== "closed");
      return {
        changed: taken.length,
        undo: taken.map(({ story }) => ({ story, set: { set: "urgency", urgency: "3" } })),
        left: all.filter(({ story }) => story === "closed").map(({ story }) => ({ story, slugline: "old-news", failure: { code: "story-withdrawn", params: {} } })),
      };
    };
  });

  const names = (count: number) => Array.from({ length: count }, (_, index) => `story-${index}`);
  const many = (count: number): StoryChange[] => names(count).map((story) => ({ story, set: { set: "urgency", urgency: "1" } }));

  it("goes a part at a time, can be stopped, and what was changed is taken back", async () => {
    const change = new BulkChange<StoryChange, StoryLeft>((changes) => commands.stories_change(changes));
    const answer = core.answers["stories_change"];
    core.answers["stories_change"] = (args) => {
      if (asked.length === 1) change.stop();
      return answer?.(args);
    };
    await change.make(many(100));
    expect(asked.map((part) => part.length)).toEqual([25, 25]);
    expect(change.outcome?.changed).toBe(50);
    await change.undo();
    expect(asked.slice(2).flat().map(({ story }) => story)).toEqual(names(50));
    expect(change.outcome).toMatchObject({ isUndo: true, changed: 50 });
  });

  it("that ends early says why, and what was changed until then can be taken back", async () => {
    const change = new BulkChange<StoryChange, StoryLeft>((changes) => commands.stories_change(changes));
    const answer = core.answers["stories_change"];
    core.answers["stories_change"] = (args) => {
      if (asked.length === 1) throw { code: "storage-full", params: {} };
      return answer?.(args);
    };
    await change.make(many(60));
    expect(change.failure?.code).toBe("storage-full");
    expect(change.outcome?.undo).toHaveLength(25);
    await change.undo();
    expect([change.failure?.code, change.canUndo]).toEqual(["storage-full", true]);
  });

  it("says what came of it, names those that refused, and has no fault that axe can find", async () => {
    core.answers["vocabulary_list"] = () => [{ entry: "water", kind: "tag", labels: { en: "Water" }, parent: null }];
    const vocabulary = new Vocabulary(new Newsroom());
    await vocabulary.refresh();
    const given = { stories: ["canal", "closed"], vocabulary, onclear: vi.fn(), onout: vi.fn() };
    const { container } = render(InNewsroom, { component: BulkBar, given });
    await fireEvent.click(screen.getByRole("button", { name: "Add a tag" }));
    const box = screen.getByRole("combobox", { name: "Add a tag" });
    await fireEvent.input(box, { target: { value: "wat" } });
    await fireEvent.keyDown(box, { key: "Enter" });
    await waitFor(() => expect(asked.flat().map(({ set }) => set)).toEqual(Array(2).fill({ set: "tag", entry: "water" })));
    await screen.findByText("1 story changed.");
    await screen.findByText("old-news");
    expect((await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText("1 story is as it was.");
    await fireEvent.click(screen.getByRole("button", { name: "For a translator" }));
    expect(given.onout).toHaveBeenCalledWith(["canal", "closed"]);
  });
});

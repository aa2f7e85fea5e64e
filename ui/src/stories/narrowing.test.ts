import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { createRawSnippet } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { wholeQueue, type EntryView, type SavedQuery, type StoryQuery } from "../backend";
import { TestCore } from "../testing/core";
import { Newsroom } from "../shared";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Vocabulary } from "../vocabulary";
import { listRow, mark } from "../testing/views";
import { KeptLists } from "./kept-lists.svelte";
import { StoryList } from "./story-list.svelte";
import StoryListPane from "./StoryListPane.svelte";

const entry = (entry: string, kind: EntryView["kind"], en: string): EntryView => ({ entry, kind, labels: { en }, forbidden: {}, parent: null, fills: {}, may_change: false });
const entries = [entry("water", "tag", "Water"), entry("regions", "section", "Regions"), entry("aliya", "person", "Aliya Bekova")];

describe("a list that is narrowed", () => {
  let core: TestCore;
  let saved: SavedQuery[];

  beforeEach(() => {
    core = new TestCore();
    saved = [];
    core.answers["saved_queries"] = () => saved;
    core.answers["saved_queries_set"] = ({ queries }) => (saved = queries as SavedQuery[]);
    core.answers["story_search"] = () => ({ hits: [], more: false });
    core.answers["story_list"] = ({ query }) => {
      const { filter } = query as StoryQuery;
      const isNarrow = filter.queues.length > 0 || filter.standings.length > 0 || filter.words !== "";
      const row = (story: string) => listRow(story, { editions: [mark("kk", "in-review")] });
      const rows = isNarrow ? [row("canal")] : [row("canal"), row("school"), row("bridge")];
      return { total: rows.length, rows };
    };
  });

  async function shown(): Promise<{ list: StoryList; container: HTMLElement }> {
    const list = new StoryList(wholeQueue("desk"));
    await list.refresh();
    const kept = new KeptLists();
    const vocabulary = new Vocabulary(new Newsroom());
    vocabulary.entries = entries;
    const given = { title: "Desk", nothing: "", list, kept, vocabulary, selected: undefined, onopen: () => undefined, onnew: () => undefined };
    return { list, container: render(InNewsroom, { component: StoryListPane, given }).container };
  }

  const choose = async (name: string) => {
    await fireEvent.click(screen.getByRole("button", { name: "Narrow the list" }));
    await fireEvent.click(screen.getByRole("menuitemradio", { name }));
  };

  it("filters combine, say what they are, and go one by one", async () => {
    const { list, container } = await shown();
    expect(screen.getAllByRole("option")).toHaveLength(3);
    await choose("to be translated");
    await choose("In review");
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    expect(list.query.filter).toMatchObject({ queues: ["translation"], standings: ["in-review"] });
    expect((await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Show without: In review" }));
    expect(list.query.filter).toMatchObject({ queues: ["translation"], standings: [] });
    await choose("to be translated");
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(3));
  });

  it("is narrowed by what is looked up, and by how long ago something changed", async () => {
    const { list, container } = await shown();
    const about = async (what: string) => {
      await fireEvent.click(screen.getByRole("button", { name: "Narrow the list" }));
      await fireEvent.click(screen.getByRole("menuitem", { name: what }));
      return screen.findByRole("combobox");
    };
    const field = await about("Tag…");
    await waitFor(() => expect(document.activeElement).toBe(field));
    await fireEvent.input(field, { target: { value: "wat" } });
    await fireEvent.click(await screen.findByRole("option", { name: /Water/ }));
    expect(list.query.filter.tag).toBe("water");
    expect(screen.queryByRole("combobox")).toBeNull();
    const person = await about("Person…");
    await fireEvent.keyDown(person, { key: "Escape" });
    await fireEvent.keyDown(person, { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("combobox")).toBeNull());
    await fireEvent.input(await about("Section…"), { target: { value: "reg" } });
    expect((await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.click(await screen.findByRole("option", { name: /^Regions/ }));
    await choose("in 7 days");
    const since = new Date(list.query.filter.changed_since ?? 0);
    const days = (Date.now() - since.getTime()) / 86_400_000;
    expect(days > 5.9 && days < 7.1 && since.getHours() === 0).toBe(true);
    expect(list.query.filter).toMatchObject({ tag: "water", section: "regions", person: null });
    await fireEvent.click(screen.getByRole("button", { name: "Show without: Tag: Water" }));
    await fireEvent.click(screen.getByRole("button", { name: "Show without: Section: Regions" }));
    await fireEvent.click(screen.getByRole("button", { name: /Show without: Changed since/ }));
    expect(list.query.filter).toMatchObject({ tag: null, section: null, changed_since: null });
  });

  it("is kept under a name, shown again by it, and kept no more", async () => {
    const { list } = await shown();
    await choose("to be translated");
    await fireEvent.click(screen.getByRole("button", { name: "Narrow the list" }));
    await fireEvent.click(screen.getByRole("menuitem", { name: "Keep this list" }));
    await fireEvent.input(screen.getByLabelText("Name of the list"), { target: { value: "For the translators" } });
    await fireEvent.click(screen.getByRole("button", { name: "Keep this list" }));
    await waitFor(() => expect(saved.map(({ name }) => name)).toEqual(["For the translators"]));
    await choose("to be translated");
    await choose("For the translators");
    expect(list.query.filter.queues).toEqual(["translation"]);
    await fireEvent.click(screen.getByRole("button", { name: "Narrow the list" }));
    await fireEvent.click(screen.getByRole("menuitem", { name: "Remove the kept list For the translators" }));
    await waitFor(() => expect(saved).toEqual([]));
  });

  it("words narrow it a moment after the last key", async () => {
    const { list } = await shown();
    await fireEvent.input(screen.getByRole("searchbox", { name: "Find in this list" }), { target: { value: "mektep" } });
    await waitFor(() => expect(list.query.filter.words).toBe("mektep"));
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
  });

  it("stories are chosen one by one, by stretches and all at once, by keys and by the pointer", async () => {
    const list = new StoryList(wholeQueue("desk"));
    await list.refresh();
    core.answers["story_ids"] = () => ["canal", "school", "bridge", "far-below"];
    let ask: () => readonly string[] = () => [];
    const bulk = createRawSnippet((stories: () => readonly string[]) => {
      ask = stories;
      return { render: () => "<span></span>" };
    });
    const onopen = vi.fn();
    const kept = new KeptLists();
    const given = { title: "Desk", nothing: "", list, kept, vocabulary: new Vocabulary(new Newsroom()), selected: undefined, onopen, onnew: () => undefined, bulk };
    render(InNewsroom, { component: StoryListPane, given });
    const box = screen.getByRole("listbox", { name: "Stories" });
    const rows = screen.getAllByRole("option");
    await fireEvent.keyDown(box, { key: "Home" });
    await waitFor(() => expect(box.getAttribute("aria-activedescendant")).toBe(rows[0]?.id));
    await fireEvent.keyDown(box, { key: "ч", code: "KeyX" });
    expect(ask()).toEqual(["canal"]);
    await fireEvent.click(rows[2] as HTMLElement, { shiftKey: true });
    expect(ask()).toEqual(["canal", "school", "bridge"]);
    expect(rows.map((row) => row.getAttribute("aria-selected"))).toEqual(["true", "true", "true"]);
    await fireEvent.click(rows[1] as HTMLElement, { ctrlKey: true });
    expect(ask()).toEqual(["canal", "bridge"]);
    await fireEvent.keyDown(box, { key: "a", code: "KeyA", ctrlKey: true });
    await waitFor(() => expect(ask()).toHaveLength(4));
    await fireEvent.keyDown(box, { key: "Escape" });
    expect(ask()).toEqual([]);
    expect(onopen).not.toHaveBeenCalled();
  });
});

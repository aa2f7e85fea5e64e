import axe from "axe-core";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { wholeQueue, type FoundStory, type StoryQuery } from "../backend";
import { TestCore } from "../testing/core";
import { Newsroom } from "../shared";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Vocabulary } from "../vocabulary";
import { listRow } from "../testing/views";
import { KeptLists } from "./kept-lists.svelte";
import { StoryList } from "./story-list.svelte";
import StoryListPane from "./StoryListPane.svelte";

const found = (story: string, over: Partial<FoundStory> = {}): FoundStory => ({
  story,
  slugline: `${story}-slug`,
  headlines: { tote: "كوپىر", en: `The ${story} of last year` },
  changed_at: 0,
  created_by: "Aigerim",
  is_here: false,
  ...over,
});

const portal = { address: "http://portal", newsroom: "Dala", login: "saule" };

let core: TestCore;
const onopen = vi.fn();

beforeEach(() => {
  core = new TestCore();
  onopen.mockReset();
  core.answers["archive_search"] = () => ({ stories: [found("bridge"), found("dam", { is_here: true })], more: true });
  core.answers["story_fetch"] = () => true;
  core.answers["saved_queries"] = () => [];
  core.answers["story_search"] = () => ({ hits: [], more: false });
  core.answers["story_list"] = ({ query }) => {
    const { words } = (query as StoryQuery).filter;
    const rows = [listRow("school", { headline: "A school", headline_edition: "en" })];
    return rows[0]?.headline.toLowerCase().includes(words) ? { total: 1, rows } : { total: 0, rows: [] };
  };
});

async function show(session: object = { portal }) {
  const list = new StoryList(wholeQueue("desk"));
  await list.refresh();
  const kept = new KeptLists();
  const given = { title: "All stories", nothing: "", list, kept, vocabulary: new Vocabulary(new Newsroom()), selected: undefined, onopen, onnew: vi.fn() };
  return render(InNewsroom, { component: StoryListPane, given, session });
}

const search = () => screen.getByRole("searchbox", { name: "Find in this list" });
const type = (words: string) => fireEvent.input(search(), { target: { value: words } });
const said = (command: string) => core.calls.filter((call) => call.command === command).map(({ args }) => args);

describe("stories at the portal", () => {
  it("are looked for when nothing here has the words, and come and open by keys", async () => {
    const { container } = await show();
    await type("bridge");
    await fireEvent.keyDown(search(), { key: "Enter" });
    const story = await screen.findByRole("button", { name: /The bridge of last year/ });
    expect(said("archive_search")).toEqual([{ words: "bridge" }]);
    expect(screen.queryByText(/dam/), "what is here stands in the list above").toBeNull();
    expect(screen.getByText("There are more. Add a word to find fewer.")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
    await fireEvent.click(story);
    await waitFor(() => expect(onopen).toHaveBeenCalledWith("bridge"));
    expect(said("story_fetch")).toEqual([{ story: "bridge" }]);
  });

  it("are asked for on request while the list has the words, and again for other words", async () => {
    await show();
    await type("school");
    expect(said("archive_search")).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Look at the portal too" }));
    await screen.findByText("At the portal");
    await type("schools");
    expect(screen.queryByText("At the portal"), "that was for other words").toBeNull();
    core.answers["archive_search"] = () => ({ stories: [], more: false });
    await fireEvent.click(screen.getByRole("button", { name: "Look at the portal too" }));
    expect(await screen.findByText("The portal has no other story with these words.")).toBeTruthy();
  });

  it("say why they cannot be had, and can be asked for again", async () => {
    await show();
    await type("bridge");
    core.answers["archive_search"] = () => {
      throw { code: "portal-unreachable" };
    };
    await fireEvent.click(screen.getByRole("button", { name: "Look at the portal too" }));
    await waitFor(() => expect(screen.getByRole("status").textContent).toMatch(/portal/i));
    core.answers["archive_search"] = () => ({ stories: [found("bridge")], more: false });
    await fireEvent.click(screen.getByRole("button", { name: "Look at the portal too" }));
    core.answers["story_fetch"] = () => {
      throw { code: "story-not-found" };
    };
    await fireEvent.click(await screen.findByRole("button", { name: /bridge-slug/ }));
    await waitFor(() => expect(screen.getByRole("status").textContent.trim()).not.toBe(""));
    expect(onopen).not.toHaveBeenCalled();
  });

  it("are nowhere without a portal", async () => {
    await show({});
    await type("bridge");
    expect(screen.queryByRole("button", { name: "Look at the portal too" })).toBeNull();
  });
});

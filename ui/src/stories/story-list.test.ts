import { beforeEach, expect, it, vi } from "vitest";

import { wholeQueue, type StoryQuery } from "../backend";
import { TestCore } from "../testing/core";
import { listRow } from "../testing/views";
import { inPlace, StoryList } from "./story-list.svelte";

let core: TestCore;
beforeEach(() => {
  core = new TestCore();
});

const page = (...stories: string[]) => ({ total: stories.length, rows: stories.map((story) => listRow(story)), behind: 0 });
const names = (list: StoryList) => list.rows.map((each) => each.story);
const mine = wholeQueue("mine");

it("rows keep their place and new ones come last", () => {
  const order = inPlace([listRow("a"), listRow("b"), listRow("c")], [listRow("new"), listRow("c"), listRow("a")]);
  expect(order.map((each) => each.story)).toEqual(["a", "c", "new"]);
});

it("no row moves under the pointer, and all of them move when it leaves", async () => {
  core.answers["story_list"] = () => page("a", "b");
  const list = new StoryList(mine);
  await list.show(mine);
  list.hold(true);
  core.answers["story_list"] = () => page("b", "a");
  await list.refresh();
  expect(names(list)).toEqual(["a", "b"]);
  list.hold(false);
  await list.refresh();
  expect(names(list)).toEqual(["b", "a"]);
});

it("the answer for a list that was left is not shown", async () => {
  core.answers["story_list"] = ({ query }) => page((query as StoryQuery).queue);
  const list = new StoryList(mine);
  await Promise.all([list.show(mine), list.show(wholeQueue("desk"))]);
  expect(names(list)).toEqual(["desk"]);
  await list.narrow({ words: "су" });
  expect(core.calls.at(-1)?.args["query"]).toMatchObject({ queue: "desk", filter: { words: "су" } });
});

it("another list asked for in the very moment that the first one is there is shown", async () => {
  core.answers["story_list"] = ({ query }) => page((query as StoryQuery).queue);
  for (let wait = 0; wait < 12; wait++) {
    const list = new StoryList(mine);
    void list.refresh();
    for (let turn = 0; turn < wait; turn++) await Promise.resolve();
    await list.show(wholeQueue("desk"));
    expect(names(list), `after ${wait} turns`).toEqual(["desk"]);
  }
});

it("a list that cannot be read says why, and keeps what it showed", async () => {
  core.answers["story_list"] = () => page("a");
  const list = new StoryList(mine);
  await list.show(mine);
  core.answers["story_list"] = () => {
    throw { code: "storage" };
  };
  await list.refresh();
  expect(list.trouble?.code).toBe("storage");
  expect(list.rows).toHaveLength(1);
});

it("of a hundred thousand stories only those around the ones in sight are asked for, and those once", async () => {
  core.answers["story_list"] = ({ from, count }) => ({
    total: 100_000,
    rows: Array.from({ length: Number(count) }, (_, index) => listRow(String(Number(from) + index))),
  });
  const list = new StoryList(mine);
  await list.show(mine);
  expect([list.at(0)?.story, list.at(99_000)]).toEqual(["0", undefined]);
  list.look(0, 12);
  expect(core.calls).toHaveLength(1);
  list.look(99_000, 99_012);
  await vi.waitFor(() => expect(list.at(99_000)?.story).toBe("99000"));
  expect(list.rows.length).toBeLessThan(200);
  expect(list.placeOf("99011")).toBe(99_011);
  expect(core.calls).toHaveLength(2);
});

it("a list that is still being made is asked for until it is whole", async () => {
  let behind = 300;
  core.answers["story_list"] = () => ({ ...page("a"), behind: (behind -= 100) });
  const list = new StoryList(mine);
  await list.show(mine);
  expect(list.behind).toBe(0);
  expect(core.calls).toHaveLength(3);
});

it("somebody who types is followed a moment later, and not at every key", async () => {
  vi.useFakeTimers();
  core.answers["story_list"] = () => page("a");
  const list = new StoryList(mine);
  for (let key = 0; key < 5; key++) list.hear({ event: "document", document: "story:a" });
  await vi.runAllTimersAsync();
  vi.useRealTimers();
  expect(core.calls).toHaveLength(1);
});

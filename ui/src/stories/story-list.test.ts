import { beforeEach, expect, it } from "vitest";

import type { StoryRow } from "../backend";
import { TestCore } from "../testing/core";
import { inPlace, StoryList } from "./story-list.svelte";

function row(story: string): StoryRow {
  return {
    story,
    slugline: story,
    headline: "",
    headline_edition: "kk",
    changed_at: 0,
    editions: [],
    waiting: false,
    credit_needed: false,
    cards: 0,
    suggestions: 0,
    created_by: "",
  };
}

let core: TestCore;
beforeEach(() => {
  core = new TestCore();
});

it("rows keep their place and new ones come last", () => {
  const order = inPlace([row("a"), row("b"), row("c")], [row("new"), row("c"), row("a")]);
  expect(order.map((each) => each.story)).toEqual(["a", "c", "new"]);
});

it("no row moves under the pointer, and all of them move when it leaves", async () => {
  core.answers["story_list"] = () => [row("a"), row("b")];
  const list = new StoryList("mine");
  await list.show("mine");
  list.hold(true);
  core.answers["story_list"] = () => [row("b"), row("a")];
  list.hear({ event: "sync" });
  await list.refresh();
  expect(list.rows?.map((each) => each.story)).toEqual(["a", "b"]);
  list.hold(false);
  await list.refresh();
  expect(list.rows?.map((each) => each.story)).toEqual(["b", "a"]);
});

it("the answer for a queue that was left is not shown", async () => {
  core.answers["story_list"] = ({ queue }) => [row(String(queue))];
  const list = new StoryList("mine");
  const first = list.show("mine");
  const second = list.show("desk");
  await Promise.all([first, second]);
  expect(list.rows?.map((each) => each.story)).toEqual(["desk"]);
});

it("a list that cannot be read says why, and keeps what it showed", async () => {
  core.answers["story_list"] = () => [row("a")];
  const list = new StoryList("mine");
  await list.show("mine");
  core.answers["story_list"] = () => {
    throw { code: "storage" };
  };
  await list.refresh();
  expect(list.trouble?.code).toBe("storage");
  expect(list.rows).toHaveLength(1);
});

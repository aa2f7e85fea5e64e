import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CommentView } from "../backend";
import { Newsroom } from "../shared";
import type { OpenStory } from "../story";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { storyView } from "../testing/views";
import { Unsaid, unsaidOf } from "../story";
import { Vocabulary } from "../vocabulary";
import { DiscussionPanel } from ".";

function comment(id: string, over: Partial<CommentView> = {}): CommentView {
  return { comment: id, by: "Saule Bekova", is_mine: false, at: 1_700_000_000_000, words: "Who says so?", about: null, mentions: [], mentions_me: false, settled: null, answers: [], ...over };
}

const about = { part: "edition/tote/body", exact: "سۋ كەلدى", before: "", after: "" };

describe("the discussion", () => {
  let core: TestCore;
  beforeEach(() => {
    core = new TestCore();
    for (const command of ["comment_add", "comment_settle", "comment_remove"]) core.answers[command] = () => null;
  });

  function shown(comments: CommentView[], over: object = {}) {
    const story = $state({ id: "story", view: storyView({}, { comments }), passage: undefined, pointed: undefined, unsaid: new Unsaid(), settled: vi.fn(), goToComment: vi.fn(async () => false), ...over });
    const vocabulary = new Vocabulary(new Newsroom());
    vocabulary.entries = [{ entry: "aigerim", kind: "person", labels: { en: "Aigerim Sadyqova" }, forbidden: {}, parent: null, fills: {}, may_change: false }];
    const { container } = render(InNewsroom, { component: DiscussionPanel, given: { story: story as unknown as OpenStory, vocabulary } });
    return { story, container };
  }

  const said = (command: string) => core.calls.filter((call) => call.command === command).map(({ args }) => args);

  it("says what is open, by whom and about what, and what is dealt with apart from it", async () => {
    const answers = [comment("b", { by: "Aigerim Sadyqova", is_mine: true, words: "The water office." })];
    const { container } = shown([
      comment("a", { about, answers, mentions: ["Aigerim Sadyqova"], mentions_me: true }),
      comment("c", { words: "Too long.", settled: { by: "Daulet Ospanov", at: 1 } }),
    ]);
    const thread = screen.getByRole("article", { name: "Saule Bekova: Who says so?" });
    expect(within(thread).getByText("The water office.")).toBeTruthy();
    expect(within(thread).getByText("for you")).toBeTruthy();
    expect(within(thread).getByRole("button", { name: about.exact }).getAttribute("dir")).toBe("rtl");
    expect(screen.getByText("1 dealt with")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
    await fireEvent.click(within(thread).getByRole("button", { name: about.exact }));
    await within(thread).findByText("These words are not in the text any more.");
  });

  it("takes what is said, with those it is for, and keeps the words when it is refused", async () => {
    const { story } = shown([], { passage: about });
    const field = screen.getByRole("textbox", { name: "About this passage" });
    expect(document.activeElement).toBe(field);
    await fireEvent.input(field, { target: { value: " Who says so? " } });
    const people = screen.getByRole("combobox", { name: "For" });
    await fireEvent.input(people, { target: { value: "aig" } });
    await fireEvent.click(await screen.findByRole("option", { name: /Aigerim/ }));
    core.answers["comment_add"] = () => {
      throw { code: "passage-not-found", params: {} };
    };
    await fireEvent.keyDown(field, { key: "Enter", code: "Enter", ctrlKey: true });
    expect((await screen.findByRole("alert")).textContent).toContain("no such words");
    expect((field as HTMLTextAreaElement).value).toBe(" Who says so? ");
    core.answers["comment_add"] = () => null;
    await fireEvent.click(screen.getByRole("button", { name: /^Comment/ }));
    await waitFor(() => expect(story.passage).toBeUndefined());
    expect(said("comment_add").at(-1)).toEqual({ story: "story", comment: { words: "Who says so?", about, answers: null, mentions: ["aigerim"] } });
    expect(story.settled).toHaveBeenCalled();
  });

  it("is answered, dealt with, opened again and taken back", async () => {
    shown([comment("a"), comment("mine", { by: "Daulet Ospanov", is_mine: true, words: "Mine." }), comment("c", { settled: { by: "D", at: 1 }, words: "Old." })]);
    const thread = screen.getByRole("article", { name: "Saule Bekova: Who says so?" });
    await fireEvent.click(within(thread).getByRole("button", { name: "Answer" }));
    const field = within(thread).getByRole("textbox", { name: "Answer" });
    await fireEvent.input(field, { target: { value: "I asked." } });
    await fireEvent.keyDown(field, { key: "Enter", code: "Enter", ctrlKey: true });
    await waitFor(() => expect(within(thread).queryByRole("textbox")).toBeNull());
    expect(said("comment_add")).toEqual([{ story: "story", comment: { words: "I asked.", about: null, answers: "a", mentions: [] } }]);
    expect(within(thread).queryByRole("button", { name: "Take back" })).toBeNull();
    await fireEvent.click(within(thread).getByRole("button", { name: "Dealt with" }));
    await fireEvent.click(screen.getByRole("button", { name: "Open again", hidden: true }));
    expect(said("comment_settle")).toEqual([{ story: "story", comment: "a", settled: true }, { story: "story", comment: "c", settled: false }]);
    await fireEvent.click(screen.getByRole("button", { name: "Take back" }));
    expect(said("comment_remove")).toEqual([{ story: "story", comment: "mine" }]);
  });

  it("keeps what was typed and not said, also when another tab was looked at and the window was left", async () => {
    const first = shown([comment("a")]);
    await fireEvent.input(screen.getByRole("textbox", { name: "Say something about the story" }), { target: { value: "The lead" } });
    await fireEvent.click(screen.getByRole("button", { name: "Answer" }));
    await fireEvent.input(screen.getByRole("textbox", { name: "Answer" }), { target: { value: "I asked th" } });
    cleanup();
    const left = unsaidOf(JSON.parse(JSON.stringify(first.story.unsaid.state)));
    const { story } = shown([comment("a")], { unsaid: new Unsaid(left) });
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Say something about the story" }).value).toBe("The lead");
    const answer = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Answer" });
    expect(answer.value).toBe("I asked th");
    expect(document.activeElement).not.toBe(answer);
    await fireEvent.keyDown(answer, { key: "Enter", code: "Enter", ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Answer" })).toBeNull());
    expect(story.unsaid.state?.words).toEqual({ "": "The lead" });
  });

  it("can only be read where the story is closed", () => {
    shown([comment("a")], { view: storyView({}, { comments: [comment("a")], closed: true }) });
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Answer" })).toBeNull();
  });
});

import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CardView, PassagesView, ReasonDraft, StoryView, UntouchedView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import { content, deeds, editionView, passagesView, photoView, storyRow, storyView } from "../testing/views";
import { Unsaid, unsaidOf } from "../story";
import Approvals from "./Approvals.svelte";

const WORDS = {
  "edition/en/headline": "Canals open",
  "edition/en/body": "Water came.\n\nFarmers wait.",
  "edition/kk/headline": "Арналар ашылды",
  "edition/kk/body": "Су келді.",
};

let story: StoryView;
let suggestions: Partial<CardView>[] = [];
/** What stands in the passages otherwise. */
let moved: Partial<PassagesView> = {};
const calls: string[] = [];
let order = "";
let urgency = "3";
let untouched: UntouchedView[] = [];
let returned: ReasonDraft[] = [];

function standings(en: StoryView["editions"][number], kk: StoryView["editions"][number]) {
  story = { ...story, editions: [kk, editionView("tote", "empty"), en] };
}

beforeEach(() => {
  calls.length = 0;
  suggestions = [];
  moved = {};
  urgency = "3";
  untouched = [];
  story = storyView(WORDS);
  standings(editionView("en", "in-review"), editionView("kk", "in-review"));
  vi.mocked(invoke).mockImplementation(async (command, args) => {
    const { edition, reason, seen } = (args ?? {}) as { edition?: string; reason?: string; seen?: string };
    if (command === "story_list") {
      order = (args as { query: { order: string } }).query.order;
      return { total: 1, rows: [{ ...storyRow(story, "canal-opening"), urgency }] };
    }
    if (command === "story_show") return story;
    if (command === "passages_show") return passagesView(story, edition ?? "", moved);
    if (command === "suggestion_list") return suggestions;
    if (command === "conversions_untouched") return untouched;
    const says = story.editions.find((each) => each.edition === edition)?.says;
    if ((command === "edition_approve" || command === "conversion_approve") && seen !== says) throw { code: "changed-meanwhile" };
    if (command === "edition_return") returned = (args as unknown as { passages: ReasonDraft[] }).passages;
    calls.push([command, edition, reason].filter((word) => word !== undefined).join(" "));
    const now = { edition_approve: "approved", conversion_approve: "approved", edition_return: "returned", edition_publish: "published" }[command];
    if (now) {
      story = {
        ...story,
        editions: story.editions.map((each) =>
          each.edition === edition ? editionView(each.edition, now as "approved") : each,
        ),
      };
      return story.editions[0];
    }
    throw { code: "internal" };
  });
});

function show(onopen: (...opened: unknown[]) => void = () => undefined, said = new Unsaid()) {
  return render(InNewsroom, { component: Approvals, given: { onopen, unsaid: () => said } });
}

describe("the approvals screen", () => {
  it("shows an edition beside its source", async () => {
    show();
    expect(await screen.findByText("Арналар ашылды")).toBeTruthy();
    expect(screen.getByText("Арналар ашылды").lang).toBe("kk-Cyrl");
    expect(screen.getByText("Farmers wait.").lang).toBe("en");
    expect(screen.getByRole("region", { name: "The two editions, side by side" })).toBeTruthy();
  });

  it("approves at once what nobody has touched, and nothing else", async () => {
    const says = story.editions.find(({ edition }) => edition === "en")?.says ?? "";
    untouched = [{ story: story.story, title: "Canals open", edition: "en", says }];
    show();
    const button = await screen.findByRole("button", { name: "Approve 1 conversion" });
    untouched = [];
    button.click();
    expect(await screen.findByText("1 conversion is approved")).toBeTruthy();
    expect(calls).toEqual(["conversion_approve en"]);
    await waitFor(() => expect(screen.queryByRole("button", { name: /conversion/ })).toBeNull());
  });

  it("keeps what changed meanwhile, and says so", async () => {
    untouched = [{ story: story.story, title: "Canals open", edition: "en", says: "something else" }];
    show();
    (await screen.findByRole("button", { name: "Approve 1 conversion" })).click();
    expect(await screen.findByRole("alert")).toBeTruthy();
    expect(calls).toEqual([]);
  });

  it("has the most urgent first, and says that it is", async () => {
    urgency = "1";
    show();
    expect((await screen.findAllByRole("button", { name: /urgency 1/ })).length).toBe(2);
    expect(order).toBe("urgency");
  });

  it("approves one after the other, then offers to publish", async () => {
    show();
    (await screen.findByRole("button", { name: "Approve" })).click();
    await waitFor(() => expect(calls).toEqual(["edition_approve kk"]));
    await waitFor(() => expect(screen.getByRole("button", { name: /English, In review/ }).ariaCurrent).toBe("true"));
    screen.getByRole("button", { name: "Approve" }).click();
    await waitFor(() => expect(calls).toEqual(["edition_approve kk", "edition_approve en"]));
    (await screen.findByRole("button", { name: "Publish" })).click();
    await waitFor(() => expect(screen.getByRole("button", { name: /English, Approved/ }).ariaCurrent).toBe("true"));
    screen.getByRole("button", { name: "Publish" }).click();
    await waitFor(() => expect(calls.slice(2)).toEqual(["edition_publish kk", "edition_publish en"]));
    expect(await screen.findByText("Nothing waits for approval")).toBeTruthy();
  });

  it("lists what others suggest, and leads there", async () => {
    const card = { story: story.story, slugline: "canal-opening", part: "edition/kk/headline", ours_by: "Dana" };
    suggestions = [
      { ...card, card: "c1", may_settle: true, may_take_back: false },
      { ...card, card: "c2", may_settle: false, may_take_back: false, ours_by: "Somebody else's" },
      { ...card, card: "c3", may_settle: true, may_take_back: true, ours_by: "My own" },
    ];
    const opened = vi.fn();
    show(opened);
    (await screen.findByRole("button", { name: /canal-opening.*Headline, Kazakh.*Dana/ })).click();
    expect(opened).toHaveBeenCalledWith(story.story, "kk");
    expect(screen.queryByText("Somebody else's") ?? screen.queryByText("My own")).toBeNull();
  });

  it("takes a double click for one approval", async () => {
    show();
    const approve = await screen.findByRole("button", { name: "Approve" });
    approve.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
    await waitFor(() => expect(screen.getByRole("button", { name: /English, In review/ }).ariaCurrent).toBe("true"));
    screen.getByRole("button", { name: "Approve" }).dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toEqual(["edition_approve kk"]);
  });

  it("never approves words that nobody has read", async () => {
    show();
    const approve = await screen.findByRole("button", { name: "Approve" });
    const editions = story.editions.map((each) => ({ ...each, says: "something else" }));
    story = { ...story, content: content({ ...WORDS, "edition/kk/body": "Су келмеді." }), editions };
    approve.click();
    expect(await screen.findByText(/The text changed while you were reading/)).toBeTruthy();
    expect(screen.getByText("Су келмеді.")).toBeTruthy();
    expect(calls).toEqual([]);
    approve.click();
    await waitFor(() => expect(calls).toEqual(["edition_approve kk"]));
  });

  it("returns with a reason, by keys, and never without one", async () => {
    show();
    await screen.findByRole("button", { name: "Approve" });
    window.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", ctrlKey: true, shiftKey: true }));
    const reason = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Reason" });
    const send = screen.getByRole("button", { name: "Send back" });
    expect(send.getAttribute("aria-disabled")).toBe("true");
    window.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", ctrlKey: true }));
    expect(calls).toEqual([]);
    reason.value = "The second paragraph is missing.";
    reason.dispatchEvent(new Event("input", { bubbles: true }));
    window.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", ctrlKey: true }));
    await waitFor(() => expect(calls).toEqual(["edition_return kk The second paragraph is missing."]));
  });

  it("returns passages with reasons of their own, which outlive the screen and hold an approval back", async () => {
    const said = new Unsaid();
    const first = show(undefined, said);
    const row = await screen.findByRole("group", { name: "Passage 2" });
    row.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    row.dispatchEvent(new KeyboardEvent("keydown", { code: "KeyB", key: "и", bubbles: true }));
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "What has to change here: Passage 2" });
    expect(document.activeElement).toBe(field);
    field.value = "Which canal?";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    const approve = screen.getByRole("button", { name: "Approve" });
    await waitFor(() => expect(approve.getAttribute("aria-disabled")).toBe("true"));
    field.dispatchEvent(new KeyboardEvent("keydown", { code: "Enter", key: "Enter", ctrlKey: true, bubbles: true }));
    expect(await screen.findByText("Noted for the return: Which canal?")).toBeTruthy();
    expect(calls).toEqual([]);
    first.unmount();

    show(undefined, new Unsaid(unsaidOf(JSON.parse(JSON.stringify(said.state)))));
    expect(await screen.findByText("Noted for the return: Which canal?")).toBeTruthy();
    screen.getByRole("button", { name: "Return with a reason" }).click();
    expect(await screen.findByText("1 passage goes back with its own reason")).toBeTruthy();
    screen.getByRole("button", { name: "Send back" }).click();
    await waitFor(() => expect(calls).toEqual(["edition_return kk "]));
    expect(returned).toEqual([{ part: "edition/kk/body", photo: null, passage: "Су келді.", reason: "Which canal?" }]);
  });

  it("keeps what was noted for a passage that changed meanwhile", async () => {
    const said = new Unsaid();
    said.reasons("kk").note({ part: "edition/kk/body", photo: null, passage: "Су кеше келді.", reason: "Which canal?" });
    show(undefined, said);
    expect(await screen.findByText("Noted for a passage that says something else now: Which canal?")).toBeTruthy();
    expect(screen.getByText("Су кеше келді.")).toBeTruthy();
    screen.getByRole("button", { name: "Remove the note" }).click();
    await waitFor(() => expect(screen.queryByText(/Which canal/)).toBeNull());
    expect(said.state).toBeUndefined();
  });

  it("shows what was asked for when it was returned before", async () => {
    const rows = passagesView(story, "kk").rows.map((row) => (row.own?.text === "Су келді." ? { ...row, returned: [{ reason: "Which canal?", then: "Су кеше келді." }] } : row));
    moved = { rows, returned: [{ reason: "Say who.", then: "Біреу айтты." }] };
    show();
    expect(await screen.findByText("Changed since it was returned: Which canal?")).toBeTruthy();
    expect(screen.getByText("кеше", { exact: false, selector: "del" })).toBeTruthy();
    expect(screen.getByText("Returned, and gone since: Say who.")).toBeTruthy();
  });

  it("greys a step that cannot be taken and says why", async () => {
    standings(editionView("en", "approved", { deeds: deeds("return") }), editionView("kk", "empty"));
    story = { ...story, photos: [photoView({ creator: "D. Ospanov" })] };
    const [, , en] = story.editions;
    if (en) {
      en.deeds = en.deeds.map((each) =>
        each.deed === "publish" ? { deed: "publish", refusal: { code: "photo-without-credit-line" } } : each,
      );
      en.obstacles = [{ kind: "photo-without-credit-line", photo: "ab".repeat(32) }];
    }
    show();
    const publish = await screen.findByRole("button", { name: "Publish" });
    expect(publish.getAttribute("aria-disabled")).toBe("true");
    publish.click();
    expect(calls).toEqual([]);
    expect(screen.getByText(/^Photo 1: A photo has no credit line/)).toBeTruthy();
    expect(screen.getByText("credit needed")).toBeTruthy();
  });

  it("shows what has moved in the source, and takes the answer", async () => {
    const rows = passagesView(story, "kk").rows.map((row) => (row.now === "Water came." ? { ...row, then: "Water came late.", moved: true } : row));
    moved = { rows };
    show();
    expect(await screen.findByText("1 passage of the source has changed")).toBeTruthy();
    expect(screen.getByText("Nothing looks like a slip")).toBeTruthy();
    expect(screen.getByText("late").tagName).toBe("DEL");
    moved = {};
    screen.getByRole("button", { name: "Still right" }).click();
    await waitFor(() => expect(calls).toEqual(["passages_follow kk"]));
  });

  it("says that the desk is empty instead of showing nothing", async () => {
    standings(editionView("en", "draft"), editionView("kk", "empty"));
    show();
    expect(await screen.findByText("Nothing waits for approval")).toBeTruthy();
  });
});

import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Passage, VersionComparison, VersionView } from "../backend";
import type { Newsroom } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { language } from "../words";
import HistoryOf from "../testing/HistoryOf.svelte";
import { rowsOf } from "./passages";

const MINUTE = 60_000;

function version(number: number, over: Partial<VersionView> = {}): VersionView {
  const at = Date.now() - (1000 - number) * MINUTE;
  return {
    version: number,
    by: "Aigerim Sadyqova",
    from: at,
    to: at,
    arrived: false,
    parts: ["edition/en/headline", "edition/en/body"],
    words: number,
    name: "",
    ...over,
  };
}

const passage = (then: string | null, now: string | null, paragraph: number | null = null): Passage => ({ then, now, paragraph });
const COMPARISON: VersionComparison = {
  headline: passage("Canals open", "Canals open"),
  lead: passage(null, null),
  body: [
    passage("Water came early.", "Water came late.", 0),
    passage("Farmers wait.", null, 1),
    passage("Nothing changed here.", "Nothing changed here.", 2),
    passage(null, "It rained.", null),
  ],
};

let core: TestCore;
let newsroom: Newsroom;
let versions: VersionView[];

beforeEach(() => {
  core = new TestCore();
  versions = [version(30, { by: "Daulet Ospanov", arrived: true }), version(20, { name: "as sent" }), version(10)];
  Object.assign(core.answers, {
    history_list: () => versions,
    history_compare: () => COMPARISON,
    version_restore: () => true,
    passage_restore: () => true,
    version_name: (args: Record<string, unknown>) =>
      (versions = versions.map((each) => (each.version === args["version"] ? { ...each, name: String(args["name"]) } : each))),
  });
});

afterEach(() => language.choose("en"));

function show(edition = "en") {
  return render(InNewsroom, {
    component: HistoryOf,
    given: { story: "canal", edition },
    newsroom: (made: Newsroom) => (newsroom = made),
  });
}

const calls = (command: string) => core.calls.filter((call) => call.command === command).map(({ args }) => args);
const rows = () => screen.findAllByRole("button", { name: /words/ });
const texts = () => screen.findByRole("region", { name: /compared/ });
const row = async (place: number) => (await rows())[place] as HTMLElement;

describe("the versions of an edition", () => {
  it("say who changed what, when and by how much, newest first", async () => {
    show();
    const [newest, named] = await rows();
    expect(newest?.textContent).toContain("Daulet Ospanov");
    expect(newest?.textContent).toContain("Headline, Body");
    expect(newest?.textContent).toContain("30 words, +10");
    expect(within(newest as HTMLElement).getByRole("img", { name: "Written on another computer" })).toBeTruthy();
    expect(named?.textContent).toContain("as sent");
    expect(calls("history_list")).toEqual([{ story: "canal", edition: "en" }]);
  });

  it("are one stop of the Tab key, with arrows between them", async () => {
    show();
    const all = await rows();
    expect(all.map((each) => each.tabIndex)).toEqual([0, -1, -1]);
    all[0]?.focus();
    await fireEvent.keyDown(all[0] as HTMLElement, { key: "ArrowDown" });
    expect(document.activeElement).toBe(all[1]);
    await fireEvent.keyDown(all[1] as HTMLElement, { key: "End" });
    expect(document.activeElement).toBe(all[2]);
  });

  it("are named where they stand, by key, and lose their name again", async () => {
    show();
    const oldest = await row(2);
    oldest.focus();
    await fireEvent.keyDown(oldest, { key: "F2" });
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name: /^Name of the version/ });
    await waitFor(() => expect(document.activeElement).toBe(field));
    await fireEvent.input(field, { target: { value: "  first words " } });
    await fireEvent.submit(field.form as HTMLFormElement);
    await screen.findByText("first words");
    expect(calls("version_name")).toEqual([{ story: "canal", edition: "en", version: 10, name: "first words" }]);
    await waitFor(() => expect(document.activeElement?.textContent).toContain("first words"));

    await fireEvent.click(screen.getAllByRole("button", { name: /^Name the version/ })[1] as HTMLElement);
    const again = await screen.findByRole<HTMLInputElement>("textbox", { name: /^Name of the version/ });
    expect(again.value).toBe("as sent");
    await fireEvent.input(again, { target: { value: "" } });
    await fireEvent.submit(again.form as HTMLFormElement);
    await waitFor(() => expect(screen.queryByText("as sent")).toBeNull());
  });

  it("keep what was typed when a name is refused, and Escape gives it up", async () => {
    core.answers["version_name"] = () => {
      throw { code: "version-name-too-long", params: { max_bytes: "200" } };
    };
    show();
    await fireEvent.keyDown(await row(0), { key: "F2" });
    (await row(0)).focus();
    await fireEvent.keyDown(await row(0), { key: "F2" });
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name: /^Name of the version/ });
    await fireEvent.input(field, { target: { value: "long" } });
    await fireEvent.submit(field.form as HTMLFormElement);
    expect((await screen.findByRole("alert")).textContent).toContain("longer than 200 bytes");
    expect(field.value).toBe("long");
    await fireEvent.keyDown(field, { key: "Escape" });
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("come by the page", async () => {
    versions = Array.from({ length: 55 }, (_, index) => version(55 - index));
    const { container } = show();
    const drawn = () => container.querySelectorAll("button.version");
    await fireEvent.click(await screen.findByText("Show 5 earlier versions"));
    expect(drawn()).toHaveLength(55);
    expect(document.activeElement).toBe(drawn()[50]);
    expect(screen.queryByText(/earlier version/)).toBeNull();
  });

  it("say so when there are none, and when they cannot be read", async () => {
    versions = [];
    const { unmount } = show();
    expect(await screen.findByText("Nothing was written here yet")).toBeTruthy();
    unmount();
    core.answers["history_list"] = () => {
      throw { code: "database-damaged" };
    };
    show();
    expect((await screen.findByRole("alert")).textContent).toContain("is damaged");
    core.answers["history_list"] = () => [version(10)];
    await fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await rows()).toHaveLength(1);
  });

  it("grow while somebody writes, and the open version stays open", async () => {
    show();
    await fireEvent.click(await row(0));
    await texts();
    versions = [version(33, { by: "Daulet Ospanov" }), ...versions.slice(1)];
    newsroom.tell({ event: "text", document: "story:canal", part: "edition/en/body", version: 4 });
    await waitFor(() => expect(calls("history_compare").at(-1)).toEqual({ story: "canal", edition: "en", from: 20, to: 33 }));
    expect((await row(0)).getAttribute("aria-current")).toBe("true");
  });
});

describe("an open version", () => {
  it("stands beside the text as it is now, with the difference marked on its own side", async () => {
    show();
    await fireEvent.click(await row(1));
    expect(calls("history_compare")).toEqual([{ story: "canal", edition: "en", from: 20, to: null }]);
    const table = await texts();
    await screen.findByText("3 changes");
    expect(document.activeElement).toBe(table);
    const change = screen.getByRole("group", { name: "Change 1 of 3: Paragraph 1" });
    const [left, right] = change.querySelectorAll(".side");
    expect(left?.querySelector("del")?.textContent).toBe("early");
    expect(left?.querySelector("ins")).toBeNull();
    expect(right?.querySelector("ins")?.textContent).toBe("late");
    expect(right?.querySelector("del")).toBeNull();
    expect(screen.getByText("No longer there")).toBeTruthy();
    expect(screen.getByText("Not there yet")).toBeTruthy();
  });

  it("is compared with the version before it, which the newest one is at once", async () => {
    show();
    await fireEvent.click(await row(0));
    await texts();
    expect(calls("history_compare").at(-1)).toEqual({ story: "canal", edition: "en", from: 20, to: 30 });
    expect(screen.getByRole("button", { name: "Bring back" }).getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(await row(2));
    await fireEvent.click(await screen.findByRole("button", { name: "The version before" }));
    await waitFor(() => expect(calls("history_compare").at(-1)).toEqual({ story: "canal", edition: "en", from: null, to: 10 }));
    expect(screen.queryByRole("button", { name: "Bring back this paragraph" })).toBeNull();
  });

  it("is read inline too, by a switch and by key in any layout of the keyboard", async () => {
    show();
    await fireEvent.click(await row(1));
    await screen.findByText("3 changes");
    await fireEvent.keyDown(window, { key: "в", code: "KeyD", ctrlKey: true });
    const change = screen.getByRole("group", { name: "Change 1 of 3: Paragraph 1" });
    expect(change.querySelector("del")?.textContent).toBe("early");
    expect(change.querySelector("ins")?.textContent).toBe("late");
    expect(screen.getByRole("button", { name: "Inline" }).getAttribute("aria-pressed")).toBe("true");
    await fireEvent.click(screen.getByRole("button", { name: "Side by side" }));
    expect(change.isConnected ? change.querySelectorAll(".side").length : 2).toBe(2);
  });

  it("is gone through change by change, and Escape gives the text back", async () => {
    show();
    await fireEvent.click(await row(1));
    await screen.findByText("3 changes");
    for (const place of [1, 2, 3, 3]) {
      await fireEvent.keyDown(window, { key: "ArrowDown", code: "ArrowDown", altKey: true });
      expect((document.activeElement as HTMLElement).dataset["change"]).toBe(String(place));
    }
    await fireEvent.keyDown(window, { key: "ArrowUp", code: "ArrowUp", altKey: true });
    expect((document.activeElement as HTMLElement).dataset["change"]).toBe("2");
    await fireEvent.keyDown(document.activeElement as HTMLElement, { key: "Escape" });
    expect(screen.queryByRole("region", { name: /compared/ })).toBeNull();
  });

  it("comes back whole, after a quiet question", async () => {
    show();
    await fireEvent.click(await row(1));
    await screen.findByText("3 changes");
    await fireEvent.click(screen.getByRole("button", { name: "Bring back" }));
    const yes = await screen.findByRole("button", { name: "Bring back all of it" });
    expect(document.activeElement).toBe(yes);
    await fireEvent.keyDown(yes, { key: "Escape" });
    expect(screen.queryByRole("button", { name: "Bring back all of it" })).toBeNull();
    expect(await texts()).toBe(document.activeElement);
    expect(calls("version_restore")).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Bring back" }));
    await fireEvent.click(screen.getByRole("button", { name: "Bring back all of it" }));
    expect(await texts()).toBe(document.activeElement);
    expect(await screen.findByText("This version stands in the text again")).toBeTruthy();
    expect(calls("version_restore")).toEqual([{ story: "canal", edition: "en", version: 20 }]);
  });

  it("comes back by the paragraph", async () => {
    show();
    await fireEvent.click(await row(1));
    await screen.findByText("3 changes");
    const back = screen.getAllByRole("button", { name: "Bring back this paragraph" });
    expect(back).toHaveLength(2);
    const part = "edition/en/body";
    await fireEvent.click(back[1] as HTMLElement);
    expect(await screen.findByText("The paragraph is back")).toBeTruthy();
    expect(calls("passage_restore")).toEqual([{ story: "canal", edition: "en", version: 20, part, paragraph: 1 }]);
    expect(await texts()).toBe(document.activeElement);
    core.answers["passage_restore"] = () => false;
    await fireEvent.click(back[0] as HTMLElement);
    expect(await screen.findByText("It already stands there")).toBeTruthy();
  });

  it("comes back by the headline", async () => {
    core.answers["history_compare"] = () => ({ ...COMPARISON, headline: passage("Canals open", "Canals close"), body: [] });
    show();
    await fireEvent.click(await row(1));
    await fireEvent.click(await screen.findByRole("button", { name: "Bring back this headline" }));
    expect(await screen.findByText("The headline is back")).toBeTruthy();
    const part = "edition/en/headline";
    expect(calls("passage_restore")).toEqual([{ story: "canal", edition: "en", version: 20, part, paragraph: null }]);
  });

  it("says why it cannot be brought back or compared", async () => {
    core.answers["passage_restore"] = () => {
      throw { code: "story-withdrawn" };
    };
    show();
    await fireEvent.click(await row(1));
    await fireEvent.click((await screen.findAllByRole("button", { name: "Bring back this paragraph" }))[0] as HTMLElement);
    expect((await screen.findByRole("alert")).textContent).toContain("can only be read");
    await fireEvent.click(screen.getByRole("button", { name: "Close this notice" }));
    expect(screen.queryByRole("alert")).toBeNull();
    core.answers["history_compare"] = () => {
      throw { code: "version-not-found" };
    };
    await fireEvent.click(await row(2));
    expect((await screen.findByRole("alert")).textContent).toContain("not there any more");
    core.answers["history_compare"] = () => COMPARISON;
    await fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("3 changes")).toBeTruthy();
  });

  it("has the language and the direction of its edition", async () => {
    core.answers["history_compare"] = () => ({
      ...COMPARISON,
      headline: passage("سۋ ەكى اپتا ەرتە", "سۋ ءۇش اپتا ەرتە"),
      body: [],
    });
    show("tote");
    await fireEvent.click(await row(1));
    const changed = await screen.findByText("ەكى");
    expect(changed.closest("[lang]")?.getAttribute("lang")).toBe("kk-Arab");
    expect(changed.closest("[dir]")?.getAttribute("dir")).toBe("rtl");
  });

  it("has no fault that axe can find", async () => {
    const { container } = show();
    await fireEvent.click(await row(1));
    await screen.findByText("3 changes");
    await fireEvent.click(screen.getByRole("button", { name: "Bring back" }));
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});

describe("a comparison in rows", () => {
  it("leaves out what stands in neither text and counts paragraphs and changes", () => {
    expect(rowsOf(COMPARISON).map(({ kind, number, change }) => [kind, number, change])).toEqual([
      ["headline", 0, undefined],
      ["paragraph", 1, 1],
      ["paragraph", 2, 2],
      ["paragraph", 3, undefined],
      ["paragraph", 4, 3],
    ]);
  });
});

import axe from "axe-core";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { StoryQuery } from "../backend";
import { saving } from "../shared";
import { TestCore } from "../testing/core";
import { passagesView, storyView } from "../testing/views";
import App from "./App.svelte";

const editions = [
  { key: "kk", tag: "kk-Cyrl", label: "қз", direction: "ltr", derived_from: null },
  { key: "tote", tag: "kk-Arab", label: "ق ز", direction: "rtl", derived_from: "kk" },
  { key: "en", tag: "en", label: "en", direction: "ltr", derived_from: null },
];
const edition = (key: string) => ({
  edition: key,
  standing: "draft",
  pending: [],
  by: null,
  at: null,
  reason: null,
  words: 2,
  may_write: true,
  closed: false,
  deeds: [
    { deed: "submit", refusal: null },
    { deed: "publish", refusal: { code: "not-approved" } },
  ],
  obstacles: [{ kind: "body-missing" }],
  public_url: null,
  published_at: null,
  displayed: null,
  says: "",
});
const story = (id: string) => ({
  story: id,
  content: { slugline: { text: "canal" } },
  source_edition: "en",
  editions: editions.map((each) => edition(each.key)),
  photos: [],
  cards: [],
  suggestions: [],
    comments: [],
    unread: [],
  suggesting: false,
  closed: false,
  created_by: "Aigerim",
  changed_at: Date.now(),
  waiting: false,
});
const row = (id: string) => ({
  story: id,
  slugline: "canal",
  headline: "Water reached the fields",
  headline_edition: "en",
  deadline: null,
  changed_at: Date.now(),
  editions: editions.map((each) => ({ edition: each.key, standing: "draft" })),
  waiting: false,
  credit_needed: false,
  cards: 0,
  suggestions: 0,
  created_by: "Aigerim",
});

describe("the window", () => {
  let core: TestCore;
  let rows: unknown[];

  beforeEach(() => {
    core = new TestCore();
    rows = [row("one")];
    Object.assign(core.answers, {
      session_show: () => ({
        phase: "open",
        person: "p",
        name: "Aigerim Sadyqova",
        account: null,
        portal: null,
        passphrase: true,
      keyring: true,
        interface: "en",
        theme: "",
        contrast: "",
        zoom: 100,
        time_zone: "",
        folder: "",
        editions,
      }),
      queue_counts: () => ({ mine: 1, desk: 1, approvals: 0, photos: 0, sync: 0, for_me: 3 }),
      sync_show: () => ({ connection: { state: "none" }, running: false, waiting: [], more_waiting: 0, sent_at: null, saved_at: null, clock_behind: null, cards: 0 }),
      story_list: ({ query }: Record<string, unknown>) => {
        const { words } = (query as StoryQuery).filter;
        const found = rows.filter((each) => words === "" || JSON.stringify(each).includes(words));
        return { total: found.length, rows: found };
      },
      saved_queries: () => [],
      "plugin:webview|set_webview_zoom": () => null,
      story_show: (args: Record<string, unknown>) => story(String(args["story"])),
      story_new: () => {
        rows = [row("two"), ...rows];
        return "two";
      },
      edition_submit: () => edition("en"),
      part_set: () => null,
    });
  });

  afterEach(() => expect(saving.unsaved).toBeUndefined());

  const box = (name: string) => screen.findByRole("textbox", { name });

  it("opens the newest story, with names that a screen reader and a test can rely on", async () => {
    core.text("edition/en/headline", "Water reached the fields");
    render(App);
    expect((await box("Headline")).textContent).toContain("Water reached the fields");
    await box("Lead");
    await box("Body");
    for (const name of ["New story", "Submit"]) await screen.findByRole("button", { name });
    expect((await screen.findByRole("tab", { name: /^English,/ })).getAttribute("aria-selected")).toBe("true");
    await screen.findByRole("tab", { name: /^Kazakh, Arabic script,/ });
  });

  it("the language and direction of the text are those of the edition", async () => {
    render(App);
    await fireEvent.click(await screen.findByRole("tab", { name: /^Kazakh, Arabic script,/ }));
    await waitFor(async () => expect((await box("Body")).getAttribute("dir")).toBe("rtl"));
    expect((await box("Body")).getAttribute("lang")).toBe("kk-Arab");
    expect(document.documentElement.lang).toBe("en");
  });

  it("is made larger and smaller by the keys of browsers, and keeps the size and the contrast", async () => {
    const session = core.answers["session_show"]?.({}) as Record<string, unknown>;
    let kept = {};
    core.answers["preference_set"] = ({ name, value }: Record<string, unknown>) => {
      kept = { ...kept, [String(name)]: name === "zoom" ? Number(value || 100) : value };
      return { ...session, ...kept };
    };
    const zooms: unknown[] = [];
    core.answers["plugin:webview|set_webview_zoom"] = ({ value }: Record<string, unknown>) => void zooms.push(value);
    render(App);
    await box("Headline");
    await fireEvent.keyDown(document.body, { key: "+", code: "Equal", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(zooms).toEqual([1, 1.1]));
    await fireEvent.keyDown(document.body, { key: "=", code: "Equal", ctrlKey: true });
    await waitFor(() => expect(zooms.at(-1)).toBe(1.25));
    await fireEvent.keyDown(document.body, { key: "-", code: "Minus", ctrlKey: true });
    await waitFor(() => expect(zooms.at(-1)).toBe(1.1));
    await fireEvent.keyDown(document.body, { key: "0", code: "Digit0", ctrlKey: true });
    await waitFor(() => expect(zooms.at(-1)).toBe(1));
    // Faster than the core answers.
    for (let key = 0; key < 2; key++) void fireEvent.keyDown(document.body, { key: "+", code: "Equal", ctrlKey: true });
    await waitFor(() => expect(zooms.at(-1)).toBe(1.25));

    await fireEvent.keyDown(document.body, { key: "k", code: "KeyK", ctrlKey: true });
    const palette = within(await screen.findByRole("dialog")).getByRole("combobox");
    await fireEvent.input(palette, { target: { value: "High contrast" } });
    await fireEvent.keyDown(palette, { key: "Enter", code: "Enter" });
    await waitFor(() => expect(document.documentElement.dataset["contrast"]).toBe("more"));
  });

  it("puts what waits for somebody on the icon", async () => {
    const numbers: unknown[] = [];
    core.answers["plugin:window|set_badge_count"] = ({ value }: Record<string, unknown>) => void numbers.push(value);
    render(App);
    await waitFor(() => expect(numbers.at(-1)).toBe(3));
  });

  it("opens the story of a link, from the portal where it is not here, and says when it leads nowhere", async () => {
    rows = [row("one"), row("two")];
    let links: unknown[] = [{ story: "two", edition: "kk" }];
    core.answers["link_take"] = () => links.shift() ?? null;
    const { unmount } = render(App);
    await waitFor(() => expect(core.calls.filter((call) => call.command === "story_show").at(-1)?.args).toEqual({ story: "two" }));
    const fetched: unknown[] = [];
    core.answers["story_fetch"] = ({ story }: Record<string, unknown>) => {
      fetched.push(story);
      throw { code: "story-not-found", params: {} };
    };
    links = [{ story: "nowhere", edition: null }];
    const shows = core.answers["story_show"];
    core.answers["story_show"] = (args) => {
      if (args["story"] === "nowhere") throw { code: "story-not-found", params: {} };
      return shows?.(args);
    };
    unmount();
    render(App);
    await screen.findByText(/This story is not on this computer/);
    expect(fetched).toEqual(["nowhere"]);
  });

  it("has a short tour that keys lead through and that can be skipped", async () => {
    render(App);
    await box("Headline");
    const open = async () => {
      await fireEvent.keyDown(document.body, { key: "k", code: "KeyK", ctrlKey: true });
      const palette = within(await screen.findByRole("dialog")).getByRole("combobox");
      await fireEvent.input(palette, { target: { value: "short tour" } });
      await fireEvent.keyDown(palette, { key: "Enter", code: "Enter" });
      return screen.findByRole("dialog", { name: "A short tour" });
    };
    const dialog = await open();
    const heading = () => within(dialog).getByRole("heading").textContent;
    expect(heading()).toBe("There is nothing to save");
    expect(document.activeElement).toBe(within(dialog).getByRole("heading"));
    expect((await axe.run(dialog, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
    await waitFor(() => expect(heading()).toBe("One story, seven editions"));
    await fireEvent.keyDown(document.activeElement!, { key: "ArrowLeft" });
    await waitFor(() => expect(heading()).toBe("There is nothing to save"));
    for (let stop = 0; stop < 4; stop++) await fireEvent.click(within(dialog).getByRole("button", { name: "Next" }));
    expect(heading()).toBe("Everything without the mouse");
    expect(within(dialog).queryByRole("button", { name: /Skip/ })).toBeNull();
    await fireEvent.click(within(dialog).getByRole("button", { name: "Start writing" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await fireEvent.click(within(await open()).getByRole("button", { name: /Skip the rest/ }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("Ctrl N starts a story with the caret in its headline, also in a Cyrillic layout", async () => {
    render(App);
    await box("Headline");
    await fireEvent.keyDown(window, { key: "т", code: "KeyN", ctrlKey: true });
    await waitFor(async () => expect(await box("Headline")).toBe(document.activeElement));
    expect(core.calls.find((call) => call.command === "story_new")?.args).toEqual({ source_edition: "en" });
  });

  it("opens another story beside the open one, changes their places, and has both after a start", async () => {
    rows = [row("one"), row("two")];
    let left: string | null = null;
    core.answers["window_left"] = () => left;
    core.answers["window_leave"] = ({ state }: Record<string, unknown>) => {
      left = String(state);
      return null;
    };
    const first = render(App);
    await box("Headline");
    const list = screen.getByRole("listbox");
    await fireEvent.keyDown(list, { key: "ArrowDown", code: "ArrowDown" });
    await fireEvent.keyDown(list, { key: "Enter", code: "Enter", altKey: true });
    const beside = () => screen.findByRole("region", { name: "The story beside" });
    await within(await beside()).findByRole("textbox", { name: "Body, English" });
    const main = await box("Body");
    expect((await beside()).contains(main)).toBe(false);
    await waitFor(() => expect(JSON.parse(left ?? "{}")).toMatchObject({ story: "one", other: "two", otherEdition: "en" }), { timeout: 3_000 });
    const { violations } = await axe.run(await beside(), { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);

    await fireEvent.click(screen.getByRole("button", { name: "Change places: open this one" }));
    await waitFor(() => expect(JSON.parse(left ?? "{}")).toMatchObject({ story: "two", other: "one" }), { timeout: 3_000 });
    first.unmount();

    render(App);
    await within(await beside()).findByRole("textbox", { name: "Body, English" });
    await fireEvent.keyDown(await box("Body"), { key: "d", code: "KeyD", ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole("region", { name: "The story beside" })).toBeNull());
    await box("Body");
  });

  it("shows an edition passage by passage, and does so again after a start", async () => {
    let left: string | null = null;
    core.answers["window_left"] = () => left;
    core.answers["window_leave"] = ({ state }: Record<string, unknown>) => {
      left = String(state);
      return null;
    };
    core.answers["passages_show"] = () => passagesView(storyView({ "edition/en/headline": "Canals open" }), "en");
    const first = render(App);
    await fireEvent.keyDown(await box("Headline"), { key: "D", code: "KeyD", ctrlKey: true, shiftKey: true });
    expect(await screen.findByRole("group", { name: "Passage 1" })).toBeTruthy();
    expect(screen.queryByRole("textbox", { name: "Headline" })).toBeNull();
    await waitFor(() => expect(JSON.parse(left ?? "{}")).toMatchObject({ byPassage: true }), { timeout: 3_000 });
    first.unmount();

    render(App);
    expect(await screen.findByRole("group", { name: "Passage 1" })).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: "Passage by passage" }));
    await box("Headline");
  });

  it("submits by Ctrl Enter what is committed", async () => {
    render(App);
    const headline = await box("Headline");
    await fireEvent.keyDown(headline, { key: "Enter", code: "Enter", ctrlKey: true });
    await waitFor(() => expect(core.calls.some((call) => call.command === "edition_submit")).toBe(true));
  });

  it("a deed that cannot be done stays in the menu with its reason and does nothing", async () => {
    render(App);
    await fireEvent.click(await screen.findByRole("button", { name: "More steps" }));
    const publish = await screen.findByRole("menuitem", { name: /Publish/ });
    expect(publish.textContent).toContain("not approved yet");
    await fireEvent.click(publish);
    expect(core.calls.some((call) => call.command === "edition_publish")).toBe(false);
  });

  it("the palette finds a command by its words and gives the focus back", async () => {
    render(App);
    const headline = await box("Headline");
    headline.focus();
    await fireEvent.keyDown(window, { key: "k", code: "KeyK", ctrlKey: true });
    const ask = await screen.findByRole("combobox", { name: "Commands and stories" });
    expect(document.activeElement).toBe(ask);
    await fireEvent.input(ask, { target: { value: "short" } });
    await fireEvent.keyDown(ask, { key: "Enter", code: "Enter" });
    await screen.findByRole("dialog", { name: "Keyboard" });
    await fireEvent.keyDown(screen.getByRole("dialog"), { key: "Escape", code: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says when words are not saved, and offers them for copying", async () => {
    render(App);
    core.beforePush = () => {
      throw { code: "disk-full" };
    };
    const body = await box("Body");
    const { EditorView } = await import("@codemirror/view");
    EditorView.findFromDOM(body)?.dispatch({ changes: { from: 0, insert: "сөз" }, userEvent: "input.type" });
    await screen.findByRole("button", { name: "Copy text" });
    expect(screen.getByRole("status", { name: "Status" }).textContent).toContain("Not saved since");
    core.beforePush = undefined;
    await waitFor(() => expect(screen.getByRole("status", { name: "Status" }).textContent).toContain("Saved on this computer"), {
      timeout: 3_000,
    });
    expect(core.text("edition/en/body").text).toBe("сөз");
  });

  it("has no fault that axe can find", async () => {
    const { container } = render(App);
    await box("Headline");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});

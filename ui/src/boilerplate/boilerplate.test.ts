import axe from "axe-core";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { EntryView, FilledPart, PartValue } from "../backend";
import { Newsroom } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Vocabulary } from "../vocabulary";
import { language } from "../words";
import { BeginWith, FillForm, KeepTemplate } from ".";

const entry = (id: string, kind: EntryView["kind"], en: string, over: Partial<EntryView> = {}): EntryView => ({
  entry: id,
  kind,
  labels: { en },
  forbidden: {},
  parent: null,
  fills: {},
  may_change: true,
  ...over,
});

const FILLED: FilledPart[] = [{ part: "urgency", before: { text: "3" } }];

let core: TestCore;
let vocabulary: Vocabulary;
const onchanged = vi.fn();

const asked = (command: string) => core.calls.filter((call) => call.command === command).map(({ args }) => args);

beforeEach(() => {
  core = new TestCore();
  onchanged.mockReset();
  Object.assign(core.answers, { template_apply: () => FILLED, template_take_back: () => null });
  vocabulary = new Vocabulary(new Newsroom());
  vocabulary.entries = ["Rates", "Weather", "Football", "Obituary", "Court"].map((name) => entry(name.toLowerCase(), "template", name));
});
afterEach(() => language.choose("en"));

describe("a story without a word", () => {
  const show = (empty: boolean) => render(InNewsroom, { component: BeginWith, given: { story: "s", empty, vocabulary, onchanged } });

  it("offers its templates, fills one in, and takes it back", async () => {
    const { container } = show(true);
    expect(screen.getAllByRole("button").map((button) => button.textContent?.trim())).toEqual(["Court", "Football", "Obituary", "Rates", ""]);
    expect((await axe.run(container)).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Rates" }));
    await screen.findByText("Begun with “Rates”");
    expect(asked("template_apply")).toEqual([{ story: "s", template: "rates" }]);
    await fireEvent.click(screen.getByRole("button", { name: "Take it back" }));
    await screen.findByRole("button", { name: "Rates" });
    expect(asked("template_take_back")).toEqual([{ story: "s", template: "rates", filled: FILLED }]);
    expect(onchanged).toHaveBeenCalledTimes(2);
  });

  it("says why a template could not be filled in, and offers the rest in a menu", async () => {
    core.answers["template_apply"] = () => Promise.reject({ code: "template-not-found", params: {} });
    show(true);
    await fireEvent.click(screen.getByRole("button", { name: "More templates" }));
    await fireEvent.click(await screen.findByRole("menuitem", { name: "Weather" }));
    expect((await screen.findByRole("alert")).textContent).toContain("This template is not on this computer any more");
  });

  it("offers nothing once something is written, or without a template", () => {
    const { unmount } = show(false);
    expect(screen.queryAllByRole("button")).toEqual([]);
    unmount();
    vocabulary.entries = [];
    show(true);
    expect(screen.queryAllByRole("button")).toEqual([]);
  });
});

describe("the form of a template", () => {
  it("keeps details and words of each edition", async () => {
    let rates = entry("rates", "template", "Rates", { fills: { "edition/kk/body": { text: "Доллар TK теңге." } } });
    core.answers["entry_fill"] = ({ part, value }) => (rates = { ...rates, fills: { ...rates.fills, [String(part)]: value as PartValue } });
    const { container } = render(InNewsroom, { component: FillForm, given: { entry: rates, vocabulary } });
    expect(screen.getByRole("tab", { selected: true }).textContent).toContain("қз");
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Body" }).value).toBe("Доллар TK теңге.");
    await fireEvent.change(screen.getByRole("combobox", { name: "Urgency" }), { target: { value: "2" } });
    await fireEvent.click(screen.getByRole("tab", { name: /English/ }));
    await fireEvent.input(screen.getByRole("textbox", { name: "Headline" }), { target: { value: "Rates\n of TK" } });
    await waitFor(() =>
      expect(asked("entry_fill")).toEqual([
        { entry: "rates", part: "urgency", value: { text: "2" } },
        { entry: "rates", part: "edition/en/headline", value: { text: "Rates of TK" } },
      ]),
    );
    await fireEvent.click(screen.getByRole("tab", { name: /Arabic/ }));
    expect(screen.getByText(/it is converted from/)).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Body" }).getAttribute("dir")).toBe("rtl");
    expect((await axe.run(container)).violations).toEqual([]);
  });

  it("gives a suggestion only when the field is left", async () => {
    core.answers["entry_fill"] = () => entry("w", "snippet", "Weather");
    render(InNewsroom, { component: FillForm, given: { entry: entry("w", "snippet", "Weather", { may_change: false }), vocabulary } });
    const text = screen.getByRole("textbox", { name: "Text" });
    await fireEvent.focus(text);
    await fireEvent.input(text, { target: { value: "It was" } });
    await fireEvent.input(text, { target: { value: "It was dry." } });
    expect(asked("entry_fill")).toEqual([]);
    await fireEvent.blur(text);
    await waitFor(() => expect(asked("entry_fill")).toEqual([{ entry: "w", part: "edition/en/body", value: { text: "It was dry." } }]));
  });
});

describe("a story that is kept as a template", () => {
  it("asks for a name, and says when there is one of that name", async () => {
    const onchange = vi.fn();
    core.answers["template_keep"] = ({ name }) =>
      name === "Rates" ? Promise.reject({ code: "label-taken", params: { label: name, kind: "template" } }) : entry("new", "template", String(name));
    render(InNewsroom, { component: KeepTemplate, given: { story: "s", edition: "en", onchange, onclose: vi.fn() } });
    const name = screen.getByLabelText("Name of the template");
    await fireEvent.input(name, { target: { value: "Rates" } });
    await fireEvent.click(screen.getByRole("button", { name: "Keep as a template" }));
    await waitFor(() => expect(document.body.textContent).toContain("Another one is called “Rates” already"));
    await fireEvent.input(name, { target: { value: "Rates of the day" } });
    await fireEvent.click(screen.getByRole("button", { name: "Keep as a template" }));
    await screen.findByText("“Rates of the day” is kept. New stories can begin with it.");
    expect(onchange).toHaveBeenCalledOnce();
  });
});

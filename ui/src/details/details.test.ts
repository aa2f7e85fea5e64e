import axe from "axe-core";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Content, EntryView, PartValue } from "../backend";
import { Newsroom, saving } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { editionView, storyView } from "../testing/views";
import { language } from "../words";
import Authorship from "./Authorship.svelte";
import Filing from "./Filing.svelte";
import Planning from "./Planning.svelte";
import { Vocabulary } from "../vocabulary";

const entry = (id: string, kind: EntryView["kind"], labels: Record<string, string>, parent: string | null = null): EntryView => ({
  entry: id,
  kind,
  labels,
  forbidden: {},
  parent,
  fills: {},
  may_change: true,
});

let core: TestCore;
let entries: EntryView[];
let content: Content;

beforeEach(() => {
  core = new TestCore();
  entries = [
    entry("water", "tag", { en: "Water", kk: "Су" }),
    entry("roads", "tag", { kk: "Жолдар" }),
    entry("regions", "section", { en: "Regions", kk: "Өңірлер" }),
    entry("south", "section", { en: "Turkistan" }, "regions"),
    entry("semei", "city", { en: "Semei", kk: "Семей" }),
    entry("saule", "person", { en: "Saule Bekova", kk: "Сәуле Бекова", tote: "ساۋلە بەكوۆا" }),
  ];
  content = {};
  Object.assign(core.answers, {
    vocabulary_list: () => [...entries],
    part_set: ({ part, value }: { part: string; value: PartValue }) => {
      content = { ...content, [part]: value };
      return null;
    },
    entry_new: ({ kind, edition, label }: { kind: EntryView["kind"]; edition: string; label: string }) => {
      const made = entry(`new-${label.replaceAll(" ", "-")}`, kind, { [edition]: label });
      entries.push(made);
      return made;
    },
  });
});

afterEach(() => {
  expect(saving.unsaved).toBeUndefined();
  language.choose("en");
});

const story = () =>
  storyView({}, { content, editions: [editionView("kk", "draft"), editionView("tote", "empty"), editionView("en", "draft", { dateline: "SEMEI. DALA" })] });

/** Renders with the vocabulary read; answers with a way to show what the core now says. */
async function shown(component: typeof Filing | typeof Authorship | typeof Planning, edition = "en") {
  let vocabulary!: Vocabulary;
  const given = () => ({ story: story(), edition, vocabulary, zone: "Asia/Almaty" });
  const props = { component, given: {} as Record<string, unknown>, newsroom: (newsroom: Newsroom) => (vocabulary = new Vocabulary(newsroom)) };
  Object.defineProperty(props, "given", { get: given, enumerable: true });
  const view = render(InNewsroom, props);
  await vocabulary.refresh();
  return { vocabulary, again: () => view.rerender({ component, given: given() }), container: view.container };
}

const box = (name: string) => screen.getByRole<HTMLInputElement>("combobox", { name });
const key = (target: Element, name: string, more: object = {}) => fireEvent.keyDown(target, { key: name, code: name, ...more });
const type = (target: HTMLElement, value: string) => fireEvent.input(target, { target: { value } });
const options = () => screen.getAllByRole("option").map((each) => each.textContent?.trim());

describe("tags", () => {
  it("are found by their form in any edition and chosen by Enter", async () => {
    await shown(Filing);
    const tags = box("Tags");
    await type(tags, "су");
    expect(tags.getAttribute("aria-expanded")).toBe("true");
    expect(options()).toEqual(["Water"]);
    expect(tags.getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name: "Water" }).id);
    await key(tags, "Enter");
    await waitFor(() => expect(content["tags"]).toEqual({ set: ["water"] }));
    expect(tags.value).toBe("");
    await key(tags, "ArrowDown");
    expect(options()).toEqual(["Жолдар"]);
  });

  it("are made of a word that nobody used yet, in the edition that is open", async () => {
    await shown(Filing, "kk");
    const tags = box("Tags");
    await type(tags, " Ақсай  өзені ");
    expect(options()).toEqual(["Create “Ақсай өзені”"]);
    await key(tags, "Enter");
    await waitFor(() => expect(content["tags"]).toEqual({ set: ["new-Ақсай-өзені"] }));
    expect(core.calls.find((call) => call.command === "entry_new")?.args).toEqual({ kind: "tag", edition: "kk", label: "Ақсай өзені" });
    await screen.findByText("Ақсай өзені");
  });

  it("take no letter of the next word with them when they are made", async () => {
    const make = core.answers["entry_new"];
    let go = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    core.answers["entry_new"] = async (given) => {
      await held;
      return make?.(given);
    };
    await shown(Filing);
    const tags = box("Tags");
    await type(tags, "Canal");
    await key(tags, "Enter");
    await type(tags, "Political");
    go();
    await screen.findByText("Canal");
    expect(tags.value).toBe("Political");
    await key(tags, "Enter");
    await screen.findByText("Political");
  });

  it("are not made twice, however the word is written", async () => {
    await shown(Filing);
    await type(box("Tags"), "WATER");
    expect(options()).toEqual(["Water"]);
    await key(box("Tags"), "Enter");
    await screen.findByRole("button", { name: "Remove Water" });
    await type(box("Tags"), "water");
    expect(screen.queryByRole("option", { name: /Create/ })).toBeNull();
  });

  it("come off by Backspace and by their button", async () => {
    content = { tags: { set: ["roads", "water"] } };
    await shown(Filing);
    await screen.findByText("Water");
    const tags = box("Tags");
    tags.focus();
    await key(tags, "Backspace");
    expect(content["tags"]).toEqual({ set: ["roads", "water"] });
    const last = screen.getByRole("button", { name: "Remove Жолдар" });
    expect(document.activeElement).toBe(last);
    await key(last, "Backspace");
    await waitFor(() => expect(content["tags"]).toEqual({ set: ["water"] }));
    const left = screen.getByRole("button", { name: "Remove Water" });
    await waitFor(() => expect(document.activeElement).toBe(left));
    await fireEvent.click(left);
    await waitFor(() => expect(content["tags"]).toEqual({ set: [] }));
    await waitFor(() => expect(document.activeElement).toBe(tags));
  });

  it("a word that was typed and not chosen stays, and Esc takes it back", async () => {
    await shown(Filing);
    const tags = box("Tags");
    tags.focus();
    await type(tags, "Canal");
    await fireEvent.blur(tags);
    expect(tags.value).toBe("Canal");
    screen.getByText(/Not taken over yet/);
    tags.focus();
    await key(tags, "Escape");
    expect(tags.value).toBe("");
    expect(content["tags"]).toBeUndefined();
  });

  it("a refusal is said and the word stays", async () => {
    core.answers["entry_new"] = () => {
      throw { code: "part-not-yours", params: { part: "edition/en/label" } };
    };
    await shown(Filing);
    const tags = box("Tags");
    await type(tags, "Canal");
    await key(tags, "Enter");
    expect((await screen.findByRole("alert")).textContent).toContain("not among your rights");
    expect(tags.value).toBe("Canal");
  });

  it("are read again when somebody else makes one", async () => {
    content = { tags: { set: ["dams"] } };
    const { vocabulary } = await shown(Filing);
    await screen.findByText("not on this computer yet");
    entries.push(entry("dams", "tag", { ru: "Плотины" }));
    await vocabulary.refresh();
    await screen.findByText("Плотины");
  });
});

describe("the section", () => {
  it("stands with the sections above it, is changed by arrows and cleared by emptying the box", async () => {
    content = { section: { text: "south" } };
    const { again } = await shown(Filing);
    const section = box("Section");
    await waitFor(() => expect(section.value).toBe("Regions › Turkistan"));
    await key(section, "ArrowDown");
    expect(options()).toEqual(["Regions", "Regions › Turkistan"]);
    await key(section, "Enter");
    await waitFor(() => expect(content["section"]).toEqual({ text: "regions" }));
    await again();
    expect(section.value).toBe("Regions");
    await type(section, "");
    await fireEvent.blur(section);
    await waitFor(() => expect(content["section"]).toEqual({ text: "" }));
  });

  it("is never made in passing", async () => {
    await shown(Filing);
    await type(box("Section"), "Gossip");
    expect(options()).toEqual([expect.stringContaining("No such section")]);
    await key(box("Section"), "Enter");
    expect(core.calls.some((call) => call.command === "entry_new")).toBe(false);
  });
});

describe("byline and dateline", () => {
  it("authors change places by Alt and an arrow, and the focus goes with them", async () => {
    content = { bylines: { list: ["me", "saule"] } };
    await shown(Authorship, "kk");
    await screen.findByText("Saule Bekova");
    const names = () => screen.getAllByRole("listitem").map((item) => item.querySelector(".name")?.textContent);
    expect(names()).toEqual(["Daulet Ospanov", "Saule Bekova"]);
    expect(screen.getByText("Сәуле Бекова").lang).toBe("kk-Cyrl");
    const up = screen.getByRole("button", { name: "Move Saule Bekova up" });
    up.focus();
    await key(up, "ArrowUp", { altKey: true });
    await waitFor(() => expect(content["bylines"]).toEqual({ list: ["saule", "me"] }));
    expect(names()).toEqual(["Saule Bekova", "Daulet Ospanov"]);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Move Saule Bekova up" })));
    expect(screen.getByRole("status").textContent).toBe("Saule Bekova: 1 of 2");
    await key(screen.getByRole("button", { name: "Move Saule Bekova up" }), "ArrowUp", { altKey: true });
    expect(content["bylines"]).toEqual({ list: ["saule", "me"] });
    await fireEvent.click(screen.getByRole("button", { name: "Move Saule Bekova down" }));
    await waitFor(() => expect(content["bylines"]).toEqual({ list: ["me", "saule"] }));
  });

  it("an author is added from the list, and the form of a right-to-left edition has its direction", async () => {
    content = { bylines: { list: ["me"] } };
    await shown(Authorship, "tote");
    await type(box("Byline"), "бекова");
    await key(box("Byline"), "Enter");
    await waitFor(() => expect(content["bylines"]).toEqual({ list: ["me", "saule"] }));
    expect((await screen.findByText("ساۋلە بەكوۆا")).dir).toBe("rtl");
  });

  it("the city is chosen, and the dateline of the open edition stands below it", async () => {
    await shown(Authorship);
    expect(screen.getByText("SEMEI. DALA").lang).toBe("en");
    await type(box("Dateline"), "семей");
    await fireEvent.blur(box("Dateline"));
    await waitFor(() => expect(content["dateline-city"]).toEqual({ text: "semei" }));
    expect(box("Dateline").value).toBe("Semei");
  });

  it("speak the interface language where there is a word in it", async () => {
    content = { bylines: { list: ["saule"] }, "dateline-city": { text: "semei" } };
    await shown(Authorship);
    language.choose("kk");
    await screen.findByText("Сәуле Бекова");
    language.choose("ru");
    await screen.findByText("Saule Bekova");
  });

  it("can only be read once the story is closed to everybody", async () => {
    const reader = storyView({}, { content, editions: [editionView("en", "withdrawn")], closed: true });
    render(InNewsroom, { component: Filing, given: { story: reader, edition: "en", vocabulary: new Vocabulary(new Newsroom()) } });
    expect(screen.queryByRole("combobox", { name: "Tags" })).toBeNull();
    expect(box("Section").readOnly).toBe(true);
  });

  it.each([Authorship, Filing])("have no fault that axe can find", async (component) => {
    content = { bylines: { list: ["me", "saule"] }, tags: { set: ["water"] } };
    const { container } = await shown(component);
    await key(screen.getAllByRole("combobox").at(-1)!, "ArrowDown");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});

describe("the embargo", () => {
  const field = () => screen.getByLabelText<HTMLInputElement>("Embargo");
  const embargo = () => render(InNewsroom, { component: Planning, given: { story: story(), edition: "en", vocabulary: new Vocabulary(new Newsroom()), zone: "Asia/Almaty" } });

  it("is kept as a moment, whatever the clock of the computer", async () => {
    embargo();
    await fireEvent.click(screen.getByRole("button", { name: "Set an embargo" }));
    await fireEvent.change(field(), { target: { value: "2026-03-14T18:00" } });
    await waitFor(() => expect(content["embargo"]).toEqual({ text: String(Date.UTC(2026, 2, 14, 13, 0)) }));
    screen.getByText(/Newsroom time: .*GMT\+5/);
  });

  it("is shown by the newsroom's clock and cleared by its button", async () => {
    content = { embargo: { text: String(Date.UTC(2026, 2, 14, 13, 0)) } };
    embargo();
    await waitFor(() => expect(field().value).toBe("2026-03-14T18:00"));
    await fireEvent.click(screen.getByRole("button", { name: "Clear the embargo" }));
    await waitFor(() => expect(content["embargo"]).toEqual({ text: "" }));
    expect(screen.getAllByText("None")).toHaveLength(2);
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Set an embargo" }));
  });

  it("a year that is still being typed is not saved", async () => {
    embargo();
    await fireEvent.click(screen.getByRole("button", { name: "Set an embargo" }));
    await fireEvent.change(field(), { target: { value: "0002-03-14T18:00" } });
    await fireEvent.blur(field());
    expect(content["embargo"]).toBeUndefined();
    expect(screen.getAllByText("None")).toHaveLength(2);
  });
});

describe("the plan", () => {
  it("says who writes a story, for which desk and by when", async () => {
    entries.push(entry("sport", "desk", { en: "Sport" }));
    const { again, container } = await shown(Planning);
    const people = box("Assigned to");
    await fireEvent.input(people, { target: { value: "saule" } });
    await key(people, "Enter");
    await waitFor(() => expect(content["assignees"]).toEqual({ set: ["saule"] }));
    const desk = box("Desk");
    await fireEvent.input(desk, { target: { value: "Culture" } });
    await screen.findByText(/The chief editor adds desks/);
    await fireEvent.input(desk, { target: { value: "spo" } });
    await key(desk, "Enter");
    await waitFor(() => expect(content["desk"]).toEqual({ text: "sport" }));
    await fireEvent.click(screen.getByRole("button", { name: "Set when it is due" }));
    await fireEvent.change(screen.getByLabelText("Due"), { target: { value: "2026-03-14T18:00" } });
    await waitFor(() => expect(content["deadline"]).toEqual({ text: String(Date.UTC(2026, 2, 14, 13, 0)) }));
    await again();
    screen.getByRole("button", { name: "Remove Saule Bekova" });
    expect((await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
  });
});

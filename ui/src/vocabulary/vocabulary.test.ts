import axe from "axe-core";
import { createRawSnippet } from "svelte";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { CardView, EntryView } from "../backend";
import { Newsroom, saving } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { language } from "../words";
import { Vocabulary } from "./vocabulary.svelte";
import VocabularyScreen from "./VocabularyScreen.svelte";

const entry = (id: string, kind: EntryView["kind"], labels: Record<string, string>, over: Partial<EntryView> = {}): EntryView => ({
  entry: id,
  kind,
  labels,
  forbidden: {},
  parent: null,
  fills: {},
  may_change: true,
  ...over,
});

let core: TestCore;
let entries: EntryView[];
let cards: CardView[];
let newsroom: Newsroom;
const onclose = vi.fn();

function change(id: unknown, over: (entry: EntryView) => Partial<EntryView>): EntryView {
  entries = entries.map((each) => (each.entry === id ? { ...each, ...over(each) } : each));
  newsroom.tell({ event: "document", document: `entry:${String(id)}` });
  return entries.find((each) => each.entry === id)!;
}

beforeEach(() => {
  core = new TestCore();
  cards = [];
  onclose.mockReset();
  entries = [
    entry("water", "tag", { en: "Water", kk: "Су" }),
    entry("roads", "tag", { kk: "Жолдар" }),
    entry("regions", "section", { en: "Regions" }),
    entry("south", "section", { en: "South" }, { parent: "regions" }),
    entry("culture", "section", { en: "Culture" }),
  ];
  Object.assign(core.answers, {
    vocabulary_list: () => [...entries],
    suggestion_list: () => [...cards],
    entry_label: ({ entry: id, edition, label }: Record<string, string>) => {
      if (label === "Taken") throw { code: "label-taken", params: { label } };
      return change(id, ({ labels }) => ({ labels: { ...labels, [edition!]: label! } }));
    },
    entry_forbid: ({ entry: id, edition, forms }: { entry: string; edition: string; forms: string[] }) => {
      if (forms.includes("Printed")) throw { code: "form-printed", params: { form: "Printed" } };
      return change(id, ({ forbidden }) => ({ forbidden: { ...forbidden, [edition]: forms } }));
    },
    entry_parent: ({ entry: id, parent }: Record<string, string | null>) => change(id, () => ({ parent })),
    entry_new: ({ kind, edition, label }: { kind: EntryView["kind"]; edition: string; label: string }) => {
      const made = entry(`new-${label}`, kind, { [edition]: label });
      entries = [...entries, made];
      return made;
    },
  });
});
afterEach(() => language.choose("en"));

async function show() {
  const made = new Newsroom();
  const vocabulary = new Vocabulary(made);
  const rendered = render(InNewsroom, {
    component: VocabularyScreen,
    given: { vocabulary, filling: createRawSnippet(() => ({ render: () => "<p>What it fills in</p>" })), onclose },
    newsroom: (own: Newsroom) => (newsroom = own),
  });
  newsroom.on((event) => made.tell(event));
  vocabulary.live();
  await screen.findByRole("option", { name: /Water/ });
  return rendered;
}

const options = () => screen.getAllByRole("option").filter((option) => option.closest("[role=listbox]")).map((option) => option.textContent.trim());
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: "input" });
const press = (element: Element, key: string) => fireEvent.keyDown(element, { key });
const said = (command: string) => core.calls.filter((call) => call.command === command).map(({ args }) => args);

describe("the vocabulary", () => {
  it("lists the words of a kind with the forms they lack, and has no fault that axe can find", async () => {
    const { container } = await show();
    expect(options()).toEqual([expect.stringMatching(/^Water\s+2\/3$/), expect.stringMatching(/^Жолдар\s+1\/3$/)]);
    await fireEvent.click(screen.getByRole("option", { name: /Water/ }));
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map((each) => each.id)).toEqual([]);
  });

  it("gives a word its form in another edition by keys alone", async () => {
    await show();
    const search = screen.getByRole("searchbox", { name: "Find or add a word" });
    expect(document.activeElement).toBe(search);
    await press(search, "ArrowDown");
    await press(search, "Enter");
    const tote = field("Kazakh, Arabic script");
    await waitFor(() => expect(document.activeElement, "the first form that it lacks").toBe(tote));
    expect([tote.dir, tote.lang]).toEqual(["rtl", "kk-Arab"]);
    await fireEvent.input(tote, { target: { value: "سۋ" } });
    expect(said("entry_label"), "readers see no half word").toEqual([]);
    expect(saving.busy).toBe(true);
    await press(tote, "Enter");
    await waitFor(() => expect(said("entry_label")).toEqual([{ entry: "water", edition: "tote", label: "سۋ" }]));
    await waitFor(() => expect(saving.busy).toBe(false));
    await waitFor(() => expect(options()[0]).toBe("Water"));
    await press(tote, "Escape");
    expect(document.activeElement).toBe(search);
    await press(search, "Escape");
    expect(onclose).toHaveBeenCalled();
  });

  it("keeps what was typed when it is refused, until it is taken back", async () => {
    await show();
    await fireEvent.click(screen.getByRole("option", { name: /Water/ }));
    const english = field("English");
    await fireEvent.focus(english);
    await fireEvent.input(english, { target: { value: "Taken" } });
    await fireEvent.blur(english);
    expect(await screen.findByText(/^Another one is called “Taken” already/)).toBeTruthy();
    expect([english.value, english.getAttribute("aria-invalid")]).toEqual(["Taken", "true"]);
    await press(english, "Escape");
    expect([english.value, saving.unsaved]).toEqual(["Water", undefined]);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("loses nothing that stands in a field when another word is opened", async () => {
    await show();
    await fireEvent.click(screen.getByRole("option", { name: /Water/ }));
    await fireEvent.input(field("English"), { target: { value: "Waters" } });
    await fireEvent.click(screen.getByRole("option", { name: /Жолдар/ }));
    await waitFor(() => expect(said("entry_label")).toEqual([{ entry: "water", edition: "en", label: "Waters" }]));
  });

  it("shows what is not there yet in one edition", async () => {
    await show();
    await fireEvent.change(screen.getByLabelText("Which words are shown"), { target: { value: "en" } });
    expect(options()).toHaveLength(1);
    await fireEvent.change(screen.getByLabelText("Which words are shown"), { target: { value: "kk" } });
    expect(screen.getByText("Every word has its form in this edition.")).toBeTruthy();
  });

  it("adds a word that is not there and opens it", async () => {
    await show();
    const search = screen.getByRole("searchbox", { name: "Find or add a word" });
    await fireEvent.input(search, { target: { value: " Canals " } });
    await press(search, "Enter");
    await waitFor(() => expect(said("entry_new")).toEqual([{ kind: "tag", edition: "en", label: "Canals" }]));
    expect(await screen.findByRole("heading", { name: "Canals" })).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(field("Kazakh")));
  });

  it("moves a section in the tree, but never below itself", async () => {
    await show();
    await fireEvent.click(screen.getByRole("tab", { name: /Sections/ }));
    expect(options().map((each) => each.replace(/\s+1\/3$/, ""))).toEqual(["Culture", "Regions", "Regions › South"]);
    await fireEvent.click(screen.getByRole("option", { name: /^Regions\s+1/ }));
    const above = screen.getByLabelText<HTMLSelectElement>("Belongs to");
    expect(within(above).getAllByRole("option").map((option) => option.textContent)).toEqual(["At the top of the site", "Culture"]);
    await fireEvent.change(above, { target: { value: "culture" } });
    expect(said("entry_parent")).toEqual([{ entry: "regions", parent: "culture" }]);
    expect(await screen.findByText("Culture › Regions › South")).toBeTruthy();
  });

  it("says who answers for it where one may only suggest, and what others suggest", async () => {
    entries[0] = entry("water", "tag", { en: "Water", kk: "Су" }, { may_change: false });
    const value = (text: string) => ({ value: { text }, by: "p2", at: 0 });
    cards = [
      {
        card: "c1",
        document: "entry:water",
        story: null,
        slugline: "",
        part: "edition/tote/label",
        kind: "suggestion",
        around: null,
        base: null,
        ours: value("سۋ"),
        ours_by: "Marat Isin",
        theirs: { value: null, by: "p1", at: 0 },
        theirs_by: "",
        names: {},
        may_settle: false,
        may_take_back: true,
      },
    ];
    await show();
    await fireEvent.click(screen.getByRole("option", { name: /Water/ }));
    expect(screen.getByText("You suggest here")).toBeTruthy();
    await fireEvent.click(await screen.findByRole("button", { name: "Read" }));
    expect(screen.getByText("Label, Kazakh, Arabic script")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Take it back" })).toBeTruthy();
  });
});

describe("the vocabulary as a table", () => {
  function type(name: string, text: string) {
    const field = screen.getByRole<HTMLInputElement>("textbox", { name });
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  it("comes in with what is new and what does not fit, and goes out", async () => {
    Object.assign(core.answers, {
      vocabulary_import: () => ({ added: 2, filled: 1, suggested: 3, differing: 0, known: 9, unfit: [4, 7] }),
      vocabulary_export: () => 14,
    });
    const { container } = await show();
    screen.getByRole("button", { name: "Take in a table" }).click();
    await screen.findByRole("textbox", { name: "CSV file" });
    type("CSV file", "/tmp/words.csv");
    screen.getByRole("button", { name: "Take in" }).click();
    expect(await screen.findByText("2 new entries. 1 entry has forms that it lacked. 3 entries belong to others: the new forms are suggested. Of no kind, or too long: lines 4, 7.")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    screen.getByRole("button", { name: "Write to a table" }).click();
    await screen.findByRole("textbox", { name: "New CSV file" });
    type("New CSV file", "/tmp/words.csv");
    screen.getByRole("button", { name: "Write" }).click();
    expect(await screen.findByText("14 entries written to /tmp/words.csv.")).toBeTruthy();
  });

  it("says why it cannot be read, and keeps the name of the file", async () => {
    Object.assign(core.answers, {
      vocabulary_import: () => {
        throw { code: "table-without-editions", params: { file: "/tmp/a.csv" } };
      },
    });
    await show();
    screen.getByRole("button", { name: "Take in a table" }).click();
    await screen.findByRole("textbox", { name: "CSV file" });
    type("CSV file", "/tmp/a.csv");
    screen.getByRole("button", { name: "Take in" }).click();
    expect((await screen.findByRole("alert")).textContent).toContain("No column of the table");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "CSV file" }).value).toBe("/tmp/a.csv");
  });

  it("offers the terms that come with Tilshi where there are hardly any", async () => {
    Object.assign(core.answers, { vocabulary_standard: () => ({ added: 100, filled: 0, suggested: 0, differing: 0, known: 0, unfit: [] }) });
    await show();
    expect(screen.queryByRole("button", { name: "Add the standard terms" })).toBeNull();
    screen.getByRole("tab", { name: /Terms/ }).click();
    (await screen.findByRole("button", { name: "Add the standard terms" })).click();
    expect(await screen.findByText("100 new entries.")).toBeTruthy();
  });

  it("forbids forms of a term, and allows them again", async () => {
    entries.push(entry("kyrgyzstan", "term", { ru: "Кыргызстан" }));
    await show();
    await fireEvent.click(screen.getByRole("tab", { name: /Terms/ }));
    await fireEvent.click(await screen.findByRole("option", { name: /Кыргызстан/ }));
    await fireEvent.change(screen.getByRole("combobox", { name: "Edition that never prints it" }), { target: { value: "ru" } });
    const form = screen.getByRole<HTMLInputElement>("textbox", { name: "A form to avoid" });
    await fireEvent.input(form, { target: { value: " Киргизия " } });
    await fireEvent.submit(form.form!);
    await screen.findByRole("button", { name: "Allow Киргизия again" });
    expect(form.value).toBe("");
    await fireEvent.input(form, { target: { value: "Printed" } });
    await fireEvent.submit(form.form!);
    await screen.findByText(/is what this edition prints/);
    expect(form.value).toBe("Printed");
    await fireEvent.click(screen.getByRole("button", { name: "Allow Киргизия again" }));
    await waitFor(() => expect(screen.queryByText("Киргизия")).toBeNull());
  });

  it("asks of a conversion only the scripts that are converted, and of a kept name its one form", async () => {
    entries.push(entry("computer", "exception", { kk: "компьютер-", qz: "kompüter-" }), entry("post", "kept", { kk: "Қазпошта" }));
    await show();
    await fireEvent.click(screen.getByRole("tab", { name: /Conversions/ }));
    await fireEvent.click(await screen.findByRole("option", { name: /компьютер-/ }));
    expect(screen.getAllByRole("textbox").map((field) => field.getAttribute("lang"))).toEqual(["kk-Cyrl", "kk-Arab"]);
    await fireEvent.click(screen.getByRole("tab", { name: /Kept names/ }));
    await fireEvent.click(await screen.findByRole("option", { name: /Қазпошта/ }));
    expect(screen.getAllByRole("textbox").map((field) => field.getAttribute("lang"))).toEqual(["kk-Cyrl"]);
  });
});

import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { PhotoChange, PhotoQuery, PhotoRow } from "../backend";
import type { Newsroom } from "../shared";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { listRow, photoRow, photoView } from "../testing/views";
import { Aids, codesOf, linesOf } from "./aids.svelte";
import PhotoDesk from "./PhotoDesk.svelte";

describe("the photo desk", () => {
  let core: TestCore;
  let rows: PhotoRow[];
  let changed: PhotoChange[][];
  let newsroom: Newsroom;
  const onopen = vi.fn();

  beforeEach(() => {
    core = new TestCore();
    changed = [];
    onopen.mockReset();
    rows = [
      photoRow("canal", { credit_needed: true, creator: "", credit_line: "" }),
      photoRow("boat", { captions: { kk: "Қайық", en: "A boat" }, uses: 2, otherwise: true }),
      photoRow("train", { alt_text_needed: true }),
      photoRow("school", { credit_needed: true, creator: "" }),
      photoRow("drawn", { source_type: "trained-algorithmic-media", licence_until: "1", picture: false }),
    ];
    const found = ({ queues, words }: PhotoQuery) =>
      rows.filter((row) => (!queues.includes("credit-needed") || row.credit_needed) && row.file_name.includes(words));
    Object.assign(core.answers, {
      photo_list: ({ query, from, count }: { query: PhotoQuery; from: number; count: number }) => {
        const all = found(query);
        return { total: all.length, rows: all.slice(from, from + count) };
      },
      photo_ids: ({ query }: { query: PhotoQuery }) => found(query).map(({ photo }) => photo),
      photo_counts: () => ({ all: 5, credit_needed: 2, alt_text_needed: 1, rights_needed: 0, otherwise: 1, ending: 0, rated: 0, unused: 4, conflicts: 0 }),
      photo_aids: () => ({ templates: [{ name: "Staff", fields: { creator: "Timur Iskakov", "rights-basis": "staff" } }], codes: { mak: "Maktaaral" } }),
      photo_aids_set: ({ aids }: { aids: unknown }) => aids,
      photo_show: () => photoView({ creator: "D. Ospanov" }),
      photo_alike: ({ photo }: { photo: string }) => (photo === "boat" ? [photoRow("boat-small", { size: ["640", "427"] })] : []),
      photo_uses: ({ edition }: { edition: string }) => [
        { story: "story-1", title: "Boats are back", edition, headline: `Boats in ${edition}`, lead: "", paragraph: "They came at dawn." },
      ],
      photos_change: ({ changes }: { changes: PhotoChange[] }) => {
        changed.push(changes);
        const taken = changes.filter(({ photo }) => photo !== "train");
        return {
          changed: taken.length,
          undo: taken.map((change) => ({ ...change, text: "", instead_of: change.text })),
          left: changes.filter(({ photo }) => photo === "train").map(({ photo }) => ({ photo, file_name: "train.jpg", failure: { code: "part-not-yours", params: {} } })),
        };
      },
    });
  });

  const show = async () => {
    const rendered = render(InNewsroom, { component: PhotoDesk, given: { onopen }, newsroom: (it: Newsroom) => (newsroom = it) });
    await screen.findByRole("gridcell", { name: /canal/ });
    return rendered;
  };
  const grid = () => screen.getByRole("grid", { name: "Photos" });
  const press = async (key: string, more: Partial<KeyboardEventInit> = {}) => fireEvent.keyDown(grid(), { key, ...more });
  const active = () => document.getElementById(grid().getAttribute("aria-activedescendant") ?? "")?.textContent ?? "";
  const chosen = () => screen.getAllByRole("gridcell").filter((cell) => cell.getAttribute("aria-selected") === "true").length;
  const axeRules = { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } };

  it("says what each photo lacks, and has no fault that axe can find", async () => {
    const { container } = await show();
    const words = screen.getAllByRole("gridcell").map((cell) => cell.textContent?.replace(/\s+/g, " ").trim());
    expect(words[0]).toContain("credit needed");
    expect(words[1]).toContain("A boat");
    expect(words[1]).toContain("used in 2");
    expect(words[1]).toContain("file says otherwise");
    screen.getByRole("button", { name: /File says otherwise/ });
    expect(words[2]).toContain("alt text needed");
    expect(words[4]).toMatch(/Not on this computer yet.*licence ended/);
    expect(screen.queryByRole("button", { name: /Conflicts/ })).toBeNull();
    expect(screen.getByRole("button", { name: /Credit needed/ }).textContent).toContain("2");
    await screen.findByRole("button", { name: "Boats are back" });
    const beside = screen.getByLabelText("What “Boats are back” says there");
    expect(beside.textContent).toMatch(/Boats in en.*They came at dawn\./);
    expect((await axe.run(container, axeRules)).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Boats are back" }));
    expect(onopen).toHaveBeenCalledWith("story-1");
  });

  it("is walked, chosen from and narrowed by keys", async () => {
    await show();
    await press("ArrowRight");
    expect(active()).toContain("A boat");
    await press("x", { code: "KeyX" });
    expect(chosen()).toBe(1);
    // Keys that come faster than answers.
    await Promise.all([press("ArrowRight", { shiftKey: true }), press("ArrowRight", { shiftKey: true })]);
    await waitFor(() => expect(chosen()).toBe(3));
    await press("Escape");
    expect(chosen()).toBe(0);
    await press("Home");
    await press("n", { code: "KeyN" });
    await waitFor(() => expect(active()).toContain("school.jpg"));
    await press("n", { code: "KeyN" });
    await screen.findByText("Every photo from here on has its credit.");
    await press("a", { code: "KeyA", ctrlKey: true });
    await screen.findByText("5 of 5 chosen");
    await fireEvent.click(screen.getByRole("button", { name: /Credit needed/ }));
    await waitFor(() => expect(screen.getAllByRole("gridcell")).toHaveLength(2));
    await fireEvent.keyDown(grid(), { key: "/" });
    expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Caption, creator, file" }));
    await fireEvent.input(screen.getByRole("searchbox"), { target: { value: "nothing such" } });
    await screen.findByText("No photo with these words");
    await fireEvent.click(screen.getByRole("button", { name: "Show everything" }));
    await waitFor(() => expect(screen.getAllByRole("gridcell")).toHaveLength(5));
  });

  it("makes one change to all that are chosen, where a field is empty, and takes it back", async () => {
    const { container } = await show();
    await press("ArrowDown", { shiftKey: true });
    await press("End", { shiftKey: true });
    await screen.findByText("5 of 5 chosen");
    await fireEvent.click(await screen.findByRole("button", { name: "Template" }));
    await fireEvent.click(await screen.findByRole("menuitem", { name: "Staff" }));
    const creator = screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" });
    await waitFor(() => expect(creator.value).toBe("Timur Iskakov"));
    expect(screen.getByText("2 empty, 3 say something else")).toBeTruthy();
    expect((await axe.run(container, axeRules)).violations).toEqual([]);
    await fireEvent.keyDown(creator, { key: "Enter", code: "Enter", ctrlKey: true });
    await screen.findByText("8 fields changed.");
    await screen.findByText("2 fields stayed as they were:");
    expect(changed.flat()).toHaveLength(10);
    expect(changed.flat()[0]).toEqual({ photo: "canal", part: "creator", text: "Timur Iskakov", instead_of: "" });
    expect([creator.value, screen.getByRole<HTMLSelectElement>("combobox", { name: "Rights basis" }).value]).toEqual(["", ""]);

    // The same choice again is a choice.
    await fireEvent.change(screen.getByRole("combobox", { name: "Rights basis" }), { target: { value: "staff" } });
    await fireEvent.click(screen.getByRole("checkbox", { name: "Only where a field is empty" }));
    await fireEvent.click(screen.getByRole("button", { name: /Apply to 5/ }));
    await screen.findByText("4 fields changed.");
    expect(changed.flat().at(-1)).toEqual({ photo: "drawn", part: "rights-basis", text: "staff", instead_of: null });
    await fireEvent.click(screen.getByRole("button", { name: /Undo/ }));
    await screen.findByText("4 fields are as they were.");
    await fireEvent.click(screen.getByRole("button", { name: /Undo/ }));
    await screen.findByText("8 fields are as they were.");
    expect(screen.getByRole("button", { name: /Undo/ }).getAttribute("aria-disabled")).toBe("true");

    await fireEvent.input(screen.getByRole("textbox", { name: "Source" }), { target: { value: "In =mak= and =no=" } });
    await fireEvent.click(screen.getByRole("button", { name: /Apply to 5/ }));
    await waitFor(() => expect(changed.flat().at(-1)).toMatchObject({ part: "source", text: "In Maktaaral and =no=" }));
  });

  it("rates what is chosen, or what the keys are at, by a digit of any layout", async () => {
    rows[0] = photoRow("canal", { rating: 4 });
    await show();
    expect(screen.getByRole("img", { name: "Rated 4 of 5" }).textContent).toBe("★★★★");
    await press("3", { code: "Digit3" });
    await waitFor(() => expect(changed).toEqual([[{ photo: "canal", part: "rating", text: "3", instead_of: null }]]));
    await press("x", { code: "KeyX" });
    await press("ArrowRight");
    await press("x", { code: "KeyX" });
    await press("à", { code: "Digit0" });
    await waitFor(() => expect(changed[1]).toEqual(["canal", "boat"].map((photo) => ({ photo, part: "rating", text: "", instead_of: null }))));
    await press("z", { code: "KeyZ", ctrlKey: true });
    await waitFor(() => expect(changed).toHaveLength(3));
  });

  it("keeps templates and codes of the person", async () => {
    await show();
    await press("a", { code: "KeyA", ctrlKey: true });
    await fireEvent.input(await screen.findByRole("textbox", { name: "Source" }), { target: { value: "Dala archive" } });
    await fireEvent.click(screen.getByRole("button", { name: "Save as a template" }));
    await fireEvent.input(await screen.findByRole("textbox", { name: "Name of the template" }), { target: { value: "Archive" } });
    await fireEvent.click(screen.getByRole("button", { name: "Keep" }));
    const kept = () => core.calls.filter(({ command }) => command === "photo_aids_set").at(-1)?.args["aids"] as { templates: object[]; codes: object };
    await waitFor(() => expect(kept()?.templates.at(-1)).toEqual({ name: "Archive", fields: { source: "Dala archive" } }));
    await fireEvent.click(screen.getByRole("button", { name: "Codes" }));
    const codes = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Codes" });
    expect(codes.value).toBe("mak = Maktaaral");
    await fireEvent.input(codes, { target: { value: "mak = Maktaaral\n=ti= = Timur = Co" } });
    await fireEvent.click(screen.getByRole("button", { name: "Keep the codes" }));
    await waitFor(() => expect(kept()?.codes).toEqual({ mak: "Maktaaral", ti: "Timur = Co" }));
    expect(new Aids().replaced("=constructor= and =no=")).toBe("=constructor= and =no=");
    expect(linesOf(codesOf("a = b\nnothing\n\nc= d "))).toBe("a = b\nc = d");
  });

  it("puts what is meant into a story that is looked for", async () => {
    const { container } = await show();
    Object.assign(core.answers, {
      story_list: ({ query }: { query: { filter: { words: string } } }) => {
        const all = [listRow("story-2", { slugline: "canals", headline: "Су келді" }), listRow("story-3", { slugline: "boats" })];
        const found = all.filter(({ slugline }) => slugline.includes(query.filter.words));
        return { total: found.length, rows: found, behind: 0 };
      },
      photos_use: ({ photos }: { photos: string[] }) => (photos.includes("boat") ? 0 : photos.length),
    });
    await press("ArrowRight");
    await fireEvent.click(screen.getByRole("button", { name: "Put into a story" }));
    await screen.findByRole("button", { name: /boats/ });
    expect((await axe.run(container, axeRules)).violations).toEqual([]);
    await fireEvent.click(await screen.findByRole("button", { name: /canals/ }));
    await screen.findByText("Already in");
    await press("a", { code: "KeyA", ctrlKey: true });
    core.answers["photos_use"] = ({ photos }) => (photos as string[]).length;
    await fireEvent.click(screen.getByRole("button", { name: "Put into a story" }));
    const search = screen.getByRole("searchbox", { name: "Slugline, headline, author" });
    await fireEvent.input(search, { target: { value: "boat" } });
    await waitFor(() => expect(screen.queryByRole("button", { name: /canals/ })).toBeNull());
    await fireEvent.keyDown(search, { key: "Enter" });
    await screen.findByText("5 photos put into");
    await fireEvent.click(screen.getByRole("button", { name: "boats" }));
    expect(onopen).toHaveBeenLastCalledWith("story-3");
  });

  it("opens the crops of the photo that the keys are at", async () => {
    await show();
    await screen.findByRole("button", { name: "Crop…" });
    await press("r", { code: "KeyR" });
    const dialog = await screen.findByRole("dialog", { name: "Crop" });
    // Its keys are its own.
    await fireEvent.keyDown(screen.getByRole("application"), { key: "/", code: "Slash" });
    expect(dialog.contains(document.activeElement)).toBe(true);
    await fireEvent.keyDown(screen.getByRole("application"), { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("replaces codes in the form of one photo as they are typed", async () => {
    await show();
    const creator = await screen.findByRole<HTMLInputElement>("textbox", { name: "Creator" });
    core.answers["part_set"] = () => null;
    await fireEvent.input(creator, { target: { value: "In =MAK= and =no=" } });
    expect(creator.value).toBe("In Maktaaral and =no=");
    await waitFor(() => expect(core.calls.at(-1)?.args["value"]).toEqual({ text: "In Maktaaral and =no=" }));
  });

  it("keeps a template beside those that were kept meanwhile, or could not be read", async () => {
    const aids = new Aids();
    await aids.keep({ name: "Archive", fields: { source: "Dala archive" } });
    const kept = core.calls.find(({ command }) => command === "photo_aids_set")?.args["aids"];
    expect(kept).toMatchObject({ templates: [{ name: "Staff" }, { name: "Archive" }], codes: { mak: "Maktaaral" } });
  });

  it("leaves the fields as they are when a change was stopped", async () => {
    await show();
    await press("a", { code: "KeyA", ctrlKey: true });
    const source = await screen.findByRole<HTMLInputElement>("textbox", { name: "Source" });
    await fireEvent.input(source, { target: { value: "Dala archive" } });
    const answer = core.answers["photos_change"];
    core.answers["photos_change"] = (args) => {
      void fireEvent.click(screen.getByRole("button", { name: "Stop" }));
      return answer?.(args);
    };
    rows = Array.from({ length: 60 }, (_, index) => photoRow(`photo-${index}`));
    await press("a", { code: "KeyA", ctrlKey: true });
    await fireEvent.click(screen.getByRole("button", { name: /Apply to/ }));
    await screen.findByText(/fields changed/);
    expect(changed).toHaveLength(1);
    expect(source.value).toBe("Dala archive");
  });

  it("looks closely at one, and compares a few", async () => {
    const { container } = await show();
    await press(" ");
    const loupe = await screen.findByRole("dialog", { name: "Look closely" });
    expect(loupe.textContent).toContain("1 of 5");
    expect((await axe.run(container, axeRules)).violations).toEqual([]);
    await fireEvent.keyDown(loupe, { key: "ArrowRight" });
    await waitFor(() => expect(loupe.textContent).toContain("2 of 5"));
    await fireEvent.keyDown(loupe, { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await press("ArrowRight", { shiftKey: true });
    await waitFor(() => expect(chosen()).toBe(2));
    await press("Enter");
    const both = await screen.findByRole("dialog", { name: "Look closely" });
    expect(both.querySelectorAll("figure")).toHaveLength(2);
  });

  it("shows what looks like a photo, and both beside each other", async () => {
    const { container } = await show();
    await press("ArrowRight");
    await screen.findByText("Looks like 1 other photo");
    expect((await axe.run(container, axeRules)).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: /boat-small\.jpg.*640 × 427/ }));
    const both = await screen.findByRole("dialog", { name: "Look closely" });
    expect([...both.querySelectorAll("figcaption")].map((caption) => caption.textContent?.replace(/\s+/g, " "))).toEqual([expect.stringContaining("A boat"), expect.stringContaining("boat-small.jpg")]);
    await fireEvent.keyDown(both, { key: "ArrowRight" });
    await fireEvent.keyDown(both, { key: "Escape" });
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(active()).toContain("A boat");
  });

  it("adds files to no story, says which it could not add, and stops when asked", async () => {
    rows = [];
    core.answers["photo_add"] = ({ file_name: fileName }) => {
      if (fileName === "notes.txt") throw { code: "picture-format-unsupported", params: {} };
      const row = photoRow(String(fileName).replace(".jpg", ""));
      rows = [row, ...rows];
      return { ...photoView({}, { photo: row.photo }), is_known: fileName === "two.jpg", alike: fileName === "one.jpg" ? 2 : 0 };
    };
    render(InNewsroom, { component: PhotoDesk, given: { onopen }, newsroom: (it: Newsroom) => (newsroom = it) });
    await screen.findByText("No photos yet");
    const chooser = screen.getByLabelText("Picture files");
    const file = (name: string) => new File(["pixels"], name, { type: "image/jpeg" });
    await fireEvent.change(chooser, { target: { files: [file("one.jpg"), file("notes.txt"), file("two.jpg")] } });
    await screen.findByText("2 photos added. 1 was here already. 1 looks like another photo: see beside it.");
    await screen.findByText("1 file was not added");
    expect(core.calls.filter(({ command }) => command === "photo_add").map(({ args }) => args["story"])).toEqual([null, null, null]);
    newsroom.tell({ event: "sync" });
    await screen.findByRole("gridcell", { name: /one/ });
  });
});

import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { PhotoView, StoryView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import { photoView, storyView } from "../testing/views";
import PhotoPanel from "./PhotoPanel.svelte";
import SupplierRules from "./SupplierRules.svelte";

const core = vi.mocked(invoke);

const photo = photoView;

function story(photos: PhotoView[]): StoryView {
  return storyView({}, { photos });
}

function panel(view: StoryView, edition: string) {
  return { component: PhotoPanel, given: { story: view, edition } };
}

function type(field: HTMLElement, text: string) {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

describe("the photo panel", () => {
  beforeEach(() => {
    core.mockReset();
    core.mockResolvedValue(null);
  });

  it("asks for a credit until creator, credit line and rights basis are there", async () => {
    const view = render(InNewsroom, panel(story([photo({ creator: "D. Ospanov" })]), "en"));
    expect(screen.getByText("credit needed")).toBeTruthy();
    const credited = { creator: "D. Ospanov", "credit-line": "D. Ospanov / Dala", "rights-basis": "staff" };
    await view.rerender(panel(story([photo(credited)]), "en"));
    expect(screen.queryByText("credit needed")).toBeNull();
    expect(screen.getByText("alt text needed")).toBeTruthy();
    await view.rerender(panel(story([photo({ ...credited, decorative: "yes" })]), "en"));
    expect(screen.queryByText("alt text needed")).toBeNull();
  });

  it("keeps lists as items and dates once they are whole, and says what older programs see", async () => {
    const long = "Айгерім Сәдуақасова / Дала";
    const keywords = { keywords: { set: ["канал", "су"] } };
    const view = render(InNewsroom, panel(story([photo({ "credit-line": long }, { content: { ...photo({ "credit-line": long }).content, ...keywords } })]), "en"));
    screen.getByText("Older programs read 32 bytes of it: “Айгерім Сәдуақас”");
    await fireEvent.click(screen.getByRole("button", { name: /Where it comes from/ }));
    const list = screen.getByRole<HTMLInputElement>("textbox", { name: "Keywords" });
    expect(list.value).toBe("канал, су");
    list.focus();
    type(list, "су, ауыл,");
    const sent = (part: string) => core.mock.calls.filter(([, args]) => (args as { part?: string }).part === part).map(([, args]) => (args as { value: unknown }).value);
    await waitFor(() => expect(sent("keywords")).toEqual([{ set: ["ауыл", "су"] }]));
    const now = { content: { ...photo({ "credit-line": long }).content, keywords: { set: ["ауыл", "су"] } } };
    await view.rerender(panel(story([photo({}, now)]), "en"));
    expect([list.value, screen.queryByText(/Changed elsewhere/)]).toEqual(["су, ауыл,", null]);
    const date = screen.getByRole<HTMLInputElement>("textbox", { name: "Taken" });
    for (const text of ["2", "2026", "2026-", "2026-03"]) type(date, text);
    await waitFor(() => expect(sent("date-created")).toEqual([{ text: "2026" }, { text: "2026-03" }]));
    type(date, "2026-03-");
    await screen.findByText(/^Such as 2026-03-14/);
  });

  it("says what a licence forbids and who may lift it, and lifts it for a reason", async () => {
    const parts = { creator: "D. Ospanov", "credit-line": "D. Ospanov", "rights-basis": "agency", "licence-restriction": "Not in print" };
    const held = photo(parts, { blocks: [{ block: "licence-restricted", lifted: [] }], may_lift: false });
    const view = render(InNewsroom, panel(story([held]), "en"));
    screen.getByText("licence restricted");
    screen.getByText("A photo editor or the chief editor can lift this.");
    expect((await axe.run(view.container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    await fireEvent.click(screen.getByRole("button", { name: "Ask to lift it…" }));
    const reason = screen.getByRole("textbox", { name: "Reason, kept with the photo" });
    await waitFor(() => expect(document.activeElement).toBe(reason));
    expect(screen.getByRole("button", { name: "Ask to lift it" }).getAttribute("aria-disabled")).toBe("true");
    await fireEvent.input(reason, { target: { value: "On the web alone" } });
    await fireEvent.keyDown(reason, { key: "Enter" });
    const asked = { photo: held.photo, block: "licence-restricted", reason: "On the web alone" };
    await waitFor(() => expect(core).toHaveBeenCalledWith("photo_lift", asked));
    const lifted = { at: 0, by: "dana", name: "Dana", reason: "On the web alone" };
    await view.rerender(panel(story([photo(parts, { blocks: [{ block: "licence-restricted", lifted: [lifted] }] })]), "en"));
    screen.getByText(/^Lifted by Dana, .*: On the web alone$/);
    expect(screen.queryByText("licence restricted")).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: "Take the lift back" }));
    await waitFor(() => expect(core).toHaveBeenCalledWith("photo_lift", { ...asked, reason: "" }));
  });

  it("says whose picture it is, warns, and brings it into the form of the supplier's rules", async () => {
    const changes = [{ photo: "p", part: "credit-line", text: "Aibek Nurlan / Reuters", instead_of: "Aibek Nurlan/REUTERS" }];
    const supplier = { entry: "reuters", name: "Reuters", warning: "Not for sale.", changes };
    const of = photo({ creator: "Aibek Nurlan", "credit-line": "Aibek Nurlan/REUTERS", "rights-basis": "agency" }, { supplier });
    core.mockImplementation((command: string) => (command === "photos_change" ? Promise.resolve({ changed: 1, undo: [], left: [] }) : Promise.resolve(null)));
    render(InNewsroom, panel(story([of]), "en"));
    expect(screen.getByRole("region", { name: "From Reuters" }).textContent).toContain("Not for sale.");
    await fireEvent.click(screen.getByRole("button", { name: "Apply the rules: 1 field" }));
    await waitFor(() => expect(core).toHaveBeenCalledWith("photos_change", { changes }));
  });

  it("keeps the rules for a supplier: the names in files as a list, everything else as it is typed", async () => {
    const entry = { entry: "reuters", kind: "supplier", labels: { en: "Reuters" }, forbidden: {}, parent: null, fills: { "named-as": { set: ["REUTERS"] } }, may_change: true };
    const { container } = render(InNewsroom, { component: SupplierRules, given: { entry } });
    const names = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Named as" });
    expect(names.value).toBe("REUTERS");
    await fireEvent.focus(names);
    await fireEvent.input(names, { target: { value: "REUTERS, Thomson Reuters" } });
    await fireEvent.blur(names);
    await fireEvent.input(screen.getByRole("textbox", { name: "Credit line" }), { target: { value: "{creator} / Reuters" } });
    await fireEvent.change(screen.getByRole("combobox", { name: "Rights basis" }), { target: { value: "agency" } });
    const filled = (part: string, value: object) => expect(core).toHaveBeenCalledWith("entry_fill", { entry: "reuters", part, value });
    await waitFor(() => {
      filled("named-as", { set: ["REUTERS", "Thomson Reuters"] });
      filled("credit-line", { text: "{creator} / Reuters" });
      filled("rights-basis", { text: "agency" });
    });
    expect((await axe.run(container, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  it("saves what is typed as a whole value of the photo", async () => {
    render(InNewsroom, panel(story([photo({})]), "en"));
    type(screen.getByRole("textbox", { name: "Creator" }), "Daulet Ospanov");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", {
        document: `photo:${"ab".repeat(32)}`,
        part: "creator",
        value: { text: "Daulet Ospanov" },
      }),
    );
  });

  it("folds away where a photo comes from, says how much of it is filled in, and saves it", async () => {
    render(InNewsroom, panel(story([photo({ city: "Shymkent", event: "Water comes" })]), "en"));
    expect(screen.queryByRole("textbox", { name: "City" })).toBeNull();
    const more = screen.getByRole("button", { name: /Where it comes from/ });
    expect(more.textContent).toContain("2");
    await fireEvent.click(more);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "City" }).value).toBe("Shymkent");
    type(screen.getByRole("textbox", { name: "Instructions" }), "Mono out");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "instructions", value: { text: "Mono out" } })),
    );
  });

  it("shows what the file says beside what stands here, and takes it over and back", async () => {
    const said = { fields: { creator: "Dana", "digital-source-type": "trained-algorithmic-media" }, caption: "A river", kept: [] };
    core.mockImplementation((command) => Promise.resolve(command === "photo_said" ? said : null));
    const view = render(InNewsroom, panel(story([photo({ creator: "Dana", "digital-source-type": "print" })]), "en"));
    screen.getByRole("button", { name: "What the file says" }).click();
    await screen.findByText("as here");
    expect(screen.getByText("Made with AI", { selector: "bdi" })).toBeTruthy();
    screen.getByRole("button", { name: "Take it: How it came about" }).click();
    const set = (text: string) =>
      expect.objectContaining({ part: "digital-source-type", value: { text } });
    await waitFor(() => expect(core).toHaveBeenCalledWith("part_set", set("trained-algorithmic-media")));
    await view.rerender(panel(story([photo({ creator: "Dana", "digital-source-type": "trained-algorithmic-media" })]), "en"));
    (await screen.findByRole("button", { name: "Put back “Scan of a print”" })).click();
    await waitFor(() => expect(core).toHaveBeenCalledWith("part_set", set("print")));
    const { violations } = await axe.run(view.container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  it("lets ours stand whatever the file says, until somebody decides again", async () => {
    let said = { fields: { creator: "T. Iskakov" }, caption: "", kept: [] as string[] };
    core.mockImplementation((command, args) => {
      if (command === "photo_keep") said = { ...said, kept: (args as { kept: boolean }).kept ? ["creator"] : [] };
      return Promise.resolve(command === "photo_said" || command === "photo_keep" ? said : null);
    });
    render(InNewsroom, panel(story([photo({ creator: "Timur Iskakov" })]), "en"));
    await fireEvent.click(screen.getByRole("button", { name: "What the file says" }));
    await fireEvent.click(await screen.findByRole("button", { name: "Keep ours: Creator" }));
    await screen.findByText("ours is kept");
    expect(core).toHaveBeenCalledWith("photo_keep", { photo: "ab".repeat(32), part: "creator", kept: true });
    await fireEvent.click(screen.getByRole("button", { name: "Decide again: Creator" }));
    await screen.findByRole("button", { name: "Keep ours: Creator" });
  });

  it("says when the licence has ended, and takes its end in the newsroom's clock", async () => {
    const credited = { creator: "D. Ospanov", "credit-line": "D. Ospanov / Dala", "rights-basis": "licence" };
    const view = render(InNewsroom, panel(story([photo({ ...credited, "licence-until": "1000" })]), "en"));
    expect(screen.getByText("licence ended")).toBeTruthy();
    await view.rerender(panel(story([photo({ ...credited, "licence-until": "" })]), "en"));
    expect(screen.queryByText("licence ended")).toBeNull();
    await fireEvent.click(screen.getByRole("button", { name: "Set the end of the licence" }));
    const field = await screen.findByLabelText<HTMLInputElement>("Licence until");
    await fireEvent.change(field, { target: { value: "2030-01-02T18:00" } });
    const value = { text: String(new Date("2030-01-02T18:00").getTime()) };
    await waitFor(() => expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "licence-until", value })));
  });

  it("copies the creator with one click", async () => {
    render(InNewsroom, panel(story([photo({ creator: "D. Ospanov" })]), "en"));
    screen.getByRole("button", { name: "Copy the creator" }).click();
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "credit-line", value: { text: "D. Ospanov" } })),
    );
  });

  it("writes captions in the language and direction of the edition", async () => {
    const view = render(InNewsroom, panel(story([photo({})]), "tote"));
    const caption = screen.getByRole("textbox", { name: "Caption" });
    expect(caption.getAttribute("lang")).toBe("kk-Arab");
    expect(caption.getAttribute("dir")).toBe("rtl");
    await view.rerender(panel(story([photo({ "edition/en/caption": "The canal" })]), "en"));
    const english = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Caption" });
    expect(english.lang).toBe("en");
    expect(english.value).toBe("The canal");
    type(english, "The new canal");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "edition/en/caption" })),
    );
  });

  it("keeps the words of a field that has the focus when a refresh arrives", async () => {
    const view = render(InNewsroom, panel(story([photo({ creator: "D" })]), "en"));
    const creator = screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" });
    creator.focus();
    type(creator, "Daulet");
    await view.rerender(panel(story([photo({ creator: "D" })]), "en"));
    expect(creator.value).toBe("Daulet");
    await view.rerender(panel(story([photo({ creator: "Saule Bekova" })]), "en"));
    expect(creator.value).toBe("Daulet");
    expect(screen.getByText(/Changed elsewhere to: Saule Bekova/)).toBeTruthy();
  });

  it("says whose credit it is, where a change is a suggestion", () => {
    render(InNewsroom, panel(story([photo({ creator: "D" }, { may_credit: false })]), "en"));
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" }).readOnly).toBe(false);
    expect(screen.getByText(/What you change becomes a suggestion/)).toBeTruthy();
  });

  it("says why a field could not be saved and keeps its text", async () => {
    core.mockRejectedValue({ code: "part-not-yours", params: { part: "creator" } });
    render(InNewsroom, panel(story([photo({})]), "en"));
    const creator = screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" });
    type(creator, "Daulet");
    expect(await screen.findByText(/Not saved: Creator: changing this is not among your rights/)).toBeTruthy();
    expect(creator.value).toBe("Daulet");
  });
});

import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { PhotoView, StoryView } from "../backend";
import PanelInNewsroom from "./PanelInNewsroom.test.svelte";

const core = vi.mocked(invoke);

function photo(content: Record<string, string>, over: Partial<PhotoView> = {}): PhotoView {
  const parts = Object.entries(content).map(([part, text]) => [part, { text }]);
  return { photo: "ab".repeat(32), content: Object.fromEntries(parts), picture: true, may_credit: true, ...over };
}

function story(photos: PhotoView[], mayWrite = true): StoryView {
  const edition = {
    standing: "draft",
    pending: [],
    by: null,
    at: null,
    reason: null,
    words: 0,
    may_write: mayWrite,
    deeds: [],
    obstacles: [],
    public_url: null,
    published_at: null,
  } as const;
  return {
    story: "0190-story",
    content: {},
    source_edition: "en",
    editions: [
      { ...edition, edition: "en", pending: [], deeds: [], obstacles: [] },
      { ...edition, edition: "tote", pending: [], deeds: [], obstacles: [] },
    ],
    photos,
    cards: [],
    created_by: "Aigerim Sadyqova",
    changed_at: 0,
    waiting: false,
  };
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
    const view = render(PanelInNewsroom, { story: story([photo({ creator: "D. Ospanov" })]), edition: "en" });
    expect(screen.getByText("credit needed")).toBeTruthy();
    const credited = { creator: "D. Ospanov", "credit-line": "D. Ospanov / Dala", "rights-basis": "staff" };
    await view.rerender({ story: story([photo(credited)]), edition: "en" });
    expect(screen.queryByText("credit needed")).toBeNull();
    expect(screen.getByText("alt text needed")).toBeTruthy();
    await view.rerender({ story: story([photo({ ...credited, decorative: "yes" })]), edition: "en" });
    expect(screen.queryByText("alt text needed")).toBeNull();
  });

  it("saves what is typed as a whole value of the photo", async () => {
    render(PanelInNewsroom, { story: story([photo({})]), edition: "en" });
    type(screen.getByRole("textbox", { name: "Creator" }), "Daulet Ospanov");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", {
        document: `photo:${"ab".repeat(32)}`,
        part: "creator",
        value: { text: "Daulet Ospanov" },
      }),
    );
  });

  it("copies the creator with one click", async () => {
    render(PanelInNewsroom, { story: story([photo({ creator: "D. Ospanov" })]), edition: "en" });
    screen.getByRole("button", { name: "Copy the creator" }).click();
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "credit-line", value: { text: "D. Ospanov" } })),
    );
  });

  it("writes captions in the language and direction of the edition", async () => {
    const view = render(PanelInNewsroom, { story: story([photo({})]), edition: "tote" });
    const caption = screen.getByRole("textbox", { name: "Caption" });
    expect(caption.getAttribute("lang")).toBe("kk-Arab");
    expect(caption.getAttribute("dir")).toBe("rtl");
    await view.rerender({ story: story([photo({ "edition/en/caption": "The canal" })]), edition: "en" });
    const english = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Caption" });
    expect(english.lang).toBe("en");
    expect(english.value).toBe("The canal");
    type(english, "The new canal");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("part_set", expect.objectContaining({ part: "edition/en/caption" })),
    );
  });

  it("keeps the words of a field that has the focus when a refresh arrives", async () => {
    const view = render(PanelInNewsroom, { story: story([photo({ creator: "D" })]), edition: "en" });
    const creator = screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" });
    creator.focus();
    type(creator, "Daulet");
    await view.rerender({ story: story([photo({ creator: "D" })]), edition: "en" });
    expect(creator.value).toBe("Daulet");
    await view.rerender({ story: story([photo({ creator: "Saule Bekova" })]), edition: "en" });
    expect(creator.value).toBe("Daulet");
    expect(screen.getByText(/Changed elsewhere to: Saule Bekova/)).toBeTruthy();
  });

  it("shows a credit that this person may not change, with the reason", () => {
    render(PanelInNewsroom, { story: story([photo({ creator: "D" }, { may_credit: false })]), edition: "en" });
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" }).readOnly).toBe(true);
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Caption" }).readOnly).toBe(false);
    expect(screen.getByText(/the photo editor or the story’s author may change it/)).toBeTruthy();
  });

  it("says why a field could not be saved and keeps its text", async () => {
    core.mockRejectedValue({ code: "part-not-yours", params: { part: "creator" } });
    render(PanelInNewsroom, { story: story([photo({})]), edition: "en" });
    const creator = screen.getByRole<HTMLInputElement>("textbox", { name: "Creator" });
    type(creator, "Daulet");
    expect(await screen.findByText(/Not saved: Creator: changing this is not among your rights/)).toBeTruthy();
    expect(creator.value).toBe("Daulet");
  });
});

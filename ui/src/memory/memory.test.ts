import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { MemoryMatch, MemoryReport, RememberedView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Matches, MemoryScreen } from ".";

const pair: RememberedView = {
  source: "Rescuers counted 120 saigas.",
  target: "Спасатели насчитали 120 сайгаков.",
  by: "Saule",
  at: 0,
  story: "saigas",
  title: "Saiga count",
};

const asked: string[] = [];
let report: () => Promise<MemoryReport>;

beforeEach(() => {
  asked.length = 0;
  report = async () => ({ added: 2, known: 1, skipped: 0, stopped: false });
  vi.mocked(invoke).mockImplementation(async (command, args) => {
    asked.push(`${command} ${Object.values((args ?? {}) as Record<string, string>).join(" ")}`.trim());
    if (command === "memory_show") return { pairs: 3, reading: null };
    if (command === "memory_search") return (args as { words: string }).words === "saigas" ? [{ pair, source: ["Rescuers counted 120 ", "saigas", "."], target: [pair.target] }] : [];
    if (command === "memory_import_stop") return { pairs: 3, reading: 50 };
    if (command === "memory_export") return 3;
    if (command === "memory_import") return report();
    throw { code: "internal" };
  });
});

function type(field: HTMLElement, text: string) {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function show() {
  const opened: string[] = [];
  let closed = false;
  const given = { onopen: (story: string) => opened.push(story), onclose: () => (closed = true) };
  return { ...render(InNewsroom, { component: MemoryScreen, given }), opened, isClosed: () => closed };
}

describe("the translation memory", () => {
  it("finds what was translated, and leads to the story it stood in", async () => {
    const { container, opened } = show();
    expect(await screen.findByText("3 pairs")).toBeTruthy();
    type(screen.getByRole("searchbox"), "saigas");
    (await screen.findByRole("button", { name: "Saiga count" })).click();
    expect(opened).toEqual(["saigas"]);
    expect(screen.getByText("saigas", { selector: "mark" }).parentElement?.textContent).toBe("Rescuers counted 120 saigas.");
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    type(screen.getByRole("searchbox"), "nothing");
    expect(await screen.findByText("No passage has these words")).toBeTruthy();
  });

  it("takes in a file and says what became of it", async () => {
    show();
    screen.getByRole("button", { name: "Take in a file" }).click();
    type(await screen.findByRole("textbox", { name: "TMX file" }), "/tmp/a.tmx");
    screen.getByRole("button", { name: "Take in" }).click();
    expect(await screen.findByText(/2 new pairs taken in/)).toBeTruthy();
    expect(asked).toContain("memory_import /tmp/a.tmx");
  });

  it("shows how far it is, and can be stopped", async () => {
    let end: (report: MemoryReport) => void = () => undefined;
    report = () => new Promise((resolve) => (end = resolve));
    show();
    screen.getByRole("button", { name: "Take in a file" }).click();
    type(await screen.findByRole("textbox", { name: "TMX file" }), "/tmp/a.tmx");
    screen.getByRole("button", { name: "Take in" }).click();
    expect(await screen.findByRole("progressbar", { name: "The file is being taken in" })).toBeTruthy();
    screen.getByRole("button", { name: "Stop" }).click();
    expect(asked).toContain("memory_import_stop");
    end({ added: 1, known: 0, skipped: 0, stopped: true });
    expect(await screen.findByText(/Stopped. 1 new pair is in/)).toBeTruthy();
  });

  it("keeps what was typed when a file cannot be written, and says why", async () => {
    vi.mocked(invoke).mockImplementation(async (command) => {
      if (command === "memory_show") return { pairs: 0, reading: null };
      throw { code: "file-unwritable", params: { file: "/x", detail: "it is there" } };
    });
    show();
    expect(await screen.findByText("Nothing was approved here yet")).toBeTruthy();
    screen.getByRole("button", { name: "Write to a file" }).click();
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "New TMX file" });
    type(field, "/x");
    screen.getByRole("button", { name: "Write" }).click();
    expect((await screen.findByRole("alert")).textContent).toContain("it is there");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "New TMX file" }).value).toBe("/x");
  });

  it("goes back by Escape, one step at a time", async () => {
    const { isClosed } = show();
    const field = screen.getByRole<HTMLInputElement>("searchbox");
    type(field, "saigas");
    const escape = () => field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    escape();
    await waitFor(() => expect(field.value).toBe(""));
    expect(isClosed()).toBe(false);
    escape();
    expect(isClosed()).toBe(true);
  });
});

describe("what was translated before", () => {
  const edition = (key: string, tag: string) => ({ key, tag, label: key, direction: "ltr" as const, derived_from: null, mark: "", quotes: ["«", "»", "“", "”"] as [string, string, string, string] });

  it("says how alike it is, what differs and whose it is, and is taken", async () => {
    const matches: MemoryMatch[] = [
      { score: 101, text: "Подсчёт идёт.", numbers: false, pair: { ...pair, source: "The count goes on." } },
      { score: 95, text: "Спасатели насчитали 4500 сайгаков.", numbers: true, pair },
    ];
    const taken: string[] = [];
    const { container } = render(InNewsroom, {
      component: Matches,
      given: {
        matches,
        passage: "Rescuers counted 4500 saigas.",
        source: edition("en", "en"),
        edition: edition("ru", "ru"),
        ontake: ({ text }: MemoryMatch) => taken.push(text),
      },
    });
    expect(screen.getByText("same place")).toBeTruthy();
    expect(screen.getByText("95 %")).toBeTruthy();
    expect(container.querySelector("ins")?.textContent).toContain("4500");
    expect(screen.getByText(/numbers put in.*Saiga count, Saule/)).toBeTruthy();
    screen.getByRole("button", { name: /4500 сайгаков/ }).click();
    expect(taken).toEqual(["Спасатели насчитали 4500 сайгаков."]);
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

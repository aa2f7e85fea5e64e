import { render, screen } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import InNewsroom from "../testing/InNewsroom.svelte";
import { Outside } from ".";

const asked: [string, unknown][] = [];
let refusal: unknown;

beforeEach(() => {
  asked.length = 0;
  refusal = undefined;
  vi.mocked(invoke).mockImplementation(async (command, args) => {
    asked.push([command, args]);
    if (refusal && !(args as { replace?: boolean }).replace) throw refusal;
    if (command === "xliff_export") return 4;
    return [{ story: "canal", title: "Canals open", edition: "kk", passages: 3, missing: 1, parts: 0, moved: 2 }];
  });
});

function show(out?: { stories: string[]; edition?: string }) {
  const opened: string[] = [];
  const given = { out, onopen: (story: string, edition: string) => opened.push(`${story} ${edition}`), onclose: () => undefined };
  return { ...render(InNewsroom, { component: Outside, given }), opened };
}

function type(text: string) {
  const field = screen.getByRole<HTMLInputElement>("textbox");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return field;
}

describe("a file for an outside translator", () => {
  it("is written where it is said, and says how much it has", async () => {
    const { container } = show({ stories: ["canal"], edition: "kk" });
    type("/tmp/canal.xlf");
    screen.getByRole("button", { name: "Write" }).click();
    expect(await screen.findByText("4 passages written to /tmp/canal.xlf.")).toBeTruthy();
    expect(asked).toEqual([["xliff_export", { stories: ["canal"], edition: "kk", file: "/tmp/canal.xlf" }]]);
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it("has several stories, for the edition that is chosen", async () => {
    show({ stories: ["canal", "bridge"] });
    const edition = screen.getByRole<HTMLSelectElement>("combobox", { name: "Edition" });
    edition.value = "tote";
    edition.dispatchEvent(new Event("change", { bubbles: true }));
    type("/tmp/both.xlf");
    screen.getByRole("button", { name: "Write" }).click();
    expect(await screen.findByText("4 passages written to /tmp/both.xlf.")).toBeTruthy();
    expect(asked).toEqual([["xliff_export", { stories: ["canal", "bridge"], edition: "tote", file: "/tmp/both.xlf" }]]);
  });

  it("comes back as a draft, with what lacks and what has moved", async () => {
    const { opened } = show();
    type("/tmp/canal.xlf");
    screen.getByRole("button", { name: "Take in" }).click();
    expect(await screen.findByText("3 passages are taken in. 1 is not translated. 2 have changed in the source since.")).toBeTruthy();
    screen.getByRole("button", { name: "Open" }).click();
    expect(opened).toEqual(["canal kk"]);
  });

  it("replaces what was written here meanwhile only when that is asked for", async () => {
    refusal = { code: "edition-went-on", params: { title: "Canals open", edition: "kk" } };
    show();
    const field = type("/tmp/canal.xlf");
    screen.getByRole("button", { name: "Take in" }).click();
    expect((await screen.findByRole("alert")).textContent).toContain("Canals open has been changed");
    expect(field.value).toBe("/tmp/canal.xlf");
    screen.getByRole("button", { name: "Take it in all the same" }).click();
    expect(await screen.findByRole("button", { name: "Open" })).toBeTruthy();
    expect(asked.map(([, args]) => (args as { replace: boolean }).replace)).toEqual([false, true]);
  });

  it("says why a file cannot be taken in, and keeps its name for another try", async () => {
    refusal = { code: "not-such-a-file", params: { file: "/tmp/a.doc", expected: "XLIFF 2" } };
    show();
    const field = type("/tmp/a.doc");
    screen.getByRole("button", { name: "Take in" }).click();
    expect((await screen.findByRole("alert")).textContent).toContain("is no XLIFF 2 file");
    expect(field.value).toBe("/tmp/a.doc");
    expect(screen.queryByRole("button", { name: "Take it in all the same" })).toBeNull();
  });
});

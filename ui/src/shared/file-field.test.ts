import { invoke } from "@tauri-apps/api/core";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import FileForm from "./FileForm.svelte";

describe("a file", () => {
  const onfile = vi.fn();
  let chosen: string | null;
  const show = (icon: "import" | "export") =>
    render(FileForm, { label: "File", hint: "The whole path", action: "Do it", icon, kind: { name: "CSV", extensions: ["csv"] }, suggested: "words.csv", onfile, oncancel: vi.fn() });
  const field = () => screen.getByLabelText<HTMLInputElement>("File");

  beforeEach(() => {
    onfile.mockReset();
    chosen = null;
    vi.mocked(invoke).mockReset();
    vi.mocked(invoke).mockImplementation(() => Promise.resolve(chosen));
  });

  it("is chosen in the dialog of the desktop, and what was typed stays where nobody chose", async () => {
    show("export");
    await fireEvent.input(field(), { target: { value: "/home/dana/mine.csv" } });
    await fireEvent.click(screen.getByRole("button", { name: "Choose…" }));
    const options = { filters: [{ name: "CSV", extensions: ["csv"] }], defaultPath: "/home/dana/mine.csv" };
    expect(vi.mocked(invoke)).toHaveBeenCalledWith("plugin:dialog|save", { options });
    expect(field().value).toBe("/home/dana/mine.csv");
    chosen = "/home/dana/others.csv";
    await fireEvent.click(screen.getByRole("button", { name: "Choose…" }));
    await waitFor(() => expect(field().value).toBe("/home/dana/others.csv"));
    expect(document.activeElement).toBe(field());
    await fireEvent.click(screen.getByRole("button", { name: "Do it" }));
    expect(onfile).toHaveBeenCalledWith("/home/dana/others.csv");
  });

  it("can be typed where there is no dialog", async () => {
    vi.mocked(invoke).mockRejectedValue("no such plugin");
    show("import");
    await fireEvent.click(screen.getByRole("button", { name: "Choose…" }));
    await fireEvent.input(field(), { target: { value: "/home/dana/words.csv" } });
    await fireEvent.click(screen.getByRole("button", { name: "Do it" }));
    expect(onfile).toHaveBeenCalledWith("/home/dana/words.csv");
  });
});

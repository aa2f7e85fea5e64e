import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { SafetyView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import { language } from "../words";
import SafetyScreen from "./SafetyScreen.svelte";

const core = vi.mocked(invoke);

const view = (given: Partial<SafetyView> = {}): SafetyView => ({
  encrypted: true,
  passphrase: true,
  lock_after_minutes: 15,
  backups: [7, 6, 5, 4, 3, 2].map((hour) => ({ at: Date.UTC(2026, 2, 1, hour), size_bytes: 400_000 })),
  backup_trouble: null,
  ...given,
});

const answers: Record<string, (given: Record<string, unknown>) => unknown> = {};

async function show(given: Partial<SafetyView> = {}) {
  answers["safety_show"] = () => view(given);
  render(InNewsroom, { component: SafetyScreen, given: { onclose: vi.fn() } });
  await screen.findByRole("heading", { name: "Encryption and lock" });
}

function type(name: string, text: string) {
  const field = screen.getByLabelText<HTMLInputElement>(name, { selector: "input" });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const press = (name: string) => screen.getByRole("button", { name }).click();

beforeEach(() => {
  for (const command of Object.keys(answers)) delete answers[command];
  core.mockReset();
  core.mockImplementation(async (command, given) => {
    const answer = answers[command];
    if (!answer) throw { code: "internal", params: { detail: command } };
    return answer({ ...(given as Record<string, unknown>) });
  });
  language.choose("en");
});
afterEach(() => language.choose("en"));

describe("the safety of this computer", () => {
  it("says how things stand, and has no fault that axe can find", async () => {
    await show();
    expect(screen.getByText("Texts and photos are encrypted; your passphrase opens them.")).toBeTruthy();
    expect(screen.getByText("6 copies, 2.4 MB in all")).toBeTruthy();
    expect(screen.getAllByRole("listitem")).toHaveLength(5);
    expect(document.activeElement?.textContent).toBe("Safety of this computer");
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it("warns of what is not encrypted, and cannot lock what nothing would open", async () => {
    await show({ encrypted: false, passphrase: false, backups: [] });
    expect(screen.getByText(/^This profile is not encrypted/)).toBeTruthy();
    expect(screen.queryByText("Make a new recovery code")).toBeNull();
    expect(screen.getByText(/^There is no copy yet/)).toBeTruthy();
  });

  it("offers a passphrase first where only the key ring opens the profile", async () => {
    await show({ passphrase: false });
    expect(screen.getByLabelText<HTMLSelectElement>("Lock when nobody has typed for").disabled).toBe(true);
    answers["passphrase_change"] = () => view();
    press("Set a passphrase");
    await screen.findByLabelText("New passphrase");
    type("New passphrase", "a new passphrase");
    press("Set the new passphrase");
    await waitFor(() => expect(core).toHaveBeenCalledWith("passphrase_change", { old: "", passphrase: "a new passphrase" }));
    expect(await screen.findByText("The new passphrase holds from now on")).toBeTruthy();
    expect(screen.getByLabelText<HTMLSelectElement>("Lock when nobody has typed for").disabled).toBe(false);
  });

  it("keeps what was typed when the passphrase is wrong or too short", async () => {
    await show();
    press("Change the passphrase");
    await screen.findByLabelText("Your passphrase now");
    type("Your passphrase now", "not this one");
    type("New passphrase", "short");
    press("Set the new passphrase");
    expect(await screen.findByText(/^The passphrase is too short/)).toBeTruthy();
    answers["passphrase_change"] = () => {
      throw { code: "wrong-passphrase" };
    };
    type("New passphrase", "long enough now");
    press("Set the new passphrase");
    expect(await screen.findByText(/^This is not the passphrase/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("New passphrase").value).toBe("long enough now");
  });

  it("shows a new recovery code until it is put away", async () => {
    await show();
    answers["recovery_code_renew"] = () => "AAAA-BBBB-CCCC";
    press("Make a new recovery code");
    await screen.findByLabelText("Your passphrase now");
    type("Your passphrase now", "the right one");
    press("Make the code");
    expect(await screen.findByText("AAAA-BBBB-CCCC")).toBeTruthy();
    press("I have written it down");
    await waitFor(() => expect(screen.queryByText("AAAA-BBBB-CCCC")).toBeNull());
  });

  it("keeps the minutes of the lock", async () => {
    await show();
    answers["preference_set"] = () => ({ phase: "open", folder: "/profile", interface: "en", theme: "", contrast: "", zoom: 100, editions: [] });
    const select = screen.getByLabelText<HTMLSelectElement>("Lock when nobody has typed for");
    select.value = "30";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await waitFor(() => expect(core).toHaveBeenCalledWith("preference_set", { name: "lock-after", value: "30" }));
  });

  it("says why a copy could not be made", async () => {
    await show({ backups: [] });
    answers["backup_make"] = () => {
      throw { code: "disk-full" };
    };
    press("Make a copy now");
    expect(await screen.findByText(/^The disk is full/)).toBeTruthy();
  });

  it("finds what is wrong, and restores only after a question", async () => {
    await show();
    answers["doctor"] = () => ({ healthy: false, encrypted: true, stories: 2, photos: 0, problems: [{ code: "database-damaged" }] });
    press("Check everything");
    expect(await screen.findByText("1 thing is wrong")).toBeTruthy();
    expect(screen.getByText(/^The database of this profile is damaged/)).toBeTruthy();
    answers["database_restore"] = () => ({
      copy_at: Date.UTC(2026, 2, 1, 7),
      kept: "damaged-1.db",
      newer: 3,
      lost: 2,
      all_found: false,
      session: { phase: "open", folder: "/profile", interface: "en", theme: "", contrast: "", zoom: 100, editions: [] },
    });
    answers["doctor"] = () => ({ healthy: true, encrypted: true, stories: 2, photos: 0, problems: [] });
    press("Restore from the newest copy");
    expect(await screen.findByText(/^The newest good copy takes the database’s place/)).toBeTruthy();
    expect(core.mock.calls.map(([command]) => command)).not.toContain("database_restore");
    press("Restore from the newest copy");
    expect(await screen.findByText(/with 3 newer values. The database of before is kept as damaged-1.db/)).toBeTruthy();
    expect(screen.getByText(/^At least 2 paragraphs are lost/)).toBeTruthy();
    expect(screen.getByText(/there may have been more stories/)).toBeTruthy();
    expect(await screen.findByText(/^Everything is as it should be. Stories: 2/)).toBeTruthy();
  });

  it("rescues texts into a folder, and says which folder will not do", async () => {
    await show();
    press("Save the texts into a folder");
    await screen.findByLabelText("An empty or a new folder");
    type("An empty or a new folder", " /home/rescue ");
    answers["text_rescue"] = ({ folder }) => {
      throw { code: "rescue-folder-unusable", params: { folder } };
    };
    press("Save the texts into a folder");
    expect(await screen.findByText(/^Nothing can be written to the folder \/home\/rescue/)).toBeTruthy();
    answers["text_rescue"] = ({ folder }) => ({ folder, files: 2, saved: 9, older: 1, lost: 1, all_found: false });
    press("Save the texts into a folder");
    expect(await screen.findByText(/Paragraphs as they stood last: 9, of an earlier version: 1, lost: 1/)).toBeTruthy();
    expect(screen.getByText(/there may have been more stories/)).toBeTruthy();
  });
});

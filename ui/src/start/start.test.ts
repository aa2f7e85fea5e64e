import axe from "axe-core";
import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import { createRawSnippet } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { SessionView, StoryRow } from "../backend";
import type { Newsroom } from "../shared";
import InNewsroom from "../testing/InNewsroom.svelte";
import { language } from "../words";
import ConnectPortal from "./ConnectPortal.svelte";
import Gate from "./Gate.svelte";

const core = vi.mocked(invoke);
const children = createRawSnippet(() => ({ render: () => "<p>the newsroom</p>" }));

let newsroom: Newsroom | undefined;

function show(session: Partial<SessionView>) {
  render(InNewsroom, { component: Gate, given: { children }, session, newsroom: (made: Newsroom) => (newsroom = made) });
}

function type(name: string, text: string) {
  const field = screen.getByLabelText<HTMLInputElement>(name, { selector: "input" });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return field;
}

const press = (name: string) => screen.getByRole("button", { name }).click();
const open = () => ({ ...newsroom?.session, phase: "open", name: "Aigerim Sadyqova" }) as SessionView;

beforeEach(() => {
  core.mockReset();
  language.choose("en");
});
afterEach(() => language.choose("en"));

describe("the first start", () => {
  it("asks for a name and nothing else where there is a key ring", async () => {
    core.mockImplementation(async (command) =>
      command === "profile_create" ? { recovery_code: "AAAA-BBBB", session: open() } : open(),
    );
    show({ phase: "first-start", name: "" });
    expect(screen.queryByLabelText("Passphrase", { selector: "input" })).toBeNull();
    press("Start writing");
    expect(await screen.findByText(/^A name is missing/)).toBeTruthy();
    expect(core).not.toHaveBeenCalled();

    type("Your name", " Aigerim Sadyqova ");
    press("Start writing");
    await waitFor(() => expect(core).toHaveBeenCalledWith("profile_create", { name: "Aigerim Sadyqova", passphrase: null }));
    expect(await screen.findByText("AAAA-BBBB")).toBeTruthy();
    expect(screen.queryByText("the newsroom")).toBeNull();
  });

  it("shows the recovery code until it is written down, even when the core says open", async () => {
    core.mockImplementation(async (command) =>
      command === "profile_create" ? { recovery_code: "AAAA-BBBB", session: open() } : open(),
    );
    show({ phase: "first-start", name: "" });
    type("Your name", "Aigerim");
    press("Start writing");
    await screen.findByText("AAAA-BBBB");
    newsroom?.enter(open());
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.getByText("AAAA-BBBB")).toBeTruthy();
    press("I have written it down");
    expect(await screen.findByText("the newsroom")).toBeTruthy();
    expect(screen.queryByText("AAAA-BBBB")).toBeNull();
  });

  it("asks for a passphrase of eight characters where there is none", async () => {
    core.mockImplementation(async (command) =>
      command === "profile_create" ? { recovery_code: "AAAA-BBBB", session: open() } : open(),
    );
    show({ phase: "first-start", name: "", keyring: false });
    type("Your name", "Aigerim");
    type("Passphrase", "жеті-та");
    press("Start writing");
    expect(await screen.findByText(/^The passphrase is too short/)).toBeTruthy();
    expect(core).not.toHaveBeenCalled();
    type("Passphrase", "сегіз-таңба");
    press("Start writing");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("profile_create", { name: "Aigerim", passphrase: "сегіз-таңба" }),
    );
  });

  it("speaks the language that is chosen and keeps the choice with the profile", async () => {
    core.mockImplementation(async (command) =>
      command === "profile_create" ? { recovery_code: "AAAA-BBBB", session: open() } : open(),
    );
    show({ phase: "first-start", name: "" });
    screen.getByRole("radio", { name: "Қазақша" }).click();
    expect(await screen.findByText("Кім жазады?")).toBeTruthy();
    type("Есіміңіз", "Айгерім");
    press("Жазуды бастау");
    await waitFor(() => expect(core).toHaveBeenCalledWith("preference_set", { name: "interface", value: "kk" }));
  });

  it("says what stands in the way when no profile can be made", async () => {
    core.mockRejectedValue({ code: "read-only-folder" });
    show({ phase: "first-start", name: "" });
    type("Your name", "Aigerim");
    press("Start writing");
    expect(await screen.findByText(/^The folder of this profile can’t be written/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});

describe("another person", () => {
  const people = [
    { profile: "tilshi", folder: "/tilshi", name: "Aigerim Sadyqova", opened_at: Date.UTC(2026, 2, 1), current: true },
    { profile: "tilshi-2", folder: "/tilshi-2", name: "", opened_at: null, current: false },
  ];

  function answer(command: string) {
    if (command === "profile_list") return people;
    if (command === "profile_choose") return { ...newsroom?.session, phase: "locked", folder: "/tilshi-2", name: "Dana" };
    if (command === "profile_begin") return { ...newsroom?.session, phase: "first-start", folder: "/tilshi-3", name: "" };
    return newsroom?.session;
  }

  it("is offered on the lock, which greets whoever locked it", () => {
    show({ phase: "locked", name: "Aigerim Sadyqova", closed_at: Date.now(), closed_waiting: 3 });
    expect(screen.getByRole("heading", { name: "Aigerim Sadyqova" })).toBeTruthy();
    expect(screen.getByText(/^Locked at \d\d:\d\d, the texts are encrypted$/)).toBeTruthy();
    expect(screen.getByText("3 changes go to the portal after you unlock")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Make a new profile" })).toBeTruthy();
  });

  it("chooses among the profiles of this computer by keyboard, and comes back with Escape", async () => {
    core.mockImplementation(async (command) => answer(command));
    show({ phase: "locked", name: "Aigerim Sadyqova", others: 1 });
    press("Choose your profile");
    const here = await screen.findByRole("button", { name: /^Aigerim Sadyqova\s+This window$/ });
    await waitFor(() => expect(document.activeElement).toBe(here));
    expect((await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
    here.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    expect(document.activeElement?.textContent).toContain("Profile tilshi-2");

    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect(await screen.findByRole("button", { name: "Unlock" })).toBeTruthy();
    press("Choose your profile");
    (await screen.findByRole("button", { name: /Profile tilshi-2/ })).click();
    expect(await screen.findByRole("heading", { name: "Dana" })).toBeTruthy();
    expect(core).toHaveBeenCalledWith("profile_choose", { profile: "tilshi-2" });
  });

  it("begins a new profile with the language that the window speaks", async () => {
    core.mockImplementation(async (command) => answer(command));
    language.choose("kk");
    show({ phase: "locked", name: "Aigerim Sadyqova" });
    press("Жаңа профиль жасаңыз");
    (await screen.findByRole("button", { name: "Жаңа профиль" })).click();
    expect(await screen.findByLabelText("Есіміңіз")).toBeTruthy();
  });

  it("stays with this profile when the other is open in a window of its own", async () => {
    core.mockImplementation(async (command) => {
      if (command === "profile_choose") throw { code: "profile-in-use" };
      return answer(command);
    });
    show({ phase: "locked", name: "Aigerim Sadyqova", others: 1 });
    press("Choose your profile");
    (await screen.findByRole("button", { name: /Profile tilshi-2/ })).click();
    expect(await screen.findByText(/open in another window of Tilshi/)).toBeTruthy();
    press("Back");
    expect(await screen.findByRole("button", { name: "Unlock" })).toBeTruthy();
  });

  it("explains a profile that was chosen and cannot be opened", async () => {
    core.mockImplementation(async (command) => {
      if (command === "profile_choose" || command === "session_show") throw { code: "database-newer" };
      return answer(command);
    });
    show({ phase: "open", others: 1 });
    if (newsroom) newsroom.choosing = true;
    (await screen.findByRole("button", { name: /Profile tilshi-2/ })).click();
    expect(await screen.findByText(/written by a newer Tilshi/)).toBeTruthy();
    expect(screen.queryByText("the newsroom")).toBeNull();
  });

  it.each(["another-person", "another-portal"])("is the way out when a sign-in says %s", async (code) => {
    core.mockRejectedValue({ code });
    const onanother = vi.fn();
    render(InNewsroom, { component: ConnectPortal, given: { onclose: vi.fn(), onanother } });
    type("Portal address", "newsroom.example");
    type("Login name", "dana");
    type("Password", "secret");
    press("Sign in");
    (await screen.findByRole("button", { name: "Choose or make another profile" })).click();
    expect(onanother).toHaveBeenCalled();
  });
});

describe("the lock", () => {
  it("answers a wrong passphrase at once and keeps it", async () => {
    core.mockRejectedValue({ code: "wrong-passphrase" });
    show({ phase: "locked" });
    const field = type("Passphrase", "not this one");
    press("Unlock");
    expect(await screen.findByText(/^This is not the passphrase/)).toBeTruthy();
    expect(field.value).toBe("not this one");
    expect(screen.queryByText("the newsroom")).toBeNull();
  });

  it("opens with the right one", async () => {
    core.mockImplementation(async () => open());
    show({ phase: "locked" });
    type("Passphrase", "the right one");
    press("Unlock");
    expect(await screen.findByText("the newsroom")).toBeTruthy();
  });

  it("opens with the recovery code and a new passphrase", async () => {
    core.mockImplementation(async () => open());
    show({ phase: "locked" });
    press("Use the recovery code");
    await screen.findByLabelText("Recovery code");
    type("Recovery code", " AAAA-BBBB ");
    type("New passphrase", "a new passphrase");
    press("Open the profile");
    await waitFor(() =>
      expect(core).toHaveBeenCalledWith("profile_recover", { recovery_code: "AAAA-BBBB", passphrase: "a new passphrase" }),
    );
  });

  it("says that the key ring lost the key, and asks for the recovery code or the key ring again", async () => {
    core.mockRejectedValue({ code: "keyring-unavailable" });
    show({ phase: "locked", passphrase: false });
    expect(screen.getByText(/^The key to your texts was in this computer’s key ring/)).toBeTruthy();
    expect(screen.getByLabelText("Recovery code")).toBeTruthy();
    expect(screen.queryByLabelText("Passphrase")).toBeNull();
    press("Ask the key ring again");
    expect(await screen.findByText(/^The key ring of this computer does not answer/)).toBeTruthy();
    core.mockImplementation(async () => open());
    press("Ask the key ring again");
    expect(await screen.findByText("the newsroom")).toBeTruthy();
    expect(core).toHaveBeenCalledWith("profile_unlock_by_key_ring", {});
  });

  it.each([
    ["profile-in-use", /open in another window/],
    ["database-newer", /written by a newer Tilshi/],
  ])("explains %s on a screen of its own", async (code, sentence) => {
    core.mockRejectedValueOnce({ code });
    show({ phase: "locked" });
    type("Passphrase", "the right one");
    press("Unlock");
    expect(await screen.findByText(sentence)).toBeTruthy();
    core.mockResolvedValue({ ...open(), phase: "locked" });
    press("Try again");
    expect(await screen.findByRole("button", { name: "Unlock" })).toBeTruthy();
  });
});

describe("the way to a portal", () => {
  const row = (story: string, headline: string) =>
    ({ story, headline, slugline: "", headline_edition: "kk" }) as unknown as StoryRow;

  it.each([true, false])("offers what was written before, to be sent at once: %s", async (atOnce) => {
    const rows = ["Су келді", "Көпір ашылды", "", "Күз", "Қыс"].map((headline, at) => row(`story-${at}`, headline));
    core.mockImplementation(async (command) => (command === "story_list" ? { total: rows.length, rows: rows.slice(0, 4) } : open()));
    render(InNewsroom, { component: ConnectPortal, given: { onclose: vi.fn(), onanother: vi.fn() } });
    const offered = await screen.findByRole("group", { name: "5 stories written here go along" });
    expect([...offered.querySelectorAll("li")].map((each) => each.textContent?.trim())).toEqual([
      "Су келді",
      "Көпір ашылды",
      "No headline yet",
      "Күз",
      "and 1 more",
    ]);
    expect((await axe.run(document.body, { rules: { "color-contrast": { enabled: false } } })).violations).toEqual([]);
    if (!atOnce) {
      screen.getByLabelText("Send them as soon as I am signed in").click();
      expect(await screen.findByText(/^Nothing is sent or fetched/)).toBeTruthy();
    }
    type("Portal address", "newsroom.example");
    type("Login name", "aigerim");
    type("Password", "secret");
    press("Sign in");
    await waitFor(() => expect(core.mock.calls.map(([command]) => command)).toContain("portal_connect"));
    const asked = core.mock.calls.map(([command]) => command).filter((command) => command !== "story_list");
    expect(asked).toEqual(atOnce ? ["portal_connect"] : ["sync_pause", "portal_connect"]);
  });

  it.each([
    ["wrong-login", /^The name or the password is wrong/],
    ["portal-unreachable", /^The portal can’t be reached/],
    ["portal-answered-nonsense", /not a Tilshi portal/],
  ])("keeps what was typed after %s", async (code, sentence) => {
    core.mockRejectedValue({ code });
    const onclose = vi.fn();
    render(InNewsroom, { component: ConnectPortal, given: { onclose, onanother: vi.fn() } });
    press("Sign in");
    expect(await screen.findByText(/^Fill in the address/)).toBeTruthy();
    const address = type("Portal address", "https://newsroom.example");
    type("Login name", "aigerim");
    const password = type("Password", "secret");
    press("Sign in");
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect([address.value, password.value]).toEqual(["https://newsroom.example", "secret"]);
    expect(onclose).not.toHaveBeenCalled();
  });
});

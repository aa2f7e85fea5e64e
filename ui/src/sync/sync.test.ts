import { render, screen, waitFor } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import { createRawSnippet } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { CardView, OutboxRow, SyncView } from "../backend";
import type { Newsroom } from "../shared";
import InNewsroom from "../testing/InNewsroom.svelte";
import SyncScreen, { type CardPlace } from "./SyncScreen.svelte";

const core = vi.mocked(invoke);
const onconnect = vi.fn();
const onopen = vi.fn();
const card = createRawSnippet<[CardPlace]>((place) => ({
  render: () => `<button type="button" tabindex="0">card ${place().card.card}</button>`,
}));

function row(over: Partial<OutboxRow>): OutboxRow {
  return {
    operation: "op",
    document: "story:canal",
    title: "canal-opening",
    item: { kind: "change", parts: ["edition/en/body"] },
    size_bytes: 3100,
    sent_bytes: 0,
    attempts: 0,
    reason: null,
    refused: false,
    may_lay_aside: false,
    ...over,
  };
}

function conflict(id: string): CardView {
  const version = { value: { text: "a" }, by: "p2", at: 0 };
  return {
    card: id,
    document: "story:canal",
    story: "canal",
    slugline: "flood-drill",
    part: "edition/en/body",
    base: null,
    ours: version,
    ours_by: "A",
    theirs: version,
    theirs_by: "B",
    may_settle: true,
    may_take_back: false,
    kind: "conflict",
    around: null,
    names: {},
  };
}

function show(sync: Partial<SyncView>, cards: CardView[] = []) {
  const view: SyncView = {
    connection: { state: "online", since: 0 },
    running: false,
    paused: false,
    more_waiting: 0,
    waiting: [],
    sent_at: null,
    saved_at: null,
    clock_behind: null,
    cards: cards.length,
    ...sync,
  };
  core.mockImplementation(async (command) => {
    if (command === "conflict_list") return cards;
    if (["sync_now", "outbox_retry", "outbox_discard"].includes(command)) return { ...view, waiting: [], sent_at: 0 };
    if (command === "sync_pause") return { ...view, paused: !view.paused };
    throw { code: "internal" };
  });
  render(InNewsroom, {
    component: SyncScreen,
    given: { card, onconnect, onopen },
    session: { portal: { address: "https://newsroom.example", newsroom: "Dala News Agency", login: "daulet" } },
    newsroom: (made: Newsroom) => (made.sync = view),
  });
}

beforeEach(() => {
  core.mockReset();
  onconnect.mockReset();
  onopen.mockReset();
});

describe("the sync screen", () => {
  it("says what waits, and why it has not gone yet", () => {
    const reason = { code: "portal-unreachable" };
    show({
      connection: { state: "offline", since: 0, reason },
      waiting: [
        row({ attempts: 4, reason }),
        row({ operation: "op2", item: { kind: "step", edition: "kk", deed: "submit" } }),
        row({ operation: "op3", document: "photo:ab", title: "canal.jpg", item: { kind: "picture", file: "web" } }),
      ],
    });
    const rows = screen.getAllByRole("row").slice(1).map((each) => each.textContent?.replace(/\s+/g, " ").trim());
    expect(rows[0]).toMatch(/^1.*canal-opening: Body, English No connection since .*Tried 4 times/);
    expect(rows[1]).toMatch(/^2.*canal-opening, Kazakh: submitted for review Goes at the next contact/);
    expect(rows[2]).toMatch(/^3.*canal\.jpg: web size/);
    expect(screen.getByText(/^The portal can’t be reached/)).toBeTruthy();
  });

  it("says how far the clock is off", () => {
    show({ clock_behind: -10 * 365 * 24 * 60 * 60 * 1000 });
    expect(screen.getByText(/^The clock of this computer is 10 years ahead of the portal’s/)).toBeTruthy();
  });

  it("shows how far a picture has come", () => {
    const picture = { item: { kind: "picture", file: "original" }, operation: null, title: "canal.jpg" } as const;
    show({ waiting: [row({ ...picture, size_bytes: 6_000_000, sent_bytes: 1_500_000 })] });
    const bar = screen.getByRole("progressbar", { name: "canal.jpg: original" });
    expect([bar.getAttribute("value"), bar.getAttribute("max")]).toEqual(["1500000", "6000000"]);
    expect(screen.getByText("1.5 MB of 6 MB sent")).toBeTruthy();
  });

  it("pauses, says so at every entry, and goes on when asked", async () => {
    show({ waiting: [row({})] });
    screen.getByRole("button", { name: "Pause" }).click();
    const resume = await screen.findByRole("button", { name: "Resume" });
    expect(core).toHaveBeenCalledWith("sync_pause", { paused: true });
    expect(screen.getByText(/^Sync is paused\. Nothing goes or comes by itself/)).toBeTruthy();
    expect(screen.getByText("Waits until you resume")).toBeTruthy();
    resume.click();
    await waitFor(() => expect(core).toHaveBeenCalledWith("sync_pause", { paused: false }));
  });

  it("tries at once when asked", async () => {
    show({ waiting: [row({})] });
    screen.getByRole("button", { name: "Try now" }).click();
    await waitFor(() => expect(core).toHaveBeenCalledWith("sync_now", {}));
    expect(await screen.findByText(/^Everything was sent at/)).toBeTruthy();
  });

  it("lets a person decide what the portal refused", async () => {
    const reason = { code: "changed-meanwhile", params: { edition: "kk" } };
    show({ waiting: [row({ item: { kind: "step", edition: "kk", deed: "approve" }, refused: true, reason, attempts: 1 })] });
    expect(screen.getByText("canal-opening, Kazakh: approval was not accepted")).toBeTruthy();
    expect(screen.getByText(/^The text changed before this step reached the portal/)).toBeTruthy();
    screen.getByRole("button", { name: "Show" }).click();
    expect(onopen).toHaveBeenCalledWith("canal", "kk");
    screen.getByRole("button", { name: "Discard" }).click();
    await waitFor(() => expect(core).toHaveBeenCalledWith("outbox_discard", { operation: "op" }));
  });

  it("never offers to discard text", () => {
    show({ waiting: [row({ refused: true, reason: { code: "bad-patch" } })] });
    expect(screen.getByRole("button", { name: "Retry" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Discard" })).toBeNull();
  });

  it("does not say that everything is sent while something was refused", () => {
    show({ sent_at: 0, waiting: [row({ refused: true, reason: { code: "bad-patch" } })] });
    expect(screen.queryByText(/Everything was sent/)).toBeNull();
    expect(screen.getByText("Nothing waits")).toBeTruthy();
  });

  it("leaves to the history what was written in a withdrawn text", async () => {
    show({ waiting: [row({ refused: true, reason: { code: "story-withdrawn" }, may_lay_aside: true })] });
    expect(screen.getByText(/the words then stay in the history of this text/)).toBeTruthy();
    screen.getByRole("button", { name: "Leave in the history" }).click();
    await waitFor(() => expect(core).toHaveBeenCalledWith("outbox_discard", { operation: "op" }));
  });

  it("does not take back a step that the portal may have taken", () => {
    show({ waiting: [row({ item: { kind: "step", edition: "kk", deed: "submit" }, attempts: 2 })] });
    screen.getByRole("button", { name: "Take back" }).click();
    expect(core).not.toHaveBeenCalledWith("outbox_discard", expect.anything());
    expect(screen.getByText(/may have taken this step already/)).toBeTruthy();
  });

  it("opens the card that is chosen", async () => {
    show({}, [conflict("one"), conflict("two")]);
    expect(await screen.findByText("card one")).toBeTruthy();
    screen.getAllByRole("button", { name: /two versions, both kept/ })[1]?.click();
    expect(await screen.findByText("card two")).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("card two"));
  });

  it("shows the way to a portal when there is none, and asks for a new sign-in when it is wanted", () => {
    show({ connection: { state: "none" } });
    screen.getByRole("button", { name: "Connect to a portal" }).click();
    expect(onconnect).toHaveBeenCalledTimes(1);
  });

  it("asks for a new sign-in when the portal wants one", () => {
    show({ connection: { state: "signed-out" } });
    screen.getByRole("button", { name: "Sign in again" }).click();
    expect(onconnect).toHaveBeenCalledTimes(1);
  });
});

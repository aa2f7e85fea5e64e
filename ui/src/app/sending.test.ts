import { expect, it } from "vitest";

import type { Connection, OutboxRow, SyncView } from "../backend";
import { sendingWords } from "./sending";

const NOW = new Date(2026, 2, 16, 14, 31).getTime();
const SINCE = new Date(2026, 2, 16, 14, 2).getTime();

function sync(connection: Connection, waiting: Partial<OutboxRow>[] = []): SyncView {
  return { connection, running: false, paused: false, waiting: waiting as OutboxRow[], more_waiting: 0, sent_at: SINCE, saved_at: NOW, clock_behind: null, cards: 0 };
}

const offline: Connection = { state: "offline", since: SINCE, reason: { code: "portal-unreachable" } };

it.each([
  ["no portal", undefined, false, "Local profile, no portal connected", "saved"],
  ["offline with work", sync(offline, [{}, {}, {}]), true, "3 waiting to be sent: no connection since 14:02", "waiting"],
  ["offline without work", sync(offline), true, "No connection since 14:02, nothing waits", "saved"],
  ["sending", sync({ state: "online", since: SINCE }, [{}]), true, "Sending 1", "waiting"],
  [
    "a suggestion being written",
    sync({ state: "online", since: SINCE }, [{ reason: { code: "suggestion-being-written", params: {} } }]),
    true,
    "1 suggestion waits for you to send it",
    "waiting",
  ],
  ["paused with work", { ...sync({ state: "online", since: SINCE }, [{}, {}]), paused: true }, true, "Sending is paused, 2 wait", "waiting"],
  ["paused", { ...sync(offline), paused: true }, true, "Sending is paused", "waiting"],
  ["sent", sync({ state: "online", since: SINCE }), true, "All sent, 14:02", "sent"],
  ["signed out", sync({ state: "signed-out" }, [{}]), true, "1 waiting to be sent: sign in again", "waiting"],
  ["refused", sync(offline, [{ refused: true }, {}]), true, "1 refused by the portal: open Sync", "danger"],
] as const)("%s", (_, view, hasPortal, text, tone) => {
  expect(sendingWords(view as SyncView | undefined, hasPortal, NOW)).toMatchObject({ text, tone });
});

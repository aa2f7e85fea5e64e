// One sentence on what waits to be sent and why, for the status bar.

import type { SyncView } from "../backend";
import { moment, type IconName, type Tone } from "../shared";
import { failureText, t } from "../words";

/** The sentence with its mark. */
export interface SendingWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

/** What the status bar says about sending. */
export function sendingWords(sync: SyncView | undefined, hasPortal: boolean, now_ms: number): SendingWords {
  if (sync === undefined || !hasPortal || sync.connection.state === "none") {
    return { tone: "saved", icon: "user", text: t("status.local") };
  }
  const refused = sync.waiting.filter((row) => row.refused).length;
  if (refused > 0) return { tone: "danger", icon: "stop", text: t("status.refused", { count: refused }) };
  const count = sync.waiting.length + sync.more_waiting;
  if (sync.paused) {
    return { tone: "waiting", icon: "out", text: count > 0 ? t("status.paused", { count }) : t("status.paused-empty") };
  }
  switch (sync.connection.state) {
    case "offline": {
      const since = moment(sync.connection.since, now_ms);
      if (count === 0) return { tone: "saved", icon: "offline", text: t("status.offline", { since }) };
      const reason =
        sync.connection.reason.code === "portal-unreachable"
          ? t("status.no-connection", { since })
          : failureText(sync.connection.reason);
      return { tone: "waiting", icon: "out", text: t("status.waiting", { count, reason }) };
    }
    case "signed-out":
      if (count === 0) return { tone: "waiting", icon: "key", text: t("status.signed-out") };
      return { tone: "waiting", icon: "out", text: t("status.waiting", { count, reason: t("status.sign-in") }) };
    case "online":
      if (count > 0 && sync.waiting.every((row) => row.reason?.code === "suggestion-being-written")) {
        return { tone: "waiting", icon: "comment", text: t("status.suggesting", { count }) };
      }
      if (count > 0) return { tone: "waiting", icon: "out", text: t("status.sending", { count }) };
      if (sync.sent_at === null) return { tone: "sent", icon: "online", text: t("status.online") };
      return { tone: "sent", icon: "ok", text: t("status.sent", { time: moment(sync.sent_at, now_ms) }) };
  }
}

import { invoke } from "@tauri-apps/api/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Tiding } from "../backend";
import { language } from "../words";
import { Tidings } from "./tidings";

const tiding = (over: Partial<Tiding> = {}): Tiding => ({ kind: "returned", story: "s", edition: "kk", title: "Ferry", by: "Saule", ...over });

describe("tidings", () => {
  const told: string[] = [];
  const notified = () => vi.mocked(invoke).mock.calls.filter(([command]) => command === "plugin:notification|notify").map(([, args]) => args);

  beforeEach(() => {
    vi.useFakeTimers();
    told.length = 0;
    vi.mocked(invoke).mockReset();
    vi.mocked(invoke).mockResolvedValue(null);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
    language.choose("en");
  });

  it("stand in the window while it is in front", () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(true);
    const tidings = new Tidings((words) => told.push(words));
    tidings.hear(tiding());
    tidings.hear(tiding({ kind: "conflict", edition: null, by: "" }));
    vi.runAllTimers();
    expect(told).toEqual(["Saule returned “Ferry” (Kazakh). Two versions of a passage of “Ferry” wait for a choice."]);
    expect(notified()).toEqual([]);
  });

  it("are told beside it otherwise, and many as a number", () => {
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
    const tidings = new Tidings((words) => told.push(words));
    tidings.hear(tiding({ kind: "mentioned", title: "", edition: null, by: "" }));
    vi.runAllTimers();
    expect(notified()).toEqual([{ options: { title: "Тілші", body: "You are mentioned in “No headline yet”." } }]);
    for (let number = 0; number < 4; number++) tidings.hear(tiding({ story: String(number) }));
    vi.runAllTimers();
    expect(notified().slice(1)).toEqual([{ options: { title: "Тілші", body: "4 things happened to your stories." } }]);
    expect(told).toEqual([]);
  });
});

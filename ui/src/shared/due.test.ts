import { render } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";

import { language } from "../words";
import { clock } from "./clock.svelte";
import Due from "./Due.svelte";

const HOUR_MS = 3_600_000;

describe("when a story is due", () => {
  afterEach(() => language.choose("en"));

  it.each([
    [3 * HOUR_MS, "quiet", /^due \d\d:\d\d|^due \d/],
    [HOUR_MS / 2, "is-waiting", /^due/],
    [-2 * HOUR_MS, "is-danger", /^2 hours overdue$/],
    [-26 * HOUR_MS, "is-danger", /^1 day overdue$/],
  ])("%d ms from now it is %s", (from_now_ms, tone, words) => {
    const { container } = render(Due, { deadline: clock.now_ms + from_now_ms });
    const said = container.querySelector(".due")!;
    expect(said.classList.contains(tone)).toBe(true);
    expect(said.textContent?.trim()).toMatch(words);
  });
});

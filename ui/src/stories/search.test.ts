import { render, screen } from "@testing-library/svelte";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Search } from "./search.svelte";
import SearchResults from "./SearchResults.svelte";

const hit = (story: string) => ({
  story,
  slugline: `slug-${story}`,
  headline: ["", "Су", " келді"],
  headline_edition: "kk",
  passage: { edition: "tote", pieces: ["ەرتە ", "سۋ", " كەلدى"] },
  changed_at: 0,
});

describe("search on this computer", () => {
  let core: TestCore;

  beforeEach(() => {
    vi.useFakeTimers();
    core = new TestCore();
    core.answers["story_search"] = ({ words }) => ({ hits: [hit(String(words))], more: false });
  });
  afterEach(() => void vi.useRealTimers());

  const asked = () => core.calls.map(({ args }) => args["words"]);

  it("looks a moment after the last key, not for a single letter, but for a single Han character", async () => {
    const search = new Search();
    for (const words of ["с", "су", "су ", "су к"]) search.look(words);
    await vi.runAllTimersAsync();
    expect(asked()).toEqual(["су к"]);
    search.look("с");
    expect(search.hits).toBeUndefined();
    search.look("水");
    await vi.runAllTimersAsync();
    expect(asked()).toEqual(["су к", "水"]);
  });

  it("forgets an answer that comes too late, and says why there is none", async () => {
    const search = new Search();
    let answer: (value: unknown) => void = () => undefined;
    core.answers["story_search"] = () => new Promise((resolve) => (answer = resolve));
    search.look("first");
    await vi.runAllTimersAsync();
    core.answers["story_search"] = ({ words }) => ({ hits: [hit(String(words))], more: true });
    search.look("second");
    await vi.runAllTimersAsync();
    answer({ hits: [hit("first")], more: false });
    await vi.runAllTimersAsync();
    expect(search.hits?.map(({ story }) => story)).toEqual(["second"]);
    expect(search.more).toBe(true);
    core.answers["story_search"] = () => {
      throw { code: "locked", params: {} };
    };
    search.look("third");
    await vi.runAllTimersAsync();
    expect(search.trouble?.code).toBe("locked");
  });

  it("shows where the words stand, in the direction of their edition, and has no fault that axe can find", async () => {
    const search = new Search();
    const onopen = vi.fn();
    search.look("су");
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    const { container } = render(InNewsroom, { component: SearchResults, given: { search, hits: search.hits ?? [], onopen } });
    expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["Су", "سۋ"]);
    screen.getByText("slug-су").closest("button")?.click();
    expect(onopen).toHaveBeenCalledWith("су");
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });
});

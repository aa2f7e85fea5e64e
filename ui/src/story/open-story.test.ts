import { waitFor } from "@testing-library/svelte";
import { undo } from "@codemirror/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Newsroom } from "../shared";
import { TestCore } from "../testing/core";
import { storyView } from "../testing/views";
import type { Surroundings } from "./field";
import { OpenStory } from "./open-story.svelte";

describe("an open story", () => {
  let core: TestCore;
  let story: OpenStory;
  const newsroom = new Newsroom();

  beforeEach(() => {
    core = new TestCore();
    core.answers["story_show"] = () => storyView({});
    core.answers["presence_list"] = () => [];
    core.answers["presence_set"] = () => null;
    core.answers["suggestion_send"] = () => null;
    core.text("edition/en/body", "The river rose.");
    story = new OpenStory(newsroom, "canal", "en");
  });

  afterEach(async () => {
    await story.settled();
    story.close();
  });

  function page() {
    const looked = vi.fn();
    const around: Surroundings = {
      label: "Text",
      placeholder: () => document.createElement("span"),
      go: () => false,
      looked,
      typesets: () => false,
      spells: () => false,
      spelt: () => undefined,
      names: () => [],
      snippets: () => [],
      onphoto: () => undefined,
      dropped: () => undefined,
    };
    return { around: () => around, looked };
  }

  it("has an editor that tells the page it stands on now, and no page that is gone", async () => {
    const [first, second] = [page(), page()];
    const view = await story.field(newsroom.edition("en"), "body", first.around);
    view.dispatch({ selection: { anchor: 3 } });
    expect(first.looked).toHaveBeenCalledTimes(1);

    expect(await story.field(newsroom.edition("en"), "body", second.around)).toBe(view);
    view.dispatch({ changes: { from: 3, insert: "!" } });
    expect(first.looked).toHaveBeenCalledTimes(1);
    expect(second.looked).toHaveBeenCalledTimes(1);
  });

  it("has photos in a text that can be taken out of it on every page it stands on", async () => {
    core.text("edition/ru/body", "One.\n\n![](photo:aa)\n\nTwo.");
    const [first, second] = [page(), page()];
    const view = await story.field(newsroom.edition("ru"), "body", first.around);
    document.body.append(view.dom);
    view.dom.remove();
    await story.field(newsroom.edition("ru"), "body", second.around);
    document.body.append(view.dom);
    const out = await waitFor(() => {
      const button = view.contentDOM.querySelector<HTMLButtonElement>(".md-photo .deed button");
      if (!button) throw new Error("nothing takes it out");
      return button;
    });
    out.click();
    await waitFor(() => expect(view.state.doc.toString()).toBe("One.\n\nTwo."));
    view.dom.remove();
  });

  it("writes a derived edition anew from its master, and one undo brings back what stood there", async () => {
    core.text("edition/qz/headline", "");
    core.text("edition/qz/body", "Eski mätın");
    core.answers["story_show"] = () => storyView({ "edition/kk/headline": "Су", "edition/kk/body": "Жаңа мәтін" });
    core.answers["text_convert"] = ({ edition, text }) => `${String(edition)}:${String(text)}`;
    const latin = { ...newsroom.edition("qz"), derived_from: "kk" };
    const headline = await story.field(latin, "headline", page().around);
    const body = await story.field(latin, "body", page().around);
    await story.convert(latin);
    expect([headline, body].map((view) => view.state.doc.toString())).toEqual(["qz:Су", "qz:Жаңа мәтін"]);
    undo(body);
    expect(body.state.doc.toString()).toBe("Eski mätın");

    core.answers["text_convert"] = () => {
      throw { code: "edition-not-derived", params: {} };
    };
    await story.convert(latin);
    expect(story.refused?.code).toBe("edition-not-derived");
    expect(body.state.doc.toString()).toBe("Eski mätın");
  });
});

import { undo, history } from "@codemirror/commands";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { saving } from "../shared";
import { TestCore } from "../testing/core";
import { RunningText } from "./running-text";

const STORY = "story:one";
const BODY = "edition/kk/body";

describe("a running text", () => {
  let core: TestCore;
  const open: RunningText[] = [];

  beforeEach(() => {
    vi.useFakeTimers();
    core = new TestCore();
  });

  afterEach(async () => {
    core.beforePush = core.afterPush = undefined;
    for (const text of open.splice(0)) text.close();
    await vi.runAllTimersAsync();
    vi.useRealTimers();
    expect(saving.busy).toBe(false);
  });

  async function opened(): Promise<RunningText> {
    const text = await RunningText.open(STORY, BODY, [history()]);
    open.push(text);
    return text;
  }

  function type(text: RunningText, at: number, insert: string): void {
    text.view.dispatch({
      changes: { from: at, insert },
      selection: { anchor: at + insert.length },
      userEvent: "input.type",
    });
  }

  it("reaches the core as it is typed, and only then is saved", async () => {
    core.text(BODY, "Су ");
    const text = await opened();
    type(text, 3, "келді");
    expect(saving.busy).toBe(true);
    await text.settled();
    expect(core.text(BODY).text).toBe("Су келді");
    expect(saving.busy).toBe(false);
  });

  it("has its caret and its undo back when it is opened again, as long as it is the same text", async () => {
    core.text(BODY, "Су ");
    const text = await opened();
    type(text, 3, "келді");
    await text.settled();
    text.view.dispatch({ selection: { anchor: 2, head: 5 } });
    await vi.advanceTimersByTimeAsync(2_000);
    const again = await opened();
    expect([again.view.state.selection.main.anchor, again.view.state.selection.main.head]).toEqual([2, 5]);
    expect(undo(again.view)).toBe(true);
    await again.settled();
    expect(core.text(BODY).text).toBe("Су ");
    await vi.advanceTimersByTimeAsync(2_000);
    core.elsewhere(BODY, { from: 0, to: 0, insert: "Ащы " });
    const other = await opened();
    expect(undo(other.view)).toBe(false);
  });

  it("opens all the same when what was remembered of it makes no sense", async () => {
    const body = core.text(BODY, "Су");
    for (const state of ["", "{", "null", '{"selection":{"ranges":[{"anchor":99,"head":99}],"main":0},"history":{}}', '{"history":[1]}']) {
      body.left = { text: "Су", state };
      const text = await opened();
      expect(text.view.state.doc.toString()).toBe("Су");
      type(text, 2, "");
    }
  });

  it("has one push on its way at a time, and the next one carries all that was typed meanwhile", async () => {
    const text = await opened();
    for (const letter of "қазан") type(text, text.view.state.doc.length, letter);
    await text.settled();
    const pushes = core.calls.filter((call) => call.command === "text_push");
    expect(pushes.length).toBeLessThanOrEqual(2);
    expect(pushes.map((call) => call.args["version"])).toEqual(pushes.map((_, index) => index));
    expect(core.text(BODY).text).toBe("қазан");
  });

  it("a push that comes second is typed again over what was first, and the caret stays in its word", async () => {
    core.text(BODY, "one two");
    const text = await opened();
    core.beforePush = () => {
      core.beforePush = undefined;
      core.elsewhere(BODY, { from: 0, to: 0, insert: "Сол " });
    };
    type(text, 7, " three");
    await text.settled();
    expect(core.text(BODY).text).toBe("Сол one two three");
    expect(text.view.state.doc.toString()).toBe("Сол one two three");
    expect(text.view.state.selection.main.head).toBe("Сол one two three".length);
  });

  it("news is applied outside the undo history", async () => {
    core.text(BODY, "base");
    const text = await opened();
    type(text, 4, " own");
    await text.settled();
    text.news(core.elsewhere(BODY, { from: 0, to: 0, insert: "theirs " }));
    await text.settled();
    expect(text.view.state.doc.toString()).toBe("theirs base own");
    undo(text.view);
    await text.settled();
    expect(core.text(BODY).text).toBe("theirs base");
  });

  it("two views of one text end equal to the core", async () => {
    core.text(BODY, "ab");
    const [one, other] = [await opened(), await opened()];
    for (let step = 0; step < 20; step++) {
      const view = step % 3 === 0 ? one : other;
      const letters = [...view.view.state.doc.toString()];
      const at = letters.slice(0, (step * 7) % (letters.length + 1)).join("").length;
      type(view, at, ["қ", "😀", "x\n"][step % 3] ?? "");
      if (step % 4 === 0) await vi.advanceTimersByTimeAsync(1);
    }
    for (let round = 0; round < 4; round++) {
      for (const text of [one, other]) {
        text.news(core.text(BODY).updates.length);
        await text.settled();
      }
    }
    expect(one.view.state.doc.toString()).toBe(core.text(BODY).text);
    expect(other.view.state.doc.toString()).toBe(core.text(BODY).text);
    expect([...core.text(BODY).text].filter((letter) => letter === "😀")).toHaveLength(7);
  });

  it("a failed push says so, keeps the text, and is tried again until it is committed", async () => {
    const text = await opened();
    core.beforePush = () => {
      throw { code: "disk-full" };
    };
    type(text, 0, "сөз");
    await expect(text.settled()).rejects.toEqual({ code: "disk-full" });
    expect(saving.unsaved?.failure.code).toBe("disk-full");
    expect(saving.unsaved?.text()).toBe("сөз");
    core.beforePush = undefined;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(saving.unsaved).toBeUndefined();
    expect(core.text(BODY).text).toBe("сөз");
  });

  it("a push that was committed but whose answer was lost is not typed twice", async () => {
    const text = await opened();
    core.afterPush = () => {
      core.afterPush = undefined;
      throw { code: "internal" };
    };
    type(text, 0, "once");
    await expect(text.settled()).rejects.toEqual({ code: "internal" });
    type(text, 4, " more");
    await vi.advanceTimersByTimeAsync(1_000);
    await text.settled();
    expect(core.text(BODY).text).toBe("once more");
  });

  it("a lost answer beside news from elsewhere loses nothing", async () => {
    core.text(BODY, "base");
    const text = await opened();
    core.afterPush = () => {
      core.afterPush = undefined;
      core.elsewhere(BODY, { from: 0, to: 0, insert: "theirs " });
      throw { code: "internal" };
    };
    type(text, 4, " own");
    await expect(text.settled()).rejects.toBeDefined();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(core.text(BODY).text).toBe("theirs base own");
    expect(text.view.state.doc.toString()).toBe("theirs base own");
  });

  it("goes on when the core has counted anew", async () => {
    core.text(BODY, "text");
    const text = await opened();
    type(text, 4, " one");
    await text.settled();
    core.texts.delete(BODY);
    core.text(BODY, "text one");
    core.beforePush = () => {
      core.beforePush = undefined;
      throw { code: "not-open" };
    };
    type(text, 8, " two");
    await expect(text.settled()).rejects.toBeDefined();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(core.text(BODY).text).toBe("text one two");
  });

  it("news waits while the input method composes", async () => {
    core.text(BODY, "base");
    const text = await opened();
    const composing = vi.spyOn(text.view, "composing", "get").mockReturnValue(true);
    text.news(core.elsewhere(BODY, { from: 0, to: 0, insert: "theirs " }));
    type(text, 4, "水");
    await vi.advanceTimersByTimeAsync(5);
    expect(text.view.state.doc.toString()).toBe("base水");
    expect(saving.busy).toBe(true);
    composing.mockReturnValue(false);
    text.view.contentDOM.dispatchEvent(new CompositionEvent("compositionend"));
    await vi.advanceTimersByTimeAsync(5);
    expect(core.text(BODY).text).toBe("theirs base水");
    expect(text.view.state.doc.toString()).toBe("theirs base水");
  });

  it("a closed text is committed before it goes", async () => {
    const text = await opened();
    core.beforePush = () => {
      throw { code: "storage" };
    };
    type(text, 0, "last word");
    text.close();
    await vi.advanceTimersByTimeAsync(10);
    expect(saving.unsaved?.text()).toBe("last word");
    core.beforePush = undefined;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(core.text(BODY).text).toBe("last word");
    expect(saving.unsaved).toBeUndefined();
  });

  it("what is typed and taken back before it leaves is not sent", async () => {
    core.text(BODY, "base");
    const text = await opened();
    core.beforePush = () => {
      throw new Error("nothing should be sent");
    };
    text.view.dispatch({ changes: { from: 4, insert: "xy" } });
    text.view.dispatch({ changes: { from: 4, to: 6 } });
    await text.settled();
    expect(core.text(BODY).text).toBe("base");
    expect(saving.busy).toBe(false);
  });
});

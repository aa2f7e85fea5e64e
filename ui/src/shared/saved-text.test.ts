import { describe, expect, it, vi } from "vitest";

import { saving } from "./saving.svelte";
import { SavedText } from "./saved-text.svelte";

/** A save whose answers are given by the test, one by one. */
function slowSave() {
  const values: string[] = [];
  const answers: { resolve: () => void; reject: (failure: unknown) => void }[] = [];
  const save = (value: string) =>
    new Promise<void>((resolve, reject) => {
      values.push(value);
      answers.push({ resolve, reject });
    });
  const next = () => {
    const answer = answers.shift();
    if (answer === undefined) throw new Error("nothing is being saved");
    return answer;
  };
  const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
  return { save, values, next, settled };
}

describe("a field that saves as it is typed", () => {
  it("has at most one save in flight and always sends the last value", async () => {
    const { save, values, next, settled } = slowSave();
    const field = new SavedText("", save);
    for (const value of ["A", "Ai", "Aig"]) field.type(value);
    expect(values).toEqual(["A"]);
    next().resolve();
    await settled();
    expect(values).toEqual(["A", "Aig"]);
    expect(field.unsaved).toBe(true);
    next().resolve();
    await settled();
    expect(field.unsaved).toBe(false);
  });

  it("leaves a draft alone that is written while something is being saved", async () => {
    const { save, values, next, settled } = slowSave();
    const field = new SavedText("", save);
    field.type("2026");
    field.draft("2026-");
    next().resolve();
    await settled();
    expect([values, field.unsaved]).toEqual([["2026"], true]);
    field.type("2026-03");
    next().resolve();
    await settled();
    expect([values, field.unsaved]).toEqual([["2026", "2026-03"], false]);
    // Asked for while something else is on its way, it is sent after it.
    field.type("2026-03-1");
    field.draft("2026-03-14");
    void field.flush();
    next().resolve();
    await settled();
    expect(values.at(-1)).toBe("2026-03-14");
  });

  it("calls nothing news that stood here before it was typed over", async () => {
    const { save, next, settled } = slowSave();
    const field = new SavedText("", save);
    field.focus();
    field.type("A house");
    next().resolve();
    await settled();
    field.arrive("");
    expect([field.text, field.elsewhere]).toEqual(["A house", null]);
    field.arrive("A house");
    field.arrive("");
    expect([field.text, field.elsewhere]).toEqual(["A house", ""]);
    field.keepOwn();
  });

  it("keeps what is typed when a refresh brings an older value of its own", async () => {
    const { save, next, settled } = slowSave();
    const field = new SavedText("", save);
    field.focus();
    field.type("Ai");
    next().resolve();
    await settled();
    field.type("Aigerim");
    field.arrive("Ai");
    expect(field.text).toBe("Aigerim");
    expect(field.elsewhere).toBeNull();
  });

  it("takes news when nobody is in the field, and offers it when somebody is", () => {
    const { save } = slowSave();
    const field = new SavedText("old", save);
    field.arrive("news");
    expect(field.text).toBe("news");
    field.focus();
    field.arrive("more news");
    expect(field.text).toBe("news");
    expect(field.elsewhere).toBe("more news");
    field.takeElsewhere();
    expect(field.text).toBe("more news");
    expect(field.unsaved).toBe(false);
  });

  it("keeps the text when saving fails, says why, and saves it with the next try", async () => {
    const { save, values, next, settled } = slowSave();
    const field = new SavedText("", save);
    field.type("Daulet");
    next().reject({ code: "disk-full" });
    await settled();
    expect(field.text).toBe("Daulet");
    expect(field.failure).toEqual({ code: "disk-full" });
    expect(saving.unsaved?.text()).toBe("Daulet");
    expect(field.unsaved).toBe(true);
    field.arrive("");
    expect(field.text).toBe("Daulet");
    void field.flush();
    next().resolve();
    await settled();
    expect(values).toEqual(["Daulet", "Daulet"]);
    expect(field.failure).toBeNull();
    expect(saving.unsaved).toBeUndefined();
  });

  it("tries again by itself when the disk may have room again", async () => {
    vi.useFakeTimers();
    try {
      const answers = [Promise.reject({ code: "disk-full" }), Promise.resolve()];
      const save = vi.fn(() => answers.shift() ?? Promise.resolve());
      const field = new SavedText("", save);
      field.type("Daulet");
      await vi.advanceTimersByTimeAsync(0);
      expect(field.unsaved).toBe(true);
      await vi.advanceTimersByTimeAsync(5000);
      expect(save).toHaveBeenCalledTimes(2);
      expect(field.unsaved).toBe(false);
      expect(field.failure).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it("takes the news on leaving the field", async () => {
    const { save, values } = slowSave();
    const field = new SavedText("", save);
    field.focus();
    field.arrive("from the photo editor");
    await field.blur();
    expect(field.text).toBe("from the photo editor");
    expect(values).toEqual([]);
  });

  it("never lets news replace words typed after it came", async () => {
    const { save, values, next, settled } = slowSave();
    const field = new SavedText("", save);
    field.focus();
    field.arrive("from the photo editor");
    field.type("mine");
    const left = field.blur();
    next().resolve();
    await left;
    expect(field.text).toBe("mine");
    expect(field.elsewhere).toBe("from the photo editor");
    field.takeElsewhere();
    next().resolve();
    await settled();
    expect(values).toEqual(["mine", "from the photo editor"]);
    expect(field.unsaved).toBe(false);
  });
});

it("an old value that arrives late is not taken when the newest one has come since", async () => {
  const field = new SavedText("", () => Promise.resolve());
  field.focus();
  field.type("canal");
  await field.flush();
  // An answer that left the core before the save, then one that left after it.
  field.arrive("");
  field.arrive("canal");
  await field.blur();
  expect(field.text).toBe("canal");
  await field.leave();
});

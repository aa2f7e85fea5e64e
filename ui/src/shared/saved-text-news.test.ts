import { expect, it } from "vitest";

import { SavedText } from "./saved-text.svelte";

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

import { expect, it, vi } from "vitest";

import { Asking } from "./asking";

it("a question at any moment is answered by what is true then", async () => {
  for (let wait = 0; wait < 12; wait++) {
    let [truth, seen] = ["old", ""];
    const asking = new Asking(async () => {
      const answer = truth;
      await Promise.resolve();
      seen = answer;
    });
    void asking.again();
    for (let turn = 0; turn < wait; turn++) await Promise.resolve();
    truth = "new";
    await asking.again();
    expect(seen, `after ${wait} turns`).toBe("new");
  }
});

it("many questions while one is asked become one more, and a failure is no end of it", async () => {
  let asked = 0;
  const asking = new Asking(async () => {
    await Promise.resolve();
    if (++asked === 3) throw new Error("no answer");
  });
  await Promise.all([asking.again(), asking.again(), asking.again()]);
  expect(asked).toBe(2);
  await expect(asking.again()).rejects.toThrow("no answer");
  await asking.again();
  expect(asked).toBe(4);
});

it("what is asked for soon is asked once, a moment later, and its failure is heard of", async () => {
  vi.useFakeTimers();
  let asked = 0;
  const failed = vi.fn();
  const asking = new Asking(async () => {
    if (++asked === 2) throw new Error("no answer");
  }, failed);
  for (let key = 0; key < 9; key++) asking.soon();
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(1);
  asking.soon();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(failed).toHaveBeenCalledOnce();
  asking.soon();
  asking.leave();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toBe(2);
  vi.useRealTimers();
});

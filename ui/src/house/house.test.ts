import axe from "axe-core";
import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { beforeEach, expect, it, vi } from "vitest";

import type { HouseChange, HouseView } from "../backend";
import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import HouseScreen from "./HouseScreen.svelte";

let core: TestCore;
let view: HouseView;
const asked: HouseChange[] = [];

beforeEach(() => {
  core = new TestCore();
  asked.length = 0;
  view = { kazakh_latin: "2021", arabic_script: ["short-ts"], options: ["short-ts", "plain-e"], checks: ["numbers", "ending"], levels: [], machines: [], may_change: true };
  Object.assign(core.answers, {
    house_show: () => view,
    house_set: ({ change }: { change: HouseChange }) => {
      asked.push(change);
      if (change.rule === "kazakh-latin") throw { code: "part-not-yours", params: {} };
      if (change.rule === "level") view = { ...view, levels: change.severity ? [{ edition: change.edition, check: change.check, severity: change.severity }] : [] };
      return view;
    },
  });
});

function show() {
  return render(InNewsroom, { component: HouseScreen, given: { onclose: vi.fn() } });
}

it("sets a level, takes it back, and nothing stands in the way of anybody", async () => {
  const { container } = show();
  const numbers = await screen.findByRole<HTMLSelectElement>("combobox", { name: "Numbers, English" });
  await fireEvent.change(numbers, { target: { value: "warning" } });
  await waitFor(() => expect(asked).toEqual([{ rule: "level", edition: "en", check: "numbers", severity: "warning" }]));
  await fireEvent.change(numbers, { target: { value: "" } });
  await waitFor(() => expect(asked[1]).toEqual({ rule: "level", edition: "en", check: "numbers", severity: null }));
  await fireEvent.click(screen.getByRole("checkbox", { name: /without ي/ }));
  await waitFor(() => expect(asked[2]).toEqual({ rule: "arabic-script", option: "plain-e", on: true }));
  expect((await axe.run(container, { rules: { region: { enabled: false } } })).violations).toEqual([]);
});

it("says what was refused, and shows what stands", async () => {
  show();
  await fireEvent.click(await screen.findByRole("radio", { name: /2018/ }));
  await screen.findByText(/not among your rights/);
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("radio", { name: /2021/ }).checked).toBe(true));
});

it("is only read by whoever may not change it", async () => {
  view = { ...view, may_change: false };
  show();
  await screen.findByText("Only the chief editor can change these rules.");
  expect(screen.getByRole<HTMLSelectElement>("combobox", { name: "Numbers, English" }).disabled).toBe(true);
});

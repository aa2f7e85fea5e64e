import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { TestCore } from "../testing/core";
import InNewsroom from "../testing/InNewsroom.svelte";
import { photoView } from "../testing/views";
import CropDialog from "./CropDialog.svelte";
import { drawn, movedTo, ofHeight, ofWidth, readPoint, readRegion, shown, widest, writePoint, writeRegion, type Region } from "./geometry";

const PICTURE = 1600 / 1200;
const pixels = ({ left, top, width, height }: Region) => [left * 1600, top * 1200, width * 1600, height * 1200].map(Math.round);

describe("the geometry of crops", () => {
  it("shows what the core would cut", () => {
    // The same figures as in the core's tests.
    const at = (across: number, down: number) => ({ across, down });
    expect(pixels(shown("wide", undefined, undefined, PICTURE))).toEqual([0, 150, 1600, 900]);
    expect(pixels(shown("square", undefined, undefined, PICTURE))).toEqual([200, 0, 1200, 1200]);
    expect(pixels(shown("free", undefined, at(0, 0), PICTURE))).toEqual([0, 0, 1600, 1200]);
    expect(pixels(shown("wide", undefined, at(0.9, 0.1), PICTURE))).toEqual([0, 0, 1600, 900]);
    expect(pixels(shown("square", undefined, at(0.9, 0.1), PICTURE))).toEqual([400, 0, 1200, 1200]);
    expect(pixels(shown("tall", undefined, at(0.9, 0.1), PICTURE))).toEqual([925, 0, 675, 1200]);
    expect(pixels(shown("square", readRegion("25,25,50,50"), at(0, 0), PICTURE))).toEqual([500, 300, 600, 600]);
  });

  it("writes a place in the one way that the core reads", () => {
    for (const text of ["0,0,100,100", "12.5,0.01,75,99.99", "98,98,2,2"]) expect(writeRegion(readRegion(text) ?? shown("free", undefined, undefined, 1))).toBe(text);
    expect(writeRegion({ left: 1 / 3, top: 0, width: 2 / 3 + 0.001, height: 0.001 })).toBe("33.23,0,66.77,2");
    expect([writePoint({ across: -1, down: 1.5 }), readPoint("50"), readPoint("50,101"), readRegion("a,b,c,d")]).toEqual(["0,100", undefined, undefined, undefined]);
  });

  it("keeps its shape and stays within the picture, however it is drawn", () => {
    const half = { left: 0.25, top: 0.25, width: 0.375, height: 0.5 };
    expect(movedTo(half, 5, -5)).toEqual({ ...half, left: 0.625, top: 0 });
    expect(ofWidth("square", half, 9, PICTURE)).toMatchObject({ width: widest("square", PICTURE), height: 1 });
    expect(ofWidth("square", half, 0, PICTURE).width).toBeCloseTo(0.02);
    expect(ofWidth("free", half, 0.1, PICTURE)).toMatchObject({ width: 0.1, height: 0.5 });
    expect(ofHeight(half, 2)).toMatchObject({ top: 0, height: 1 });
    for (const x of ["left", "right"] as const) {
      for (const y of ["top", "bottom"] as const) {
        for (const [across, down] of [[-1, -1], [0.1, 0.9], [0.6, 0.3], [2, 0.5], [0.3, 2]] as const) {
          const { left, top, width, height } = drawn("square", half, { x, y }, { across, down }, PICTURE);
          expect(width * PICTURE).toBeCloseTo(height);
          expect(Math.min(left, top, 1 - left - width, 1 - top - height)).toBeGreaterThan(-1e-9);
          // The opposite corner stays where it was.
          expect(x === "left" ? left + width : left).toBeCloseTo(x === "left" ? 0.625 : 0.25);
          expect(y === "top" ? top + height : top).toBeCloseTo(y === "top" ? 0.75 : 0.25);
        }
      }
    }
  });
});

describe("the crops of a photo", () => {
  let core: TestCore;
  const onclose = vi.fn();

  beforeEach(() => {
    core = new TestCore();
    onclose.mockReset();
    core.answers["part_set"] = () => null;
  });

  const en = { key: "en", tag: "en", direction: "ltr" };
  const show = (parts: Record<string, string> = {}, readonly = false) => {
    const photo = photoView({ width: "1600", height: "1200", "file-name": "canal.jpg", "edition/en/caption": "Water in the canal", ...parts });
    return render(InNewsroom, { component: CropDialog, given: { photo, edition: en, readonly, onclose } });
  };
  const saved = () => core.calls.filter(({ command }) => command === "part_set").map(({ args }) => [args["part"], (args["value"] as { text: string }).text]);
  /** The pointer at a place; this page has no events of pointers. */
  const pointer = (on: Element, type: "down" | "move" | "up", clientX = 0, clientY = 0) =>
    fireEvent(on, new MouseEvent(`pointer${type}`, { bubbles: true, cancelable: true, clientX, clientY }));
  const stage = () => screen.getByRole("application", { name: "The picture and its crop" });

  it("is set by keys in every shape, told in words, and taken back step by step", async () => {
    const { container } = show();
    expect(document.activeElement).toBe(stage());
    expect((await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } })).violations).toEqual([]);
    expect(screen.getByRole("button", { name: "First on the front page follows the focal point" }).getAttribute("aria-pressed")).toBe("true");
    await fireEvent.keyDown(stage(), { key: "0", code: "Digit0" });
    await fireEvent.keyDown(stage(), { key: "ArrowRight", shiftKey: true });
    await waitFor(() => expect(saved()).toEqual([["focal-point", "55,50"]]));
    screen.getByText("55 % from the left, 50 % from the top");
    await fireEvent.keyDown(stage(), { key: "3", code: "Digit3" });
    screen.getByText("18 % from the left, 0 % from the top, 75 % wide, 100 % high");
    await fireEvent.keyDown(stage(), { key: "-", code: "Minus" });
    await fireEvent.keyDown(stage(), { key: "ArrowDown" });
    await waitFor(() => expect(saved().slice(1)).toEqual([["crop-square", "18,0.67,74,98.67"], ["crop-square", "18,1.33,74,98.67"]]));
    screen.getByRole("button", { name: "Square set by hand" });
    for (let step = 0; step < 3; step += 1) await fireEvent.keyDown(stage(), { key: "z", code: "KeyZ", ctrlKey: true });
    await waitFor(() => expect(Object.fromEntries(saved())).toEqual({ "crop-square": "", "focal-point": "" }));
    expect(screen.getByRole("button", { name: "Undo" }).getAttribute("aria-disabled")).toBe("true");
    await fireEvent.keyDown(stage(), { key: "Escape" });
    expect(onclose).toHaveBeenCalledOnce();
  });

  it("is moved with sliders and the pointer, one step each, saved at the end of it", async () => {
    show({ "crop-free": "0,0,50,50" });
    await fireEvent.click(screen.getByRole("button", { name: "Page of the story set by hand" }));
    const width = screen.getByRole<HTMLInputElement>("slider", { name: "Width" });
    await fireEvent.pointerDown(width);
    for (const value of ["60", "70"]) await fireEvent.input(width, { target: { value } });
    expect(saved()).toEqual([]);
    await fireEvent.change(width);
    await waitFor(() => expect(saved()).toEqual([["crop-free", "0,0,70,50"]]));

    stage().getBoundingClientRect = () => ({ left: 0, top: 0, width: 800, height: 600 }) as DOMRect;
    const frame = stage().querySelector(".frame") as HTMLElement;
    await pointer(frame, "down", 80, 60);
    await pointer(frame, "move", 120, 90);
    await pointer(frame, "move", 160, 120);
    await pointer(frame, "up");
    await waitFor(() => expect(saved().at(-1)).toEqual(["crop-free", "10,10,70,50"]));
    const corner = stage().querySelector("[data-corner='bottom-right']") as HTMLElement;
    await pointer(corner, "down", 640, 360);
    await pointer(corner, "move", 400, 300);
    await pointer(corner, "up");
    await waitFor(() => expect(saved().at(-1)).toEqual(["crop-free", "10,10,40,40"]));
    await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(saved().at(-1)).toEqual(["crop-free", "10,10,70,50"]));
    await fireEvent.click(screen.getByRole("button", { name: "Show the whole picture" }));
    await waitFor(() => expect(saved().at(-1)).toEqual(["crop-free", ""]));
  });

  it("says why something was not saved, and changes nothing in a closed story", async () => {
    core.answers["part_set"] = () => {
      throw { code: "disk-full", params: {} };
    };
    const { unmount } = show();
    await fireEvent.keyDown(stage(), { key: "-" });
    await screen.findByText(/Not saved/);
    unmount();
    core.calls.length = 0;
    show({}, true);
    await fireEvent.keyDown(stage(), { key: "-" });
    await fireEvent.keyDown(stage(), { key: "Backspace" });
    await pointer(stage(), "down", 1, 1);
    expect(screen.getByRole<HTMLInputElement>("slider", { name: "Size" }).disabled).toBe(true);
    expect(saved()).toEqual([]);
  });
});

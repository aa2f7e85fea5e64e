import { render, screen, waitFor, within } from "@testing-library/svelte";
import { invoke } from "@tauri-apps/api/core";
import axe from "axe-core";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { FindingView, MemoryMatch, PassageAnswer, PassageRow, PassagesView } from "../backend";
import InNewsroom from "../testing/InNewsroom.svelte";
import { Passages, PassageTable, type OpenPassage, type Write } from ".";

function row(then: string | null, now: string | null, own: string | null, over: Partial<PassageRow> = {}): PassageRow {
  const text = own === null ? null : { text: own, from: 0 };
  return { part: "edition/kk/body", photo: null, then, now, moved: then !== now, moved_by: null, own: text, sentences: [], machine: false, approved: null, returned: [], ...over };
}

const kk = { key: "kk", tag: "kk-Cyrl", label: "қз", direction: "ltr", derived_from: null, mark: "", quotes: ["«", "»", "“", "”"] as [string, string, string, string] };

let view: PassagesView;
const answered: PassageAnswer[] = [];
const typed: string[] = [];
let matches: MemoryMatch[] = [];

class Open implements OpenPassage {
  constructor(public text: string) {}
  type(text: string): void {
    this.text = text;
    typed.push(text);
  }
  leave(): Promise<void> {
    typed.push("(left)");
    return Promise.resolve();
  }
}

const write: Write = async (row) => new Open(row.own?.text ?? "");

beforeEach(() => {
  answered.length = 0;
  typed.length = 0;
  matches = [];
  view = {
    made_from: "en",
    beside: "en",
    through: null,
    returned: [],
    findings: [],
    machine: false,
    converted_otherwise: false,
    says: "",
    rows: [
      row("Canals open", "Canals open", "Арналар ашылды", { part: "edition/kk/headline" }),
      row("Water came on Monday.", "Water came on Tuesday.", "Су дүйсенбіде келді.", { moved_by: { by: "Dana", at: 0 } }),
      row(null, "It rained.", null),
      row("Farmers wait.", null, "Шаруалар күтіп отыр."),
      row("A canal", "A canal", "Арна", { part: "edition/kk/caption", photo: 1 }),
    ],
  };
  vi.mocked(invoke).mockImplementation(async (command, args) => {
    if (command === "passages_show") return view;
    if (command === "memory_matches") return matches;
    if (command !== "passages_follow") throw { code: "internal" };
    const { answers } = args as unknown as { answers: PassageAnswer[] };
    answered.push(...answers);
    const is = (row: PassageRow) => answers.some(({ then, now }) => then === row.then && now === row.now);
    view = { ...view, rows: view.rows.map((each) => (is(each) ? { ...each, then: each.now, moved: false } : each)) };
    return view;
  });
});

async function show(given: Record<string, unknown> = { write }) {
  const passages = new Passages("canal", "kk");
  await passages.refresh();
  const shown = render(InNewsroom, {
    component: PassageTable,
    given: { passages, edition: kk, mayWrite: true, written: ["kk", "en"], ...given },
  });
  return { ...shown, passages };
}

const place = (number: number) => screen.getByRole("group", { name: new RegExp(`^Passage ${number}`) });

function press(target: Element, key: string, over: KeyboardEventInit = {}) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...over }));
}

describe("an edition passage by passage", () => {
  it("says what moved and how, and nothing of what did not", async () => {
    const { container } = await show();
    expect(screen.getByText("3 passages of the source have changed")).toBeTruthy();
    expect(place(1).ariaLabel).toBe("Passage 1");
    expect(place(2).ariaLabel).toContain("changed since");
    expect(within(place(2)).getByText(/^· Dana, /)).toBeTruthy();
    expect(place(3).ariaLabel).toContain("new in the source");
    expect(place(4).ariaLabel).toContain("gone from the source");
    expect(container.querySelector("ins")?.textContent).toContain("Tuesday");
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
  });

  it("is answered by keys, one passage after the other", async () => {
    await show();
    place(1).focus();
    press(place(1), "ArrowDown", { altKey: true });
    await waitFor(() => expect(document.activeElement).toBe(place(2)));
    press(place(2), "u", { code: "KeyU" });
    await waitFor(() => expect(document.activeElement).toBe(place(3)));
    expect(answered).toEqual([{ then: "Water came on Monday.", now: "Water came on Tuesday." }]);
    expect(screen.getByText("2 passages of the source have changed")).toBeTruthy();
  });

  it("offers the answer that fits", async () => {
    await show();
    for (const name of ["Still right", "Not for this edition", "Keep it here"]) {
      expect(screen.getByRole("button", { name })).toBeTruthy();
    }
  });

  it("answers all at once", async () => {
    await show();
    screen.getByRole("button", { name: "All are still right" }).click();
    await waitFor(() => expect(answered.length).toBe(3));
    await waitFor(() => expect(screen.queryByText(/of the source/)).toBeNull());
  });

  it("writes a passage in its place, and Enter answers for it and goes on", async () => {
    await show();
    place(2).focus();
    press(place(2), "Enter");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: /Passage 2.*Kazakh/ });
    await waitFor(() => expect(document.activeElement).toBe(field));
    field.value = "Су сейсенбіде келді.";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    expect(typed).toEqual(["Су сейсенбіде келді."]);
    expect(await screen.findByRole("button", { name: "Updated" })).toBeTruthy();
    press(field, "Enter");
    expect(await screen.findByRole("textbox", { name: /Passage 3/ })).toBeTruthy();
    expect(answered).toEqual([{ then: "Water came on Monday.", now: "Water came on Tuesday." }]);
  });

  it("puts a new passage behind the one that is being written, whatever the rows knew of it", async () => {
    view = { ...view, rows: [row("One.", "One.", null), row("Two.", "Two.", null)] };
    const behind: unknown[] = [];
    const first = new Open("");
    await show({
      write: async (_row: PassageRow, before: unknown) => {
        behind.push(before);
        return behind.length === 1 ? first : new Open("");
      },
    });
    place(1).focus();
    press(place(1), "Enter");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: /Passage 1/ });
    field.value = "Бір.";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    press(field, "Enter");
    const next = await screen.findByRole("textbox", { name: /Passage 2/ });
    await waitFor(() => expect(document.activeElement).toBe(next));
    expect(behind).toEqual([null, first]);
    expect(typed).toEqual(["Бір.", "(left)"]);
  });

  it("goes to the next passage that nobody has translated, around the end", async () => {
    view = { ...view, rows: [row("One.", "One.", null), row("Two.", "Two.", "Екі."), row("Three.", "Three.", null)] };
    await show();
    place(2).focus();
    press(place(2), "u", { code: "KeyU", ctrlKey: true });
    const third = await screen.findByRole("textbox", { name: /Passage 3/ });
    press(third, "u", { code: "KeyU", ctrlKey: true });
    const first = await screen.findByRole("textbox", { name: /Passage 1/ });
    await waitFor(() => expect(document.activeElement).toBe(first));
  });

  it("takes what was translated before, and the words of the source, by key", async () => {
    const pair = { source: "Water came on Tuesday.", target: "Су сейсенбіде келді.", by: "Saule", at: 0, story: null, title: "" };
    matches = [
      { score: 100, text: "Су сейсенбіде келді.", numbers: false, pair },
      { score: 80, text: "Су келді.", numbers: false, pair },
    ];
    await show();
    place(2).focus();
    press(place(2), "Enter");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox", { name: /Passage 2.*Kazakh/ });
    await screen.findByText("Translated before");
    press(field, "r", { code: "KeyR", ctrlKey: true });
    await waitFor(() => expect(field.value).toBe("Су сейсенбіде келді."));
    press(field, "@", { code: "Digit2", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(field.value).toBe("Су келді."));
    press(field, "R", { code: "KeyR", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(field.value).toBe("Water came on Tuesday."));
    screen.getByRole("button", { name: /Су келді/ }).click();
    await waitFor(() => expect(field.value).toBe("Су келді."));
    expect(document.activeElement).toBe(field);
  });

  it("reads the rows anew when the text has gone on, and writes then", async () => {
    let asked = 0;
    await show({ write: async () => ((asked += 1) === 1 ? undefined : new Open("")) });
    place(2).focus();
    press(place(2), "Enter");
    expect(await screen.findByRole("textbox", { name: /Passage 2/ })).toBeTruthy();
    expect(asked).toBe(2);
  });

  it("asks nothing of whoever may not write, and leads them nowhere", async () => {
    await show({ mayWrite: false });
    expect(screen.getByText("3 passages of the source have changed")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Still right" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Write" })).toBeNull();
  });

  it("shows what came meanwhile when an answer is about something else", async () => {
    const { passages } = await show();
    vi.mocked(invoke).mockImplementation(async (command) => {
      if (command === "passages_show") return { ...view, rows: [row("a", "b", "c")] };
      throw { code: "changed-meanwhile", params: { edition: "en" } };
    });
    expect(await passages.follow(view.rows)).toBe(false);
    expect(passages.rows.length).toBe(1);
    expect(passages.failure?.code).toBe("changed-meanwhile");
  });

  it("says what an edition says otherwise since it was approved", async () => {
    const approved = (was: string, own: string | null) => row("Water came.", "Water came.", own, { approved: was });
    view = { ...view, rows: [approved("Су келді.", "Су ерте келді."), approved("", "Жаңа сөз."), row(null, null, null, { approved: "Кеткен сөз." })] };
    const { container } = await show();
    expect([...container.querySelectorAll("ins")].map((each) => each.textContent?.trim())).toEqual(["ерте", "Жаңа сөз."]);
    expect([...container.querySelectorAll("del")].map((each) => each.textContent)).toEqual(["Кеткен сөз."]);
    expect(screen.getAllByText("changed since it was approved")).toHaveLength(3);
    expect(screen.getAllByRole("button", { name: "Write" })).toHaveLength(2);
    expect(screen.queryByRole("button", { name: "Translate" })).toBeNull();
  });

  it("says what looks like a slip, and puts right what is known", async () => {
    const slip = { severity: "error" as const, row: 1, missing: false, own: [0, 0] as [number, number], source: [0, 0] as [number, number], fixed: null, accepted: [] };
    view = {
      ...view,
      findings: [
        { ...slip, name: "a", check: "numbers", missing: true, about: "120" },
        { ...slip, name: "b", check: "numbers", about: "210" },
        { ...slip, name: "c", check: "spaces", severity: "warning", about: "··", fixed: "Су келді." },
      ],
    };
    const { container } = await show();
    expect(screen.getByText("Number: “120” stands in the source and not here")).toBeTruthy();
    expect(screen.getByText("Number: “210” stands here and not in the source")).toBeTruthy();
    expect(screen.getByText("2 errors, 1 warning")).toBeTruthy();
    const { violations } = await axe.run(container, { rules: { region: { enabled: false }, "color-contrast": { enabled: false } } });
    expect(violations).toEqual([]);
    screen.getByRole("button", { name: "Put right: A space too many: ··" }).click();
    await waitFor(() => expect(typed).toEqual(["Су келді.", "(left)"]));
    expect(screen.queryByRole("button", { name: /Put right: Number/ })).toBeNull();
  });

  it("takes a reason for what is no slip, and never accepts without one", async () => {
    const slip: FindingView = { name: "a", check: "numbers", severity: "error", row: 1, missing: true, own: [0, 0], source: [0, 0], about: "120", fixed: null, accepted: [] };
    view = { ...view, findings: [slip] };
    const accepted: string[] = [];
    vi.mocked(invoke).mockImplementation(async (command, args) => {
      if (command === "passages_show") return view;
      const { finding, reason } = args as unknown as { finding: string; reason: string };
      accepted.push(`${command} ${finding} ${reason}`);
      view = { ...view, findings: [{ ...slip, accepted: reason === "" ? [] : [{ by: "Saule", at: 0, reason }] }] };
      return view;
    });
    await show({});
    screen.getByRole("button", { name: /^Accept: Number/ }).click();
    const field = await screen.findByRole<HTMLInputElement>("textbox", { name: "Why it is no slip" });
    press(field, "Enter");
    expect(accepted).toEqual([]);
    field.value = "A newer count";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    press(field, "Enter");
    expect(await screen.findByText(/Accepted by Saule.*A newer count/)).toBeTruthy();
    expect(screen.queryByText("1 error")).toBeNull();
    screen.getByRole("button", { name: /^Open again: Number/ }).click();
    await waitFor(() => expect(accepted).toEqual(["finding_accept a A newer count", "finding_accept a "]));
    expect(await screen.findByText("1 error")).toBeTruthy();
  });

  it("has a machine translate what is missing, and says when that could not be", async () => {
    view = { ...view, machine: true };
    const { passages } = await show();
    const before = vi.mocked(invoke).getMockImplementation()!;
    let fails = true;
    vi.mocked(invoke).mockImplementation(async (command, args) => {
      if (command !== "machine_translate") return before(command, args);
      if (fails) throw { code: "machine-silent", params: { address: "https://translate.example" } };
      view = { ...view, rows: view.rows.map((each) => (each.own === null ? { ...each, own: { text: "Жаңбыр жауды.", from: 0 }, machine: true } : each)) };
      return { translated: 1, left: 0 };
    });
    screen.getByRole("button", { name: "Translate 1 passage by machine" }).click();
    await screen.findByText(/translate.example does not answer/);
    fails = false;
    screen.getByRole("button", { name: "Translate 1 passage by machine" }).click();
    await screen.findByText("1 passage of a machine that nobody has read");
    expect(passages.translating).toBe(false);
  });

  it("takes a passage of a machine for read when somebody says so or goes through it", async () => {
    const machine = (each: PassageRow, at: number) => (at < 2 ? { ...each, machine: true, moved: false, then: each.now } : each);
    view = { ...view, rows: view.rows.map(machine) };
    const read: string[] = [];
    await show();
    const before = vi.mocked(invoke).getMockImplementation()!;
    vi.mocked(invoke).mockImplementation(async (command, args) => {
      if (command !== "machine_read") return before(command, args);
      const { passages } = args as unknown as { passages: string[] };
      read.push(...passages);
      view = { ...view, rows: view.rows.map((each) => (each.own && passages.includes(each.own.text) ? { ...each, machine: false } : each)) };
      return view;
    });
    place(1).focus();
    press(place(1), "r", { code: "KeyR" });
    await waitFor(() => expect(read).toEqual(["Арналар ашылды"]));
    await waitFor(() => expect(document.activeElement).toBe(place(2)));
    press(place(2), "Enter");
    press(await screen.findByRole("textbox"), "Enter");
    await waitFor(() => expect(read).toEqual(["Арналар ашылды", "Су дүйсенбіде келді."]));
  });

  it("has a row for each sentence when that is asked for, and writes one behind the other", async () => {
    const bytes = (text: string) => new TextEncoder().encode(text).length;
    const first = "Су дүйсенбіде келді.";
    view = {
      ...view,
      rows: [
        row("One came. Two came. Three came.", "One came. Two came. Three came.", `${first}  Екі келді.`, {
          sentences: [
            { now: [0, 9], own: [0, bytes(first)] },
            { now: [10, 19], own: [bytes(first) + 2, bytes(first) + 2 + bytes("Екі келді.")] },
            { now: [20, 31], own: null },
          ],
        }),
        row("Farmers wait. They do.", null, "Шаруалар күтіп отыр.", { sentences: [{ now: null, own: [0, 4] }] }),
      ],
    };
    const opened: unknown[] = [];
    const writing: Write = async (row, before, joint) => {
      opened.push([row.own?.text, before, joint]);
      return new Open(row.own?.text ?? "");
    };
    await show({ write: writing });
    expect(screen.getAllByRole("group")).toHaveLength(2);
    screen.getByRole("button", { name: "Sentence by sentence" }).click();
    await waitFor(() => expect(screen.getAllByRole("group")).toHaveLength(4));
    // What moved is answered as one passage.
    expect(place(2).ariaLabel).toContain("gone from the source");
    const sentence = (number: number) => screen.getByRole("group", { name: `Passage 1, sentence ${number}` });
    expect(sentence(2).textContent).toContain("Екі келді.");
    sentence(2).focus();
    press(sentence(2), "Enter");
    press(await screen.findByRole("textbox"), "Enter");
    await waitFor(() => expect(opened).toHaveLength(2));
    const from = bytes(first) + 2;
    expect(opened[0]).toEqual(["Екі келді.", { text: first, from: 0 }, " "]);
    expect(opened[1]).toMatchObject([undefined, { text: "Екі келді." }, " "]);
    expect(from).toBe(bytes(`${first}  `));
    screen.getByRole("button", { name: "Sentence by sentence" }).click();
    await waitFor(() => expect(screen.getAllByRole("group")).toHaveLength(2));
  });

  it("keeps the rows while a sentence is written that looks like the translation of something else by half", async () => {
    const three = "One came. Two came. Three came.";
    const sentences = [{ now: [0, 9] }, { now: [10, 19] }, { now: [20, 31] }].map(({ now }) => ({ now: now as [number, number], own: null }));
    const rows = [row(three, three, null, { sentences }), row("Farmers wait.", "Farmers wait.", null)];
    view = { ...view, rows };
    const opened: unknown[] = [];
    const writing: Write = async (row, before, joint) => {
      opened.push([row.own?.text, before, joint]);
      return new Open(row.own?.text ?? "");
    };
    const { passages } = await show({ write: writing });
    screen.getByRole("button", { name: "Sentence by sentence" }).click();
    await waitFor(() => expect(screen.getAllByRole("group")).toHaveLength(4));
    const first = screen.getByRole("group", { name: "Passage 1, sentence 1" });
    first.focus();
    press(first, "Enter");
    const field = await screen.findByRole<HTMLTextAreaElement>("textbox");
    field.value = "Бірі";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    // A few letters are as long as nothing in the source: the core takes them for a passage that the source has not.
    view = { ...view, rows: [row(three, three, null, { sentences }), row("Farmers wait.", "Farmers wait.", "Бірі")] };
    await passages.refresh();
    view = { ...view, rows: [row(null, null, "Бірі"), ...rows] };
    await passages.refresh();
    expect(screen.getAllByRole("group")).toHaveLength(4);
    expect(screen.getByRole("textbox")).toBe(field);
    press(field, "Enter");
    await waitFor(() => expect(opened).toHaveLength(2));
    expect(opened[1]).toMatchObject([undefined, { text: "Бірі" }, " "]);
    press(await screen.findByRole("textbox"), "Escape");
    expect(await screen.findByText("Бірі")).toBeTruthy();
  });

  it("asks what an edition was made from while nobody knows", async () => {
    view = { ...view, made_from: null, rows: view.rows.map((each) => ({ ...each, moved: false })) };
    await show();
    expect(screen.getByText(/Nobody has said what this edition was made from/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "English, as it stands now" })).toBeTruthy();
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { photoWord } from ".";

it("the window prints the same word before a credit line as the reader's page", () => {
  const pages = JSON.parse(readFileSync(join(process.cwd(), "../crates/pages/data/words.json"), "utf8")) as Record<string, { photo: string }>;
  for (const [key, words] of Object.entries(pages)) expect([key, photoWord({ key, derived_from: null })]).toEqual([key, words.photo]);
});

it("an edition without words of its own has those of its master, else English ones", () => {
  expect(photoWord({ key: "other", derived_from: "kk" })).toBe("Сурет:");
  expect(photoWord({ key: "other", derived_from: null })).toBe("Photo:");
});

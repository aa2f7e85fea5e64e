import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, it } from "vitest";

import en from "./en.json";
import kk from "./kk.json";
import ru from "./ru.json";
import { failureText, language, partName, t } from ".";

type Entry = string | Record<string, string>;
const catalogs: Record<string, Record<string, Entry>> = { en, kk, ru };
const forms = (entry: Entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** Keys whose words are the same in another language, on purpose. */
const SAME_ON_PURPOSE = /^(app\.name|.*\.(example|symbol)|part\.(lead|embargo|of-edition)|key\..*)$/;

describe.each(["kk", "ru"])("the catalog %s", (name) => {
  const catalog = catalogs[name] ?? {};

  it("has exactly the keys of the English one, in order", () => {
    expect(Object.keys(catalog)).toEqual(Object.keys(en));
    expect(Object.keys(en)).toEqual(Object.keys(en).toSorted());
  });

  it("names the same things in every sentence", () => {
    for (const [key, entry] of Object.entries(catalog)) {
      const wanted = placeholders(forms((en as Record<string, Entry>)[key] ?? "")[0] ?? "");
      for (const form of forms(entry)) expect([key, placeholders(form)]).toEqual([key, wanted]);
    }
  });

  it("is translated", () => {
    const english = Object.entries(en as Record<string, Entry>)
      .filter(([key, entry]) => !SAME_ON_PURPOSE.test(key) && JSON.stringify(entry) === JSON.stringify(catalog[key]))
      .map(([key]) => key)
      .filter((key) => forms((en as Record<string, Entry>)[key] ?? "").some((form) => /\p{L}{2}/u.test(form.replace(/\{\w+\}/g, ""))));
    expect(english).toEqual([]);
  });
});

describe("plural forms", () => {
  it("cover every form that the language has", () => {
    for (const [name, catalog] of Object.entries(catalogs)) {
      const wanted = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
      for (const [key, entry] of Object.entries(catalog)) {
        if (typeof entry === "string") continue;
        expect([name, key, Object.keys(entry)]).toEqual([name, key, expect.arrayContaining(wanted)]);
      }
    }
  });
});

describe("sentences", () => {
  afterEach(() => language.choose("en"));

  it("follow the interface language", () => {
    expect(t("deed.approve")).toBe("Approve");
    language.choose("kk-KZ");
    expect(t("deed.approve")).toBe("Мақұлдау");
    language.choose("fr-FR", "ru-RU");
    expect(t("deed.approve")).toBe("Одобрить");
    language.choose("fr");
    expect(language.current).toBe("en");
  });

  it("name parts and editions in words", () => {
    expect(partName("edition/tote/headline")).toBe("Headline, Kazakh, Arabic script");
    expect(partName("edition/xx/audio-script")).toBe("audio-script, xx");
    expect(failureText({ code: "deed-not-yours", params: { edition: "kk", deed: "approve" } })).toMatch(/^Kazakh: /);
  });

  it("show a code they do not know instead of hiding it", () => {
    expect(failureText({ code: "moon-in-the-way", params: { phase: "full" } })).toContain("moon-in-the-way phase=full");
    expect(failureText(new Error("boom"))).toContain("boom");
    expect(failureText("plain")).toContain("plain");
  });
});

function rustFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".rs") && !name.endsWith("tests.rs"))
    .map((name) => join(folder, name));
}

describe("failures", () => {
  it("have a sentence for every code that the core and the portal can answer with", () => {
    const codes = new Set<string>();
    for (const crate of ["story", "sync", "store", "photo", "newsroom", "portal"]) {
      for (const file of rustFiles(`../crates/${crate}/src`)) {
        const shipped = readFileSync(file, "utf8").split(/#\[cfg\(test\)\]/)[0] ?? "";
        for (const [, code = ""] of shipped.matchAll(/Failure::new\(\s*"([a-z-]+)"/g)) codes.add(code);
      }
    }
    expect(codes.size).toBeGreaterThan(40);
    expect([...codes].filter((code) => !(`failure.${code}` in en)).toSorted()).toEqual([]);
  });
});

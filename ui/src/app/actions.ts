// Everything that can be done from the command palette, as one list. What cannot be done now stays, with its reason.

import { commands, textOf, type EditionInfo, type StoryRow } from "../backend";
import type { IconName, MarkOf, Newsroom } from "../shared";
import { asks } from "../story";
import { editionName, failureText, language, t } from "../words";
import { LANGUAGE_NAMES } from "./languages";
import { QUEUES, type Place } from "./place.svelte";

/** One line of the palette. */
export interface Action {
  readonly id: string;
  readonly group: "edition" | "go" | "stories" | "window" | "refused";
  readonly label: string;
  readonly hint?: string;
  readonly keys?: string;
  readonly icon?: IconName;
  readonly mark?: MarkOf;
  /** The language and direction of the label, when it is story text. */
  readonly script?: EditionInfo;
  readonly act: () => void;
}

/** The headings of the palette, in order. */
export const GROUPS = ["edition", "stories", "go", "window", "refused"] as const;

/** All actions that are possible in this place, and those that are not now. */
export function actions(place: Place, newsroom: Newsroom, rows: readonly StoryRow[]): Action[] {
  return [...ofEdition(place, newsroom), ...ofStories(place, newsroom, rows), ...ofRail(place), ...ofWindow(place, newsroom)];
}

/** The actions whose words fit what was typed, and the stories that were found by it; none of those while nothing is. */
export function fitting(all: readonly Action[], typed: string): Action[] {
  const words = fold(typed).split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return all.filter((each) => each.group !== "stories").sort(inGroups);
  const found = all.filter((each) => {
    // Stories were found by the core, in any script.
    if (each.group === "stories") return true;
    const hay = fold(`${each.label} ${each.hint ?? ""}`);
    return words.every((word) => hay.includes(word));
  });
  const begins = (each: Action) => (fold(each.label).startsWith(words[0] ?? "") ? 0 : 1);
  return found.sort((one, other) => inGroups(one, other) || begins(one) - begins(other));
}

/** Where the typed words stand in a label: pieces, every second one marked. */
export function marked(label: string, typed: string): string[] {
  const word = fold(typed).trim().split(/\s+/)[0] ?? "";
  const at = word === "" ? -1 : fold(label).indexOf(word);
  // Folding may change a length; then nothing is marked rather than the wrong letters.
  if (at < 0 || fold(label).length !== label.length) return [label];
  return [label.slice(0, at), label.slice(at, at + word.length), label.slice(at + word.length)];
}

function fold(text: string): string {
  return text.toLocaleLowerCase(language.current);
}

function inGroups(one: Action, other: Action): number {
  return GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group);
}

function ofEdition(place: Place, newsroom: Newsroom): Action[] {
  const story = place.story;
  if (!story?.current || !place.listsStories) return [];
  const edition = story.edition;
  const deeds = story.current.deeds.map(({ deed, refusal }): Action => ({
    id: `deed-${deed}`,
    group: refusal ? "refused" : "edition",
    label: t(`palette.${deed}`),
    hint: refusal ? failureText(refusal) : deed === "submit" ? t("palette.submit-hint") : undefined,
    icon: deed === "return" ? "back" : deed === "publish" ? "out" : deed === "withdraw" ? "x" : deed === "redate" ? "clock" : "approve",
    act: () => {
      if (refusal) story.refused = refusal;
      else if (asks(deed)) story.asked = deed;
      else void story.act(deed, edition, "");
    },
  }));
  const editions = newsroom.editions.map((each, index): Action => ({
    id: `edition-${each.key}`,
    group: "edition",
    label: t("palette.edition", { edition: editionName(each.key) }),
    keys: index < 9 ? `Ctrl ${index + 1}` : undefined,
    mark: story.view?.editions.find((view) => view.edition === each.key)?.standing ?? "empty",
    act: () => (story.edition = each.key),
  }));
  const beside: Action = {
    id: "beside",
    group: "edition",
    label: t("story.beside"),
    icon: "split",
    keys: "Ctrl D",
    act: () => story.toggleBeside(),
  };
  const passages: Action = {
    id: "passages",
    group: "edition",
    label: t("passages.view"),
    icon: "rows",
    keys: "Ctrl ⇧ D",
    act: () => (story.byPassage = !story.byPassage),
  };
  const outside: Action = {
    id: "outside-out",
    group: "edition",
    label: t("outside.out", { edition: editionName(edition) }),
    icon: "export",
    act: () => place.sendOut(),
  };
  const typeset: Action = {
    id: "typeset",
    group: "edition",
    label: t("palette.typeset"),
    icon: "quote",
    act: () => void place.attempt(() => story.typeset(edition)),
  };
  const photos: Action = {
    id: "photos",
    group: "edition",
    label: t("story.add-photo"),
    icon: "photo",
    act: () => place.choosePhotos?.(),
  };
  const places = (story.view?.photos ?? []).map(({ photo, content }, index): Action => ({
    id: `place-${photo}`,
    group: "edition",
    label: t("palette.place-photo", { number: index + 1 }),
    hint: textOf(content, `edition/${edition}/caption`) || undefined,
    icon: "photo",
    act: () => void story.placePhoto(photo),
  }));
  const templates = place.vocabulary.choices("template").map(({ id, label }): Action => ({
    id: `template-${id}`,
    group: "edition",
    label: t("palette.fill-in", { name: label }),
    icon: "copy",
    act: () => void place.attempt(() => commands.template_apply(story.id, id).then(() => story.refresh())),
  }));
  const snippets = place.vocabulary.snippets(newsroom.edition(edition)).map(({ id, name, begins, text }): Action => ({
    id: `snippet-${id}`,
    group: "edition",
    label: t("palette.put-in", { name }),
    hint: begins,
    icon: "plus",
    act: () => void place.attempt(async () => story.putIn(await text())),
  }));
  const keep: Action = { id: "template-keep", group: "edition", label: t("template.keep"), icon: "copy", act: () => (place.floating = "template") };
  const link: Action = { id: "link", group: "edition", label: t("palette.copy-link"), icon: "link", act: () => void place.copyLink() };
  const remark: Action = {
    id: "remark",
    group: "edition",
    label: t("keys.comment"),
    icon: "comment",
    keys: "Ctrl Alt M",
    act: () => void place.remark(),
  };
  const checks: Action = {
    id: "checks",
    group: "edition",
    label: t("palette.checks"),
    icon: "ok",
    act: () => {
      place.tab = "checks";
      place.inspector = true;
    },
  };
  const history: Action = {
    id: "history",
    group: "edition",
    label: t("palette.history"),
    icon: "clock",
    act: () => {
      place.tab = "history";
      place.inspector = true;
    },
  };
  return [...deeds, ...editions, beside, passages, ...(edition === story.view?.source_edition ? [] : [outside]), typeset, photos, ...places, ...snippets, ...templates, keep, link, remark, checks, history];
}

function ofStories(place: Place, newsroom: Newsroom, rows: readonly StoryRow[]): Action[] {
  return rows.map((row) => ({
    id: `story-${row.story}`,
    group: "stories",
    label: row.headline || row.slugline || t("stories.no-headline"),
    hint: [row.slugline, newsroom.edition(row.headline_edition).label].filter((word) => word !== "").join(", "),
    mark: row.editions.find((mark) => mark.edition === row.headline_edition)?.standing ?? "empty",
    script: newsroom.edition(row.headline_edition),
    act: () => void place.openIn(place.listsStories ? place.queue : "desk", row.story),
  }));
}

function ofRail(place: Place): Action[] {
  const kept = place.kept.all.map(({ name, query }): Action => ({
    id: `kept-${name}`,
    group: "go",
    label: name,
    hint: t("list.kept"),
    icon: "pin",
    act: () => void place.goToKept(query),
  }));
  const queues = QUEUES.map(({ name, icon, key }): Action => ({
    id: `go-${name}`,
    group: "go",
    label: t(`queue.${name}`),
    icon,
    keys: `Alt ${key}`,
    act: () => void place.go(name),
  }));
  return [...queues, ...kept];
}

function ofWindow(place: Place, newsroom: Newsroom): Action[] {
  const own: Action[] = [
    { id: "new", group: "window", label: t("rail.new-story"), icon: "plus", keys: "Ctrl N", act: () => void place.begin() },
    {
      id: "inspector",
      group: "window",
      label: t("palette.inspector"),
      icon: "split",
      keys: "Ctrl ]",
      act: () => (place.inspector = !place.inspector),
    },
    { id: "focus", group: "window", label: t("palette.focus"), icon: "eye", keys: "Ctrl ⇧ F", act: () => (place.focus = !place.focus) },
    { id: "typewriter", group: "window", label: t("palette.typewriter"), icon: "pen", act: () => (place.typewriter = !place.typewriter) },
    {
      id: "typesets",
      group: "window",
      label: t(place.typesets ? "palette.typesets-off" : "palette.typesets-on"),
      icon: "quote",
      act: () => (place.typesets = !place.typesets),
    },
    {
      id: "spells",
      group: "window",
      label: t(place.spells ? "palette.spells-off" : "palette.spells-on"),
      icon: "ok",
      act: () => (place.spells = !place.spells),
    },
    { id: "keys", group: "window", label: t("status.shortcuts"), icon: "key", keys: "F1", act: () => (place.floating = "keys") },
    { id: "tour", group: "window", label: t("tour.title"), icon: "book", act: () => (place.floating = "tour") },
    { id: "lock", group: "window", label: t("rail.lock"), icon: "lock", keys: "Ctrl ⇧ L", act: () => void place.lock() },
    { id: "vocabulary", group: "window", label: t("rail.vocabulary"), icon: "book", act: () => (place.floating = "vocabulary") },
    { id: "outside-back", group: "window", label: t("outside.back"), icon: "import", act: () => (place.floating = "outside-back") },
    { id: "house", group: "window", label: t("house.title"), icon: "rows", act: () => (place.floating = "house") },
    { id: "memory", group: "window", label: t("memory.title"), icon: "copy", act: () => (place.floating = "memory") },
    { id: "safety", group: "window", label: t("rail.safety"), icon: "disk", act: () => (place.floating = "safety") },
    { id: "people", group: "window", label: t("rail.people"), icon: "user", act: () => void place.another() },
  ];
  const portal: Action = newsroom.session?.portal
    ? { id: "sync-now", group: "window", label: t("palette.sync-now"), icon: "sync", act: () => void place.syncNow() }
    : { id: "connect", group: "window", label: t("rail.connect"), icon: "online", act: () => (place.floating = "connect") };
  const languages = language.all.map((each): Action => ({
    id: `language-${each}`,
    group: "window",
    label: t("palette.language", { language: LANGUAGE_NAMES[each] }),
    icon: "book",
    act: () => void place.prefer("interface", each),
  }));
  const themes = (["", "light", "dark"] as const).map((each): Action => ({
    id: `theme-${each}`,
    group: "window",
    label: t("palette.theme", { theme: t(`theme.${each || "system"}`) }),
    icon: "sun",
    act: () => void place.prefer("theme", each),
  }));
  const contrasts = (["", "more", "normal"] as const).map((each): Action => ({
    id: `contrast-${each}`,
    group: "window",
    label: t("palette.contrast", { contrast: t(`contrast.${each || "system"}`) }),
    icon: "sun",
    act: () => void place.prefer("contrast", each),
  }));
  const sizes: Action[] = [
    { id: "larger", group: "window", label: t("zoom.larger"), icon: "plus", keys: "Ctrl +", act: () => void place.zoom(1) },
    { id: "smaller", group: "window", label: t("zoom.smaller"), icon: "minus", keys: "Ctrl −", act: () => void place.zoom(-1) },
    { id: "own-size", group: "window", label: t("zoom.whole"), icon: "eye", keys: "Ctrl 0", act: () => void place.zoom(0) },
  ];
  return [...own, portal, ...languages, ...themes, ...contrasts, ...sizes];
}

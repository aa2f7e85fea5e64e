// Views as the core answers them, for tests: everything that a test does not care about is calm and empty.

import {
  textOf,
  type Content,
  type Deed,
  type DeedView,
  type EditionMark,
  type EditionView,
  type PassageRow,
  type PassagesView,
  type PhotoRow,
  type PhotoView,
  type Standing,
  type StoryRow,
  type StoryView,
} from "../backend";

/** Parts of text. */
export function content(parts: Record<string, string>): Content {
  return Object.fromEntries(Object.entries(parts).map(([part, text]) => [part, { text }]));
}

/** A photo of a story. */
export function photoView(parts: Record<string, string>, over: Partial<PhotoView> = {}): PhotoView {
  return { photo: "ab".repeat(32), content: content(parts), picture: true, may_credit: true, supplier: null, blocks: [], may_lift: true, ...over };
}

const DEEDS: readonly Deed[] = ["submit", "return", "approve", "publish", "redate", "withdraw"];
const CODES: Record<Deed, string> = {
  submit: "already-in-review",
  return: "not-in-review",
  approve: "already-approved",
  publish: "not-approved",
  redate: "displayed-not-yours",
  withdraw: "not-published",
};

/** A photo in a list that lacks nothing. */
export function photoRow(photo: string, over: Partial<PhotoRow> = {}): PhotoRow {
  return {
    photo,
    changed_at: 0,
    file_name: `${photo}.jpg`,
    captions: {},
    creator: "D. Ospanov",
    credit_line: "D. Ospanov / Dala",
    credit_needed: false,
    rights_needed: false,
    alt_text_needed: false,
    otherwise: false,
    rating: 0,
    licence_until: "",
    source_type: "",
    size: ["1200", "800"],
    uses: 0,
    cards: 0,
    picture: true,
    ...over,
  };
}

/** The deeds of an edition: those named can be done, the others are refused. */
export function deeds(...possible: Deed[]): DeedView[] {
  return DEEDS.map((deed) => ({ deed, refusal: possible.includes(deed) ? null : { code: CODES[deed] } }));
}

/** One edition of a story. */
export function editionView(edition: string, standing: Standing, over: Partial<EditionView> = {}): EditionView {
  const possible: Partial<Record<Standing, Deed[]>> = {
    draft: ["submit"],
    "in-review": ["return", "approve"],
    changed: ["submit", "return", "approve"],
    approved: ["return", "publish"],
  };
  return {
    edition,
    standing,
    pending: [],
    by: null,
    at: null,
    reason: null,
    reasons: 0,
    words: 0,
    may_write: true,
    closed: false,
    deeds: deeds(...(possible[standing] ?? [])),
    obstacles: [],
    dateline: "",
    public_url: null,
    published_at: null,
    displayed: null,
    behind: 0,
    task: null,
    behind_through: null,
    says: "",
    ...over,
  };
}

/** A story whose source edition is English. */
export function storyView(parts: Record<string, string>, over: Partial<StoryView> = {}): StoryView {
  return {
    story: "canal",
    content: content(parts),
    source_edition: "en",
    editions: [editionView("kk", "empty"), editionView("tote", "empty"), editionView("en", "draft")],
    photos: [],
    cards: [],
    suggestions: [],
    comments: [],
    unread: [],
    suggesting: false,
    closed: false,
    created_by: "Aigerim Sadyqova",
    changed_at: 0,
    waiting: false,
    ...over,
  };
}

/** An edition beside the source of its story, passage by passage and pair by pair. */
export function passagesView(story: StoryView, edition: string, over: Partial<PassagesView> = {}): PassagesView {
  const said = (of: string) =>
    (["headline", "lead", "body"] as const).flatMap((field) =>
      textOf(story.content, `edition/${of}/${field}`)
        .split("\n\n")
        .filter((text) => text !== "")
        .map((text) => ({ field, text })),
    );
  const [source, own] = [edition === story.source_edition ? [] : said(story.source_edition), said(edition)];
  const rows = Array.from({ length: Math.max(source.length, own.length) }, (_, place): PassageRow => {
    const text = own[place];
    return {
      part: `edition/${edition}/${(text ?? source[place])?.field ?? "body"}`,
      photo: null,
      then: source[place]?.text ?? null,
      now: source[place]?.text ?? null,
      moved: false,
      moved_by: null,
      sentences: [],
      machine: false,
      approved: null,
      returned: [],
      own: text ? { text: text.text, from: 0 } : null,
    };
  });
  const beside = edition === story.source_edition ? null : story.source_edition;
  const says = story.editions.find((each) => each.edition === edition)?.says ?? "";
  return { made_from: beside, beside, through: null, rows, returned: [], findings: [], machine: false, converted_otherwise: false, says, ...over };
}

/** How an edition stands in a list. */
export function mark(edition: string, standing: Standing, over: Partial<EditionMark> = {}): EditionMark {
  return { edition, standing, by: "", at: null, reason: null, source_moved: false, cards: 0, behind: 0, task: null, ...over };
}

/** A row of a list, of a story of which nothing is known. */
export function listRow(story: string, over: Partial<StoryRow> = {}): StoryRow {
  return {
    story,
    slugline: story,
    headline: "",
    headline_edition: "kk",
    urgency: "",
    deadline: null,
    desk: null,
    changed_at: 0,
    editions: [],
    waiting: false,
    credit_needed: false,
    cards: 0,
    mentions_me: false,
    suggestions: 0,
    created_by: "",
    ...over,
  };
}

/** The row of a story in a list. */
export function storyRow(story: StoryView, slugline: string): StoryRow {
  return listRow(story.story, {
    slugline,
    headline_edition: story.source_edition,
    changed_at: story.changed_at,
    editions: story.editions.map(({ edition, standing }) => mark(edition, standing)),
    waiting: story.waiting,
    cards: story.cards.length,
    suggestions: story.suggestions.length,
    created_by: story.created_by,
  });
}

// How a list is narrowed: the choices there are, and those that are made, in words.

import { wholeQueue, type EditionInfo, type Queue, type Standing, type StoryOrder } from "../backend";
import { calendarDay, type MenuItem } from "../shared";
import type { Vocabulary } from "../vocabulary";
import { editionName, t } from "../words";
import type { StoryList } from "./story-list.svelte";
import type { KeptLists } from "./kept-lists.svelte";

const QUEUES = ["due", "mentions", "translation", "stale", "credits", "approvals", "waiting", "conflicts"] as const satisfies readonly Queue[];
const STANDINGS = [
  "draft",
  "in-review",
  "returned",
  "approved",
  "changed",
  "published",
  "draft-over-published",
  "withdrawn",
] as const satisfies readonly Standing[];
const URGENCIES = ["1", "2", "3", "4", "5"] as const;
/** What a list can be narrowed by that is looked up by its word. */
const LOOKED_UP = ["section", "desk", "tag", "person"] as const;
/** How many days back a change may be. */
const DAYS = [1, 7, 30] as const;
const ORDERS = ["changed", "slugline", "urgency", "deadline", "published"] as const satisfies readonly StoryOrder[];

/** One of these. */
export type LookedUp = (typeof LOOKED_UP)[number];

/** What is asked for below the list's field: the name that the list is kept under, or an entry of the vocabulary. */
export type Asked = "name" | LookedUp | undefined;

/** Everything that a list can be narrowed by. A choice that is made already is taken back by making it again. */
export function choices(
  list: StoryList,
  editions: readonly EditionInfo[],
  kept: KeptLists,
  ask: (what: NonNullable<Asked>) => void,
): MenuItem[] {
  const { filter, order } = list.query;
  const today = startOfToday();
  const same = kept.called(list.query);
  const items: MenuItem[] = [
    ...QUEUES.map((queue) => ({
      label: t(`list.queue-${queue}`),
      checked: filter.queues.includes(queue),
      act: () => void list.narrow({ queues: toggled(filter.queues, queue) }),
    })),
    {
      label: t("list.published-today"),
      checked: filter.published_since !== null,
      act: () => void list.narrow({ published_since: filter.published_since === null ? today : null }),
    },
    ...headed(
      t("list.standing"),
      STANDINGS.map((standing) => ({
        label: t(`standing.${standing}`),
        checked: filter.standings.includes(standing),
        act: () => void list.narrow({ standings: toggled(filter.standings, standing) }),
      })),
    ),
    ...headed(
      t("list.edition"),
      editions.map(({ key }) => ({
        label: editionName(key),
        checked: filter.edition === key,
        act: () => void list.narrow({ edition: filter.edition === key ? null : key }),
      })),
    ),
    ...headed(t("list.about"), LOOKED_UP.map((what) => ({ label: t(`list.by-${what}`), act: () => ask(what) }))),
    ...headed(
      t("list.changed"),
      DAYS.map((days) => {
        const since = startOfToday(days - 1);
        return {
          label: days === 1 ? t("list.today") : t("list.days", { count: days }),
          checked: filter.changed_since === since,
          act: () => void list.narrow({ changed_since: filter.changed_since === since ? null : since }),
        };
      }),
    ),
    ...headed(
      t("list.urgency"),
      URGENCIES.map((urgency) => ({
        label: t("list.urgency-of", { urgency }),
        checked: filter.urgency === urgency,
        act: () => void list.narrow({ urgency: filter.urgency === urgency ? null : urgency }),
      })),
    ),
    ...headed(
      t("list.order"),
      ORDERS.map((each) => ({ label: t(`list.order-${each}`), checked: order === each, act: () => void list.sort(each) })),
    ),
    ...headed(t("list.kept"), [
      ...kept.all.map(({ name, query }) => ({ label: name, checked: same?.name === name, act: () => void list.show(query) })),
      same
        ? { label: t("list.forget", { name: same.name }), icon: "x" as const, act: () => void kept.forget(same.name) }
        : { label: t("list.keep"), icon: "pin" as const, act: () => ask("name") },
    ]),
  ];
  return headed(t("list.queue"), items);
}

/** A filter that is at work, and what takes it away. */
export interface Narrowing {
  readonly label: string;
  readonly remove: () => void;
}

/** The filters at work, but for the words, which stand in their field. */
export function narrowings(list: StoryList, vocabulary: Vocabulary): Narrowing[] {
  const { filter, queue } = list.query;
  const found: Narrowing[] = [];
  const add = (label: string, remove: () => void) => found.push({ label, remove });
  // A kept list may be of a queue that the rail does not have.
  if (!["mine", "desk", "credits"].includes(queue)) {
    add(t(`list.queue-${queue as (typeof QUEUES)[number]}`), () => void list.show({ ...list.query, queue: "desk" }));
  }
  for (const each of filter.queues) {
    add(t(`list.queue-${each as (typeof QUEUES)[number]}`), () => void list.narrow({ queues: toggled(filter.queues, each) }));
  }
  if (filter.published_since !== null) add(t("list.published-today"), () => void list.narrow({ published_since: null }));
  for (const each of filter.standings) {
    add(t(`standing.${each}`), () => void list.narrow({ standings: toggled(filter.standings, each) }));
  }
  if (filter.edition !== null) add(editionName(filter.edition), () => void list.narrow({ edition: null }));
  for (const what of LOOKED_UP) {
    const entry = filter[what];
    if (entry === null) continue;
    add(t(`list.of-${what}`, { name: vocabulary.label(entry) }), () => void list.narrow({ [what]: null }));
  }
  const { changed_since, urgency } = filter;
  if (changed_since !== null) {
    const date = calendarDay(changed_since);
    add(t("list.changed-since", { date }), () => void list.narrow({ changed_since: null }));
  }
  if (urgency !== null) add(t("list.urgency-of", { urgency }), () => void list.narrow({ urgency: null }));
  return found;
}

/** Takes every filter away. */
export function widen(list: StoryList): void {
  void list.show({ ...wholeQueue(list.query.queue), order: list.query.order });
}

function headed(heading: string, items: readonly MenuItem[]): MenuItem[] {
  return items.map((item, index) => (index === 0 ? { ...item, heading } : item));
}

function toggled<T>(all: readonly T[], one: T): T[] {
  return all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
}

/** The beginning of today, or of a day so many days before it. */
function startOfToday(days_before = 0): number {
  const day = new Date();
  day.setDate(day.getDate() - days_before);
  return day.setHours(0, 0, 0, 0);
}

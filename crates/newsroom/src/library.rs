//! The library: every story of this laptop in lists that are filtered, sorted and read a page at a time.
//!
//! Lists are made from the shelf of the store, which follows here: before one is shown, the rows of what has changed since
//! are made anew. However many stories there are, that costs what has changed and not what there is.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tilshi_store::{PhotoFilter, Reader, ShelfFilter, ShelfOrder, Shelved, StoredCard};
use tilshi_story::{
    Account, CommentPart, DocumentId, EditionKey, Failure, Now, PartValue, PersonId, Standing, StoryId, Task, Timestamp,
};

use crate::comments::mentioned;
use crate::conflicts;
use crate::photo_desk;
use crate::profile::{Me, Names, Open, setting};
use crate::search;
use crate::standing::{Evidence, WaitingSteps};
use crate::stories::{first_edition, follows};
use crate::views::{EditionMark, Queue, QueueCounts, SavedQuery, StoryOrder, StoryPage, StoryQuery, StoryRow};
use crate::{Answer, Newsroom};

/// How many documents are put on the shelf in one transaction.
const BATCH: usize = 200;

/// How long a list waits for its shelf. Only a profile of an earlier version, or one that thousands of stories have come
/// into, is ever behind for longer.
const PATIENCE: Duration = Duration::from_millis(300);

/// Most lists that are kept under a name.
const MOST_SAVED: usize = 50;

/// What the index of words is asked about in a list; the search has the rest.
const LISTED_WORDS: &str = "{title people tags}";

impl Newsroom {
    /// See [`crate::Call::story_list`].
    pub fn story_list(&self, query: StoryQuery, from: usize, count: usize) -> Answer<StoryPage> {
        if !query.filter.words.trim().is_empty() {
            self.follow_search(Some(search::PATIENCE))?;
        }
        self.with(|open| {
            let behind = follow(open, Some(PATIENCE))?;
            let reader = open.store.read();
            let (filter, order) = (filter(&open.me, &query), order(query.order));
            let shelved = reader.shelf(&filter, order, from, count)?;
            Ok(StoryPage { total: reader.shelf_count(&filter)?, rows: rows(&reader, &open.me, shelved)?, behind })
        })
    }

    /// See [`crate::Call::story_ids`].
    pub fn story_ids(&self, query: StoryQuery) -> Answer<Vec<StoryId>> {
        self.with(|open| {
            follow(open, None)?;
            Ok(open.store.read().shelf_stories(&filter(&open.me, &query), order(query.order))?)
        })
    }

    /// See [`crate::Call::queue_counts`].
    pub fn queue_counts(&self) -> Answer<QueueCounts> {
        self.with(|open| {
            follow(open, Some(PATIENCE))?;
            photo_desk::follow(open)?;
            let reader = open.store.read();
            let counts = reader.shelf_counts(open.me.person)?;
            let suggestions = conflicts::views(open, |card| !card.is_conflict())?;
            let to_answer = suggestions.iter().filter(|card| card.may_settle && !card.may_take_back).count();
            let conflicts = reader.open_cards()?.iter().filter(|stored| stored.card.is_conflict()).count();
            let returned = ShelfFilter {
                of: Some(open.me.person),
                standing: Some((None, vec![name(Standing::Returned)])),
                ..ShelfFilter::default()
            };
            let mentioned = ShelfFilter { mentions: Some(open.me.person), ..ShelfFilter::default() };
            let approves = open.me.account.as_ref().is_some_and(Account::approves);
            let to_approve = if approves { counts.to_approve } else { 0 };
            let for_me =
                reader.shelf_count(&returned)? + reader.shelf_count(&mentioned)? + conflicts + to_approve + to_answer;
            Ok(QueueCounts {
                mine: counts.of,
                desk: counts.all,
                approvals: counts.to_approve + to_answer,
                photos: reader.photo_count(&PhotoFilter { credit_needed: true, ..PhotoFilter::default() })?,
                sync: crate::outbox::count(open)? + conflicts,
                for_me,
            })
        })
    }

    /// See [`crate::Call::saved_queries`].
    pub fn saved_queries(&self) -> Answer<Vec<SavedQuery>> {
        self.with(|open| {
            let saved = open.store.read().setting(setting::SAVED_QUERIES)?;
            // What a newer version kept in another form is not worth a list that does not open.
            Ok(saved.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
        })
    }

    /// See [`crate::Call::saved_queries_set`].
    pub fn saved_queries_set(&self, queries: Vec<SavedQuery>) -> Answer<Vec<SavedQuery>> {
        let mut kept: Vec<SavedQuery> = Vec::new();
        for saved in queries {
            let name = saved.name.trim().to_owned();
            if name.is_empty() {
                return Err(Failure::new("bad-argument").with("argument", "queries"));
            }
            // The same name again is the same list, as it is now.
            kept.retain(|before| before.name != name);
            kept.push(SavedQuery { name, query: saved.query });
        }
        if kept.len() > MOST_SAVED {
            return Err(Failure::new("too-many-saved").with("most", MOST_SAVED));
        }
        let json = serde_json::to_string(&kept).map_err(|error| Failure::new("internal").with("detail", error))?;
        self.with(|open| Ok(open.store.write(|writer| writer.set_setting(setting::SAVED_QUERIES, &json))?))?;
        Ok(kept)
    }
}

/// What is only shown of an edition, as the shelf keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Mark {
    by: Option<PersonId>,
    at: Option<Timestamp>,
    reason: Option<String>,
    source_moved: bool,
    cards: usize,
    /// Of rows that an earlier version put on the shelf nothing was behind.
    #[serde(default)]
    behind: usize,
    #[serde(default)]
    task: Option<Task>,
}

fn order(order: StoryOrder) -> ShelfOrder {
    match order {
        StoryOrder::Changed => ShelfOrder::Changed,
        StoryOrder::Slugline => ShelfOrder::Slugline,
        StoryOrder::Urgency => ShelfOrder::Urgency,
        StoryOrder::Published => ShelfOrder::Published,
        StoryOrder::Deadline => ShelfOrder::Deadline,
    }
}

fn filter(me: &Me, query: &StoryQuery) -> ShelfFilter {
    let asked = &query.filter;
    let mut filter = ShelfFilter {
        person: asked.person.map(|person| person.to_string()),
        standing: (!asked.standings.is_empty())
            .then(|| (asked.edition.clone(), asked.standings.iter().map(|standing| name(*standing)).collect())),
        section: asked.section.map(|section| section.to_string()),
        desk: asked.desk.map(|desk| desk.to_string()),
        tag: asked.tag.map(|tag| tag.to_string()),
        urgency: asked.urgency.clone(),
        published_since: asked.published_since,
        changed_since: asked.changed_since,
        words: search::expression_in(LISTED_WORDS, &asked.words),
        ..ShelfFilter::default()
    };
    for queue in asked.queues.iter().chain([&query.queue]) {
        match queue {
            Queue::Desk => {}
            Queue::Mine => filter.of = Some(me.person),
            Queue::Translation => filter.untranslated = Some(asked.edition.clone()),
            Queue::Stale => filter.behind = Some(asked.edition.clone()),
            Queue::Credits => filter.credits_missing = true,
            Queue::Mentions => filter.mentions = Some(me.person),
            Queue::Due => filter.due = true,
            Queue::Approvals => filter.to_approve = true,
            Queue::Waiting => filter.waiting = true,
            Queue::Conflicts => filter.cards = true,
            Queue::Published => filter.published_since = Some(asked.published_since.unwrap_or(Timestamp(i64::MIN))),
        }
    }
    filter
}

/// How the shelf names a standing.
fn name(standing: Standing) -> String {
    serde_json::to_value(standing).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Brings the shelf up to what is written, all of it or for so long; how many documents are left.
pub(crate) fn follow(open: &mut Open, longest: Option<Duration>) -> Answer<usize> {
    let begun = Instant::now();
    loop {
        let reader = open.store.read();
        if longest.is_some_and(|longest| begun.elapsed() > longest) {
            return Ok(reader.shelf_due_count()?);
        }
        let due = reader.shelf_due(BATCH)?;
        if due.is_empty() {
            return Ok(0);
        }
        let mut stories = Vec::new();
        let mut passed_on = Vec::new();
        for document in due {
            match document {
                DocumentId::Story(story) => stories.push(story),
                DocumentId::Photo(photo) => passed_on.push((document, reader.stories_using(photo)?)),
                DocumentId::Entry(_) => passed_on.push((document, Vec::new())),
            }
        }
        let mut shelved = Vec::new();
        for row in reader.story_rows(&stories)? {
            shelved.push(shelve(&reader, &open.me, &row)?);
        }
        let kept = open.store.write_derived(|writer| {
            for story in &stories {
                // Whatever it is that has no row: it is looked at once and not for ever.
                writer.pass_on_shelf_due((*story).into(), &[])?;
            }
            for (document, stories) in &passed_on {
                writer.pass_on_shelf_due(*document, stories)?;
            }
            shelved.iter().try_for_each(|row| writer.shelve(row))
        });
        if let Err(error) = kept {
            // A disk that is full keeps nobody from reading what is on it.
            tracing::warn!(%error, "the lists could not follow what was written");
            return Ok(0);
        }
    }
}

/// What the shelf holds of a story.
fn shelve(reader: &Reader<'_>, me: &Me, row: &tilshi_store::StoryRow) -> Answer<Shelved> {
    let source = row.source_edition.clone().unwrap_or_else(first_edition);
    let headline = |edition: &EditionKey| row.editions.get(edition).map_or("", |summary| summary.headline.trim());
    let with_headline = std::iter::once(&source)
        .chain(tilshi_language::editions().iter().map(|edition| &edition.key))
        .find(|edition| !headline(edition).is_empty())
        .unwrap_or(&source);
    let document = DocumentId::from(row.story);
    let documents: BTreeSet<DocumentId> =
        std::iter::once(document).chain(row.photos.iter().map(|photo| photo.photo.into())).collect();
    let (mut waiting, mut cards) = (false, Vec::new());
    for document in &documents {
        waiting |= reader.is_unsent(*document)?;
        cards.extend(reader.cards_of(*document)?.into_iter().filter(|stored| !stored.settled));
    }
    let outbox = reader.outbox_of(document)?;
    let steps = WaitingSteps::read(&outbox);
    let (mut standings, mut marks, mut stale) = (Vec::new(), Vec::new(), Vec::new());
    for edition in tilshi_language::editions() {
        let (standing, mut mark) = stand(me, row, &source, &edition.key, &steps, &cards);
        if is_behind(row, &edition.key) && standing != Standing::Withdrawn {
            mark.behind = tilshi_merge::behind(&reader.content(document)?, &edition.key).passages;
        }
        if edition.key != source {
            let public = |edition| row.workflow.current(edition);
            mark.task = Task::of(public(&edition.key), public(&source), follows(standing, mark.behind));
        }
        if mark.behind > 0 || mark.task.is_some() {
            stale.push(edition.key.clone());
        }
        standings.push((edition.key.clone(), standing));
        marks.push(mark);
    }
    let of_source = standings.iter().find(|(edition, _)| *edition == source).map(|(_, standing)| *standing);
    let is_finished = of_source.is_some_and(|standing| {
        matches!(standing, Standing::Approved | Standing::Published | Standing::DetailsChanged)
    });
    let is_empty = |edition: &EditionKey| {
        standings.iter().any(|(known, standing)| known == edition && *standing == Standing::Empty)
    };
    // What shows its master needs nobody to write it.
    let follows = |edition: &EditionKey| {
        let master = tilshi_language::edition(edition).and_then(|edition| edition.derived_from.as_ref());
        master.is_some_and(|master| !is_empty(master))
    };
    let was_public = row.workflow.publications.iter().any(|publication| publication.edition == source);
    let waits_for_approval = |standing: &Standing| matches!(standing, Standing::InReview | Standing::Changed);
    let is_conflict = |stored: &&StoredCard| stored.card.is_conflict();
    Ok(Shelved {
        story: row.story,
        changed_at: row.changed_at,
        created_by: row.created_by,
        slugline: row.slugline.clone(),
        headline: headline(with_headline).to_owned(),
        headline_edition: with_headline.clone(),
        section: row.section.clone(),
        urgency: row.urgency.clone(),
        desk: row.desk.clone(),
        deadline: row.deadline.filter(|_| !was_public),
        to_approve: standings.iter().filter(|(_, standing)| waits_for_approval(standing)).count(),
        untranslated: is_finished && standings.iter().any(|(edition, _)| is_empty(edition) && !follows(edition)),
        credits_missing: row.photos.iter().filter(|photo| photo.credit_needed).count(),
        waiting,
        suggestions: cards.len() - cards.iter().filter(is_conflict).count(),
        cards: cards.iter().filter(is_conflict).count(),
        published_at: row.workflow.publications.iter().map(|publication| publication.from).max(),
        behind: stale,
        mentions: mentioned(&reader.parts_beginning(document, CommentPart::BEGINNING)?).into_iter().collect(),
        standings: standings.into_iter().map(|(edition, standing)| (edition, name(standing))).collect(),
        marks: serde_json::to_string(&marks).map_err(|error| Failure::new("internal").with("detail", error))?,
    })
}

/// Whether what an edition was made from is another text by now, by the hashes alone.
fn is_behind(row: &tilshi_store::StoryRow, edition: &EditionKey) -> bool {
    let Some((summary, from)) = row.editions.get(edition).and_then(|it| Some((it, it.made_from.as_ref()?))) else {
        return false;
    };
    let nothing = PartValue::text("").hash();
    let now = row.editions.get(from).map_or([nothing; 3], |now| [now.headline_hash, now.lead_hash, now.body_hash]);
    summary.source_hashes != now
}

fn stand(
    me: &Me,
    row: &tilshi_store::StoryRow,
    source: &EditionKey,
    edition: &EditionKey,
    steps: &WaitingSteps,
    cards: &[StoredCard],
) -> (Standing, Mark) {
    let evidence = Evidence {
        me,
        story: row.story,
        edition,
        workflow: &row.workflow,
        steps,
        empty: row.editions.get(edition).is_none_or(|summary| summary.empty),
    };
    let source_pins = || if source == edition { Vec::new() } else { row.pins(source) };
    let stand =
        evidence.stand(|| Now { pins: row.pins(edition), source_pins: source_pins(), details: Some(row.details()) });
    let conflicts = cards.iter().filter(|stored| {
        let part = stored.card.part.known();
        stored.card.is_conflict() && part.is_some_and(|part| part.edition() == Some(edition))
    });
    let mut mark = Mark { cards: conflicts.count(), ..Mark::default() };
    match (&stand.public, &stand.record) {
        (Some(public), _) if matches!(stand.standing, Standing::Published | Standing::DetailsChanged) => {
            (mark.by, mark.at) = (Some(public.by), Some(public.from));
        }
        (_, Some(record)) if !matches!(stand.standing, Standing::Draft | Standing::Empty) => {
            (mark.by, mark.at, mark.reason) = (Some(record.by), Some(record.at), record.reason.clone());
            mark.source_moved = stand.standing == Standing::Changed && record.pins == row.pins(edition);
        }
        _ => {}
    }
    (stand.standing, mark)
}

/// What a list shows.
fn rows(reader: &Reader<'_>, me: &Me, shelved: Vec<Shelved>) -> Answer<Vec<StoryRow>> {
    let damaged = |_| Failure::new("database-damaged");
    let mut read = Vec::new();
    for row in shelved {
        let marks: Vec<Mark> = serde_json::from_str(&row.marks).map_err(damaged)?;
        read.push((row, marks));
    }
    let people =
        read.iter().flat_map(|(row, marks)| row.created_by.into_iter().chain(marks.iter().filter_map(|m| m.by)));
    let names = Names::of_people(reader, me, &people.collect())?;
    let mut rows = Vec::new();
    for (row, marks) in read {
        let editions = row.standings.into_iter().zip(marks).map(|((edition, standing), mark)| {
            Ok(EditionMark {
                edition,
                standing: serde_json::from_value(standing.into()).map_err(damaged)?,
                by: mark.by.map(|person| names.of(person)).unwrap_or_default(),
                at: mark.at,
                reason: mark.reason,
                source_moved: mark.source_moved,
                cards: mark.cards,
                behind: mark.behind,
                task: mark.task,
            })
        });
        rows.push(StoryRow {
            story: row.story,
            slugline: row.slugline,
            headline: row.headline,
            headline_edition: row.headline_edition,
            urgency: row.urgency,
            deadline: row.deadline,
            desk: row.desk.parse().ok(),
            changed_at: row.changed_at,
            editions: editions.collect::<Answer<_>>()?,
            waiting: row.waiting,
            credit_needed: row.credits_missing > 0,
            cards: row.cards,
            suggestions: row.suggestions,
            mentions_me: row.mentions.contains(&me.person),
            created_by: row.created_by.map(|person| names.of(person)).unwrap_or_default(),
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;
    use tilshi_store::Workflow;
    use tilshi_story::{Comment, CommentId, EditionRecord, EditionState, EntryKind, Part, PartValue};

    use crate::Options;
    use crate::views::{StoryChange, StoryFilter, StorySet};

    fn begun() -> (TempDir, Newsroom) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        (folder, newsroom)
    }

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    fn set(newsroom: &Newsroom, story: StoryId, part: Part, text: &str) {
        newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("set");
    }

    fn written(newsroom: &Newsroom, slugline: &str, headline: &str) -> StoryId {
        let story = newsroom.story_new(key("kk")).expect("a story");
        set(newsroom, story, Part::Slugline, slugline);
        set(newsroom, story, Part::Headline(key("kk")), headline);
        set(newsroom, story, Part::Body(key("kk")), "Бүгін жазылды.");
        story
    }

    /// As the portal would record it.
    fn brought_to(newsroom: &Newsroom, story: StoryId, state: EditionState) {
        let brought = newsroom.with(|open| {
            let row = open.store.read().story_rows(&[story])?.remove(0);
            let record = EditionRecord {
                state,
                by: open.me.person,
                at: crate::now(),
                reason: None,
                passages: Vec::new(),
                pins: row.pins(&key("kk")),
                source_pins: Vec::new(),
            };
            let workflow = Workflow { editions: [(key("kk"), record)].into(), ..Workflow::default() };
            Ok(open.store.write(|writer| writer.set_workflow(story, &workflow))?)
        });
        brought.expect("recorded");
    }

    #[test]
    fn a_story_is_listed_for_whom_a_comment_mentions_until_somebody_deals_with_it() {
        let (_folder, newsroom) = begun();
        let story = written(&newsroom, "ferry", "Паром");
        written(&newsroom, "canal", "Арна");
        let (other, id, answer) = (PersonId::generate(), CommentId::generate(), CommentId::generate());
        let say = |id: CommentId, by: PersonId, answers: Option<CommentId>, mentions: Vec<PersonId>| {
            let mentions = mentions.into_iter().collect();
            let said = Comment { by, at: crate::now(), words: "Which ferry?".into(), about: None, answers, mentions };
            let part = CommentPart::Said(id).key();
            let kept = newsroom.with(|open| {
                let document = DocumentId::from(story);
                open.store.write(|writer| writer.put_part(document, &part, &said.value(), by, crate::now()))?;
                Ok(())
            });
            kept.expect("said");
        };
        let me = newsroom.with(|open| Ok(open.me.person)).expect("open");
        let listed = || {
            let page = newsroom.story_list(Queue::Mentions.into(), 0, 9).expect("listed");
            page.rows.iter().map(|row| (row.story, row.mentions_me)).collect::<Vec<_>>()
        };
        say(id, other, None, vec![other]);
        assert_eq!(listed(), [], "somebody else");
        say(answer, me, Some(id), vec![me]);
        assert_eq!(listed(), [], "nobody mentions themselves");
        say(answer, other, Some(id), vec![me]);
        assert_eq!(listed(), [(story, true)]);
        newsroom.comment_settle(story, id, true).expect("settled");
        assert_eq!(listed(), [], "the thread is dealt with");
        newsroom.comment_settle(story, id, false).expect("opened again");
        assert_eq!(listed(), [(story, true)]);
    }

    #[test]
    fn a_list_that_is_behind_says_so_and_has_the_newest_first() {
        let (_folder, newsroom) = begun();
        for number in 0..3 {
            written(&newsroom, &format!("story-{number}"), "Су");
        }
        let left = newsroom.with(|open| follow(open, Some(Duration::ZERO))).expect("followed");
        assert!(left >= 3, "no time, nothing done: {left}");
        let due = newsroom.with(|open| Ok(open.store.read().shelf_due(1)?)).expect("due");
        let newest = newsroom.story_list(Queue::Desk.into(), 0, 1).expect("a list");
        assert_eq!((newest.behind, newest.rows[0].slugline.as_str()), (0, "story-2"));
        assert_eq!(due, [newest.rows[0].story.into()]);
    }

    fn listed(newsroom: &Newsroom, query: &StoryQuery) -> Vec<String> {
        let page = newsroom.story_list(query.clone(), 0, 99).expect("a list");
        assert_eq!(page.total, page.rows.len());
        page.rows.into_iter().map(|row| row.slugline).collect()
    }

    #[test]
    fn a_list_says_what_is_written_now_and_only_what_it_is_asked_for() {
        let (_folder, newsroom) = begun();
        let canal = written(&newsroom, "canal", "Арыққа су келді");
        written(&newsroom, "school", "Мектеп ашылды");
        let all = StoryQuery::from(Queue::Desk);
        assert_eq!(listed(&newsroom, &all), ["school", "canal"]);
        set(&newsroom, canal, Part::Slugline, "canal-opening");
        set(&newsroom, canal, Part::Urgency, "1");
        assert_eq!(listed(&newsroom, &all), ["canal-opening", "school"], "the newest change first");
        let by_name = StoryQuery { order: StoryOrder::Slugline, ..all.clone() };
        let second = newsroom.story_list(by_name, 1, 1).expect("a list");
        assert_eq!((second.total, second.rows[0].slugline.as_str()), (2, "school"));

        brought_to(&newsroom, canal, EditionState::InReview);
        let row = newsroom.story_list(Queue::Approvals.into(), 0, 9).expect("a list").rows.remove(0);
        let mark = &row.editions[0];
        assert_eq!((mark.edition.as_str(), mark.standing, mark.by.as_str()), ("kk", Standing::InReview, "Aigerim"));
        assert!(mark.at.is_some());
        assert!(row.waiting, "nothing of it has reached a portal");
        let filtered = |filter: StoryFilter| listed(&newsroom, &StoryQuery { filter, ..all.clone() });
        let in_review = StoryFilter { standings: vec![Standing::InReview], ..StoryFilter::default() };
        assert_eq!(filtered(in_review.clone()), ["canal-opening"]);
        assert!(filtered(StoryFilter { edition: Some(key("en")), ..in_review }).is_empty());
        assert_eq!(filtered(StoryFilter { urgency: Some("1".into()), ..StoryFilter::default() }), ["canal-opening"]);
        let queues = vec![Queue::Approvals, Queue::Waiting];
        assert_eq!(filtered(StoryFilter { queues, ..StoryFilter::default() }), ["canal-opening"]);
        let words = |words: &str| filtered(StoryFilter { words: words.into(), ..StoryFilter::default() });
        assert_eq!(words("mektep"), ["school"], "in another script");
        assert_eq!(words("жазылды"), [""; 0], "a list is filtered by what it shows; the search has the rest");
        assert_eq!(newsroom.story_ids(all).expect("a list").len(), 2);
        let counts = newsroom.queue_counts().expect("counts");
        assert_eq!((counts.mine, counts.desk, counts.approvals, counts.photos), (2, 2, 1, 0));
        assert_eq!(counts.for_me, 0, "who has no desk approves nothing");
        brought_to(&newsroom, canal, EditionState::Returned);
        assert_eq!(newsroom.queue_counts().expect("counts").for_me, 1, "a story of theirs came back");
    }

    #[test]
    fn a_finished_story_that_an_edition_lacks_waits_for_its_translation() {
        let (_folder, newsroom) = begun();
        let canal = written(&newsroom, "canal", "Арыққа су келді");
        let queue = |edition: Option<EditionKey>| {
            let filter = StoryFilter { edition, ..StoryFilter::default() };
            listed(&newsroom, &StoryQuery { queue: Queue::Translation, filter, ..StoryQuery::default() }).len()
        };
        assert_eq!(queue(None), 0, "it is still being written");
        brought_to(&newsroom, canal, EditionState::Approved);
        assert_eq!((queue(None), queue(Some(key("en")))), (1, 1));
        set(&newsroom, canal, Part::Headline(key("en")), "Water came to the canal");
        assert_eq!((queue(None), queue(Some(key("en")))), (1, 0), "the others still lack it");
        for edition in ["ru", "zh", "uz"] {
            set(&newsroom, canal, Part::Headline(key(edition)), "Water came to the canal");
        }
        assert_eq!(queue(None), 0, "the other scripts of Kazakh follow it");
    }

    #[test]
    fn a_list_is_kept_under_its_name_and_the_same_name_again_is_the_later_one() {
        let (_folder, newsroom) = begun();
        assert_eq!(newsroom.saved_queries().expect("read"), []);
        let saved = |name: &str, queue: Queue| SavedQuery { name: name.into(), query: queue.into() };
        let kept = newsroom.saved_queries_set(vec![saved("Mine", Queue::Mine), saved(" Mine ", Queue::Waiting)]);
        assert_eq!(kept.expect("kept"), [saved("Mine", Queue::Waiting)]);
        assert_eq!(newsroom.saved_queries().expect("read"), [saved("Mine", Queue::Waiting)]);
        assert_eq!(
            newsroom.saved_queries_set(vec![saved(" ", Queue::Mine)]).expect_err("nameless").code,
            "bad-argument"
        );
        let many = (0..=MOST_SAVED).map(|place| saved(&place.to_string(), Queue::Desk)).collect();
        assert_eq!(newsroom.saved_queries_set(many).expect_err("too many").code, "too-many-saved");
        assert_eq!(newsroom.saved_queries().expect("read").len(), 1, "what was kept stays");
    }

    #[test]
    fn what_is_due_is_listed_by_when_and_by_desk() {
        let (_folder, newsroom) = begun();
        let desk = newsroom.entry_new(EntryKind::Desk, key("en"), "Regions".into()).expect("a desk").entry;
        let [canal, ferry, other] = ["canal", "ferry", "other"].map(|name| written(&newsroom, name, "Паром"));
        let change =
            |story: StoryId, set: StorySet| newsroom.stories_change(vec![StoryChange { story, set }]).expect("tried");
        let deadline = |at: i64| StorySet::Deadline { at: Some(Timestamp(at)) };
        change(canal, deadline(2_000));
        change(ferry, deadline(1_000));
        change(other, StorySet::Desk { entry: Some(desk) });
        let listed = |query: StoryQuery| {
            let page = newsroom.story_list(query, 0, 9).expect("listed");
            page.rows.into_iter().map(|row| (row.slugline, row.deadline, row.desk)).collect::<Vec<_>>()
        };
        let due = || listed(StoryQuery { queue: Queue::Due, order: StoryOrder::Deadline, ..StoryQuery::default() });
        let row = |name: &str, at: i64| (name.to_owned(), Some(Timestamp(at)), None);
        assert_eq!(due(), [row("ferry", 1_000), row("canal", 2_000)]);
        let filter = StoryFilter { desk: Some(desk), ..StoryFilter::default() };
        assert_eq!(listed(StoryQuery { filter, ..StoryQuery::default() }), [("other".into(), None, Some(desk))]);

        let later = change(ferry, deadline(3_000));
        assert_eq!(due(), [row("canal", 2_000), row("ferry", 3_000)]);
        newsroom.stories_change(later.undo).expect("taken back");
        assert_eq!(due(), [row("ferry", 1_000), row("canal", 2_000)]);
        change(canal, StorySet::Deadline { at: None });
        assert_eq!(due(), [row("ferry", 1_000)]);
        let unfit = newsroom.part_set(ferry.into(), Part::Deadline.key(), PartValue::text("tomorrow"));
        assert_eq!(unfit.expect_err("no moment").code, "bad-argument");
    }

    #[test]
    fn many_stories_are_changed_at_once_and_changed_back() {
        let (_folder, newsroom) = begun();
        let tag = newsroom.entry_new(EntryKind::Tag, key("en"), "Water".into()).expect("a tag").entry;
        let stories = [written(&newsroom, "one", "Бір"), written(&newsroom, "two", "Екі")];
        let gone = StoryId::generate();
        let change = |stories: &[StoryId], set: StorySet| {
            let changes = stories.iter().map(|story| StoryChange { story: *story, set: set.clone() }).collect();
            newsroom.stories_change(changes).expect("tried")
        };
        let tags = |story: StoryId| newsroom.story_show(story).expect("a story").content.items(&Part::Tags).len();

        assert_eq!(change(&stories[..1], StorySet::Tag { entry: tag }).changed, 1);
        let both = change(&[stories[0], stories[1], gone], StorySet::Tag { entry: tag });
        assert_eq!((both.changed, both.undo.len()), (1, 1), "the first one has it already");
        assert_eq!(both.left.iter().map(|left| left.failure.code.as_str()).collect::<Vec<_>>(), ["document-not-found"]);
        assert_eq!(stories.map(tags), [1, 1]);
        assert_eq!(newsroom.stories_change(both.undo).expect("taken back").changed, 1);
        assert_eq!(stories.map(tags), [1, 0], "only what was changed is taken back");

        set(&newsroom, stories[0], Part::Urgency, "5");
        let urgent = change(&stories, StorySet::Urgency { urgency: "1".into() });
        newsroom.stories_change(urgent.undo).expect("taken back");
        let urgency =
            |story: StoryId| newsroom.story_show(story).expect("a story").content.text(&Part::Urgency).to_owned();
        assert_eq!(stories.map(urgency), ["5", "3"]);

        let submitted = change(&stories, StorySet::Submit);
        assert_eq!((submitted.changed, submitted.left.len(), submitted.undo.len()), (0, 2, 0));
        assert_eq!(submitted.left[0].slugline, "one");
        assert_eq!(submitted.left[0].failure.code, "connect-first", "each one says why");
    }
}

//! Stories: the lists, a new one, one whole, and setting its parts.

use std::collections::BTreeSet;

use tilshi_store::{Reader, StoredCard};
use tilshi_story::{
    Card, DocumentId, EditionKey, EntryId, Failure, Now, Part, PartKey, PartValue, Standing, StoryId, is_withdrawn,
};

use crate::conflicts;
use crate::desk::{Desk, public_since};
use crate::portal_clock::portal_now;
use crate::profile::{Me, Names, Open, check_right, setting};
use crate::standing::{Evidence, WaitingSteps};
use crate::suggestions::check_open;
use crate::views::{EditionMark, EditionView, Queue, QueueCounts, StoryRow, StoryView, UnreadView};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::story_list`].
    pub fn story_list(&self, queue: Queue) -> Answer<Vec<StoryRow>> {
        self.with(|open| {
            let reader = open.store.read();
            let lists = Lists::read(&reader, &open.me)?;
            let rows = reader.story_rows()?;
            Ok(rows
                .iter()
                .map(|row| lists.row(row))
                .filter(|row| lists.holds(queue, row))
                .map(|row| row.view)
                .collect())
        })
    }

    /// See [`crate::Call::queue_counts`].
    pub fn queue_counts(&self) -> Answer<QueueCounts> {
        self.with(|open| {
            let reader = open.store.read();
            let lists = Lists::read(&reader, &open.me)?;
            let mut counts = QueueCounts::default();
            let mut photos = BTreeSet::new();
            for stored in reader.story_rows()? {
                let row = lists.row(&stored);
                counts.desk += 1;
                counts.mine += usize::from(row.mine);
                counts.approvals += row.view.editions.iter().filter(|mark| waits_for_approval(mark.standing)).count();
                photos.extend(stored.photos.iter().filter(|photo| photo.credit_needed).map(|photo| photo.photo));
            }
            let suggestions = conflicts::views(open, |card| !card.is_conflict())?;
            counts.approvals += suggestions.iter().filter(|card| card.may_settle && !card.may_take_back).count();
            counts.photos = photos.len();
            counts.sync =
                crate::outbox::rows(open)?.len() + lists.cards.iter().filter(|card| card.is_conflict()).count();
            Ok(counts)
        })
    }

    /// See [`crate::Call::story_new`].
    pub fn story_new(&self, source_edition: EditionKey) -> Answer<StoryId> {
        if tilshi_language::edition(&source_edition).is_none() {
            return Err(Failure::new("edition-unknown").with("edition", source_edition));
        }
        let story = StoryId::generate();
        self.with(|open| {
            let (document, person, at) = (DocumentId::from(story), open.me.person, crate::now());
            check_right(&open.store.read(), &open.me, document, &Part::SourceEdition.key())
                .map_err(|_| Failure::new("no-stories-of-your-own"))?;
            let parts = [
                (Part::SourceEdition, PartValue::text(source_edition.as_str())),
                (Part::CreatedBy, PartValue::text(person.to_string())),
                (Part::Bylines, PartValue::List(vec![person.to_string()])),
                (Part::Urgency, PartValue::text("3")),
            ];
            open.store.write(|writer| {
                for (part, value) in &parts {
                    writer.put_part(document, &part.key(), value, person, at)?;
                }
                Ok(())
            })?;
            open.changed(document, at);
            Ok(())
        })?;
        self.0.courier.wake();
        Ok(story)
    }

    /// See [`crate::Call::story_show`].
    pub fn story_show(&self, story: StoryId) -> Answer<StoryView> {
        self.with(|open| view(open, story))
    }

    /// See [`crate::Call::passage_read`].
    pub fn passage_read(&self, story: StoryId, passage: i64) -> Answer<StoryView> {
        self.with(|open| {
            open.store.write(|writer| writer.remove_unread_passage(passage))?;
            view(open, story)
        })
    }

    /// See [`crate::Call::part_set`].
    pub fn part_set(&self, document: DocumentId, part: PartKey, value: PartValue) -> Answer<Option<String>> {
        if matches!(document, DocumentId::Entry(_)) {
            // An entry has rules of its own: see `entry_label` and `entry_parent`.
            return Err(Failure::new("bad-argument").with("argument", "document"));
        }
        check_value(&part, &value)?;
        let value = match value {
            PartValue::Text(text) => PartValue::text(text),
            other => other,
        };
        let size_bytes = match &value {
            PartValue::Text(text) => text.len(),
            other => other.canonical_bytes().len(),
        };
        let max_bytes = part.max_bytes();
        if size_bytes > max_bytes {
            return Err(Failure::new("text-too-long").with("max_bytes", max_bytes));
        }
        let hash = self.with(|open| {
            let reader = open.store.read();
            if !reader.exists(document)? {
                return Err(Failure::new("document-not-found"));
            }
            check_open(&reader, document, &part)?;
            let unchanged = reader.content(document)?.get(&part).map_or(value.is_empty(), |old| *old == value);
            if !unchanged {
                open.set_part(document, &part, &value)?;
            }
            Ok(value.hash().to_string())
        })?;
        self.0.courier.wake();
        Ok(Some(hash))
    }
}

/// Refuses values that are not of the part's kind or not of its word list.
fn check_value(part: &PartKey, value: &PartValue) -> Answer<()> {
    let bad = || Failure::new("bad-argument").with("argument", part);
    let Some(known) = part.known() else { return Err(bad()) };
    let fits = match (&known, value) {
        (Part::Tags | Part::Assignees, PartValue::Set(_)) | (Part::Bylines | Part::Photos, PartValue::List(_)) => true,
        (Part::Tags | Part::Assignees | Part::Bylines | Part::Photos, _) => value.is_empty(),
        (Part::CreatedBy | Part::AliasOf, _) => false,
        (Part::SourceEdition, PartValue::Text(key)) => {
            key.parse().is_ok_and(|key| tilshi_language::edition(&key).is_some())
        }
        (Part::Urgency, PartValue::Text(urgency)) => matches!(urgency.as_str(), "" | "1" | "2" | "3" | "4" | "5"),
        (Part::RightsBasis, PartValue::Text(basis)) => {
            basis.is_empty() || tilshi_story::RightsBasis::parse(basis).is_some()
        }
        (Part::Decorative, PartValue::Text(decorative)) => matches!(decorative.as_str(), "" | "yes"),
        (_, PartValue::Text(_)) => known.edition().is_none_or(|edition| tilshi_language::edition(edition).is_some()),
        (_, PartValue::Set(_) | PartValue::List(_) | PartValue::Opaque { .. }) => false,
    };
    if fits { Ok(()) } else { Err(bad()) }
}

fn waits_for_approval(standing: Standing) -> bool {
    matches!(standing, Standing::InReview | Standing::Changed)
}

/// What every row of a list is made with, read once.
struct Lists<'a> {
    me: &'a Me,
    names: Names<'a>,
    steps: WaitingSteps,
    unsent: BTreeSet<DocumentId>,
    cards: Vec<Card>,
}

/// A row, and whose it is.
struct Listed {
    view: StoryRow,
    mine: bool,
}

impl<'a> Lists<'a> {
    fn read(reader: &Reader<'_>, me: &'a Me) -> Answer<Self> {
        let outbox = reader.outbox()?;
        let unsent = outbox.iter().map(|entry| entry.document).chain(reader.to_send()?).collect();
        Ok(Self {
            me,
            names: Names::read(reader, me)?,
            steps: WaitingSteps::read(&outbox),
            unsent,
            cards: reader.open_cards()?.into_iter().map(|stored| stored.card).collect(),
        })
    }

    fn holds(&self, queue: Queue, row: &Listed) -> bool {
        match queue {
            Queue::Desk => true,
            Queue::Mine => row.mine,
            Queue::Approvals => row.view.editions.iter().any(|mark| waits_for_approval(mark.standing)),
        }
    }

    fn row(&self, row: &tilshi_store::StoryRow) -> Listed {
        let source = row.source_edition.clone().unwrap_or_else(first_edition);
        let headline = |edition: &EditionKey| row.editions.get(edition).map_or("", |summary| summary.headline.trim());
        let with_headline = std::iter::once(&source)
            .chain(tilshi_language::editions().iter().map(|edition| &edition.key))
            .find(|edition| !headline(edition).is_empty())
            .unwrap_or(&source);
        let document = DocumentId::from(row.story);
        let documents: BTreeSet<DocumentId> =
            std::iter::once(document).chain(row.photos.iter().map(|photo| photo.photo.into())).collect();
        let about = || self.cards.iter().filter(|card| documents.contains(&card.document));
        let view = StoryRow {
            story: row.story,
            slugline: row.slugline.clone(),
            headline: headline(with_headline).to_owned(),
            headline_edition: with_headline.clone(),
            changed_at: row.changed_at,
            editions: tilshi_language::editions().iter().map(|edition| self.mark(row, &source, &edition.key)).collect(),
            waiting: documents.iter().any(|document| self.unsent.contains(document)),
            credit_needed: row.photos.iter().any(|photo| photo.credit_needed),
            cards: about().filter(|card| card.is_conflict()).count(),
            suggestions: about().filter(|card| !card.is_conflict()).count(),
            created_by: row.created_by.map(|person| self.names.of(person)).unwrap_or_default(),
        };
        let mine = row.created_by == Some(self.me.person) || row.assignees.contains(&self.me.person);
        Listed { view, mine }
    }

    fn mark(&self, row: &tilshi_store::StoryRow, source: &EditionKey, edition: &EditionKey) -> EditionMark {
        let evidence = Evidence {
            me: self.me,
            story: row.story,
            edition,
            workflow: &row.workflow,
            steps: &self.steps,
            empty: row.editions.get(edition).is_none_or(|summary| summary.empty),
        };
        let source_pins = || if source == edition { Vec::new() } else { row.pins(source) };
        EditionMark {
            edition: edition.clone(),
            standing: evidence
                .stand(|| Now { pins: row.pins(edition), source_pins: source_pins(), details: Some(row.details()) })
                .standing,
        }
    }
}

fn first_edition() -> EditionKey {
    tilshi_language::editions()[0].key.clone()
}

/// A story with everything a window shows of it.
pub(crate) fn view(open: &Open, story: StoryId) -> Answer<StoryView> {
    let (reader, me) = (open.store.read(), &open.me);
    let document = DocumentId::from(story);
    if !reader.exists(document)? {
        return Err(Failure::new("story-not-found"));
    }
    let names = Names::read(&reader, me)?;
    let outbox = reader.outbox()?;
    let desk = Desk::read(&reader, me, &outbox, story)?;
    let unsent: BTreeSet<DocumentId> = outbox.iter().map(|entry| entry.document).chain(reader.to_send()?).collect();
    let portal = reader.setting(setting::PORTAL)?;
    let editions = tilshi_language::editions()
        .iter()
        .map(|edition| edition_view(open, &names, &desk, &edition.key, portal.as_deref()))
        .collect();
    let mut photos = Vec::new();
    for photo in desk.content.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()) {
        photos.push(crate::photos::view(open, photo)?);
    }
    let (mut cards, mut suggestions) = (Vec::new(), Vec::new());
    for StoredCard { card, .. } in &desk.cards {
        let list = if card.is_conflict() { &mut cards } else { &mut suggestions };
        list.push(crate::conflicts::view(&reader, me, &names, card)?);
    }
    let mut unread = Vec::new();
    for passage in reader.unread_passages(document)? {
        let text = desk.content.get(&passage.part).and_then(PartValue::as_text).unwrap_or_default();
        // What was changed since was read.
        if text.contains(&passage.words) {
            let by = names.of(passage.author);
            unread.push(UnreadView { number: passage.number, part: passage.part, words: passage.words, by });
        }
    }
    let documents: BTreeSet<DocumentId> =
        std::iter::once(document).chain(desk.photos.keys().map(|photo| (*photo).into())).collect();
    Ok(StoryView {
        story,
        source_edition: desk.source_edition().unwrap_or_else(first_edition),
        editions,
        photos,
        cards,
        suggestions,
        unread,
        created_by: names.of_text(desk.content.text(&Part::CreatedBy)),
        changed_at: reader.changed_at(document)?.unwrap_or_default(),
        waiting: documents.iter().any(|document| unsent.contains(document)),
        suggesting: open.held.holds_any(&documents),
        closed: is_withdrawn(&desk.workflow.publications, &Part::Slugline.key()),
        content: desk.content,
    })
}

/// One edition of a story.
pub(crate) fn edition_view(
    open: &Open,
    names: &Names<'_>,
    desk: &Desk,
    edition: &EditionKey,
    portal: Option<&str>,
) -> EditionView {
    let (reader, me) = (&open.store.read(), &open.me);
    let stand = desk.stand(me, edition);
    let text: Vec<&str> = [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
        .iter()
        .map(|part| desk.content.text(part))
        .collect();
    let public = public_since(stand.public.as_ref());
    let body = Part::Body(edition.clone()).key();
    EditionView {
        edition: edition.clone(),
        standing: stand.standing,
        pending: desk.pending(edition),
        by: stand.record.as_ref().map(|record| names.of(record.by)),
        at: stand.record.as_ref().map(|record| record.at),
        reason: stand.record.as_ref().and_then(|record| record.reason.clone()),
        words: text.iter().map(|text| tilshi_language::word_count(text)).sum(),
        may_write: check_right(reader, me, desk.story.into(), &body).is_ok(),
        closed: is_withdrawn(&desk.workflow.publications, &body),
        deeds: desk.deeds(reader, me, edition),
        dateline: dateline(reader, desk, edition).unwrap_or_default(),
        obstacles: if stand.standing == Standing::Empty {
            Vec::new()
        } else {
            desk.obstacles(edition, portal_now(reader).ok().flatten().unwrap_or_else(crate::now))
        },
        public_url: public
            .zip(portal)
            .map(|(public, portal)| format!("{}{}", portal.trim_end_matches('/'), public.path)),
        published_at: public.map(|public| public.from),
        displayed: public.and_then(|public| public.displayed),
        says: desk.says(edition),
    }
}

/// The dateline of an edition; nothing while the agency's mark or the edition's template is not known.
fn dateline(reader: &Reader<'_>, desk: &Desk, edition: &EditionKey) -> Option<String> {
    let marks = crate::profile::marks(reader).ok()?;
    let mark = marks.get(edition)?;
    let city = desk.content.text(&Part::DatelineCity).parse::<EntryId>().ok().and_then(|city| {
        let content = reader.content(city.into()).ok()?;
        let master = tilshi_language::edition(edition)?.derived_from.clone();
        let label = |key: &EditionKey| content.text(&Part::Label(key.clone())).to_owned();
        Some(label(edition)).filter(|label| !label.is_empty()).or_else(|| master.as_ref().map(label))
    });
    let city = city.filter(|city| !city.is_empty());
    Some(tilshi_language::edition(edition)?.dateline(city.as_deref(), mark))
}

//! Stories: the lists, a new one, one whole, and setting its parts.

use std::collections::BTreeSet;

use tilshi_store::{Reader, StoredCard};
use tilshi_story::{
    AcceptedPart, DocumentId, EditionKey, EntryId, Failure, Part, PartKey, PartValue, Standing, StoryId, Task,
    is_withdrawn,
};

use crate::comments::{discussion, is_of_comment};
use crate::desk::{Desk, public_since};
use crate::portal_clock::portal_now;
use crate::profile::{Me, Names, Open, check_right, setting};
use crate::standing::Stand;
use crate::suggestions::check_open;
use crate::views::{EditionView, StoryView, TaskView, UnreadView};
use crate::{Answer, Newsroom, derived};

impl Newsroom {
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
            // An entry has rules of its own: see `entry_label`, `entry_parent` and `entry_fill`.
            return Err(Failure::new("bad-argument").with("argument", "document"));
        }
        check_value(&part, &value)?;
        let value = match value {
            PartValue::Text(text) => PartValue::text(text),
            other => other,
        };
        check_size(&part, &value)?;
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
        if let Some(story) = document.story().filter(|_| derived::is_of_master(&part)) {
            self.follow_masters(story)?;
        }
        self.0.courier.wake();
        Ok(Some(hash))
    }
}

/// Most bytes of a keyword or a name.
const MAX_ITEM_BYTES: usize = 500;

/// Refuses values that are longer than their part may be.
pub(crate) fn check_size(part: &PartKey, value: &PartValue) -> Answer<()> {
    let size_bytes = match value {
        PartValue::Text(text) => text.len(),
        other => other.canonical_bytes().len(),
    };
    let max_bytes = part.max_bytes();
    if size_bytes > max_bytes {
        return Err(Failure::new("text-too-long").with("max_bytes", max_bytes));
    }
    Ok(())
}

/// Refuses values that are not of the part's kind or not of its word list.
pub(crate) fn check_value(part: &PartKey, value: &PartValue) -> Answer<()> {
    let bad = || Failure::new("bad-argument").with("argument", part);
    let Some(known) = part.known() else { return Err(bad()) };
    if let (Part::DateCreated, PartValue::Text(date)) = (&known, value) {
        return match date.is_empty() || tilshi_photo::is_date(date) {
            true => Ok(()),
            false => Err(Failure::new("date-unfit").with("date", date)),
        };
    }
    let fits = match (&known, value) {
        (Part::Keywords | Part::PersonsShown | Part::NamedAs, PartValue::Set(items)) => {
            items.iter().all(|item| !item.trim().is_empty() && item.len() <= MAX_ITEM_BYTES)
        }
        (Part::Tags | Part::Assignees, PartValue::Set(_)) | (Part::Bylines | Part::Photos, PartValue::List(_)) => true,
        (
            Part::Tags
            | Part::Assignees
            | Part::Bylines
            | Part::Photos
            | Part::Keywords
            | Part::PersonsShown
            | Part::NamedAs,
            _,
        ) => value.is_empty(),
        (Part::CreatedBy | Part::AliasOf, _) => false,
        // What is noted of the source is noted by the commands that are about it.
        (known, _) if known.is_of_following() => false,
        (Part::SourceEdition, PartValue::Text(key)) => {
            key.parse().is_ok_and(|key| tilshi_language::edition(&key).is_some())
        }
        (Part::Urgency | Part::Rating, PartValue::Text(step)) => {
            matches!(step.as_str(), "" | "1" | "2" | "3" | "4" | "5")
        }
        (Part::RightsBasis, PartValue::Text(basis)) => {
            basis.is_empty() || tilshi_story::RightsBasis::parse(basis).is_some()
        }
        (Part::LicenceUntil | Part::Deadline, PartValue::Text(at)) => at.is_empty() || at.parse::<i64>().is_ok(),
        (Part::DigitalSourceType, PartValue::Text(kind)) => {
            kind.is_empty() || tilshi_story::DigitalSourceType::parse(kind).is_some()
        }
        (Part::FocalPoint, PartValue::Text(point)) => point.is_empty() || point.parse::<tilshi_story::Point>().is_ok(),
        (
            Part::CropWide | Part::CropStandard | Part::CropSquare | Part::CropTall | Part::CropFree,
            PartValue::Text(region),
        ) => region.is_empty() || region.parse::<tilshi_story::Region>().is_ok(),
        (Part::Decorative, PartValue::Text(decorative)) => matches!(decorative.as_str(), "" | "yes"),
        (_, PartValue::Text(_)) => known.edition().is_none_or(|edition| tilshi_language::edition(edition).is_some()),
        (_, PartValue::Set(_) | PartValue::List(_) | PartValue::Opaque { .. }) => false,
    };
    if fits { Ok(()) } else { Err(bad()) }
}

pub(crate) fn first_edition() -> EditionKey {
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
    let desk = Desk::read(&reader, me, &reader.outbox_of(document)?, story)?;
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
    let mut waiting = false;
    for document in &documents {
        waiting = waiting || reader.is_unsent(*document)?;
    }
    Ok(StoryView {
        story,
        source_edition: desk.source_edition().unwrap_or_else(first_edition),
        editions,
        photos,
        cards,
        suggestions,
        comments: discussion(me, &names, &desk.content),
        unread,
        created_by: names.of_text(desk.content.text(&Part::CreatedBy)),
        changed_at: reader.changed_at(document)?.unwrap_or_default(),
        waiting,
        suggesting: open.held.holds_any(&documents),
        closed: is_withdrawn(&desk.workflow.publications, &Part::Slugline.key()),
        content: desk.content.without(|part| {
            let is_noted = part.known().is_some_and(|part| part.is_of_following()) || AcceptedPart::of(part).is_some();
            is_noted || is_of_comment(part)
        }),
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
    let behind = tilshi_merge::behind(&desk.content, edition);
    EditionView {
        edition: edition.clone(),
        standing: stand.standing,
        pending: desk.pending(edition),
        by: stand.record.as_ref().map(|record| names.of(record.by)),
        at: stand.record.as_ref().map(|record| record.at),
        reason: stand.record.as_ref().and_then(|record| record.reason.clone()),
        reasons: stand.record.as_ref().map_or(0, |record| record.passages.len()),
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
        task: task(me, desk, edition, &stand, behind.passages),
        behind: behind.passages,
        behind_through: behind.through,
    }
}

/// What an edition owes its readers because of what became of the story's source.
fn task(me: &Me, desk: &Desk, edition: &EditionKey, stand: &Stand, behind: usize) -> Option<TaskView> {
    let source = desk.source_edition().filter(|source| source != edition)?;
    let of_source = desk.stand(me, &source).public?;
    let task = Task::of(stand.public.as_ref(), Some(&of_source), follows(stand.standing, behind))?;
    Some(TaskView { task, source, at: of_source.from, note: of_source.note })
}

/// Whether readers see a text that has followed everything its source says now.
pub(crate) fn follows(standing: Standing, behind: usize) -> bool {
    behind == 0 && matches!(standing, Standing::Published | Standing::DetailsChanged)
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

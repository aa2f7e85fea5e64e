//! What waits to be sent, why it has not gone yet, and what a person can do about it.

use tilshi_store::{OutboxEntry, Reader};
use tilshi_story::{CardId, DocumentId, Failure, OperationId, Part, PartKey, PartValue, Patch, is_withdrawn};
use tilshi_sync::wire::Action;

use crate::history::keep_in_history;
use crate::portal_clock;
use crate::profile::{Open, keep, setting};
use crate::rebase::{Outgoing, freeze, make_anew};
use crate::views::{Event, OutboxItem, OutboxRow, SyncView};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::sync_show`].
    pub fn sync_show(&self) -> Answer<SyncView> {
        self.with(|open| view(open))
    }

    /// See [`crate::Call::sync_now`].
    pub fn sync_now(&self) -> Answer<SyncView> {
        let has_portal = self.with(|open| Ok(open.store.read().setting(setting::PORTAL)?.is_some()))?;
        if !has_portal {
            return Err(Failure::new("connect-first"));
        }
        // A person who asks may have put right what no picture got past.
        self.pictures_ready_again()?;
        // A failed round is part of the answer: the connection and each waiting entry say why.
        let _ = self.round();
        self.sync_show()
    }

    /// See [`crate::Call::sync_pause`].
    pub fn sync_pause(&self, paused: bool) -> Answer<SyncView> {
        self.with(|open| {
            keep(&mut open.store, setting::PAUSED, if paused { "yes" } else { "" })?;
            open.paused = paused;
            open.tell(Event::Sync);
            Ok(())
        })?;
        if !paused {
            self.0.courier.wake();
        }
        self.sync_show()
    }

    /// See [`crate::Call::outbox_retry`].
    pub fn outbox_retry(&self, operation: OperationId) -> Answer<SyncView> {
        self.ready_again(operation)?;
        self.sync_now()
    }

    /// Makes an entry that was refused ready to be sent again.
    pub(crate) fn ready_again(&self, operation: OperationId) -> Answer<()> {
        self.with(|open| {
            let entry = open.store.read().outbox()?.into_iter().find(|entry| entry.operation == operation);
            let entry = entry.ok_or_else(|| Failure::new("outbox-entry-gone"))?;
            // What was not refused keeps its id and its place: the portal may have it, and steps may follow it.
            if entry.refused {
                let at = crate::now();
                open.store.write(|writer| {
                    writer.remove_outgoing(operation)?;
                    match Outgoing::read(entry)? {
                        Outgoing { entry, action: Action::Change { .. } } => {
                            freeze(writer, &open.held, entry.document, at)
                        }
                        Outgoing { entry, action: Action::Workflow { .. } } => {
                            // Under a new id: the portal has answered the old one.
                            let id = OperationId::generate();
                            writer.add_outgoing(id, entry.document, &entry.action_json, entry.created_at)
                        }
                    }
                })?;
            }
            open.tell(Event::Sync);
            Ok(())
        })
    }

    /// Makes every picture ready to be sent again.
    pub(crate) fn pictures_ready_again(&self) -> Answer<()> {
        self.with(|open| Ok(open.store.write(|writer| writer.pictures_ready_again())?))
    }

    /// See [`crate::Call::outbox_discard`].
    pub fn outbox_discard(&self, operation: OperationId) -> Answer<SyncView> {
        self.with(|open| {
            let entry = open.store.read().outbox()?.into_iter().find(|entry| entry.operation == operation);
            let entry = entry.ok_or_else(|| Failure::new("outbox-entry-gone"))?;
            let action: Action =
                serde_json::from_str(&entry.action_json).map_err(|_| Failure::new("database-damaged"))?;
            match action {
                Action::Workflow { .. } if entry.refused || entry.attempts == 0 => {}
                Action::Workflow { .. } => return Err(Failure::new("step-may-be-taken")),
                Action::Change { .. } if is_of_withdrawn(&entry) => return lay_aside(open, entry.document),
                Action::Change { .. } => return Err(Failure::new("text-is-never-taken-back")),
            }
            open.store.write(|writer| writer.remove_outgoing(operation))?;
            open.tell(Event::Document { document: entry.document });
            open.tell(Event::Sync);
            Ok(())
        })?;
        self.sync_show()
    }
}

/// Whether a change was refused because readers were told that its text is withdrawn.
fn is_of_withdrawn(entry: &OutboxEntry) -> bool {
    entry.refused && entry.reason.as_ref().is_some_and(|reason| reason.code == "story-withdrawn")
}

/// What was written in a withdrawn text and can never be sent stays in the history of the text alone, and the text is
/// again what the portal has; what the same change says of other parts goes out.
fn lay_aside(open: &mut Open, document: DocumentId) -> Answer<()> {
    let reader = open.store.read();
    let publications =
        document.story().map(|story| reader.workflow(story)).transpose()?.unwrap_or_default().publications;
    let closed = |part: &PartKey| is_withdrawn(&publications, part);
    let base = reader.base(document)?.map(|base| base.content).unwrap_or_default();
    let written = Patch::between(&base, &reader.content(document)?);
    let cards: Vec<CardId> = reader
        .cards_of(document)?
        .iter()
        .filter(|stored| closed(&stored.card.part))
        .map(|stored| stored.card.id())
        .collect();
    for part in written.keys().filter(|part| closed(part)) {
        let stands = base.get(part).cloned().unwrap_or_else(|| PartValue::text(""));
        open.store.write(|writer| keep_in_history(writer, document, part))?;
        open.set_part(document, part, &stands)?;
    }
    let (held, at) = (&open.held, crate::now());
    open.store.write(|writer| {
        cards.iter().try_for_each(|card| writer.forget_unsent(*card))?;
        make_anew(writer, held, document, at)
    })?;
    open.tell(Event::Document { document });
    open.tell(Event::Sync);
    Ok(())
}

fn view(open: &Open) -> Answer<SyncView> {
    let reader = open.store.read();
    let waiting = rows(open)?;
    Ok(SyncView {
        connection: open.connection.clone(),
        running: open.running,
        paused: open.paused,
        more_waiting: count(open)?.saturating_sub(waiting.len()),
        waiting,
        sent_at: reader.setting(setting::SENT_AT)?.and_then(|at| at.parse().ok()).map(tilshi_story::Timestamp),
        saved_at: open.saved_at,
        cards: reader.open_cards()?.iter().filter(|stored| stored.card.is_conflict()).count(),
        clock_behind: portal_clock::behind(&reader)?,
    })
}

/// How much of what waits is shown one by one. Whoever was away for months has thousands, which nobody reads, and the
/// window asks at every change.
const MOST_SHOWN: usize = 200;

/// How the JSON of an operation begins that changes parts.
const CHANGE: &str = "{\"change\"";

/// How much waits, without reading it.
pub(crate) fn count(open: &Open) -> Answer<usize> {
    Ok(open.store.read().outgoing_count(CHANGE)?)
}

/// The first of what waits: what was refused, and then in the order it will go operations, edits that are not yet an
/// operation, pictures.
fn rows(open: &Open) -> Answer<Vec<OutboxRow>> {
    let reader = &open.store.read();
    let mut rows = Vec::new();
    for entry in reader.outbox_shown(MOST_SHOWN)? {
        let action: Action = serde_json::from_str(&entry.action_json).map_err(|_| Failure::new("database-damaged"))?;
        let may_lay_aside = matches!(action, Action::Change { .. }) && is_of_withdrawn(&entry);
        let item = match action {
            Action::Change { patch, .. } => OutboxItem::Change { parts: patch.keys().cloned().collect() },
            Action::Workflow { edition, command, .. } => OutboxItem::Step { edition, deed: command.deed() },
        };
        rows.push(OutboxRow {
            operation: Some(entry.operation),
            document: entry.document,
            title: title(reader, entry.document)?,
            item,
            size_bytes: entry.size_bytes,
            sent_bytes: 0,
            attempts: entry.attempts,
            reason: entry.reason,
            refused: entry.refused,
            may_lay_aside,
        });
    }
    for document in reader.ungathered(CHANGE, MOST_SHOWN - rows.len())? {
        let base = reader.base(document)?.map(|base| base.content).unwrap_or_default();
        let patch = Patch::between(&base, &reader.content(document)?);
        let size_bytes = serde_json::to_vec(&patch).map_or(0, |json| json.len() as u64);
        let suggesting = patch.keys().all(|part| open.held.holds(document, part));
        rows.push(OutboxRow {
            operation: None,
            document,
            title: title(reader, document)?,
            item: OutboxItem::Change { parts: patch.keys().cloned().collect() },
            size_bytes,
            sent_bytes: 0,
            attempts: 0,
            reason: suggesting.then(|| Failure::new("suggestion-being-written")),
            refused: false,
            may_lay_aside: false,
        });
    }
    for picture in reader.pictures_waiting()?.into_iter().take(MOST_SHOWN - rows.len()) {
        let progress = open.uploading.filter(|on| on.photo == picture.photo && on.file.as_str() == picture.file);
        rows.push(OutboxRow {
            operation: None,
            document: picture.photo.into(),
            title: title(reader, picture.photo.into())?,
            item: OutboxItem::Picture { file: picture.file },
            size_bytes: picture.size_bytes,
            sent_bytes: progress.map_or(0, |progress| progress.sent_bytes),
            attempts: picture.attempts,
            reason: picture.reason,
            refused: false,
            may_lay_aside: false,
        });
    }
    Ok(rows)
}

/// What people call a document: a story's working name or its headline, first that of its source edition; a photo's
/// file name.
pub(crate) fn title(reader: &Reader<'_>, document: DocumentId) -> Answer<String> {
    let content = reader.content(document)?;
    let parts: Vec<Part> = match document {
        DocumentId::Story(_) => std::iter::once(Part::Slugline)
            .chain(content.text(&Part::SourceEdition).parse().ok().map(Part::Headline))
            .chain(tilshi_language::editions().iter().map(|edition| Part::Headline(edition.key.clone())))
            .collect(),
        DocumentId::Photo(_) => vec![Part::FileName],
        DocumentId::Entry(_) => {
            tilshi_language::editions().iter().map(|edition| Part::Label(edition.key.clone())).collect()
        }
    };
    Ok(parts.iter().map(|part| content.text(part)).find(|text| !text.is_empty()).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use std::collections::BTreeMap;
    use tilshi_store::{Base, Workflow};
    use tilshi_story::{EditionKey, Publication, PublicationKind, RevisionId, Timestamp, WorkflowCommand};

    #[test]
    fn what_was_written_in_a_withdrawn_text_stays_in_its_history_and_the_rest_goes_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let [english, kazakh]: [EditionKey; 2] = ["en", "kk"].map(|key| key.parse().expect("an edition key"));
        let story = newsroom.story_new(english.clone()).expect("a story");
        let document = DocumentId::from(story);
        let [lead, other] = [Part::Lead(english.clone()), Part::Lead(kazakh.clone())].map(|part| part.key());
        let write = |part: &PartKey, text: &str| {
            newsroom.part_set(document, part.clone(), PartValue::text(text)).expect("written");
        };
        write(&lead, "The canal opened.");
        let publication = |edition: &EditionKey, kind| Publication {
            edition: edition.clone(),
            kind,
            revision: RevisionId::of(b"public"),
            photos: BTreeMap::new(),
            pins: Vec::new(),
            details: None,
            from: Timestamp(1),
            until: None,
            displayed: None,
            by: tilshi_story::PersonId::generate(),
            note: String::new(),
            path: String::new(),
        };
        // The portal has the story; the English edition is withdrawn there while both are written in here.
        newsroom
            .with(|open| {
                let content = open.store.read().content(document)?;
                open.store.write(|writer| {
                    let (revision, author) = (RevisionId::of(b"head"), open.me.person);
                    writer.set_base(document, &Base { sequence: 3, revision, author, at: Timestamp(2), content })
                })?;
                Ok(())
            })
            .expect("written");
        write(&lead, "The canal opened on Monday.");
        write(&other, "Арық ашылды.");
        let operation = newsroom.with(|open| {
            open.store
                .write(|writer| {
                    freeze(writer, &open.held, document, crate::now())?;
                    let publications = vec![
                        publication(&english, PublicationKind::Withdrawn),
                        publication(&kazakh, PublicationKind::First),
                    ];
                    writer.set_workflow(story, &Workflow { editions: BTreeMap::new(), publications })?;
                    let operation = writer.outbox()?[0].operation;
                    writer.note_reason(operation, &Failure::new("story-withdrawn"), true)?;
                    Ok(operation)
                })
                .map_err(Failure::from)
        });
        newsroom.outbox_discard(operation.expect("refused")).expect("laid aside");

        newsroom
            .with(|open| {
                let reader = open.store.read();
                assert_eq!(reader.part(document, &lead)?, Some(PartValue::text("The canal opened.")));
                let dirty: Vec<PartKey> = reader.dirty_parts(document)?;
                let is_followed = |part: &PartKey| part.known().is_some_and(|part| part.is_of_following());
                assert_eq!(
                    dirty.into_iter().filter(|part| !is_followed(part)).collect::<Vec<_>>(),
                    std::slice::from_ref(&other)
                );
                let waiting = reader.outbox()?;
                assert!(waiting.len() == 1 && !waiting[0].refused, "the Kazakh words go out: {waiting:?}");
                Ok(())
            })
            .expect("read");
        let saves = newsroom.with(|open| Ok(open.store.read().saves_of(document, std::slice::from_ref(&lead))?));
        assert_eq!(saves.expect("read").len(), 3, "written, written on, and laid aside");
        let versions = newsroom.history_list(story, english.clone()).expect("a history");
        let before = newsroom.history_compare(story, english, None, Some(versions[1].version)).expect("compared");
        assert_eq!(before.lead.now.as_deref(), Some("The canal opened on Monday."));
    }

    #[test]
    fn text_that_may_still_go_is_never_taken_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let story = newsroom.story_new("en".parse().expect("an edition key")).expect("a story");
        let operation = newsroom.with(|open| {
            open.store
                .write(|writer| {
                    freeze(writer, &open.held, story.into(), crate::now())?;
                    let operation = writer.outbox()?[0].operation;
                    writer.note_reason(operation, &Failure::new("part-not-yours"), true)?;
                    Ok(operation)
                })
                .map_err(Failure::from)
        });
        let refusal = newsroom.outbox_discard(operation.expect("refused")).expect_err("refused");
        assert_eq!(refusal.code, "text-is-never-taken-back");
    }

    #[test]
    fn of_very_much_that_waits_the_first_is_shown_with_all_that_was_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let step = Action::Workflow {
            edition: english.clone(),
            command: WorkflowCommand::Submit,
            pins: Vec::new(),
            source_pins: Vec::new(),
        };
        let json = serde_json::to_string(&step).expect("JSON");
        let last = OperationId::generate();
        newsroom
            .with(|open| {
                open.store.write(|writer| {
                    for number in 0..MOST_SHOWN + 9 {
                        let id = if number == MOST_SHOWN + 8 { last } else { OperationId::generate() };
                        writer.add_outgoing(
                            id,
                            DocumentId::from(tilshi_story::StoryId::generate()),
                            &json,
                            crate::now(),
                        )?;
                    }
                    writer.note_reason(last, &Failure::new("changed-meanwhile"), true)
                })?;
                Ok(())
            })
            .expect("written");
        newsroom.story_new(english).expect("a story");
        let shown = newsroom.sync_show().expect("a view");
        assert_eq!((shown.waiting.len(), shown.waiting[0].operation), (MOST_SHOWN, Some(last)));
        assert!(shown.more_waiting >= 10, "{}", shown.more_waiting);
    }

    #[test]
    fn what_waits_is_counted_as_it_is_listed() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let [_, changed, submitted] = [(); 3].map(|()| newsroom.story_new(english.clone()).expect("a story"));
        let change = Action::Change { base: None, patch: Patch::default(), cards: Vec::new(), settles: Vec::new() };
        let command = WorkflowCommand::Submit;
        let step = Action::Workflow { edition: english, command, pins: Vec::new(), source_pins: Vec::new() };
        let counted = newsroom.with(|open| {
            open.store.write(|writer| {
                for (story, action) in [(changed, &change), (submitted, &step)] {
                    let json = serde_json::to_string(action).expect("JSON");
                    writer.add_outgoing(OperationId::generate(), story.into(), &json, crate::now())?;
                }
                Ok(())
            })?;
            Ok((count(open)?, rows(open)?.len()))
        });
        let (counted, listed) = counted.expect("read");
        assert_eq!(counted, listed);
        assert!(listed >= 4, "two operations, and two stories that none of them sends: {listed}");
    }
}

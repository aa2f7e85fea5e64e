//! What waits to be sent, why it has not gone yet, and what a person can do about it.

use std::collections::BTreeSet;

use tilshi_store::Reader;
use tilshi_story::{DocumentId, Failure, OperationId, Part, Patch};
use tilshi_sync::wire::Action;

use crate::portal_clock;
use crate::profile::{Open, keep, setting};
use crate::rebase::{Outgoing, freeze};
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

fn view(open: &Open) -> Answer<SyncView> {
    let reader = open.store.read();
    Ok(SyncView {
        connection: open.connection.clone(),
        running: open.running,
        paused: open.paused,
        waiting: rows(open)?,
        sent_at: reader.setting(setting::SENT_AT)?.and_then(|at| at.parse().ok()).map(tilshi_story::Timestamp),
        saved_at: open.saved_at,
        cards: reader.open_cards()?.iter().filter(|stored| stored.card.is_conflict()).count(),
        clock_behind: portal_clock::behind(&reader)?,
    })
}

/// Everything that waits, in the order it will go: operations, edits that are not yet an operation, pictures.
pub(crate) fn rows(open: &Open) -> Answer<Vec<OutboxRow>> {
    let reader = &open.store.read();
    let mut rows = Vec::new();
    let mut gathered = BTreeSet::new();
    for entry in reader.outbox()? {
        let action: Action = serde_json::from_str(&entry.action_json).map_err(|_| Failure::new("database-damaged"))?;
        let item = match action {
            Action::Change { patch, .. } => {
                gathered.insert(entry.document);
                OutboxItem::Change { parts: patch.keys().cloned().collect() }
            }
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
        });
    }
    for document in reader.dirty()?.into_iter().filter(|document| !gathered.contains(document)) {
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
        });
    }
    for picture in reader.pictures_waiting()? {
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
        });
    }
    Ok(rows)
}

/// What people call a document: a story's working name or its headline, first that of its source edition; a photo's
/// file name.
fn title(reader: &Reader<'_>, document: DocumentId) -> Answer<String> {
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

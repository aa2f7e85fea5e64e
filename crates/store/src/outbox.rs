//! The table of operations that wait to be sent, in the order they were made. What an operation does is JSON here.

use rusqlite::{Row, params};
use tilshi_story::{DocumentId, Failure, OperationId, Timestamp};

use crate::document::read_id;
use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 9,
    sql: "
        -- No reference to document: what waits to be sent outlives what is removed here.
        CREATE TABLE outbox (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            operation TEXT NOT NULL UNIQUE,
            document TEXT NOT NULL,
            action TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            reason BLOB,
            refused INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_document ON outbox (document);
    ",
};

/// An operation that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// The operation.
    pub operation: OperationId,
    /// The document it is about.
    pub document: DocumentId,
    /// What it does, as JSON.
    pub action_json: String,
    /// The size of that, in bytes.
    pub size_bytes: u64,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it has not gone yet.
    pub reason: Option<Failure>,
    /// Whether the portal refused it, so that it waits for a person.
    pub refused: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "operation, document, action, attempts, reason, refused, created_at";

impl Reader<'_> {
    /// What waits to be sent, in the order it was made.
    pub fn outbox(&self) -> Result<Vec<OutboxEntry>, StoreError> {
        self.rows(&format!("SELECT {COLUMNS} FROM outbox ORDER BY number"), [], read_entry)
    }

    /// The first of what waits, at most `limit` of it: what was refused, and then in the order it was made.
    pub fn outbox_shown(&self, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox ORDER BY NOT refused, number LIMIT ?1");
        self.rows(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], read_entry)
    }

    /// The first documents that differ and of which no operation is made yet, at most `limit` of them. `change` is how
    /// the JSON of an operation begins that sends a document's changes.
    pub fn ungathered(&self, change: &str, limit: usize) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "
            SELECT kind, id FROM document WHERE dirty_order IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM outbox WHERE outbox.document = kind || ':' || id AND substr(action, 1, length(?1)) = ?1)
            ORDER BY dirty_order LIMIT ?2";
        self.rows(sql, params![change, i64::try_from(limit).unwrap_or(i64::MAX)], |row| read_id(row, 0))
    }

    /// How much waits to be sent: operations, and documents that differ and of which none of them is. `change` is how the
    /// JSON of an operation begins that sends a document's changes.
    pub fn outgoing_count(&self, change: &str) -> Result<usize, StoreError> {
        let sql = "
            SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM picture_waiting) + (
                SELECT count(*) FROM document WHERE dirty_order IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM outbox
                    WHERE outbox.document = kind || ':' || id AND substr(action, 1, length(?1)) = ?1))";
        Ok(self.row(sql, [change], |row| Ok(row.get::<_, u32>(0)?))?.unwrap_or_default() as usize)
    }

    /// The first of what can be sent, at most `limit` of it: entries of the vocabulary, which others may name, and
    /// then everything else in the order it was made.
    pub fn outbox_next(&self, limit: usize) -> Result<Vec<OutboxEntry>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox WHERE NOT refused ORDER BY document NOT LIKE 'entry:%', number LIMIT ?1"
        );
        self.rows(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], read_entry)
    }

    /// What waits to be sent of one document, in the order it was made.
    pub fn outbox_of(&self, document: DocumentId) -> Result<Vec<OutboxEntry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE document = ?1 ORDER BY number");
        self.rows(&sql, [document.to_string()], read_entry)
    }

    /// Whether nothing waits.
    pub fn outbox_is_empty(&self) -> Result<bool, StoreError> {
        let any = self.row("SELECT 1 FROM outbox LIMIT 1", [], |row| Ok(row.get::<_, i64>(0)?))?;
        Ok(any.is_none())
    }
}

impl Writer<'_> {
    /// Puts an operation at the end of the outbox.
    pub fn add_outgoing(
        &self,
        operation: OperationId,
        document: DocumentId,
        action_json: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO outbox (operation, document, action, created_at) VALUES (?1, ?2, ?3, ?4)";
        self.execute(sql, params![operation.to_string(), document.to_string(), action_json, at.0])?;
        Ok(())
    }

    /// Puts another operation in the place of one that was never sent.
    pub fn replace_outgoing(
        &self,
        operation: OperationId,
        by: OperationId,
        action_json: &str,
    ) -> Result<(), StoreError> {
        self.execute(
            "UPDATE outbox SET operation = ?2, action = ?3 WHERE operation = ?1",
            params![operation.to_string(), by.to_string(), action_json],
        )?;
        Ok(())
    }

    /// Counts an attempt to send operations. Write it down before they leave: from then on the portal may have
    /// them, so that they are sent again as they are and never made anew.
    pub fn begin_attempt(&self, operations: impl IntoIterator<Item = OperationId>) -> Result<(), StoreError> {
        for operation in operations {
            let sql = "UPDATE outbox SET attempts = attempts + 1 WHERE operation = ?1";
            self.execute(sql, [operation.to_string()])?;
        }
        Ok(())
    }

    /// Keeps why an operation did not go, and whether it waits for a person.
    pub fn note_reason(&self, operation: OperationId, reason: &Failure, refused: bool) -> Result<(), StoreError> {
        let sql = "UPDATE outbox SET reason = ?2, refused = ?3 WHERE operation = ?1";
        self.execute(sql, params![operation.to_string(), pack(reason)?, refused])?;
        Ok(())
    }

    /// Takes an operation out of the outbox.
    pub fn remove_outgoing(&self, operation: OperationId) -> Result<(), StoreError> {
        self.execute("DELETE FROM outbox WHERE operation = ?1", [operation.to_string()])?;
        Ok(())
    }
}

fn read_entry(row: &Row<'_>) -> Result<OutboxEntry, StoreError> {
    let action_json: String = row.get(2)?;
    let reason = row.get::<_, Option<Vec<u8>>>(4)?;
    Ok(OutboxEntry {
        operation: stored(&row.get::<_, String>(0)?)?,
        document: stored(&row.get::<_, String>(1)?)?,
        size_bytes: action_json.len() as u64,
        action_json,
        attempts: row.get(3)?,
        reason: reason.as_deref().map(unpack).transpose()?,
        refused: row.get(5)?,
        created_at: Timestamp(row.get(6)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{EntryId, StoryId};

    #[test]
    fn what_goes_next_are_entries_and_then_everything_in_its_order_without_what_was_refused() {
        let (_folder, mut profile) = plain();
        let (story, entry) = (DocumentId::from(StoryId::generate()), DocumentId::from(EntryId::generate()));
        let [first, refused, named, last] = [0; 4].map(|_| OperationId::generate());
        assert!(profile.read().outbox_is_empty().expect("read"));
        profile
            .write(|writer| {
                writer.add_outgoing(first, story, "{}", at(1))?;
                writer.add_outgoing(refused, story, "{}", at(2))?;
                writer.add_outgoing(named, entry, "{}", at(3))?;
                writer.add_outgoing(last, story, "{}", at(4))?;
                writer.note_reason(refused, &Failure::new("not-allowed"), true)
            })
            .expect("written");
        let ids = |entries: Vec<OutboxEntry>| -> Vec<OperationId> {
            entries.into_iter().map(|entry| entry.operation).collect()
        };
        let read = profile.read();
        assert_eq!(ids(read.outbox_next(10).expect("read")), [named, first, last]);
        assert_eq!(ids(read.outbox_next(2).expect("read")), [named, first]);
        assert_eq!(ids(read.outbox_of(story).expect("read")), [first, refused, last]);
        assert!(!read.outbox_is_empty().expect("read"));
    }

    #[test]
    fn the_outbox_keeps_its_order_and_why_each_entry_waits() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let operations = [0; 4].map(|_| OperationId::generate());
        let [first, second, third, replaced] = operations;
        profile
            .write(|writer| {
                // Not in the order of the ids.
                for (time, operation) in [third, first, second].into_iter().enumerate() {
                    writer.add_outgoing(operation, document, "{}", at(time))?;
                }
                writer.begin_attempt([third])?;
                writer.note_reason(third, &Failure::new("portal-unreachable"), false)?;
                writer.begin_attempt([third])?;
                writer.note_reason(third, &Failure::new("not-allowed").with("part", "tags"), true)?;
                writer.replace_outgoing(second, replaced, "{\"a\":1}")?;
                writer.remove_outgoing(first)
            })
            .expect("written");
        let refused = OutboxEntry {
            operation: third,
            document,
            action_json: "{}".into(),
            size_bytes: 2,
            attempts: 2,
            reason: Some(Failure::new("not-allowed").with("part", "tags")),
            refused: true,
            created_at: at(0),
        };
        let waiting = OutboxEntry {
            operation: replaced,
            action_json: "{\"a\":1}".into(),
            size_bytes: 7,
            attempts: 0,
            reason: None,
            refused: false,
            created_at: at(2),
            ..refused.clone()
        };
        assert_eq!(profile.read().outbox().expect("read"), [refused, waiting]);
    }

    #[test]
    fn an_operation_is_taken_once_and_outlives_its_document() {
        let (_folder, mut profile) = plain();
        let story = StoryId::generate();
        let operation = OperationId::generate();
        let mut add = || {
            profile.write(|writer| {
                writer.set_workflow(story, &crate::Workflow::default())?;
                writer.add_outgoing(operation, story.into(), "{}", at(0))?;
                writer.remove_document(story.into())
            })
        };
        add().expect("written");
        assert_eq!(add().expect_err("the same id").failure().code, "storage");
        assert_eq!(profile.read().outbox().expect("read").len(), 1);
    }
}

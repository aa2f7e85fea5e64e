//! Documents as they stand: the head revision, its parts, and where each last changed on the feed.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Row};
use tilshi_story::{
    Content, DocumentId, EntryId, EntryKind, Part, PartKey, PartValue, PersonId, RevisionId, Timestamp, ValueHash,
};

use super::columns::{count, hash, id, signed};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE document (
        id TEXT PRIMARY KEY,
        head BLOB NOT NULL,
        head_author TEXT NOT NULL,
        head_at INTEGER NOT NULL,
        added_by TEXT NOT NULL,
        added_at INTEGER NOT NULL,
        sequence INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX document_feed ON document (sequence);
    CREATE TABLE document_part (
        document TEXT NOT NULL REFERENCES document,
        part TEXT NOT NULL,
        hash BLOB REFERENCES value,
        changed_sequence INTEGER NOT NULL,
        PRIMARY KEY (document, part)
    ) STRICT, WITHOUT ROWID;
";

/// Finds entries by what they are.
pub(super) const INDEX_KINDS: &str = "
    CREATE INDEX document_part_kind ON document_part (hash) WHERE part = 'kind';
";

/// Where a document's workflow or cards last changed.
pub(super) const ADD_STATE: &str = "
    ALTER TABLE document ADD COLUMN state_sequence INTEGER NOT NULL DEFAULT 0;
    UPDATE document SET state_sequence = sequence;
";

const COLUMNS: &str = "id, head, head_author, head_at, added_by, sequence, state_sequence";

/// A document without its parts.
#[derive(Debug, Clone)]
pub(crate) struct DocumentRow {
    pub(crate) id: DocumentId,
    /// The newest revision.
    pub(crate) head: RevisionId,
    /// Who made that.
    pub(crate) head_author: PersonId,
    /// When the portal received it.
    pub(crate) head_at: Timestamp,
    /// Who brought the document.
    pub(crate) added_by: PersonId,
    /// Its newest place on the feed; workflow steps count too.
    pub(crate) sequence: u64,
    /// The place where its workflow or cards last changed.
    pub(crate) state_sequence: u64,
}

fn row(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: id(row, 0)?,
        head: hash(row, 1, RevisionId::from_bytes)?,
        head_author: id(row, 2)?,
        head_at: Timestamp(row.get(3)?),
        added_by: id(row, 4)?,
        sequence: count(row, 5)?,
        state_sequence: count(row, 6)?,
    })
}

impl Records<'_> {
    /// A document, if the portal has it.
    pub(crate) fn document(&self, document: DocumentId) -> Result<Option<DocumentRow>, DatabaseError> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE id = ?1");
        Ok(self.0.prepare_cached(&sql)?.query_row([document.to_string()], row).optional()?)
    }

    /// At most `limit` documents after a place on the feed, in its order.
    pub(crate) fn documents_after(&self, cursor: u64, limit: u32) -> Result<Vec<DocumentRow>, DatabaseError> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map((signed(cursor)?, limit), row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the portal has any document.
    pub(crate) fn has_documents(&self) -> Result<bool, DatabaseError> {
        Ok(self.0.query_row("SELECT EXISTS (SELECT 1 FROM document)", [], |row| row.get(0))?)
    }

    /// The vocabulary entries of a kind without aliases, in the order they came.
    pub(crate) fn entries_of_kind(&self, kind: EntryKind) -> Result<Vec<EntryId>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT document FROM document_part JOIN document ON document.id = document
             WHERE part = 'kind' AND hash = ?1 AND NOT EXISTS (
                 SELECT 1 FROM document_part AS other
                 WHERE other.document = document.id AND other.part = 'alias-of' AND other.hash IS NOT NULL
             ) ORDER BY document.rowid",
        )?;
        let rows =
            statement.query_map([PartValue::text(kind.as_str()).hash().as_bytes()], |row| id::<DocumentId>(row, 0))?;
        let mut entries = Vec::new();
        for row in rows {
            if let DocumentId::Entry(entry) = row? {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// Makes `head` the newest revision of a document, which is new when the portal did not have it.
    pub(crate) fn put_head(&self, head: &DocumentRow) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO document (id, head, head_author, head_at, added_by, added_at, sequence, state_sequence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7)
                 ON CONFLICT (id) DO UPDATE SET head = excluded.head, head_author = excluded.head_author,
                     head_at = excluded.head_at, sequence = excluded.sequence,
                     state_sequence = excluded.state_sequence",
            )?
            .execute((
                head.id.to_string(),
                head.head.as_bytes(),
                head.head_author.to_string(),
                head.head_at.as_millis(),
                head.added_by.to_string(),
                signed(head.sequence)?,
                signed(head.state_sequence)?,
            ))?;
        Ok(())
    }

    /// Moves a document to a new place on the feed without a new revision: its workflow or its cards have changed.
    pub(crate) fn move_on_feed(&self, document: DocumentId, sequence: u64) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached("UPDATE document SET sequence = ?2, state_sequence = ?2 WHERE id = ?1")?
            .execute((document.to_string(), signed(sequence)?))?;
        Ok(())
    }

    /// Sets a part to a value that is kept already, or clears it.
    pub(crate) fn put_part(
        &self,
        document: DocumentId,
        part: &PartKey,
        value: Option<&ValueHash>,
        sequence: u64,
    ) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO document_part (document, part, hash, changed_sequence) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (document, part) DO UPDATE SET hash = excluded.hash,
                     changed_sequence = excluded.changed_sequence",
            )?
            .execute((document.to_string(), part.as_str(), value.map(ValueHash::as_bytes), signed(sequence)?))?;
        Ok(())
    }

    /// All parts of a document as they stand; nothing for a document the portal does not have.
    pub(crate) fn content(&self, document: DocumentId) -> Result<Content, DatabaseError> {
        Ok(self.parts_after(document, 0)?.into_iter().collect())
    }

    /// One part of a document as it stands.
    pub(crate) fn part(&self, document: DocumentId, part: &Part) -> Result<Option<PartValue>, DatabaseError> {
        let name: Option<Option<ValueHash>> = self
            .0
            .prepare_cached("SELECT hash FROM document_part WHERE document = ?1 AND part = ?2")?
            .query_row((document.to_string(), part.key().as_str()), |row| {
                Ok(row.get::<_, Option<[u8; 32]>>(0)?.map(ValueHash::from_bytes))
            })
            .optional()?;
        name.flatten().map(|name| self.value(&name)).transpose()
    }

    /// The parts that changed after a place on the feed; a cleared one is an empty text.
    pub(crate) fn parts_after(
        &self,
        document: DocumentId,
        cursor: u64,
    ) -> Result<BTreeMap<PartKey, PartValue>, DatabaseError> {
        let mut statement = self
            .0
            .prepare_cached("SELECT part, hash FROM document_part WHERE document = ?1 AND changed_sequence > ?2")?;
        let rows = statement.query_map((document.to_string(), signed(cursor)?), |row| {
            Ok((id::<PartKey>(row, 0)?, row.get::<_, Option<[u8; 32]>>(1)?.map(ValueHash::from_bytes)))
        })?;
        let mut parts = BTreeMap::new();
        for row in rows {
            let (part, name) = row?;
            let value = match name {
                Some(name) => self.value(&name)?,
                None => PartValue::text(""),
            };
            parts.insert(part, value);
        }
        Ok(parts)
    }
}

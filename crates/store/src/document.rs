//! The table of documents: which ones this laptop holds, when they changed, and which differ from the portal's.
//!
//! A document differs while it has rows in `dirty_part`; those are kept true by every write, never by comparing
//! everything.

use rusqlite::params;
use tilshi_story::{DocumentId, DocumentKind, PartKey, Timestamp, ValueHash};

use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer, columns};

pub(crate) const CREATE: Migration = Migration {
    number: 1,
    sql: "
        CREATE TABLE document (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('story', 'photo', 'entry')),
            id TEXT NOT NULL,
            changed_at INTEGER NOT NULL,
            -- Place in the order in which documents began to differ from the portal's; null while they do not.
            dirty_order INTEGER,
            UNIQUE (kind, id)
        ) STRICT;
        CREATE UNIQUE INDEX document_dirty ON document (dirty_order) WHERE dirty_order IS NOT NULL;

        CREATE TABLE dirty_part (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            PRIMARY KEY (document, part)
        ) STRICT, WITHOUT ROWID;
    ",
};

impl Reader<'_> {
    /// Whether this laptop holds the document.
    pub fn exists(&self, document: DocumentId) -> Result<bool, StoreError> {
        Ok(self.number(document)?.is_some())
    }

    /// The documents of a kind, oldest first.
    pub fn documents(&self, kind: DocumentKind) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM document WHERE kind = ?1 ORDER BY number";
        self.rows(sql, [kind_name(kind)], |row| read_id(row, 0))
    }

    /// When the working content last changed.
    pub fn changed_at(&self, document: DocumentId) -> Result<Option<Timestamp>, StoreError> {
        let (kind, id) = key(document);
        let sql = "SELECT changed_at FROM document WHERE kind = ?1 AND id = ?2";
        self.row(sql, [kind, &id], |row| Ok(Timestamp(row.get(0)?)))
    }

    /// The documents whose working content differs from the base, in the order in which they began to differ.
    pub fn dirty(&self) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM document WHERE dirty_order IS NOT NULL ORDER BY dirty_order";
        self.rows(sql, [], |row| read_id(row, 0))
    }

    /// The parts in which a document differs from its base.
    pub fn dirty_parts(&self, document: DocumentId) -> Result<Vec<PartKey>, StoreError> {
        let (kind, id) = key(document);
        let sql = "SELECT part FROM dirty_part JOIN document ON number = document
                   WHERE kind = ?1 AND id = ?2 ORDER BY part";
        self.rows(sql, [kind, &id], |row| stored(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?))
    }

    /// The documents with something for the portal: changed parts, or cards or settlements it has not been told of.
    pub fn to_send(&self) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM document
                   WHERE dirty_order IS NOT NULL
                      OR number IN (SELECT document FROM card WHERE NOT sent OR (settled AND NOT settlement_sent))
                   ORDER BY dirty_order IS NULL, dirty_order, number";
        self.rows(sql, [], |row| read_id(row, 0))
    }

    /// Whether something of the document has not reached the portal: changed parts, cards, or what waits in the outbox.
    pub fn is_unsent(&self, document: DocumentId) -> Result<bool, StoreError> {
        let (kind, id) = key(document);
        let sql = "
            SELECT EXISTS (SELECT 1 FROM outbox WHERE document = ?3) OR EXISTS (
                SELECT 1 FROM document
                WHERE kind = ?1 AND id = ?2 AND (dirty_order IS NOT NULL OR EXISTS (
                    SELECT 1 FROM card
                    WHERE card.document = number AND (NOT sent OR (settled AND NOT settlement_sent)))))";
        let unsent = self.row(sql, params![kind, id, document.to_string()], |row| Ok(row.get(0)?))?;
        Ok(unsent.unwrap_or(false))
    }

    /// The row of a document.
    pub(crate) fn number(&self, document: DocumentId) -> Result<Option<i64>, StoreError> {
        let (kind, id) = key(document);
        self.row("SELECT number FROM document WHERE kind = ?1 AND id = ?2", [kind, &id], |row| Ok(row.get(0)?))
    }
}

impl Writer<'_> {
    /// Forgets a document with everything that belongs to it: base, workflow, cards and journal. What waits in the
    /// outbox stays.
    pub fn remove_document(&self, document: DocumentId) -> Result<(), StoreError> {
        let (kind, id) = key(document);
        self.execute("DELETE FROM document WHERE kind = ?1 AND id = ?2", [kind, &id])?;
        Ok(())
    }

    /// The row of a document, made if it is missing.
    pub(crate) fn ensure(&self, document: DocumentId, at: Timestamp) -> Result<i64, StoreError> {
        if let Some(number) = self.number(document)? {
            return Ok(number);
        }
        let (kind, id) = key(document);
        let sql = "INSERT INTO document (kind, id, changed_at) VALUES (?1, ?2, ?3) RETURNING number";
        let number = self.row(sql, params![kind, id, at.0], |row| Ok(row.get(0)?))?;
        let number = number.ok_or_else(|| StoreError::Damaged("a row was not kept".into()))?;
        self.execute(&format!("INSERT INTO {} (document) VALUES (?1)", columns::own_table(document.kind())), [number])?;
        Ok(number)
    }

    pub(crate) fn touch(&self, number: i64, at: Timestamp) -> Result<(), StoreError> {
        self.execute("UPDATE document SET changed_at = ?2 WHERE number = ?1", params![number, at.0])?;
        self.note_search_due(number)
    }

    /// Compares one part's new value with the base. `hash` is nothing when the part is empty.
    pub(crate) fn mark_part(&self, number: i64, part: &PartKey, hash: Option<ValueHash>) -> Result<(), StoreError> {
        let sql = "SELECT hash FROM base_part WHERE document = ?1 AND part = ?2";
        let base = self.row(sql, params![number, part.as_str()], |row| Ok(ValueHash::from_bytes(row.get(0)?)))?;
        let sql = if base == hash {
            "DELETE FROM dirty_part WHERE document = ?1 AND part = ?2"
        } else {
            "INSERT OR IGNORE INTO dirty_part (document, part) VALUES (?1, ?2)"
        };
        self.execute(sql, params![number, part.as_str()])?;
        self.mark_document(number)
    }

    /// Keeps the document's place among those that differ in step with its parts.
    pub(crate) fn mark_document(&self, number: i64) -> Result<(), StoreError> {
        let sql = "
            UPDATE document SET dirty_order = CASE
                WHEN EXISTS (SELECT 1 FROM dirty_part WHERE document = ?1)
                THEN coalesce(dirty_order, (SELECT coalesce(max(dirty_order), 0) + 1 FROM document WHERE dirty_order IS NOT NULL))
            END
            WHERE number = ?1";
        self.execute(sql, [number])?;
        Ok(())
    }
}

/// The stored name of a kind.
pub(crate) fn kind_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Story => "story",
        DocumentKind::Photo => "photo",
        DocumentKind::Entry => "entry",
    }
}

/// A document's kind and id as they are stored.
pub(crate) fn key(document: DocumentId) -> (&'static str, String) {
    let id = match document {
        DocumentId::Story(id) => id.to_string(),
        DocumentId::Photo(id) => id.to_string(),
        DocumentId::Entry(id) => id.to_string(),
    };
    (kind_name(document.kind()), id)
}

/// The document named by two columns, kind and id.
pub(crate) fn read_id(row: &rusqlite::Row<'_>, column: usize) -> Result<DocumentId, StoreError> {
    let kind: String = row.get(column)?;
    let id: String = row.get(column + 1)?;
    stored(&format!("{kind}:{id}"))
}

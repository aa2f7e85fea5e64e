//! The table of bases: the content of the last revision that the portal confirmed. A merge starts from it.

use rusqlite::params;
use tilshi_story::{Content, DocumentId, PersonId, RevisionId, Timestamp, ValueHash};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 6,
    sql: "
        CREATE TABLE base (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            revision TEXT NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE base_part (
            document INTEGER NOT NULL REFERENCES base (document) ON DELETE CASCADE,
            part TEXT NOT NULL,
            hash BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (document, part)
        ) STRICT;
    ",
};

/// The last revision of a document that the portal confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The revision.
    pub revision: RevisionId,
    /// Who made it.
    pub author: PersonId,
    /// When the portal received it.
    pub at: Timestamp,
    /// All parts.
    pub content: Content,
}

impl Reader<'_> {
    /// The base of a document; nothing while the portal has never confirmed one.
    pub fn base(&self, document: DocumentId) -> Result<Option<Base>, StoreError> {
        let Some(number) = self.number(document)? else {
            return Ok(None);
        };
        let sql = "SELECT revision, author, at FROM base WHERE document = ?1";
        let base = self.row(sql, [number], |row| {
            Ok(Base {
                revision: stored(&row.get::<_, String>(0)?)?,
                author: stored(&row.get::<_, String>(1)?)?,
                at: Timestamp(row.get(2)?),
                content: Content::new(),
            })
        })?;
        let Some(mut base) = base else {
            return Ok(None);
        };
        let parts = self.rows("SELECT part, value FROM base_part WHERE document = ?1", [number], |row| {
            Ok((stored(&row.get::<_, String>(0)?)?, unpack(&row.get::<_, Vec<u8>>(1)?)?))
        })?;
        base.content = parts.into_iter().collect();
        Ok(Some(base))
    }
}

impl Writer<'_> {
    /// Replaces the base of a document and finds anew in what the working content differs from it.
    pub fn set_base(&self, document: DocumentId, base: &Base) -> Result<(), StoreError> {
        let number = self.ensure(document, base.at)?;
        let sql = "
            INSERT INTO base (document, revision, author, at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (document)
            DO UPDATE SET revision = excluded.revision, author = excluded.author, at = excluded.at";
        self.execute(sql, params![number, base.revision.to_string(), base.author.to_string(), base.at.0])?;

        let hashes = base.content.hashes();
        let sql = "SELECT part, hash FROM base_part WHERE document = ?1";
        let kept = self
            .rows(sql, [number], |row| Ok((stored(&row.get::<_, String>(0)?)?, ValueHash::from_bytes(row.get(1)?))))?;
        let kept: std::collections::BTreeMap<_, _> = kept.into_iter().collect();
        for part in kept.keys().filter(|part| !hashes.contains_key(part)) {
            let sql = "DELETE FROM base_part WHERE document = ?1 AND part = ?2";
            self.execute(sql, params![number, part.as_str()])?;
        }
        for (part, value) in base.content.iter() {
            let hash = value.hash();
            if kept.get(part) != Some(&hash) {
                let sql = "INSERT OR REPLACE INTO base_part (document, part, hash, value) VALUES (?1, ?2, ?3, ?4)";
                self.execute(sql, params![number, part.as_str(), hash.as_bytes(), pack(value)?])?;
            }
        }

        let working = self.part_hashes(document)?;
        self.execute("DELETE FROM dirty_part WHERE document = ?1", [number])?;
        let parts: std::collections::BTreeSet<_> = working.keys().chain(hashes.keys()).collect();
        for part in parts.into_iter().filter(|part| working.get(part) != hashes.get(part)) {
            let sql = "INSERT INTO dirty_part (document, part) VALUES (?1, ?2)";
            self.execute(sql, params![number, part.as_str()])?;
        }
        self.mark_document(number)
    }
}

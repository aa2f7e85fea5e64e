//! Revisions: immutable, each naming the values of its parts.

use rusqlite::OptionalExtension;
use tilshi_story::{Content, Part, PartKey, PartValue, PersonId, Revision, RevisionId, Timestamp, ValueHash};

use super::columns::{hash, id};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE revision (
        id BLOB PRIMARY KEY CHECK (length(id) = 32),
        document TEXT NOT NULL,
        parents BLOB NOT NULL,
        author TEXT NOT NULL,
        operation TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX revision_document ON revision (document, at);
    CREATE TABLE revision_part (
        revision BLOB NOT NULL REFERENCES revision,
        part TEXT NOT NULL,
        hash BLOB NOT NULL REFERENCES value,
        PRIMARY KEY (revision, part)
    ) STRICT, WITHOUT ROWID;
";

impl Records<'_> {
    /// Keeps a revision whose values are kept already.
    pub(crate) fn put_revision(
        &self,
        name: RevisionId,
        revision: &Revision,
        at: Timestamp,
    ) -> Result<(), DatabaseError> {
        let parents: Vec<u8> = revision.parents.iter().flat_map(|parent| *parent.as_bytes()).collect();
        self.0
            .prepare_cached(
                "INSERT INTO revision (id, document, parents, author, operation, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                name.as_bytes(),
                revision.document.to_string(),
                parents,
                revision.author.to_string(),
                revision.operation.to_string(),
                at.as_millis(),
            ))?;
        let mut insert =
            self.0.prepare_cached("INSERT INTO revision_part (revision, part, hash) VALUES (?1, ?2, ?3)")?;
        for (part, value) in &revision.parts {
            insert.execute((name.as_bytes(), part.as_str(), value.as_bytes()))?;
        }
        Ok(())
    }

    /// One part of a revision.
    pub(crate) fn revision_part(&self, revision: RevisionId, part: &Part) -> Result<Option<PartValue>, DatabaseError> {
        let name = self
            .0
            .prepare_cached("SELECT hash FROM revision_part WHERE revision = ?1 AND part = ?2")?
            .query_row((revision.as_bytes(), part.key().as_str()), |row| hash(row, 0, ValueHash::from_bytes))
            .optional()?;
        name.map(|name| self.value(&name)).transpose()
    }

    /// The parts of a revision; an error when there is no such revision, since somebody pinned it.
    pub(crate) fn revision_content(&self, revision: RevisionId) -> Result<Content, DatabaseError> {
        let author: Option<PersonId> = self
            .0
            .prepare_cached("SELECT author FROM revision WHERE id = ?1")?
            .query_row([revision.as_bytes()], |row| id(row, 0))
            .optional()?;
        if author.is_none() {
            return Err(DatabaseError::Damaged(format!("revision {revision} is missing")));
        }
        let mut statement = self.0.prepare_cached("SELECT part, hash FROM revision_part WHERE revision = ?1")?;
        let rows = statement.query_map([revision.as_bytes()], |row| {
            Ok((id::<PartKey>(row, 0)?, hash(row, 1, ValueHash::from_bytes)?))
        })?;
        let mut content = Content::new();
        for row in rows {
            let (part, name) = row?;
            content.put(part, self.value(&name)?);
        }
        Ok(content)
    }
}

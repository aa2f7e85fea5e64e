//! Revisions: immutable, each naming the values of its parts.

use rusqlite::OptionalExtension;
use tilshi_story::{Content, DocumentId, PartKey, PartValue, PersonId, Revision, RevisionId, Timestamp, ValueHash};

use super::columns::{count, hash, id, signed};
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

/// Where on the feed a revision stands; 0 for those from before this step.
pub(super) const ADD_SEQUENCE: &str = "
    ALTER TABLE revision ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX revision_sequence ON revision (document, sequence);
";

impl Records<'_> {
    /// Keeps a revision whose values are kept already.
    pub(crate) fn put_revision(
        &self,
        name: RevisionId,
        revision: &Revision,
        at: Timestamp,
        sequence: u64,
    ) -> Result<(), DatabaseError> {
        let parents: Vec<u8> = revision.parents.iter().flat_map(|parent| *parent.as_bytes()).collect();
        self.0
            .prepare_cached(
                "INSERT INTO revision (id, document, parents, author, operation, at, sequence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                name.as_bytes(),
                revision.document.to_string(),
                parents,
                revision.author.to_string(),
                revision.operation.to_string(),
                at.as_millis(),
                signed(sequence)?,
            ))?;
        let mut insert =
            self.0.prepare_cached("INSERT INTO revision_part (revision, part, hash) VALUES (?1, ?2, ?3)")?;
        for (part, value) in &revision.parts {
            insert.execute((name.as_bytes(), part.as_str(), value.as_bytes()))?;
        }
        Ok(())
    }

    /// Where a revision of this document stands on the feed, if that is known.
    pub(crate) fn place_of(&self, document: DocumentId, revision: RevisionId) -> Result<Option<u64>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT sequence FROM revision WHERE id = ?1 AND document = ?2 AND sequence > 0")?
            .query_row((revision.as_bytes(), document.to_string()), |row| count(row, 0))
            .optional()?)
    }

    /// The revision of a document that was its newest at this place on the feed, if that is known.
    pub(crate) fn revision_at(&self, document: DocumentId, place: u64) -> Result<Option<RevisionId>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT id FROM revision WHERE document = ?1 AND sequence BETWEEN 1 AND ?2
                 ORDER BY sequence DESC LIMIT 1",
            )?
            .query_row((document.to_string(), signed(place)?), |row| hash(row, 0, RevisionId::from_bytes))
            .optional()?)
    }

    /// Whether the document was there at this place on the feed.
    pub(crate) fn existed_at(&self, document: DocumentId, place: u64) -> Result<bool, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT 1 FROM revision WHERE document = ?1 AND sequence <= ?2")?
            .exists((document.to_string(), signed(place)?))?)
    }

    /// Whether a person has made a revision of the document.
    pub(crate) fn has_revision_by(&self, document: DocumentId, person: PersonId) -> Result<bool, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT 1 FROM revision WHERE document = ?1 AND author = ?2")?
            .exists((document.to_string(), person.to_string()))?)
    }

    /// One part of a revision.
    pub(crate) fn revision_part(
        &self,
        revision: RevisionId,
        part: &PartKey,
    ) -> Result<Option<PartValue>, DatabaseError> {
        let name = self
            .0
            .prepare_cached("SELECT hash FROM revision_part WHERE revision = ?1 AND part = ?2")?
            .query_row((revision.as_bytes(), part.as_str()), |row| hash(row, 0, ValueHash::from_bytes))
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

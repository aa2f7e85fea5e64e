//! The workflow of editions, and what is and was public, written down. What readers ask of it stands in `public`.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use tilshi_story::{DocumentId, EditionKey, EditionRecord, Publication, StoryId};

use super::columns::{id, json, to_json};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE edition (
        story TEXT NOT NULL REFERENCES document,
        edition TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (story, edition)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE publication (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL REFERENCES document,
        short TEXT NOT NULL,
        edition TEXT NOT NULL,
        kind TEXT NOT NULL,
        starts_at INTEGER NOT NULL,
        ends_at INTEGER,
        record TEXT NOT NULL
    ) STRICT;
    CREATE INDEX publication_story ON publication (story, number);
    CREATE UNIQUE INDEX publication_current ON publication (story, edition) WHERE ends_at IS NULL;
    CREATE INDEX publication_short ON publication (short) WHERE ends_at IS NULL;
    CREATE INDEX publication_newest ON publication (edition, starts_at) WHERE ends_at IS NULL;
    CREATE TABLE publication_photo (
        photo TEXT NOT NULL,
        publication INTEGER NOT NULL REFERENCES publication,
        PRIMARY KEY (photo, publication)
    ) STRICT, WITHOUT ROWID;
";

impl Records<'_> {
    /// What the portal knows of one edition's working text.
    pub(crate) fn edition(&self, story: StoryId, edition: &EditionKey) -> Result<Option<EditionRecord>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT record FROM edition WHERE story = ?1 AND edition = ?2")?
            .query_row((DocumentId::from(story).to_string(), edition.as_str()), |row| json(row, 0))
            .optional()?)
    }

    /// What the portal knows of all editions of a story.
    pub(crate) fn editions(&self, story: StoryId) -> Result<BTreeMap<EditionKey, EditionRecord>, DatabaseError> {
        let mut statement = self.0.prepare_cached("SELECT edition, record FROM edition WHERE story = ?1")?;
        let rows =
            statement.query_map([DocumentId::from(story).to_string()], |row| Ok((id(row, 0)?, json(row, 1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Sets what the portal knows of an edition.
    pub(crate) fn put_edition(
        &self,
        story: StoryId,
        edition: &EditionKey,
        record: &EditionRecord,
    ) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO edition (story, edition, record) VALUES (?1, ?2, ?3)
                 ON CONFLICT (story, edition) DO UPDATE SET record = excluded.record",
            )?
            .execute((DocumentId::from(story).to_string(), edition.as_str(), to_json(record)?))?;
        Ok(())
    }

    /// The publications of a story, oldest first.
    pub(crate) fn publications(&self, story: StoryId) -> Result<Vec<Publication>, DatabaseError> {
        let mut statement = self.0.prepare_cached("SELECT record FROM publication WHERE story = ?1 ORDER BY number")?;
        let rows = statement.query_map([DocumentId::from(story).to_string()], |row| json(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes down another displayed moment of what is public now.
    pub(crate) fn redate(&self, story: StoryId, publication: &Publication) -> Result<(), DatabaseError> {
        let document = DocumentId::from(story).to_string();
        let sql = "UPDATE publication SET record = ?3 WHERE story = ?1 AND edition = ?2 AND ends_at IS NULL
                   RETURNING number";
        let number: i64 = self
            .0
            .prepare_cached(sql)?
            .query_row((document, publication.edition.as_str(), to_json(publication)?), |row| row.get(0))?;
        self.date_on_shelves(number, publication.displayed)
    }

    /// Puts a publication in the place of the edition's current one, which ends at that moment.
    pub(crate) fn publish(&self, story: StoryId, publication: &Publication) -> Result<(), DatabaseError> {
        let document = DocumentId::from(story).to_string();
        let mut current = self.0.prepare_cached(
            "SELECT number, record FROM publication WHERE story = ?1 AND edition = ?2 AND ends_at IS NULL",
        )?;
        let before: Option<(i64, Publication)> = current
            .query_row((&document, publication.edition.as_str()), |row| Ok((row.get(0)?, json(row, 1)?)))
            .optional()?;
        if let Some((number, mut ended)) = before {
            ended.until = Some(publication.from);
            self.0.prepare_cached("UPDATE publication SET ends_at = ?2, record = ?3 WHERE number = ?1")?.execute((
                number,
                publication.from.as_millis(),
                to_json(&ended)?,
            ))?;
            self.take_from_shelves(number)?;
        }
        self.0
            .prepare_cached(
                "INSERT INTO publication (story, short, edition, kind, starts_at, record)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                document,
                story.short(),
                publication.edition.as_str(),
                publication.kind.as_str(),
                publication.from.as_millis(),
                to_json(publication)?,
            ))?;
        let number = self.0.last_insert_rowid();
        let mut insert = self.0.prepare_cached("INSERT INTO publication_photo (photo, publication) VALUES (?1, ?2)")?;
        for photo in publication.photos.keys() {
            insert.execute((photo.to_string(), number))?;
        }
        self.put_on_shelves(number, publication)
    }
}

//! What readers may see now: single stories and lists of them, each in one edition.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row};
use tilshi_story::{
    DocumentId, EditionKey, EntryId, Part, PartValue, PhotoId, Publication, PublicationKind, RevisionId, StoryId,
    Timestamp,
};

use super::columns::{id, json, to_json};
use super::{DatabaseError, Records};

/// Where a publication stands in lists: its section's piece of the address, and when the edition first became public.
pub(super) const CREATE_SHELVES: &str = "
    ALTER TABLE publication ADD COLUMN first_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE publication ADD COLUMN section TEXT NOT NULL DEFAULT '';
    UPDATE publication SET
        first_at = (SELECT min(starts_at) FROM publication AS earlier
                    WHERE earlier.story = publication.story AND earlier.edition = publication.edition),
        section = (SELECT substr(rest, 1, instr(rest, '/') - 1)
                   FROM (SELECT substr(json_extract(record, '$.path'), length(edition) + 3) AS rest));
    CREATE INDEX publication_front ON publication (edition, first_at) WHERE ends_at IS NULL;
    CREATE INDEX publication_section ON publication (edition, section, first_at) WHERE ends_at IS NULL;
    CREATE TABLE publication_tag (
        tag TEXT NOT NULL,
        publication INTEGER NOT NULL REFERENCES publication,
        PRIMARY KEY (tag, publication)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX publication_tag_of ON publication_tag (publication);
";

/// What readers see of one edition, with the story it is of.
#[derive(Debug, Clone)]
pub(crate) struct PublishedRow {
    /// The publication's own number.
    pub(crate) number: i64,
    pub(crate) story: StoryId,
    pub(crate) publication: Publication,
    /// The moment that readers are shown: the corrected one, else when the edition first became public.
    pub(crate) first_at: Timestamp,
}

/// A list that readers can open.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shelf<'a> {
    /// Everything.
    Front,
    /// What has this section in its address.
    Section(&'a str),
    /// What has any of these tags.
    Tags(&'a [EntryId]),
}

/// The columns of [`published`].
const COLUMNS: &str = "number, story, record, first_at";

/// What readers can open, as a condition; a withdrawn edition has a page, but stands in no list.
const LISTED: &str = "ends_at IS NULL AND kind <> 'withdrawn'";

fn published(row: &Row<'_>) -> rusqlite::Result<Option<PublishedRow>> {
    let document: DocumentId = id(row, 1)?;
    let (number, publication, first_at) = (row.get(0)?, json(row, 2)?, Timestamp(row.get(3)?));
    Ok(document.story().map(|story| PublishedRow { number, story, publication, first_at }))
}

fn tag_ids(tags: &[EntryId]) -> Result<String, DatabaseError> {
    to_json(&tags.iter().map(ToString::to_string).collect::<Vec<_>>())
}

impl Records<'_> {
    /// What readers see of the stories whose address ends in these eight digits; a withdrawal counts too.
    pub(crate) fn published_as(&self, short: &str, edition: &EditionKey) -> Result<Vec<PublishedRow>, DatabaseError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE short = ?1 AND edition = ?2 AND ends_at IS NULL ORDER BY number"
        );
        self.rows(&sql, (short, edition.as_str()))
    }

    /// What readers see of a story in an edition, unless it is withdrawn.
    pub(crate) fn published(
        &self,
        story: StoryId,
        edition: &EditionKey,
    ) -> Result<Option<PublishedRow>, DatabaseError> {
        let sql = format!("SELECT {COLUMNS} FROM publication WHERE story = ?1 AND edition = ?2 AND {LISTED}");
        let row = self
            .0
            .prepare_cached(&sql)?
            .query_row((DocumentId::from(story).to_string(), edition.as_str()), published)
            .optional()?;
        Ok(row.flatten())
    }

    /// Part of a list, newest first.
    pub(crate) fn shelf(
        &self,
        edition: &EditionKey,
        shelf: Shelf<'_>,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<PublishedRow>, DatabaseError> {
        let sql = |condition: &str| {
            format!(
                "SELECT {COLUMNS} FROM publication WHERE edition = ?1 AND {LISTED} AND {condition}
                 ORDER BY first_at DESC, number DESC LIMIT ?3 OFFSET ?4"
            )
        };
        let edition = edition.as_str();
        match shelf {
            Shelf::Front => self.rows(&sql("?2 IS NULL"), (edition, None::<&str>, limit, offset)),
            Shelf::Section(section) => self.rows(&sql("section = ?2"), (edition, section, limit, offset)),
            Shelf::Tags(tags) => {
                let condition = "number IN (SELECT publication FROM publication_tag
                     WHERE tag IN (SELECT value FROM json_each(?2)))";
                self.rows(&sql(condition), (edition, tag_ids(tags)?, limit, offset))
            }
        }
    }

    /// The stories that share most tags with a publication; of equal ones those of its section, then the newest.
    pub(crate) fn related(&self, to: &PublishedRow, limit: u32) -> Result<Vec<PublishedRow>, DatabaseError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication JOIN (
                 SELECT other.publication AS shared_by, count(*) AS shared FROM publication_tag AS own
                 JOIN publication_tag AS other ON other.tag = own.tag
                 WHERE own.publication = ?1 GROUP BY other.publication
             ) ON number = shared_by
             WHERE edition = ?2 AND {LISTED} AND number <> ?1
             ORDER BY shared DESC, section = (SELECT section FROM publication WHERE number = ?1) DESC,
                 first_at DESC, number DESC
             LIMIT ?3"
        );
        self.rows(&sql, (to.number, to.publication.edition.as_str(), limit))
    }

    /// The editions that have a public story.
    pub(crate) fn public_editions(&self) -> Result<BTreeSet<EditionKey>, DatabaseError> {
        let sql = format!("SELECT DISTINCT edition FROM publication WHERE {LISTED}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([], |row| id(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The tags of what is public in any edition.
    pub(crate) fn public_tags(&self) -> Result<Vec<EntryId>, DatabaseError> {
        let mut statement = self.0.prepare_cached("SELECT DISTINCT tag FROM publication_tag ORDER BY tag")?;
        let rows = statement.query_map([], |row| id(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The editions that have a public story with any of these tags.
    pub(crate) fn editions_with_tags(&self, tags: &[EntryId]) -> Result<BTreeSet<EditionKey>, DatabaseError> {
        let sql = format!(
            "SELECT DISTINCT edition FROM publication_tag JOIN publication ON number = publication
             WHERE tag IN (SELECT value FROM json_each(?1)) AND {LISTED}"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([tag_ids(tags)?], |row| id(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The revisions of a photo that readers of this edition see now, the newest publication's first.
    pub(crate) fn public_photo(&self, photo: PhotoId, edition: &EditionKey) -> Result<Vec<RevisionId>, DatabaseError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication_photo JOIN publication ON number = publication
             WHERE photo = ?1 AND edition = ?2 AND {LISTED} ORDER BY number DESC"
        );
        let rows = self.rows(&sql, (photo.to_string(), edition.as_str()))?;
        Ok(rows.iter().filter_map(|row| row.publication.photos.get(&photo).copied()).collect())
    }

    /// Notes where a new publication stands in lists.
    pub(super) fn put_on_shelves(&self, number: i64, publication: &Publication) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached("UPDATE publication SET section = ?2 WHERE number = ?1")?
            .execute((number, publication.path.split('/').nth(2).unwrap_or_default()))?;
        self.date_on_shelves(number, publication.displayed)?;
        if publication.kind != PublicationKind::Withdrawn {
            self.put_tags(number, publication)?;
        }
        Ok(())
    }

    /// Notes under which moment a publication stands in lists.
    pub(super) fn date_on_shelves(&self, number: i64, displayed: Option<Timestamp>) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "UPDATE publication SET first_at = coalesce(?2,
                     (SELECT min(starts_at) FROM publication AS earlier
                      WHERE earlier.story = publication.story AND earlier.edition = publication.edition))
                 WHERE number = ?1",
            )?
            .execute((number, displayed.map(Timestamp::as_millis)))?;
        Ok(())
    }

    /// Only what is public now has its tags noted.
    pub(super) fn take_from_shelves(&self, number: i64) -> Result<(), DatabaseError> {
        self.0.prepare_cached("DELETE FROM publication_tag WHERE publication = ?1")?.execute([number])?;
        Ok(())
    }

    /// Notes the tags of what became public before tags were noted: they lie in compressed values, beyond SQL.
    pub(super) fn put_tags_of_all(&self) -> Result<(), DatabaseError> {
        let rows = self.rows(&format!("SELECT {COLUMNS} FROM publication WHERE {LISTED}"), [])?;
        rows.iter().try_for_each(|row| self.put_tags(row.number, &row.publication))
    }

    fn put_tags(&self, number: i64, publication: &Publication) -> Result<(), DatabaseError> {
        let tags = match self.revision_part(publication.revision, &Part::Tags.key())? {
            Some(PartValue::Set(tags)) => tags,
            Some(PartValue::Text(_) | PartValue::List(_) | PartValue::Opaque { .. }) | None => return Ok(()),
        };
        let mut insert =
            self.0.prepare_cached("INSERT OR IGNORE INTO publication_tag (tag, publication) VALUES (?1, ?2)")?;
        for tag in tags.iter().filter_map(|tag| tag.parse::<EntryId>().ok()) {
            insert.execute((tag.to_string(), number))?;
        }
        Ok(())
    }

    fn rows(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<PublishedRow>, DatabaseError> {
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(values, published)?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
    }
}

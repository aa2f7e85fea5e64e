//! How often each story's page was read, by edition and hour.

use std::collections::BTreeMap;

use tilshi_story::{DocumentId, EditionKey, StoryId};

use super::columns::{id, signed};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE page_read (
        edition TEXT NOT NULL,
        hour INTEGER NOT NULL,
        story TEXT NOT NULL,
        reads INTEGER NOT NULL,
        PRIMARY KEY (edition, hour, story)
    ) STRICT, WITHOUT ROWID;
";

/// Which story was read in which edition and hour; hours are counted from 1970.
pub(crate) type ReadKey = (EditionKey, i64, StoryId);

impl Records<'_> {
    /// Adds counted reads.
    pub(crate) fn add_reads(&self, counted: &BTreeMap<ReadKey, u64>) -> Result<(), DatabaseError> {
        let mut insert = self.0.prepare_cached(
            "INSERT INTO page_read (edition, hour, story, reads) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (edition, hour, story) DO UPDATE SET reads = reads + excluded.reads",
        )?;
        for ((edition, hour, story), reads) in counted {
            insert.execute((edition.as_str(), hour, DocumentId::from(*story).to_string(), signed(*reads)?))?;
        }
        Ok(())
    }

    /// Drops the counts of earlier hours.
    pub(crate) fn forget_reads_before(&self, hour: i64) -> Result<(), DatabaseError> {
        self.0.prepare_cached("DELETE FROM page_read WHERE hour < ?1")?.execute([hour])?;
        Ok(())
    }

    /// The public stories that were read most since an hour, most read first; of equal ones the newest.
    pub(crate) fn most_read(
        &self,
        edition: &EditionKey,
        since_hour: i64,
        limit: u32,
    ) -> Result<Vec<StoryId>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT publication.story FROM page_read
             JOIN publication ON publication.story = page_read.story AND publication.edition = page_read.edition
             WHERE page_read.edition = ?1 AND hour >= ?2 AND ends_at IS NULL AND kind <> 'withdrawn'
             GROUP BY publication.story ORDER BY sum(reads) DESC, max(first_at) DESC LIMIT ?3",
        )?;
        let rows = statement.query_map((edition.as_str(), since_hour, limit), |row| id::<DocumentId>(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().filter_map(DocumentId::story).collect())
    }
}

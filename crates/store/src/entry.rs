//! The tables of the vocabulary: tags, sections, people and cities with a label per edition.

use tilshi_story::{DocumentId, EntryId};

use crate::document::read_id;
use crate::migrations::Migration;
use crate::{Reader, StoreError};

pub(crate) const CREATE: Migration = Migration {
    number: 4,
    sql: "
        CREATE TABLE entry (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            kind TEXT NOT NULL DEFAULT '',
            parent TEXT NOT NULL DEFAULT ''
        ) STRICT;

        CREATE TABLE entry_label (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            edition TEXT NOT NULL,
            label_hash BLOB,
            label TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (document, edition)
        ) STRICT;
    ",
};

/// The entry that stands in an entry's place.
pub(crate) const ADD_ALIAS: Migration =
    Migration { number: 16, sql: "ALTER TABLE entry ADD COLUMN alias_of TEXT NOT NULL DEFAULT '';" };

impl Reader<'_> {
    /// The documents that name an entry: as a tag, the section, the city of the dateline or the section above.
    pub fn naming(&self, entry: EntryId) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM document WHERE number IN (
                SELECT document FROM story WHERE section = ?1 OR dateline_city = ?1
                UNION SELECT document FROM story_tag WHERE entry = ?1
                UNION SELECT document FROM entry WHERE parent = ?1
            ) ORDER BY number";
        self.rows(sql, [entry.to_string()], |row| read_id(row, 0))
    }
}

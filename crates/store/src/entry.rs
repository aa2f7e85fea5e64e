//! The tables of the vocabulary: tags, sections, people and cities with a label per edition.

use tilshi_story::{DocumentId, EntryId, PartValue};

use crate::document::read_id;
use crate::migrations::Migration;
use crate::packed::unpack;
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
    /// The documents that name an entry: as a tag, the section, the desk, the city of the dateline or the section above;
    /// templates, too.
    pub fn naming(&self, entry: EntryId) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM document WHERE number IN (
                SELECT document FROM story WHERE section = ?1 OR desk = ?1 OR dateline_city = ?1
                UNION SELECT document FROM story_tag WHERE entry = ?1
                UNION SELECT document FROM entry WHERE parent = ?1
            ) ORDER BY number";
        let mut naming = self.rows(sql, [entry.to_string()], |row| read_id(row, 0))?;
        naming.extend(self.templates_naming(entry)?);
        Ok(naming)
    }

    /// A template carries these parts of a story, which have no column in an entry.
    fn templates_naming(&self, entry: EntryId) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT DISTINCT document.kind, document.id, extra_part.value
            FROM extra_part JOIN document ON document.number = extra_part.document JOIN entry USING (document)
            WHERE extra_part.part IN ('section', 'desk', 'dateline-city', 'tags') ORDER BY document.number";
        let rows = self.rows(sql, [], |row| Ok((read_id(row, 0)?, unpack(&row.get::<_, Vec<u8>>(2)?)?)))?;
        let wanted = entry.to_string();
        let mut naming: Vec<DocumentId> = rows
            .into_iter()
            .filter(|(_, value): &(DocumentId, PartValue)| match value {
                PartValue::Text(text) => *text == wanted,
                other => other.items().contains(&wanted.as_str()),
            })
            .map(|(document, _)| document)
            .collect();
        naming.dedup();
        Ok(naming)
    }
}

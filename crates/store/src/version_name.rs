//! The table of names that people give to versions of a text: «before the lawyers», «as sent to the ministry».

use std::collections::BTreeMap;

use rusqlite::params;
use tilshi_story::DocumentId;

use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 13,
    sql: "
        CREATE TABLE version_name (
            save INTEGER PRIMARY KEY REFERENCES journal (number) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> '')
        ) STRICT;
    ",
};

impl Reader<'_> {
    /// The named versions of a document, by the number of the save that each of them ends with.
    pub fn version_names(&self, document: DocumentId) -> Result<BTreeMap<i64, String>, StoreError> {
        let number = self.number(document)?;
        let sql = "
            SELECT save, name FROM version_name JOIN journal ON journal.number = save WHERE journal.document = ?1";
        let rows = self.rows(sql, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.into_iter().collect())
    }
}

impl Writer<'_> {
    /// Names the version that a save ended; an empty name takes the name away.
    pub fn name_version(&self, save: i64, name: &str) -> Result<(), StoreError> {
        if name.is_empty() {
            self.execute("DELETE FROM version_name WHERE save = ?1", [save])?;
        } else {
            self.execute("INSERT OR REPLACE INTO version_name (save, name) VALUES (?1, ?2)", params![save, name])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::{at, plain};
    use tilshi_story::{DocumentId, Part, PartValue, PersonId, StoryId};

    #[test]
    fn a_version_keeps_its_name_until_it_loses_it_or_its_document_goes() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let value = PartValue::text("canal");
        let part = Part::Slugline.key();
        profile.write(|writer| writer.put_part(document, &part, &value, PersonId::generate(), at(1))).expect("written");
        let save = profile.read().journal(document, 1).expect("read")[0].number;
        profile.write(|writer| writer.name_version(save, "as sent")).expect("named");
        assert_eq!(profile.read().version_names(document).expect("read"), [(save, "as sent".to_owned())].into());
        profile.write(|writer| writer.name_version(save, "")).expect("unnamed");
        assert_eq!(profile.read().version_names(document).expect("read"), [].into());
        assert!(profile.write(|writer| writer.name_version(save + 1, "of nothing")).is_err());
    }
}

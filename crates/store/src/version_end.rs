//! The table of saves that end a version, so that what follows within the same minute begins another one.

use std::collections::BTreeSet;

use tilshi_story::{DocumentId, PartKey};

use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 15,
    sql: "
        CREATE TABLE version_end (
            save INTEGER PRIMARY KEY REFERENCES journal (number) ON DELETE CASCADE
        ) STRICT;
    ",
};

impl Reader<'_> {
    /// The saves of a document that end a version.
    pub fn version_ends(&self, document: DocumentId) -> Result<BTreeSet<i64>, StoreError> {
        let number = self.number(document)?;
        let sql = "
            SELECT save FROM version_end JOIN journal ON journal.number = save WHERE journal.document = ?1";
        Ok(self.rows(sql, [number], |row| Ok(row.get(0)?))?.into_iter().collect())
    }
}

impl Writer<'_> {
    /// Ends the version that the newest save of these parts belongs to.
    pub fn end_version(&self, document: DocumentId, parts: &[PartKey]) -> Result<(), StoreError> {
        if let Some(last) = self.saves_of(document, parts)?.last() {
            self.execute("INSERT OR IGNORE INTO version_end (save) VALUES (?1)", [last.number])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::{at, plain};
    use tilshi_story::{DocumentId, Part, PartValue, PersonId, StoryId};

    #[test]
    fn a_version_ends_with_the_newest_save_of_its_parts() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let (slugline, body) = (Part::Slugline.key(), Part::Body("kk".parse().expect("an edition key")).key());
        profile.write(|writer| writer.end_version(document, std::slice::from_ref(&slugline))).expect("nothing to end");
        for (turn, part) in [&slugline, &body].into_iter().enumerate() {
            let value = PartValue::text("canal");
            profile
                .write(|writer| writer.put_part(document, part, &value, PersonId::generate(), at(turn)))
                .expect("put");
        }
        let first = profile.read().journal(document, 2).expect("read")[1].number;
        for _ in 0..2 {
            profile.write(|writer| writer.end_version(document, std::slice::from_ref(&slugline))).expect("ended");
        }
        assert_eq!(profile.read().version_ends(document).expect("read"), [first].into());
        assert_eq!(profile.read().version_ends(StoryId::generate().into()).expect("read"), [].into());
    }
}

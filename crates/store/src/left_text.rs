//! The table of what an editor remembers of a text that it left: caret and undo. It belongs to exactly that text.

use rusqlite::params;
use tilshi_story::{DocumentId, PartKey, ValueHash};

use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 21,
    sql: "
        CREATE TABLE left_text (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            hash BLOB NOT NULL,
            state BLOB NOT NULL,
            PRIMARY KEY (document, part)
        ) STRICT;
    ",
};

impl Reader<'_> {
    /// What the editor remembers of a text; nothing when the text has become another one since.
    pub fn left_text(
        &self,
        document: DocumentId,
        part: &PartKey,
        hash: &ValueHash,
    ) -> Result<Option<String>, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT state FROM left_text WHERE document = ?1 AND part = ?2 AND hash = ?3";
        self.row(sql, params![number, part.as_str(), hash.as_bytes()], |row| unpack(&row.get::<_, Vec<u8>>(0)?))
    }
}

impl Writer<'_> {
    /// Keeps what the editor remembers of a text.
    pub fn keep_left_text(
        &self,
        document: DocumentId,
        part: &PartKey,
        hash: &ValueHash,
        state: &str,
    ) -> Result<(), StoreError> {
        let Some(number) = self.number(document)? else { return Ok(()) };
        let sql = "INSERT OR REPLACE INTO left_text (document, part, hash, state) VALUES (?1, ?2, ?3, ?4)";
        self.execute(sql, params![number, part.as_str(), hash.as_bytes(), pack(&state)?])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{EditionKey, Part, PartValue, PersonId, StoryId};

    #[test]
    fn it_is_remembered_of_exactly_that_text() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let english: EditionKey = "en".parse().expect("a key");
        let part = Part::Body(english).key();
        let (one, other) = (PartValue::text("Water"), PartValue::text("Waters"));
        profile
            .write(|writer| {
                writer.keep_left_text(document, &part, &one.hash(), "nobody has this document")?;
                writer.put_part(document, &part, &one, PersonId::generate(), at(5))?;
                writer.keep_left_text(document, &part, &one.hash(), "first")?;
                writer.keep_left_text(document, &part, &one.hash(), "second")
            })
            .expect("written");
        let reader = profile.read();
        assert_eq!(reader.left_text(document, &part, &one.hash()).expect("read").as_deref(), Some("second"));
        assert_eq!(reader.left_text(document, &part, &other.hash()).expect("read"), None);
    }
}

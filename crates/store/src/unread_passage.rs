//! The table of passages that somebody else's changes brought into a text that was being written here, and that nobody
//! has read on this laptop yet.

use rusqlite::params;
use tilshi_story::{DocumentId, PartKey, PersonId, Timestamp};

use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 17,
    sql: "
        CREATE TABLE unread_passage (
            number INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            words TEXT NOT NULL CHECK (words <> ''),
            author TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX unread_passage_document ON unread_passage (document);
    ",
};

/// A passage that came in by a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadPassage {
    /// Its number.
    pub number: i64,
    /// The part whose text it stands in.
    pub part: PartKey,
    /// Its words, as they came.
    pub words: String,
    /// Who wrote them.
    pub author: PersonId,
    /// When.
    pub at: Timestamp,
}

impl Reader<'_> {
    /// The unread passages of a document, oldest first.
    pub fn unread_passages(&self, document: DocumentId) -> Result<Vec<UnreadPassage>, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT number, part, words, author, at FROM unread_passage WHERE document = ?1 ORDER BY number";
        self.rows(sql, [number], |row| {
            Ok(UnreadPassage {
                number: row.get(0)?,
                part: stored(&row.get::<_, String>(1)?)?,
                words: row.get(2)?,
                author: stored(&row.get::<_, String>(3)?)?,
                at: Timestamp(row.get(4)?),
            })
        })
    }
}

impl Writer<'_> {
    /// Notes a passage that somebody has to read; the same words in the same part are one.
    pub fn add_unread_passage(
        &self,
        document: DocumentId,
        part: &PartKey,
        words: &str,
        author: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let number = self.number(document)?;
        let known = self.unread_passages(document)?;
        if known.iter().any(|passage| passage.part == *part && passage.words == words) {
            return Ok(());
        }
        let sql = "INSERT INTO unread_passage (document, part, words, author, at) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.execute(sql, params![number, part.as_str(), words, author.to_string(), at.as_millis()])?;
        Ok(())
    }

    /// Forgets a passage that was read.
    pub fn remove_unread_passage(&self, number: i64) -> Result<(), StoreError> {
        self.execute("DELETE FROM unread_passage WHERE number = ?1", [number])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::{at, plain};
    use tilshi_story::{DocumentId, Part, PartValue, PersonId, StoryId};

    #[test]
    fn a_passage_stays_until_it_is_read_and_is_noted_once() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let part = Part::Body("en".parse().expect("an edition key")).key();
        let by = PersonId::generate();
        profile
            .write(|writer| {
                writer.put_part(document, &part, &PartValue::text("One. Two."), by, at(1))?;
                writer.add_unread_passage(document, &part, "Two.", by, at(1))?;
                writer.add_unread_passage(document, &part, "Two.", by, at(2))
            })
            .expect("written");
        let unread = profile.read().unread_passages(document).expect("read");
        assert_eq!(unread.iter().map(|passage| passage.words.as_str()).collect::<Vec<_>>(), ["Two."]);
        profile.write(|writer| writer.remove_unread_passage(unread[0].number)).expect("written");
        assert_eq!(profile.read().unread_passages(document).expect("read"), []);
    }
}

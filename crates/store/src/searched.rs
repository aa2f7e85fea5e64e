//! The index of stories by their words, and the list of documents whose words it does not have yet. It follows what is
//! written a moment later, and could be made anew at any time.

use rusqlite::params;
use tilshi_story::{DocumentId, StoryId};

use crate::document::read_id;
use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 22,
    sql: "
        -- Search keys: words as they are compared, not as they are printed.
        CREATE VIRTUAL TABLE search USING fts5 (title, people, tags, captions, words,
            content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0');
        CREATE TABLE search_due (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE
        ) STRICT;
        INSERT INTO search_due SELECT number FROM document WHERE kind = 'story';
        -- Numbers are used again.
        CREATE TRIGGER search_gone AFTER DELETE ON document BEGIN
            DELETE FROM search WHERE rowid = old.number;
        END;
    ",
};

/// Of how many stories the best are found.
const MOST_RANKED: i64 = 1_000;

/// What the index holds of a story, as search keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchKeys {
    /// Slugline and headlines.
    pub title: String,
    /// Authors and credits.
    pub people: String,
    /// Tags, section, desk and city.
    pub tags: String,
    /// Captions and alternative texts.
    pub captions: String,
    /// Leads and bodies.
    pub words: String,
}

impl Reader<'_> {
    /// Stories, photos and entries whose words the index does not have yet, at most so many.
    pub fn search_due(&self, limit: usize) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM search_due JOIN document ON number = document LIMIT ?1";
        self.rows(sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| read_id(row, 0))
    }

    /// Stories in whose own text an entry is named: an author, a tag, a section, a desk or a city.
    pub fn stories_naming(&self, entry: &str) -> Result<Vec<StoryId>, StoreError> {
        let sql = "
            SELECT id FROM document WHERE kind = 'story' AND number IN (
                SELECT document FROM byline WHERE person = ?1
                UNION SELECT document FROM story_tag WHERE entry = ?1
                UNION SELECT document FROM story WHERE section = ?1 OR desk = ?1 OR dateline_city = ?1)";
        self.rows(sql, [entry], |row| stored(&row.get::<_, String>(0)?))
    }

    /// The stories that fit an expression of SQLite's FTS5, the best first; of very many, those made last.
    pub fn search(&self, expression: &str, limit: usize) -> Result<Vec<StoryId>, StoreError> {
        let sql = "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT ?2)";
        let found = self.row(sql, params![expression, MOST_RANKED + 1], |row| Ok(row.get::<_, i64>(0)?))?;
        // To rank a story its size is looked up: of words that stand everywhere, rank says little and costs much.
        let score = match found.is_some_and(|found| found > MOST_RANKED) {
            true => "0.0",
            false => "bm25(search, 10.0, 4.0, 4.0, 2.0, 1.0)",
        };
        let order = if score == "0.0" { "number DESC" } else { "score, number DESC" };
        let sql = format!(
            "SELECT id FROM (
                 SELECT rowid AS number, {score} AS score FROM search WHERE search MATCH ?1 ORDER BY {order} LIMIT ?2
             ) JOIN document USING (number) ORDER BY {order}"
        );
        self.rows(&sql, params![expression, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            stored(&row.get::<_, String>(0)?)
        })
    }
}

impl Writer<'_> {
    /// The document has other words than the index.
    pub(crate) fn note_search_due(&self, number: i64) -> Result<(), StoreError> {
        self.execute("INSERT OR IGNORE INTO search_due (document) VALUES (?1)", [number])?;
        Ok(())
    }

    /// A document that stands in other documents' words has been looked after: they are due instead.
    pub fn pass_on_search_due(&self, document: DocumentId, stories: &[StoryId]) -> Result<(), StoreError> {
        for story in stories {
            if let Some(number) = self.number(DocumentId::from(*story))? {
                self.note_search_due(number)?;
            }
        }
        self.forget_search_due(document)
    }

    /// Puts a story into the index in the place of what it said before.
    pub fn index_story(&self, story: StoryId, keys: &SearchKeys) -> Result<(), StoreError> {
        let document = DocumentId::from(story);
        let Some(number) = self.number(document)? else { return Ok(()) };
        self.execute("DELETE FROM search WHERE rowid = ?1", [number])?;
        self.execute(
            "INSERT INTO search (rowid, title, people, tags, captions, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![number, keys.title, keys.people, keys.tags, keys.captions, keys.words],
        )?;
        self.forget_search_due(document)
    }

    fn forget_search_due(&self, document: DocumentId) -> Result<(), StoreError> {
        if let Some(number) = self.number(document)? {
            self.execute("DELETE FROM search_due WHERE document = ?1", [number])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Part, PartValue, PersonId};

    #[test]
    fn what_is_written_is_due_until_it_is_indexed_and_gone_with_its_story() {
        let (_folder, mut profile) = plain();
        let (one, other) = (StoryId::generate(), StoryId::generate());
        let write = |profile: &mut crate::Profile, story: StoryId, text: &str| {
            let value = PartValue::text(text);
            profile
                .write(|writer| {
                    writer.put_part(story.into(), &Part::Slugline.key(), &value, PersonId::generate(), at(1))
                })
                .expect("written");
        };
        let index = |profile: &mut crate::Profile, story: StoryId, title: &str| {
            let keys = SearchKeys { title: title.into(), ..SearchKeys::default() };
            profile.write(|writer| writer.index_story(story, &keys)).expect("indexed");
        };
        write(&mut profile, one, "ferry");
        write(&mut profile, other, "river");
        assert_eq!(profile.read().search_due(9).expect("read").len(), 2);
        assert_eq!(profile.read().search_due(1).expect("read").len(), 1);
        index(&mut profile, one, "the ferry");
        index(&mut profile, other, "river ferry");
        assert_eq!(profile.read().search_due(9).expect("read"), []);
        assert_eq!(profile.read().search("\"fer\"*", 9).expect("found"), [other, one], "alike: the one made last");
        assert_eq!(profile.read().search("\"the ferry\"", 9).expect("found"), [one]);
        assert_eq!(profile.read().search("\"fer\"*", 1).expect("found").len(), 1);
        index(&mut profile, one, "a bridge");
        assert_eq!(profile.read().search("\"ferry\"", 9).expect("found"), [other]);
        profile.write(|writer| writer.remove_document(other.into())).expect("removed");
        assert_eq!(profile.read().search("\"ferry\"", 9).expect("found"), []);
        profile.write(|writer| writer.pass_on_search_due(one.into(), &[one])).expect("noted");
        assert_eq!(profile.check().expect("checked"), []);
    }
}

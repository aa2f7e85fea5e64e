//! The index of stories by the words of their slugline, headlines and leads. It follows the feed; nothing else depends
//! on it.

use tilshi_story::{DocumentId, StoryId};

use super::columns::{count, id, signed};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE archive (
        number INTEGER PRIMARY KEY,
        story TEXT NOT NULL UNIQUE REFERENCES document,
        words TEXT NOT NULL
    ) STRICT;
    -- Pieces of three characters: words of every script, also where no space stands between them, and in every form.
    CREATE VIRTUAL TABLE archive_words USING fts5 (words, content = 'archive', content_rowid = 'number',
        tokenize = 'trigram');
    CREATE TRIGGER archive_added AFTER INSERT ON archive BEGIN
        INSERT INTO archive_words (rowid, words) VALUES (new.number, new.words);
    END;
    CREATE TRIGGER archive_changed AFTER UPDATE ON archive BEGIN
        INSERT INTO archive_words (archive_words, rowid, words) VALUES ('delete', old.number, old.words);
        INSERT INTO archive_words (rowid, words) VALUES (new.number, new.words);
    END;
    CREATE TABLE archive_place (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        sequence INTEGER NOT NULL
    ) STRICT;
    INSERT INTO archive_place VALUES (1, 0);
";

/// Shortest piece of a word that the index knows, in characters.
const INDEXED_CHARACTERS: usize = 3;

impl Records<'_> {
    /// Up to which place on the feed everything is in the index.
    pub(crate) fn archived_up_to(&self) -> Result<u64, DatabaseError> {
        Ok(self.0.query_row("SELECT sequence FROM archive_place", [], |row| count(row, 0))?)
    }

    /// Notes that everything up to a place on the feed is in the index.
    pub(crate) fn set_archived_up_to(&self, sequence: u64) -> Result<(), DatabaseError> {
        self.0.prepare_cached("UPDATE archive_place SET sequence = ?1")?.execute([signed(sequence)?])?;
        Ok(())
    }

    /// Puts a story into the index in the place of what it said before.
    pub(crate) fn archive(&self, story: StoryId, words: &str) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO archive (story, words) VALUES (?1, ?2)
                 ON CONFLICT (story) DO UPDATE SET words = excluded.words WHERE words <> excluded.words",
            )?
            .execute((DocumentId::from(story).to_string(), words))?;
        Ok(())
    }

    /// At most `limit` stories in which all these pieces of words stand, the newest place on the feed first.
    pub(crate) fn archived_with(&self, words: &[&str], limit: usize) -> Result<Vec<StoryId>, DatabaseError> {
        let (long, short): (Vec<&str>, Vec<&str>) =
            words.iter().partition(|word| word.chars().count() >= INDEXED_CHARACTERS);
        let mut conditions = Vec::new();
        let mut values: Vec<String> = Vec::new();
        if !long.is_empty() {
            // Quoted: whatever signs stand in a word, it is a word.
            let phrases: Vec<String> = long.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
            values.push(phrases.join(" AND "));
            conditions.push(format!("number IN (SELECT rowid FROM archive_words (?{}))", values.len()));
        }
        for word in short {
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            values.push(format!("%{escaped}%"));
            conditions.push(format!("words LIKE ?{} ESCAPE '\\'", values.len()));
        }
        let all = if conditions.is_empty() { "TRUE".to_owned() } else { conditions.join(" AND ") };
        let sql = format!(
            "SELECT story FROM archive JOIN document ON id = story WHERE {all} ORDER BY sequence DESC LIMIT {limit}"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| id::<DocumentId>(row, 0))?;
        let mut stories = Vec::new();
        for row in rows {
            stories.extend(row?.story());
        }
        Ok(stories)
    }
}

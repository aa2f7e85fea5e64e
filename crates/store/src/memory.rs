//! The translation memory of this laptop: passages that stood beside each other when a translation was approved, and those of
//! files that were taken in. A passage is kept once, whatever it is a translation of: each pair is found from both sides.

use std::collections::HashMap;

use rusqlite::{Row, params};
use tilshi_story::{EditionKey, StoryId, Timestamp};

use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 27,
    sql: "
        CREATE TABLE memory_text (
            number INTEGER PRIMARY KEY,
            edition TEXT NOT NULL,
            -- The edition and what the passage says, whatever its spacing.
            hash INTEGER NOT NULL UNIQUE,
            text TEXT NOT NULL CHECK (text <> '')
        ) STRICT;
        CREATE TABLE memory_pair (
            source INTEGER NOT NULL REFERENCES memory_text (number),
            target INTEGER NOT NULL REFERENCES memory_text (number),
            -- What stood before and behind the source passage; 0 for nothing.
            before INTEGER NOT NULL,
            after INTEGER NOT NULL,
            -- The story it was approved in; empty for what came from a file.
            story TEXT NOT NULL,
            by TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (source, target)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX memory_pair_target ON memory_pair (target);
        CREATE INDEX memory_pair_story ON memory_pair (story) WHERE story <> '';
        CREATE VIRTUAL TABLE memory_word USING fts5 (words,
            content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0');
        CREATE VIRTUAL TABLE memory_vocabulary USING fts5vocab (memory_word, row);
        CREATE TRIGGER memory_text_gone AFTER DELETE ON memory_text BEGIN
            DELETE FROM memory_word WHERE rowid = old.number;
        END;
        -- What was approved before there was a memory.
        INSERT OR IGNORE INTO search_due SELECT DISTINCT document FROM edition_record WHERE state = 'approved';
    ",
};

/// How many places of words are looked at to find passages that are like another one.
const MOST_PLACES: usize = 4_000;

/// How many words of a passage are looked for, the rarest first.
const MOST_WORDS: usize = 12;

/// A passage that goes into the memory, or is looked for in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryText {
    /// Its edition.
    pub edition: EditionKey,
    /// Its words.
    pub text: String,
    /// A number for the edition and what the passage says, alike whatever its spacing.
    pub hash: i64,
    /// The words by which passages like it are found, parted by spaces.
    pub words: String,
}

impl MemoryText {
    /// A passage; `says` is the same for what counts as the same passage.
    pub fn new(edition: EditionKey, text: String, says: &str, words: String) -> Self {
        let mut hash = blake3::Hasher::new();
        hash.update(edition.as_str().as_bytes()).update(&[0]).update(says.as_bytes());
        let mut number = [0; 8];
        hash.finalize_xof().fill(&mut number);
        Self { edition, text, hash: i64::from_le_bytes(number), words }
    }
}

/// Two passages that say the same in two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryPair {
    /// The passage that was translated.
    pub source: MemoryText,
    /// Its translation.
    pub target: MemoryText,
    /// What stood before and behind the source passage.
    pub context: MemoryContext,
    /// The story it was approved in; nothing for what came from a file.
    pub story: Option<StoryId>,
    /// Who approved it: a person, or whom the file names.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// The passages around one, as [`MemoryText::hash`]; 0 for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MemoryContext {
    /// The one before it.
    pub before: i64,
    /// The one behind it.
    pub after: i64,
}

/// A pair as it is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The passage in the one edition.
    pub source: String,
    /// The passage in the other edition.
    pub target: String,
    /// What stood around the source passage when it was translated.
    pub context: MemoryContext,
    /// The story it was approved in; nothing for what came from a file.
    pub story: Option<StoryId>,
    /// Who approved it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Pairs, as [`read_row`] reads them.
const ROWS: &str = "
    SELECT here.text, there.text, before, after, story, by, at, here.edition, there.edition, source, target
    FROM memory_pair
    JOIN memory_text AS here ON here.number = source JOIN memory_text AS there ON there.number = target";

impl Reader<'_> {
    /// How many pairs there are.
    pub fn memory_size(&self) -> Result<usize, StoreError> {
        let count = self.row("SELECT count(*) FROM memory_pair", [], |row| Ok(row.get::<_, i64>(0)?))?;
        Ok(usize::try_from(count.unwrap_or_default()).unwrap_or_default())
    }

    /// Passages of an edition that have the rarest words of another one, those with most of them first; at most so many.
    pub fn memory_like(
        &self,
        words: &str,
        edition: &EditionKey,
        limit: usize,
    ) -> Result<Vec<(i64, String)>, StoreError> {
        let mut rare = Vec::new();
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let sql = "SELECT doc FROM memory_vocabulary WHERE term = ?1";
            if let Some(places) = self.row(sql, [word], |row| Ok(row.get::<_, i64>(0)?))? {
                rare.push((usize::try_from(places).unwrap_or(usize::MAX), word));
            }
        }
        rare.sort_unstable();
        let mut shared: HashMap<i64, u32> = HashMap::new();
        let mut left = MOST_PLACES;
        for (places, word) in rare.into_iter().take(MOST_WORDS) {
            let sql = "SELECT rowid FROM memory_word WHERE memory_word MATCH ?1 LIMIT ?2";
            let most = i64::try_from(left).unwrap_or(i64::MAX);
            for number in self.rows(sql, params![format!("\"{word}\""), most], |row| Ok(row.get(0)?))? {
                *shared.entry(number).or_default() += 1;
            }
            left = left.saturating_sub(places);
            if left == 0 {
                break;
            }
        }
        let mut shared: Vec<(i64, u32)> = shared.into_iter().collect();
        shared.sort_unstable_by_key(|(number, count)| (std::cmp::Reverse(*count), std::cmp::Reverse(*number)));
        let mut found = Vec::new();
        for (number, _) in shared {
            let sql = "SELECT text FROM memory_text WHERE number = ?1 AND edition = ?2";
            let text = self.row(sql, params![number, edition.as_str()], |row| Ok(row.get::<_, String>(0)?))?;
            found.extend(text.map(|text| (number, text)));
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The number of the passage with this [`MemoryText::hash`].
    pub fn memory_number(&self, hash: i64) -> Result<Option<i64>, StoreError> {
        self.row("SELECT number FROM memory_text WHERE hash = ?1", [hash], |row| Ok(row.get(0)?))
    }

    /// What stands for a passage in an edition, the newest first.
    pub fn memory_of(&self, number: i64, edition: &EditionKey) -> Result<Vec<Remembered>, StoreError> {
        let sql = format!("{ROWS} WHERE source = ?1 AND there.edition = ?2");
        let mut found = self.rows(&sql, params![number, edition.as_str()], read_remembered)?;
        // The other way around, nobody knows what stood around the passage.
        let sql = "
            SELECT there.text, here.text, 0, 0, story, by, at FROM memory_pair
            JOIN memory_text AS here ON here.number = source JOIN memory_text AS there ON there.number = target
            WHERE target = ?1 AND here.edition = ?2";
        found.extend(self.rows(sql, params![number, edition.as_str()], read_remembered)?);
        found.sort_by_key(|pair| std::cmp::Reverse(pair.at));
        Ok(found)
    }

    /// Pairs with a half of an edition, in one half of which all these words stand: those that were kept last.
    pub fn memory_search(
        &self,
        words: &str,
        edition: &EditionKey,
        limit: usize,
    ) -> Result<Vec<Remembered>, StoreError> {
        let expression: Vec<_> =
            words.split(' ').filter(|word| !word.is_empty()).map(|word| format!("\"{word}\"")).collect();
        if expression.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT rowid FROM memory_word WHERE memory_word MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
        let most = i64::try_from(MOST_PLACES).unwrap_or(i64::MAX);
        let numbers = self.rows(sql, params![expression.join(" "), most], |row| Ok(row.get::<_, i64>(0)?))?;
        let mut found: Vec<MemoryRow> = Vec::new();
        for number in numbers {
            for half in ["source", "target"] {
                let sql = format!("{ROWS} WHERE {half} = ?1 AND ?2 IN (here.edition, there.edition)");
                for row in self.rows(&sql, params![number, edition.as_str()], read_row)? {
                    if !found.iter().any(|known| known.place == row.place) {
                        found.push(row);
                    }
                }
            }
            if found.len() >= limit {
                break;
            }
        }
        found.sort_by_key(|row| std::cmp::Reverse(row.pair.at));
        found.truncate(limit);
        let turned = |row: MemoryRow| {
            let MemoryRow { pair, editions, .. } = row;
            if editions.1 == *edition {
                return pair;
            }
            Remembered { source: pair.target, target: pair.source, context: MemoryContext::default(), ..pair }
        };
        Ok(found.into_iter().map(turned).collect())
    }

    /// Pairs in the order they are kept, each with the editions of its halves; at most so many behind a place.
    pub fn memory_page(&self, behind: (i64, i64), limit: usize) -> Result<Vec<MemoryRow>, StoreError> {
        let sql = format!("{ROWS} WHERE (source, target) > (?1, ?2) ORDER BY source, target LIMIT ?3");
        self.rows(&sql, params![behind.0, behind.1, i64::try_from(limit).unwrap_or(i64::MAX)], read_row)
    }
}

/// A pair with everything that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryRow {
    /// Its passages.
    pub pair: Remembered,
    /// The editions of source and target.
    pub editions: (EditionKey, EditionKey),
    /// Its place in the order of [`Reader::memory_page`].
    pub place: (i64, i64),
}

impl Writer<'_> {
    /// Keeps a pair; of the same pair from elsewhere only the newer one. Says whether it was new.
    pub fn remember(&self, pair: &MemoryPair) -> Result<bool, StoreError> {
        let source = self.memory_text(&pair.source)?;
        let target = self.memory_text(&pair.target)?;
        let story = pair.story.map(|story| story.to_string()).unwrap_or_default();
        let known =
            self.row("SELECT at FROM memory_pair WHERE source = ?1 AND target = ?2", [source, target], |row| {
                Ok(row.get::<_, i64>(0)?)
            })?;
        let MemoryContext { before, after } = pair.context;
        self.execute(
            "INSERT INTO memory_pair (source, target, before, after, story, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET before = excluded.before, after = excluded.after, story = excluded.story,
                 by = excluded.by, at = excluded.at
             WHERE excluded.at > at OR (excluded.at = at AND story = '')",
            params![source, target, before, after, story, pair.by, pair.at.0],
        )?;
        Ok(known.is_none())
    }

    /// Keeps what an approved edition of a story says, and no longer what it said of the same passages before.
    pub fn remember_approved(
        &self,
        story: StoryId,
        edition: &EditionKey,
        pairs: &[MemoryPair],
    ) -> Result<(), StoreError> {
        for pair in pairs {
            self.remember(pair)?;
        }
        let numbers = pairs.iter().map(|pair| self.memory_number(pair.target.hash)).collect::<Result<Vec<_>, _>>()?;
        for pair in pairs {
            let sql = "
                SELECT source, target FROM memory_pair
                JOIN memory_text AS here ON here.number = source JOIN memory_text AS there ON there.number = target
                WHERE story = ?1 AND here.hash = ?2 AND there.edition = ?3";
            let key = params![story.to_string(), pair.source.hash, edition.as_str()];
            let said = self.rows(sql, key, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
            for (source, target) in said {
                if !numbers.contains(&Some(target)) {
                    self.execute("DELETE FROM memory_pair WHERE source = ?1 AND target = ?2", [source, target])?;
                    self.forget_text_alone(target)?;
                }
            }
        }
        Ok(())
    }

    fn memory_text(&self, text: &MemoryText) -> Result<i64, StoreError> {
        if let Some(number) = self.memory_number(text.hash)? {
            return Ok(number);
        }
        let sql = "INSERT INTO memory_text (edition, hash, text) VALUES (?1, ?2, ?3) RETURNING number";
        let number =
            self.row(sql, params![text.edition.as_str(), text.hash, text.text], |row| Ok(row.get::<_, i64>(0)?))?;
        let number = number.ok_or_else(|| StoreError::Damaged("a passage has no number".into()))?;
        self.execute("INSERT INTO memory_word (rowid, words) VALUES (?1, ?2)", params![number, text.words])?;
        Ok(number)
    }

    /// Lets go of a passage that stands for nothing any more.
    fn forget_text_alone(&self, number: i64) -> Result<(), StoreError> {
        self.execute(
            "DELETE FROM memory_text WHERE number = ?1
             AND NOT EXISTS (SELECT 1 FROM memory_pair WHERE source = ?1)
             AND NOT EXISTS (SELECT 1 FROM memory_pair WHERE target = ?1)",
            [number],
        )?;
        Ok(())
    }
}

fn read_row(row: &Row<'_>) -> Result<MemoryRow, StoreError> {
    Ok(MemoryRow {
        pair: read_remembered(row)?,
        editions: (stored(&row.get::<_, String>(7)?)?, stored(&row.get::<_, String>(8)?)?),
        place: (row.get(9)?, row.get(10)?),
    })
}

fn read_remembered(row: &Row<'_>) -> Result<Remembered, StoreError> {
    let story: String = row.get(4)?;
    Ok(Remembered {
        source: row.get(0)?,
        target: row.get(1)?,
        context: MemoryContext { before: row.get(2)?, after: row.get(3)? },
        story: if story.is_empty() { None } else { Some(stored(&story)?) },
        by: row.get(5)?,
        at: Timestamp(row.get(6)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};

    fn text(edition: &str, words: &str) -> MemoryText {
        MemoryText::new(edition.parse().expect("an edition"), words.into(), words, words.to_lowercase())
    }

    fn pair(source: &str, target: &str, story: Option<StoryId>, time: usize) -> MemoryPair {
        let (source, target) = (text("en", source), text("ru", target));
        MemoryPair { source, target, context: MemoryContext::default(), story, by: "Saule".into(), at: at(time) }
    }

    fn targets(found: Vec<Remembered>) -> Vec<String> {
        found.into_iter().map(|pair| pair.target).collect()
    }

    #[test]
    fn a_pair_is_found_from_both_sides_by_its_words_and_by_itself() {
        let (_folder, mut profile) = plain();
        let (en, ru) = ("en".parse().expect("an edition"), "ru".parse().expect("an edition"));
        let pairs = [pair("the ferry sank", "паром затонул", None, 1), pair("the ferry sails", "паром идёт", None, 2)];
        for each in &pairs {
            assert!(profile.write(|writer| writer.remember(each)).expect("kept"));
            assert!(!profile.write(|writer| writer.remember(each)).expect("known"));
        }
        let reader = profile.read();
        assert_eq!(reader.memory_size().expect("counted"), 2);
        let like = reader.memory_like("the ferry sank early", &en, 9).expect("read");
        assert_eq!(
            like.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(),
            ["the ferry sank", "the ferry sails"]
        );
        assert_eq!(reader.memory_like("паром", &en, 9).expect("read"), []);
        let number = reader.memory_number(text("en", "the ferry sank").hash).expect("read").expect("known");
        assert_eq!(targets(reader.memory_of(number, &ru).expect("read")), ["паром затонул"]);
        let number = reader.memory_number(text("ru", "паром идёт").hash).expect("read").expect("known");
        assert_eq!(targets(reader.memory_of(number, &en).expect("read")), ["the ferry sails"]);
        assert_eq!(targets(reader.memory_search("ferry", &ru, 9).expect("read")), ["паром идёт", "паром затонул"]);
        assert_eq!(targets(reader.memory_search("паром затонул", &ru, 9).expect("read")), ["паром затонул"]);
        assert_eq!(targets(reader.memory_search("паром", &en, 1).expect("read")), ["the ferry sails"]);
        let page = reader.memory_page((0, 0), 1).expect("read");
        let rest = reader.memory_page(page[0].place, 9).expect("read");
        assert_eq!((page.len(), rest.len(), &rest[0].editions), (1, 1, &(en, ru)));
    }

    #[test]
    fn what_a_story_says_anew_takes_the_place_of_what_it_said_and_of_nothing_else() {
        let (_folder, mut profile) = plain();
        let ru: EditionKey = "ru".parse().expect("an edition");
        let (one, other) = (StoryId::generate(), StoryId::generate());
        let mut approve = |story: StoryId, target: &str, time: usize| {
            let pairs = [pair("the ferry sank", target, Some(story), time)];
            profile.write(|writer| writer.remember_approved(story, &ru, &pairs)).expect("kept");
        };
        approve(one, "паром утонул", 1);
        approve(other, "паром пошёл ко дну", 2);
        approve(one, "паром затонул", 3);
        let reader = profile.read();
        let number = reader.memory_number(text("en", "the ferry sank").hash).expect("read").expect("known");
        assert_eq!(targets(reader.memory_of(number, &ru).expect("read")), ["паром затонул", "паром пошёл ко дну"]);
        assert_eq!(reader.memory_number(text("ru", "паром утонул").hash).expect("read"), None);
        assert_eq!(reader.memory_like("утонул", &ru, 9).expect("read"), []);
        assert_eq!(profile.check().expect("checked"), []);
    }
}

//! The table of saves: every change of every part, appended in the transaction that makes it.
//!
//! Applying a part's entries in order gives each text it ever had, so a lost version can be found again.

use rusqlite::{Row, params};
use tilshi_story::{Content, DocumentId, PartChange, PartKey, PartValue, Patch, PersonId, Timestamp};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 11,
    sql: "
        CREATE TABLE journal (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            by TEXT NOT NULL,
            at INTEGER NOT NULL,
            origin TEXT NOT NULL CHECK (origin IN ('local', 'remote')),
            change BLOB NOT NULL
        ) STRICT;
        CREATE INDEX journal_document ON journal (document, number);
    ",
};

/// What the saves of one sitting are gathered to: each names the version that it belongs to for good, and one that
/// stands for several says when the first of them was made.
pub(crate) const ADD_VERSION: Migration = Migration {
    number: 19,
    sql: "
        ALTER TABLE journal ADD COLUMN began INTEGER;
        ALTER TABLE journal ADD COLUMN version INTEGER;
    ",
};

/// Where a change came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was written on this laptop.
    Local,
    /// The portal sent it.
    Remote,
}

/// One save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its place in the journal.
    pub number: i64,
    /// The part that changed.
    pub part: PartKey,
    /// Who changed it.
    pub by: PersonId,
    /// When, by the clock of whoever changed it.
    pub at: Timestamp,
    /// Where the change came from.
    pub origin: Origin,
    /// What changed in the value before it.
    pub change: PartChange,
    /// When the first of the saves that it stands for was made.
    pub began: Timestamp,
    /// The version that it belongs to for good, by the number of its last save; nothing before it is gathered.
    pub version: Option<i64>,
}

/// The saves of one part in a sitting, gathered to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathered {
    /// The last of them, which stands for all.
    pub last: i64,
    /// When the first was made.
    pub began: Timestamp,
    /// What they changed together.
    pub change: PartChange,
    /// The others.
    pub gone: Vec<i64>,
}

impl Reader<'_> {
    /// The newest saves of a document, newest first.
    pub fn journal(&self, document: DocumentId, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        let number = self.number(document)?;
        let sql = "
            SELECT number, part, by, at, origin, change, began, version FROM journal
            WHERE document = ?1 ORDER BY number DESC LIMIT ?2";
        self.rows(sql, params![number, i64::try_from(limit).unwrap_or(i64::MAX)], read_entry)
    }

    /// All saves of some parts of a document, oldest first.
    pub fn saves_of(&self, document: DocumentId, parts: &[PartKey]) -> Result<Vec<JournalEntry>, StoreError> {
        let number = self.number(document)?;
        let names: Vec<&str> = parts.iter().map(PartKey::as_str).collect();
        let names = serde_json::json!(names).to_string();
        let sql = "
            SELECT number, part, by, at, origin, change, began, version FROM journal
            WHERE document = ?1 AND part IN (SELECT value FROM json_each(?2)) ORDER BY number";
        self.rows(sql, params![number, names], read_entry)
    }
}

impl Reader<'_> {
    /// The parts of a document with saves from before a moment that belong to no version yet.
    pub fn loose_saves(&self, document: DocumentId, before: Timestamp) -> Result<Vec<PartKey>, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT DISTINCT part FROM journal WHERE document = ?1 AND version IS NULL AND at < ?2";
        self.rows(sql, params![number, before.0], |row| stored(&row.get::<_, String>(0)?))
    }
}

impl Writer<'_> {
    /// Makes saves one version for good, known by the number of the last of them.
    pub fn seal_version(&self, version: i64, saves: &[i64]) -> Result<(), StoreError> {
        for save in saves {
            self.execute("UPDATE journal SET version = ?2 WHERE number = ?1", params![save, version])?;
        }
        Ok(())
    }

    /// Puts one save in the place of several.
    pub fn gather_saves(&self, gathered: &Gathered) -> Result<(), StoreError> {
        let Gathered { last, began, change, gone } = gathered;
        for save in gone {
            self.execute("DELETE FROM journal WHERE number = ?1", [save])?;
        }
        let sql = "UPDATE journal SET change = ?2, began = ?3 WHERE number = ?1";
        self.execute(sql, params![last, pack(change)?, began.0])?;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "each is a column of the row")]
    pub(crate) fn append_to_journal(
        &self,
        number: i64,
        part: &PartKey,
        old: Option<&PartValue>,
        new: &PartValue,
        by: PersonId,
        at: Timestamp,
        origin: Origin,
    ) -> Result<(), StoreError> {
        let content = |value: Option<&PartValue>| -> Content {
            value.map(|value| (part.clone(), value.clone())).into_iter().collect()
        };
        let Patch(mut changes) = Patch::between(&content(old), &content(Some(new)));
        let Some(change) = changes.remove(part) else {
            return Ok(());
        };
        let sql = "INSERT INTO journal (document, part, by, at, origin, change) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let origin = match origin {
            Origin::Local => "local",
            Origin::Remote => "remote",
        };
        self.execute(sql, params![number, part.as_str(), by.to_string(), at.0, origin, pack(&change)?])?;
        Ok(())
    }
}

pub(crate) fn read_entry(row: &Row<'_>) -> Result<JournalEntry, StoreError> {
    let at = Timestamp(row.get(3)?);
    Ok(JournalEntry {
        number: row.get(0)?,
        part: stored(&row.get::<_, String>(1)?)?,
        by: stored(&row.get::<_, String>(2)?)?,
        at,
        origin: match row.get::<_, String>(4)?.as_str() {
            "remote" => Origin::Remote,
            _ => Origin::Local,
        },
        change: unpack(&row.get::<_, Vec<u8>>(5)?)?,
        began: row.get::<_, Option<i64>>(6)?.map_or(at, Timestamp),
        version: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Part, StoryId};

    #[test]
    fn every_version_of_a_text_can_be_had_again_and_a_keystroke_costs_little() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let (by, other) = (PersonId::generate(), PersonId::generate());
        let key = Part::Body("kk".parse().expect("an edition key")).key();
        let long = "Бүгін арыққа су келді. ".repeat(100);
        let versions = [long.clone(), format!("{long}!"), format!("А{long}!"), String::new(), "Жаңа".to_owned()];
        for (turn, text) in versions.iter().enumerate() {
            profile
                .write(|writer| match turn {
                    2 => writer.put_remote(document, &key, &PartValue::text(text), other, at(turn)),
                    _ => writer.put_part(document, &key, &PartValue::text(text), by, at(turn)),
                })
                .expect("written");
        }
        let journal = profile.read().journal(document, 10).expect("read");
        let whence: Vec<_> = journal.iter().rev().map(|entry| (entry.by, entry.at, entry.origin)).collect();
        let expected: Vec<_> = (0..5)
            .map(|turn| if turn == 2 { (other, at(2), Origin::Remote) } else { (by, at(turn), Origin::Local) })
            .collect();
        assert_eq!(whence, expected);
        let mut content = Content::new();
        for (entry, text) in journal.iter().rev().zip(&versions) {
            content = Patch([(entry.part.clone(), entry.change.clone())].into()).apply(&content).expect("it fits");
            assert_eq!(content.text(&Part::Body("kk".parse().expect("an edition key"))), text);
        }
        assert!(matches!(&journal[3].change, PartChange::Splice { insert, .. } if insert == "!"), "{:?}", journal[3]);
        assert_eq!(profile.read().journal(document, 2).expect("read"), journal[..2]);
        let oldest_first: Vec<_> = journal.iter().rev().cloned().collect();
        assert_eq!(profile.read().saves_of(document, std::slice::from_ref(&key)).expect("read"), oldest_first);
        assert_eq!(profile.read().saves_of(document, &[Part::Slugline.key()]).expect("read"), []);
    }
}

//! The feed's counter, and the epochs of its history.
//!
//! Every process that moves the feed begins an epoch with its first step. A database that was restored from a backup
//! lacks the epochs that began after the backup, and knows that the one the backup was taken in ended there: so any
//! place in any epoch that a laptop has seen can be told from one that was lost.

use tilshi_story::OperationId;
use tilshi_sync::wire::Mark;

use super::columns::{count, signed};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE feed (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        epoch TEXT NOT NULL,
        newest INTEGER NOT NULL
    ) STRICT;
    INSERT INTO feed VALUES (1, lower(hex(randomblob(16))), 0);
";

/// The epochs, oldest first: which process began each, and at which place.
pub(super) const CREATE_EPOCHS: &str = "
    CREATE TABLE epoch (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        run TEXT NOT NULL,
        first INTEGER NOT NULL
    ) STRICT;
    INSERT INTO epoch SELECT 1, epoch, '', 1 FROM feed;
    ALTER TABLE feed DROP COLUMN epoch;
";

/// How much of the history that a laptop has seen is this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shared {
    /// All of it.
    All,
    /// Everything up to this place, and nothing behind it for certain.
    UpTo(u64),
}

impl Records<'_> {
    /// Names the newest part of this history.
    pub(crate) fn epoch(&self) -> Result<String, DatabaseError> {
        let sql = "SELECT name FROM epoch ORDER BY number DESC LIMIT 1";
        Ok(self.0.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Compares the history with what a laptop has seen of it, oldest first.
    pub(crate) fn shared_with(&self, seen: &[Mark]) -> Result<Shared, DatabaseError> {
        for (age, mark) in seen.iter().rev().enumerate() {
            let Some(last) = self.last_of(&mark.epoch)? else { continue };
            // What is in the history has everything in it that came before.
            return Ok(match age {
                0 if mark.sequence <= last => Shared::All,
                _ => Shared::UpTo(mark.sequence.min(last)),
            });
        }
        Ok(if seen.is_empty() { Shared::All } else { Shared::UpTo(0) })
    }

    /// The last place of an epoch, if this history has it.
    fn last_of(&self, epoch: &str) -> Result<Option<u64>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT coalesce((SELECT min(first) - 1 FROM epoch AS next WHERE next.number > epoch.number), newest)
             FROM epoch, feed WHERE name = ?1",
        )?;
        let mut rows = statement.query([epoch])?;
        Ok(rows.next()?.map(|row| count(row, 0)).transpose()?)
    }

    /// The newest place on the feed.
    pub(crate) fn newest_sequence(&self) -> Result<u64, DatabaseError> {
        Ok(self.0.query_row("SELECT newest FROM feed", [], |row| count(row, 0))?)
    }

    /// The newest place, with the epoch that it belongs to.
    pub(crate) fn newest_place(&self) -> Result<Mark, DatabaseError> {
        Ok(Mark { epoch: self.epoch()?, sequence: self.newest_sequence()? })
    }

    /// Takes the next place. Writers queue for the transaction, so a lower number never commits after a higher one.
    pub(crate) fn next_sequence(&self) -> Result<u64, DatabaseError> {
        let sql = "UPDATE feed SET newest = newest + 1 RETURNING newest";
        let next: u64 = self.0.prepare_cached(sql)?.query_row([], |row| count(row, 0))?;
        let sql = "
            INSERT INTO epoch (name, run, first) SELECT ?1, ?2, ?3
            WHERE (SELECT run FROM epoch ORDER BY number DESC LIMIT 1) <> ?2";
        let name = OperationId::generate().to_string();
        self.0.prepare_cached(sql)?.execute((name, self.1, signed(next)?))?;
        Ok(next)
    }
}

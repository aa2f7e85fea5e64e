//! The feed's counter and the database's epoch: one row.

use super::columns::count;
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE feed (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        epoch TEXT NOT NULL,
        newest INTEGER NOT NULL
    ) STRICT;
    INSERT INTO feed VALUES (1, lower(hex(randomblob(16))), 0);
";

impl Records<'_> {
    /// Names this history: a laptop that knows another one starts again from nothing.
    pub(crate) fn epoch(&self) -> Result<String, DatabaseError> {
        Ok(self.0.query_row("SELECT epoch FROM feed", [], |row| row.get(0))?)
    }

    /// The newest place on the feed.
    pub(crate) fn newest_sequence(&self) -> Result<u64, DatabaseError> {
        Ok(self.0.query_row("SELECT newest FROM feed", [], |row| count(row, 0))?)
    }

    /// Takes the next place. Writers queue for the transaction, so a lower number never commits after a higher one.
    pub(crate) fn next_sequence(&self) -> Result<u64, DatabaseError> {
        Ok(self.0.query_row("UPDATE feed SET newest = newest + 1 RETURNING newest", [], |row| count(row, 0))?)
    }
}

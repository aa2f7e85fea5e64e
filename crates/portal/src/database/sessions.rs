//! Sessions: which token belongs to whom, and until when. The tokens themselves are kept only as hashes.

use rusqlite::OptionalExtension;
use tilshi_story::{DeviceId, PersonId, Timestamp};

use super::accounts::{COLUMNS, StoredAccount, account};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE session (
        token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
        person TEXT NOT NULL REFERENCES account,
        device TEXT NOT NULL,
        device_name TEXT NOT NULL,
        began_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_person ON session (person);
";

/// A sign-in that succeeded.
#[derive(Debug)]
pub(crate) struct NewSession<'a> {
    pub(crate) token_hash: [u8; 32],
    pub(crate) person: PersonId,
    pub(crate) device: DeviceId,
    pub(crate) device_name: &'a str,
    pub(crate) began_at: Timestamp,
    pub(crate) ends_at: Timestamp,
}

impl Records<'_> {
    /// Begins a session and forgets those that have ended.
    pub(crate) fn begin_session(&self, session: &NewSession<'_>) -> Result<(), DatabaseError> {
        self.0.execute("DELETE FROM session WHERE ends_at <= ?1", [session.began_at.as_millis()])?;
        self.0.execute(
            "INSERT INTO session (token_hash, person, device, device_name, began_at, ends_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                session.token_hash,
                session.person.to_string(),
                session.device.to_string(),
                session.device_name,
                session.began_at.as_millis(),
                session.ends_at.as_millis(),
            ),
        )?;
        Ok(())
    }

    /// Whose session this is, if it has not ended.
    pub(crate) fn session(
        &self,
        token_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<StoredAccount>, DatabaseError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM session JOIN account ON account.person = session.person
             WHERE token_hash = ?1 AND ends_at > ?2"
        );
        Ok(self.0.prepare_cached(&sql)?.query_row((token_hash, now.as_millis()), account).optional()?)
    }
}

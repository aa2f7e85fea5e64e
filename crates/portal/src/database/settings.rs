//! The newsroom's settings, each a JSON value under its name.

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::columns::{json, to_json};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

impl Records<'_> {
    /// A setting, if it was ever made.
    pub(crate) fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
            .query_row([name], |row| json(row, 0))
            .optional()?)
    }

    /// Makes a setting.
    pub(crate) fn put_setting(&self, name: &str, value: &impl Serialize) -> Result<(), DatabaseError> {
        self.0.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, to_json(value)?),
        )?;
        Ok(())
    }
}

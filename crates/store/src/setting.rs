//! The table of settings: small named texts such as the interface language or the place on the portal's feed.

use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 12,
    sql: "
        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
    ",
};

impl Reader<'_> {
    /// The value of a setting.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.row("SELECT value FROM setting WHERE name = ?1", [name], |row| Ok(row.get(0)?))
    }
}

impl Writer<'_> {
    /// Keeps the value of a setting.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", [name, value])?;
        Ok(())
    }

    /// Forgets a setting.
    pub fn remove_setting(&self, name: &str) -> Result<(), StoreError> {
        self.execute("DELETE FROM setting WHERE name = ?1", [name])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::plain;

    #[test]
    fn a_setting_is_kept_until_it_is_set_again_or_forgotten() {
        let (_folder, mut profile) = plain();
        assert_eq!(profile.read().setting("theme").expect("read"), None);
        for value in ["dark", "light", ""] {
            profile.write(|writer| writer.set_setting("theme", value)).expect("written");
            assert_eq!(profile.read().setting("theme").expect("read").as_deref(), Some(value));
        }
        profile.write(|writer| writer.remove_setting("theme")).expect("written");
        assert_eq!(profile.read().setting("theme").expect("read"), None);
    }
}

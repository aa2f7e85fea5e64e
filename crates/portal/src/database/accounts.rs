//! Accounts: who may sign in, and with which roles.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Row};
use tilshi_story::{Account, PersonId, Role};

use super::columns::{count, id, json, signed, to_json};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE account (
        person TEXT PRIMARY KEY,
        login TEXT NOT NULL UNIQUE COLLATE NOCASE,
        name TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        roles TEXT NOT NULL,
        editions TEXT NOT NULL,
        approves_own INTEGER NOT NULL,
        changed_sequence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

pub(super) const COLUMNS: &str = "account.person, name, roles, editions, approves_own, password_hash, changed_sequence";

/// An account with what only the portal knows of it.
#[derive(Debug, Clone)]
pub(crate) struct StoredAccount {
    pub(crate) account: Account,
    /// Argon2id, as a PHC string.
    pub(crate) password_hash: String,
    /// Its place on the feed: laptops learn of new roles by it.
    pub(crate) changed_sequence: u64,
}

pub(super) fn account(row: &Row<'_>) -> rusqlite::Result<StoredAccount> {
    let roles: Vec<String> = json(row, 2)?;
    Ok(StoredAccount {
        account: Account {
            person: id::<PersonId>(row, 0)?,
            name: row.get(1)?,
            // A role of a later version gives no right here.
            roles: roles.iter().filter_map(|role| Role::parse(role)).collect(),
            editions: json(row, 3)?,
            approves_own: row.get(4)?,
        },
        password_hash: row.get(5)?,
        changed_sequence: count(row, 6)?,
    })
}

impl Records<'_> {
    /// The account of a login name; capital letters do not matter.
    pub(crate) fn account_by_login(&self, login: &str) -> Result<Option<StoredAccount>, DatabaseError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE login = ?1");
        Ok(self.0.prepare_cached(&sql)?.query_row([login], account).optional()?)
    }

    /// The account of a person.
    pub(crate) fn account_of(&self, person: PersonId) -> Result<Option<StoredAccount>, DatabaseError> {
        let sql = format!("SELECT {COLUMNS} FROM account WHERE person = ?1");
        Ok(self.0.prepare_cached(&sql)?.query_row([person.to_string()], account).optional()?)
    }

    /// Takes an account away.
    pub(crate) fn remove_account(&self, person: PersonId) -> Result<(), DatabaseError> {
        self.0.execute("DELETE FROM account WHERE person = ?1", [person.to_string()])?;
        Ok(())
    }

    /// The name of whoever has an account.
    pub(crate) fn account_name(&self, person: PersonId) -> Result<Option<String>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT name FROM account WHERE person = ?1")?
            .query_row([person.to_string()], |row| row.get(0))
            .optional()?)
    }

    /// Whether anybody can sign in.
    pub(crate) fn has_accounts(&self) -> Result<bool, DatabaseError> {
        Ok(self.0.query_row("SELECT EXISTS (SELECT 1 FROM account)", [], |row| row.get(0))?)
    }

    /// Adds an account; its login name must be free.
    pub(crate) fn add_account(&self, login: &str, stored: &StoredAccount) -> Result<(), DatabaseError> {
        let roles: BTreeSet<&str> = stored.account.roles.iter().map(|role| role.as_str()).collect();
        self.0.execute(
            "INSERT INTO account
                 (person, login, name, password_hash, roles, editions, approves_own, changed_sequence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            (
                stored.account.person.to_string(),
                login,
                &stored.account.name,
                &stored.password_hash,
                to_json(&roles)?,
                to_json(&stored.account.editions)?,
                stored.account.approves_own,
                signed(stored.changed_sequence)?,
            ),
        )?;
        Ok(())
    }
}

//! What the portal remembers, behind one narrow handle: a file per table, no decisions.
//!
//! Only this folder knows SQL. Everything else asks [`Records`] inside [`Database::read`] or [`Database::write`], so
//! that another database can come beside SQLite. Calls block: run them off the async threads.

mod accounts;
mod archive;
mod audit;
mod cards;
mod columns;
mod documents;
mod feed;
mod migrations;
mod names;
mod page_reads;
mod photo_uses;
mod pictures;
mod public;
mod receipts;
mod revisions;
mod sessions;
mod settings;
mod values;
mod workflow;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use tilshi_story::OperationId;
use tokio::sync::watch;

pub(crate) use accounts::StoredAccount;
pub(crate) use audit::AuditLine;
pub(crate) use documents::DocumentRow;
pub(crate) use feed::Shared;
pub(crate) use page_reads::ReadKey;
pub(crate) use pictures::{HeldPicture, PictureRow};
pub(crate) use public::{PublishedRow, Shelf};
pub(crate) use receipts::StoredReceipt;
pub(crate) use sessions::NewSession;

/// The database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite says so.
    #[error("the database failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A newer portal has written it.
    #[error("the database was written by a newer portal (schema {found}, this one knows {known}): update the portal")]
    Newer {
        /// The schema found.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// Something in it cannot be what a portal wrote.
    #[error("the database is damaged: {0}")]
    Damaged(String),
}

/// The portal's SQLite database: one writer at a time, readers beside it.
#[derive(Debug)]
pub struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    idle_readers: Mutex<Vec<Connection>>,
    /// The newest place on the feed that this process knows of.
    moved: watch::Sender<u64>,
    /// Names this opening of the database among all others.
    run: String,
}

/// Most read connections that are kept open for the next request.
const IDLE_READERS: usize = 8;

impl Database {
    /// Opens the database, makes it when it is missing, and brings its schema up to date.
    pub fn open(path: &Path) -> Result<Self, DatabaseError> {
        let mut writer = connect(path)?;
        migrations::migrate(&mut writer)?;
        let (moved, _) = watch::channel(Records(&writer, "").newest_sequence()?);
        let run = OperationId::generate().to_string();
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), idle_readers: Mutex::default(), moved, run })
    }

    /// Runs work in one transaction: all of it is durable when this returns `Ok`, none of it when it returns `Err`.
    pub(crate) fn write<T, E: From<DatabaseError>>(
        &self,
        work: impl FnOnce(Records<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = entered(&self.writer);
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DatabaseError::from)?;
        let records = Records(&transaction, &self.run);
        let answer = work(records)?;
        let newest = records.newest_sequence()?;
        transaction.commit().map_err(DatabaseError::from)?;
        // Still under the writer's lock, so that nobody hears of a place before it is durable, or of a lower one later.
        self.moved.send_if_modified(|known| std::mem::replace(known, newest) != newest);
        Ok(answer)
    }

    /// Says how far the feed has come, as often as it moves.
    pub(crate) fn moved(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }

    /// Runs reads that all see the same moment.
    pub(crate) fn read<T, E: From<DatabaseError>>(
        &self,
        work: impl FnOnce(Records<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = entered(&self.idle_readers).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let answer = {
            let transaction = connection.transaction().map_err(DatabaseError::from)?;
            work(Records(&transaction, &self.run))?
        };
        let mut idle = entered(&self.idle_readers);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
        Ok(answer)
    }
}

/// The tables as they are inside one transaction of this run.
#[derive(Clone, Copy)]
pub(crate) struct Records<'a>(&'a Connection, &'a str);

impl Records<'_> {
    /// Runs a part of the work of which nothing stays when it fails.
    pub(crate) fn undoing<T, E>(&self, work: impl FnOnce(Self) -> Result<T, E>) -> Result<Result<T, E>, DatabaseError> {
        self.0.execute_batch("SAVEPOINT part")?;
        let answer = work(*self);
        self.0.execute_batch(if answer.is_ok() { "RELEASE part" } else { "ROLLBACK TO part; RELEASE part" })?;
        Ok(answer)
    }
}

/// A panic in another request leaves no half-written state behind: its transaction was rolled back.
fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path) -> Result<Connection, DatabaseError> {
    let connection = Connection::open(path)?;
    // The administrator may add an account from the command line while the portal runs.
    connection.busy_timeout(Duration::from_secs(10))?;
    // Otherwise SQLite prepares a statement anew for every value that it is given, to plan for that value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_fails_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        let failed: Result<(), DatabaseError> = database.write(|records| {
            records.next_sequence()?;
            Err(DatabaseError::Damaged("on purpose".into()))
        });
        assert!(failed.is_err());
        let newest: u64 = database.read(|records| records.newest_sequence()).expect("readable");
        assert_eq!(newest, 0);
    }

    #[test]
    fn of_a_part_that_fails_nothing_stays_and_the_rest_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        let done: Result<u64, DatabaseError> = database.write(|records| {
            records.next_sequence()?;
            let failed: Result<(), DatabaseError> = records.undoing(|records| {
                records.next_sequence()?;
                Err(DatabaseError::Damaged("on purpose".into()))
            })?;
            assert!(failed.is_err());
            records.undoing(|records| records.next_sequence())?
        });
        assert_eq!(done.expect("the rest is done"), 2);
        let newest: u64 = database.read(|records| records.newest_sequence()).expect("readable");
        assert_eq!(newest, 2);
    }
}

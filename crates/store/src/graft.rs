//! A damaged database that cannot say any more where its tables lie, made readable with pages of a copy.
//!
//! The pages of SQLite's own table of tables change only with the form of the database, so that those of a copy of
//! the same form fit. Copies are encrypted with the salt of the database they were made of: a page of one opens at
//! the same place in the other.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::backup::{beside, remove_database};
use crate::profile::{DATABASE, unlocked};
use crate::secret::Secret;
use crate::{Reader, StoreError};

/// The database while it is read with pages of a copy in it.
const GRAFTED: &str = "newsroom.db.grafted";

/// The copy while it is brought to the size of the database.
const GROWN: &str = "newsroom.db.grown";

/// The page that holds the header: the size of the database, too, which must not be that of the copy.
const FIRST: u64 = 1;

/// Whether the database at the path can say where its tables lie.
pub(crate) fn has_tables(path: &Path, secret: Option<&Secret>) -> bool {
    let count = unlocked(path, OpenFlags::SQLITE_OPEN_READ_ONLY, secret).and_then(|connection| {
        Reader::new(&connection).row("SELECT count(*) FROM sqlite_schema", [], |row| Ok(row.get::<_, i64>(0)?))
    });
    matches!(count, Ok(Some(count)) if count > 0)
}

/// The damaged database of the profile with pages of a sound copy; gone from the disk when it is dropped.
pub(crate) struct Grafted {
    profile: PathBuf,
}

impl Grafted {
    /// Nothing when the pages of the copy do not help either.
    pub(crate) fn new(profile: &Path, copy: &Path, secret: Option<&Secret>) -> Result<Option<Self>, StoreError> {
        let grafted = Self { profile: profile.to_owned() };
        grafted.remove()?;
        let database = profile.join(DATABASE);
        let sound = unlocked(copy, OpenFlags::SQLITE_OPEN_READ_ONLY, secret)?;
        if form(&database, secret).is_some_and(|found| Some(found) != form(copy, secret)) {
            return Ok(None);
        }
        let page_bytes = fs::metadata(copy)?.len() / number(&sound, "PRAGMA page_count")?.max(1);
        let pages: Vec<u64> = table_pages(&sound)?.into_iter().filter(|page| *page != FIRST).collect();
        drop(sound);
        for suffix in ["", "-wal"] {
            let from = beside(&database, suffix);
            if from.try_exists()? {
                fs::copy(from, beside(&grafted.path(), suffix))?;
            }
        }
        transplant(copy, &grafted.path(), &pages, page_bytes)?;
        if !has_tables(&grafted.path(), secret) {
            let grown = grafted.grown(copy, page_bytes, secret)?;
            transplant(&grown, &grafted.path(), &[FIRST], page_bytes)?;
            // A database that is shorter than its header says is refused.
            let size = fs::metadata(&grown)?.len().max(fs::metadata(grafted.path())?.len());
            OpenOptions::new().write(true).open(grafted.path())?.set_len(size)?;
        }
        Ok(has_tables(&grafted.path(), secret).then_some(grafted))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.profile.join(GRAFTED)
    }

    /// The copy with at least as many pages as the damaged database, so that its header does not cut off the newest.
    fn grown(&self, copy: &Path, page_bytes: u64, secret: Option<&Secret>) -> Result<PathBuf, StoreError> {
        let grown = self.profile.join(GROWN);
        fs::copy(copy, &grown)?;
        let missing = fs::metadata(self.path())?.len().saturating_sub(fs::metadata(&grown)?.len()).div_ceil(page_bytes);
        let connection = unlocked(&grown, OpenFlags::SQLITE_OPEN_READ_WRITE, secret)?;
        // Free pages are used first, and no page takes more of a text than its own size.
        let filling = (missing + number(&connection, "PRAGMA freelist_count")?) * page_bytes;
        connection.execute(
            "INSERT OR REPLACE INTO setting (name, value) VALUES ('grown', hex(zeroblob(?1)))",
            [i64::try_from(filling / 2).unwrap_or(i64::MAX)],
        )?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(grown)
    }

    fn remove(&self) -> Result<(), StoreError> {
        remove_database(&self.path())?;
        remove_database(&self.profile.join(GROWN))
    }
}

impl Drop for Grafted {
    fn drop(&mut self) {
        // What stays is encrypted like the database, and goes the next time.
        if let Err(error) = self.remove() {
            tracing::warn!(%error, "a half-mended database was left behind");
        }
    }
}

/// The pages that say where all tables lie; pages count from 1.
fn table_pages(connection: &Connection) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'";
    Reader::new(connection).rows(sql, [], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))
}

/// The number of the last step that brought the database to its form, as far as its header can be read.
fn form(path: &Path, secret: Option<&Secret>) -> Option<u64> {
    let connection = unlocked(path, OpenFlags::SQLITE_OPEN_READ_ONLY, secret).ok()?;
    number(&connection, "PRAGMA user_version").ok()
}

fn number(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    let found = Reader::new(connection).row(sql, [], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))?;
    Ok(found.unwrap_or_default())
}

/// Puts pages of one file at the same places of another.
fn transplant(from: &Path, to: &Path, pages: &[u64], page_bytes: u64) -> Result<(), StoreError> {
    let mut from = File::open(from)?;
    let mut to = OpenOptions::new().write(true).open(to)?;
    for page in pages {
        let place = SeekFrom::Start((page - 1) * page_bytes);
        let mut bytes = Vec::new();
        from.seek(place)?;
        (&mut from).take(page_bytes).read_to_end(&mut bytes)?;
        to.seek(place)?;
        to.write_all(&bytes)?;
    }
    Ok(())
}

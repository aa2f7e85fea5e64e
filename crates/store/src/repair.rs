//! A profile whose database may be damaged, in the hands of whoever mends it: unlocked, but not opened.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::TransactionBehavior;
use tilshi_story::{DocumentId, PersonId, Timestamp};

use crate::backup::{BackupFile, backup_files, beside, check_copy, remove_database};
use crate::envelope::Envelope;
use crate::graft::{Grafted, has_tables};
use crate::profile::{DATABASE, UNFINISHED, connect};
use crate::rescue::{self, Rescue};
use crate::secret::Secret;
use crate::{Key, Profile, Reader, StoreError, Writer, instance, platform};

/// The new database while it is put together; whatever this is called counts for nothing.
const RESTORING: &str = "newsroom.db.restoring";

/// An unlocked profile. While it lives no other process can open it.
pub struct Repair {
    pub(crate) folder: PathBuf,
    pub(crate) envelope: Envelope,
    pub(crate) secret: Option<Secret>,
    pub(crate) lock: File,
}

/// What restoring did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The copy that it was restored from.
    pub copy: BackupFile,
    /// The name that the damaged database is kept under.
    pub kept: String,
    /// How many values newer than the copy were read out of the damaged database.
    pub newer: usize,
    /// Texts that are known to have been there and of which nothing is left, in the database and in the copy.
    pub lost: usize,
    /// Whether every document of the damaged database was found. When not, newer ones may be missing.
    pub all_found: bool,
}

impl Repair {
    /// Unlocks the profile and looks at nothing but its key file.
    pub fn open(folder: &Path, key: Key<'_>) -> Result<Self, StoreError> {
        if Envelope::read(folder)?.is_none() {
            return Err(StoreError::Missing);
        }
        let lock = instance::lock(folder)?;
        let envelope = Envelope::read(folder)?.ok_or(StoreError::Missing)?;
        let secret = envelope.unlock(&key)?;
        Ok(Self { folder: folder.to_owned(), envelope, secret, lock })
    }

    /// Opens the profile.
    pub fn into_profile(self) -> Result<Profile, StoreError> {
        Profile::assemble(&self.folder, self.envelope, self.secret, self.lock)
    }

    /// Everything that can be read, out of the database and, where that fails, out of the newest good copy.
    pub fn rescue(&self) -> Result<Rescue, StoreError> {
        let (mut rescue, partial) = self.readable()?;
        if let Some(copy) = self.newest_good()? {
            let connection = self.copied(&copy)?;
            rescue.fill_from(Reader::new(&connection), &partial)?;
            drop(connection);
            remove_database(&self.folder.join(RESTORING))?;
        }
        Ok(rescue)
    }

    /// Puts the newest good copy in the place of the database, with every newer value that the damaged one still
    /// gives, written as `by` at `at`. The damaged one is kept under another name.
    pub fn restore(
        &self,
        at: Timestamp,
        by: impl FnOnce(&Reader<'_>) -> Result<PersonId, StoreError>,
    ) -> Result<Restored, StoreError> {
        let copy = self.newest_good()?.ok_or(StoreError::NoGoodCopy)?;
        let (mut rescue, partial) = self.readable()?;
        let mut connection = self.copied(&copy)?;
        rescue.fill_from(Reader::new(&connection), &partial)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let writer = Writer::new(&transaction);
        let by = by(&writer)?;
        let newer = replay(&writer, &rescue, by, at)?;
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)?;
        let restoring = self.folder.join(RESTORING);
        check_copy(&restoring, self.secret.as_ref())?;
        // Closing folded the log in; the one file has its whole content. From here on every state that a crash can
        // leave is one that opens, or that can be restored once more.
        remove_beside(&restoring)?;
        platform::rename_durably(&restoring, &self.folder.join(UNFINISHED))?;
        let kept = self.put_aside(at)?;
        platform::rename_durably(&self.folder.join(UNFINISHED), &self.folder.join(DATABASE))?;
        let (_, _, lost) = rescue.counts();
        Ok(Restored { copy, kept, newer, lost, all_found: rescue.all_found })
    }

    /// What the database itself gives, by itself or with a copy that says where its tables lie.
    fn readable(&self) -> Result<(Rescue, BTreeSet<DocumentId>), StoreError> {
        let (database, secret) = (self.folder.join(DATABASE), self.secret.as_ref());
        if database.try_exists()? && !has_tables(&database, secret) {
            for copy in self.good_copies()? {
                if let Some(grafted) = Grafted::new(&self.folder, &copy.path(&self.folder), secret)? {
                    return Ok(rescue::read(grafted.path(), secret));
                }
            }
        }
        Ok(rescue::read(database, secret))
    }

    fn newest_good(&self) -> Result<Option<BackupFile>, StoreError> {
        Ok(self.good_copies()?.next())
    }

    /// The copies that can be read from their first page to their last, newest first.
    fn good_copies(&self) -> Result<impl Iterator<Item = BackupFile>, StoreError> {
        let files = backup_files(&self.folder)?.into_iter();
        Ok(files.filter(|file| check_copy(&file.path(&self.folder), self.secret.as_ref()).is_ok()))
    }

    /// A connection to a copy of the copy, in the form of this version: the copy itself is never written to.
    fn copied(&self, copy: &BackupFile) -> Result<rusqlite::Connection, StoreError> {
        let restoring = self.folder.join(RESTORING);
        remove_database(&restoring)?;
        fs::copy(copy.path(&self.folder), &restoring)?;
        File::open(&restoring)?.sync_all()?;
        Ok(connect(&restoring, self.secret.as_ref())?.0)
    }

    /// Gives the damaged database another name, its log with it.
    fn put_aside(&self, at: Timestamp) -> Result<String, StoreError> {
        let database = self.folder.join(DATABASE);
        let name = |count: usize| format!("newsroom.db.damaged-{}-{count}", at.as_millis());
        let mut count = 1;
        while self.folder.join(name(count)).try_exists()? {
            count += 1;
        }
        let kept = self.folder.join(name(count));
        // The log first: a database that is gone is the sign that the new one takes its place.
        for suffix in ["-wal", "-shm", ""] {
            let from = beside(&database, suffix);
            if from.try_exists()? {
                platform::rename_durably(&from, &beside(&kept, suffix))?;
            }
        }
        Ok(name(count))
    }
}

fn remove_beside(path: &Path) -> Result<(), StoreError> {
    for suffix in ["-wal", "-shm"] {
        let file = beside(path, suffix);
        if file.try_exists()? {
            fs::remove_file(file)?;
        }
    }
    Ok(())
}

/// Writes what differs from the copy. An earlier version of a text never replaces what the copy has.
fn replay(writer: &Writer<'_>, rescue: &Rescue, by: PersonId, at: Timestamp) -> Result<usize, StoreError> {
    let mut newer = 0;
    for (document, content) in &rescue.documents {
        let known = writer.content(*document)?;
        for (key, value) in content.iter() {
            let older = rescue.older.contains(&(*document, key.clone())) && known.get(key).is_some();
            if !older && known.get(key) != Some(value) {
                writer.put_part(*document, key, value, by, at)?;
                newer += 1;
            }
        }
    }
    Ok(newer)
}

#[cfg(test)]
mod tests;

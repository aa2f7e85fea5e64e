//! Rolling copies of the database, in `backups/` beside it and under the same key.
//!
//! A copy is made under a temporary name, read back whole and only then given its own; one that fails leaves
//! everything as it was. Names carry a number that only grows, so that no clock decides which copy is the newest.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use rusqlite::backup::{Backup, StepResult};
use tilshi_story::Timestamp;

use crate::profile::{DATABASE, damage, salt_of, unlocked, unlocked_as};
use crate::secret::Secret;
use crate::{Reader, StoreError, platform};

const FOLDER: &str = "backups";

/// The copy while it is made and read back.
const UNFINISHED: &str = "unfinished.db";

/// How many of the newest copies stay.
const RECENT: usize = 4;

/// For how many days the newest copy of each stays.
const DAYS: usize = 7;

/// How old the newest copy may become.
const INTERVAL_MS: i64 = 30 * 60 * 1000;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Its place in the order of all copies ever made.
    pub number: u64,
    /// When it was made, by the laptop's clock.
    pub at: Timestamp,
    /// How large it is.
    pub size_bytes: u64,
}

impl BackupFile {
    fn name(&self) -> String {
        format!("newsroom-{:08}-{}.db", self.number, self.at.as_millis())
    }

    fn parse(name: &str, size_bytes: u64) -> Option<Self> {
        let (number, at) = name.strip_prefix("newsroom-")?.strip_suffix(".db")?.split_once('-')?;
        let file = Self { number: number.parse().ok()?, at: Timestamp(at.parse().ok()?), size_bytes };
        // Only what this program would write: anything else in the folder is somebody else's and stays.
        (file.name() == name).then_some(file)
    }

    pub(crate) fn path(&self, profile: &Path) -> PathBuf {
        profile.join(FOLDER).join(self.name())
    }
}

/// The copies of the profile in this folder, newest first.
pub fn backup_files(profile: &Path) -> Result<Vec<BackupFile>, StoreError> {
    let entries = match fs::read_dir(profile.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let size_bytes = entry.metadata()?.len();
        files.extend(entry.file_name().to_str().and_then(|name| BackupFile::parse(name, size_bytes)));
    }
    files.sort_by_key(|file| std::cmp::Reverse(file.number));
    Ok(files)
}

/// Whether it is time for another copy. A newest copy from the future means that the clock was set back.
pub(crate) fn backup_due(newest_first: &[BackupFile], now: Timestamp) -> bool {
    let age = newest_first.first().map(|file| now.as_millis().saturating_sub(file.at.as_millis()));
    age.is_none_or(|age| !(0..INTERVAL_MS).contains(&age))
}

/// The copies that are not kept: neither among the newest nor the newest of one of the last days with a copy.
fn surplus(newest_first: &[BackupFile]) -> Vec<&BackupFile> {
    let mut days = BTreeSet::new();
    let is_surplus = |(place, file): (usize, &BackupFile)| {
        let day = file.at.as_millis().div_euclid(DAY_MS);
        let first_of_day = days.len() < DAYS && days.insert(day);
        !first_of_day && place >= RECENT
    };
    let marks: Vec<bool> = newest_first.iter().enumerate().map(is_surplus).collect();
    newest_first.iter().zip(marks).filter_map(|(file, surplus)| surplus.then_some(file)).collect()
}

/// Makes copies of one profile's database. It reads through a connection of its own, so that nobody who writes
/// waits for it.
pub struct Backups {
    profile: PathBuf,
    secret: Option<Secret>,
}

impl Backups {
    pub(crate) fn new(profile: &Path, secret: Option<Secret>) -> Self {
        Self { profile: profile.to_owned(), secret }
    }

    /// Makes a copy, and takes away those that need not be kept any more.
    pub fn make(&self, at: Timestamp) -> Result<BackupFile, StoreError> {
        let folder = self.profile.join(FOLDER);
        platform::create_private_folder(&folder)?;
        let unfinished = folder.join(UNFINISHED);
        remove_database(&unfinished)?;
        let made = self.copy_to(&unfinished).and_then(|()| self.finish(&unfinished, at));
        if made.is_err() {
            remove_database(&unfinished)?;
        }
        made
    }

    fn copy_to(&self, path: &Path) -> Result<(), StoreError> {
        let database = self.profile.join(DATABASE);
        let source = unlocked(&database, OpenFlags::SQLITE_OPEN_READ_ONLY, self.secret.as_ref())?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        // With the salt of the database, so that pages of the one can stand in for pages of the other.
        let mut copy = unlocked_as(path, flags, self.secret.as_ref(), salt_of(&database)?)?;
        let step = Backup::new(&source, &mut copy)?.step(-1)?;
        if step != StepResult::Done {
            return Err(StoreError::InUse);
        }
        // One file that needs no other beside it.
        copy.execute_batch("PRAGMA journal_mode = DELETE")?;
        sound(&Reader::new(&copy), self.secret.is_some())
    }

    fn finish(&self, unfinished: &Path, at: Timestamp) -> Result<BackupFile, StoreError> {
        File::open(unfinished)?.sync_all()?;
        let number = backup_files(&self.profile)?.first().map_or(1, |newest| newest.number + 1);
        let made = BackupFile { number, at, size_bytes: fs::metadata(unfinished)?.len() };
        platform::rename_durably(unfinished, &made.path(&self.profile))?;
        for file in surplus(&backup_files(&self.profile)?) {
            fs::remove_file(file.path(&self.profile))?;
        }
        Ok(made)
    }
}

/// Whether the database at the path can be read from its first page to its last.
pub(crate) fn check_copy(path: &Path, secret: Option<&Secret>) -> Result<(), StoreError> {
    let copy = unlocked(path, OpenFlags::SQLITE_OPEN_READ_ONLY, secret)?;
    sound(&Reader::new(&copy), secret.is_some())
}

fn sound(reader: &Reader<'_>, encrypted: bool) -> Result<(), StoreError> {
    match damage(*reader, encrypted)?.first() {
        None => Ok(()),
        Some(failure) => Err(StoreError::Damaged(failure.params.values().cloned().collect())),
    }
}

/// Removes a database that never counted, with what SQLite keeps beside it.
pub(crate) fn remove_database(path: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// The file with this suffix after the whole name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * 60 * 1000;

    fn file(number: u64, at: i64) -> BackupFile {
        BackupFile { number, at: Timestamp(at), size_bytes: 1 }
    }

    #[test]
    fn the_newest_stay_and_one_of_each_day_for_a_week() {
        // One every two hours for twenty days.
        let files: Vec<BackupFile> =
            (0..240).rev().map(|n| file(n, i64::try_from(n).expect("small") * 2 * HOUR)).collect();
        let gone: Vec<u64> = surplus(&files).iter().map(|file| file.number).collect();
        let kept: Vec<u64> = files.iter().map(|file| file.number).filter(|number| !gone.contains(number)).collect();
        assert_eq!(kept, [239, 238, 237, 236, 227, 215, 203, 191, 179, 167]);
    }

    #[test]
    fn a_clock_that_jumps_costs_no_recent_copy_and_holds_up_none() {
        let wild = [file(9, 5), file(8, i64::MAX), file(7, i64::MIN), file(6, 10 * DAY_MS), file(5, 6)];
        let gone: Vec<u64> = surplus(&wild).iter().map(|file| file.number).collect();
        assert_eq!(gone, [5]);
        assert!(backup_due(&[file(1, 10 * DAY_MS)], Timestamp(DAY_MS)));
        assert!(backup_due(&[], Timestamp(0)));
        assert!(!backup_due(&[file(1, 0)], Timestamp(INTERVAL_MS - 1)));
        assert!(backup_due(&[file(1, 0)], Timestamp(INTERVAL_MS)));
    }

    #[test]
    fn only_names_of_this_program_are_copies() {
        assert_eq!(BackupFile::parse(&file(3, 17).name(), 1), Some(file(3, 17)));
        for name in ["newsroom-3-17.db", "newsroom-00000003-x.db", "notes.txt", "unfinished.db"] {
            assert_eq!(BackupFile::parse(name, 1), None, "{name}");
        }
    }
}

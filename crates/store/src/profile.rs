//! A profile: the folder of one person on one laptop, with its lock, key file, database and pictures.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tilshi_story::{Failure, Timestamp};
use zeroize::Zeroizing;

use crate::backup::{Backups, backup_due, backup_files};
use crate::envelope::Envelope;
use crate::migrations::migrate;
use crate::recovery::RecoveryCode;
use crate::repair::Repair;
use crate::secret::{Secret, derived};
use crate::{Pictures, Reader, StoreError, Writer, instance, platform};

pub(crate) const DATABASE: &str = "newsroom.db";

/// The database while its profile is being made; it gets its name once the key file stands.
pub(crate) const UNFINISHED: &str = "newsroom.db.new";

/// Longest wait for a reader of the same file, such as a backup program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What a folder holds, without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProfileState {
    /// No profile.
    Missing,
    /// A profile that needs a key.
    Locked {
        /// Whether a passphrase opens it.
        passphrase: bool,
        /// Whether the key ring should hold its key.
        keyring: bool,
    },
    /// A profile without encryption.
    Plain,
}

/// How a new profile is protected. Every encrypted one gets a recovery code besides.
#[derive(Clone, Copy)]
pub enum Protection<'a> {
    /// The key ring of the operating system holds the key.
    Keyring,
    /// A passphrase opens it.
    Passphrase(&'a str),
    /// Either opens it.
    KeyringAndPassphrase(&'a str),
    /// Whoever has the disk can read it.
    Unencrypted,
}

/// What opens a profile.
#[derive(Clone, Copy)]
pub enum Key<'a> {
    /// The key in the key ring.
    Keyring,
    /// The passphrase.
    Passphrase(&'a str),
    /// The recovery code as it was typed.
    Recovery(&'a str),
    /// Nothing: for a profile without encryption.
    None,
}

/// What the folder holds.
pub fn profile_state(folder: &Path) -> Result<ProfileState, StoreError> {
    Ok(match Envelope::read(folder)? {
        None => ProfileState::Missing,
        Some(envelope) if envelope.encrypted() => {
            ProfileState::Locked { passphrase: envelope.has_passphrase(), keyring: envelope.in_keyring() }
        }
        Some(_) => ProfileState::Plain,
    })
}

/// An open profile. While it lives no other process can open it.
pub struct Profile {
    folder: PathBuf,
    photo_folder: PathBuf,
    envelope: Envelope,
    secret: Option<Secret>,
    photo_key: Option<Secret>,
    connection: Connection,
    /// The number of the newest copy, when it was made before the database was brought to the form of this version.
    last_of_old_form: Option<u64>,
    // Last, so that the database is closed before the lock is given up.
    _lock: File,
}

impl Profile {
    /// Makes a profile in a folder that holds none. The recovery code is nothing without encryption.
    pub fn create(folder: &Path, protection: Protection<'_>) -> Result<(Self, Option<RecoveryCode>), StoreError> {
        platform::create_private_folder(folder)?;
        let lock = instance::lock(folder)?;
        if Envelope::read(folder)?.is_some() || folder.join(DATABASE).try_exists()? {
            return Err(StoreError::Exists);
        }
        let (envelope, secret, code) = Envelope::create(&protection)?;
        // Nothing counts before the key file stands: a process killed earlier leaves no profile, one killed
        // between the two renames leaves one that `open` finishes.
        let unfinished = folder.join(UNFINISHED);
        for leftover in [unfinished.clone(), folder.join("newsroom.db.new-wal"), folder.join("newsroom.db.new-shm")] {
            if leftover.try_exists()? {
                fs::remove_file(leftover)?;
            }
        }
        drop(connect(&unfinished, secret.as_ref())?);
        envelope.write(folder)?;
        platform::rename_durably(&unfinished, &folder.join(DATABASE))?;
        Ok((Self::assemble(folder, envelope, secret, lock)?, code))
    }

    /// Opens a profile.
    pub fn open(folder: &Path, key: Key<'_>) -> Result<Self, StoreError> {
        let Repair { envelope, secret, lock, .. } = Repair::open(folder, key)?;
        if !folder.join(DATABASE).try_exists()? {
            if !folder.join(UNFINISHED).try_exists()? {
                return Err(StoreError::Damaged(format!("{DATABASE} is missing")));
            }
            platform::rename_durably(&folder.join(UNFINISHED), &folder.join(DATABASE))?;
        }
        Self::assemble(folder, envelope, secret, lock)
    }

    pub(crate) fn assemble(
        folder: &Path,
        envelope: Envelope,
        secret: Option<Secret>,
        lock: File,
    ) -> Result<Self, StoreError> {
        let (connection, moved) = connect(&folder.join(DATABASE), secret.as_ref())?;
        let newest = backup_files(folder)?.first().map(|file| file.number);
        Ok(Self {
            folder: folder.to_owned(),
            photo_folder: folder.join("photos"),
            photo_key: secret.as_ref().map(|secret| derived("tilshi 2026 picture files", secret.as_slice())),
            envelope,
            secret,
            connection,
            last_of_old_form: newest.filter(|_| moved),
            _lock: lock,
        })
    }

    /// Sets the passphrase, or the first one: the data key is wrapped anew, nothing else changes.
    pub fn set_passphrase(&mut self, passphrase: &str) -> Result<(), StoreError> {
        let secret = self.secret.as_ref().ok_or(StoreError::Unencrypted)?;
        let mut envelope = self.envelope.clone();
        envelope.wrap_with_passphrase(secret, passphrase)?;
        envelope.write(&self.folder)?;
        self.envelope = envelope;
        Ok(())
    }

    /// Changes the passphrase for whoever knows the old one, or sets the first one. A wrong one changes nothing.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), StoreError> {
        if self.envelope.has_passphrase() {
            self.envelope.unlock(&Key::Passphrase(old))?;
        }
        self.set_passphrase(new)
    }

    /// Makes a new recovery code for whoever knows the passphrase; the one before it opens nothing any more.
    pub fn renew_recovery_code(&mut self, passphrase: &str) -> Result<RecoveryCode, StoreError> {
        let secret = self.secret.as_ref().ok_or(StoreError::Unencrypted)?;
        self.envelope.unlock(&Key::Passphrase(passphrase))?;
        let mut envelope = self.envelope.clone();
        let code = envelope.wrap_with_recovery_code(secret)?;
        envelope.write(&self.folder)?;
        self.envelope = envelope;
        Ok(code)
    }

    /// Whether it is time for another copy: after a while, and as soon as the database has a form that no copy has.
    pub fn backup_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        let files = backup_files(&self.folder)?;
        let newest = files.first().map(|file| file.number);
        Ok(backup_due(&files, now) || (newest.is_some() && newest == self.last_of_old_form))
    }

    /// What makes copies of this profile's database, on any thread.
    pub fn backups(&self) -> Backups {
        Backups::new(&self.folder, self.secret.clone())
    }

    /// Gives the open database up, for mending it.
    pub fn into_repair(self) -> Repair {
        let Self { folder, envelope, secret, connection, _lock: lock, .. } = self;
        drop(connection);
        Repair { folder, envelope, secret, lock }
    }

    /// Names the folder and the machine it is on, where the system can tell: a copy of the profile has another name.
    pub fn place(&self) -> Option<String> {
        platform::place_of(&self.folder)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether what it holds is encrypted.
    pub fn encrypted(&self) -> bool {
        self.secret.is_some()
    }

    /// Runs `body` in one transaction. When this returns its value everything is on the disk; when it returns an
    /// error nothing is.
    pub fn write<T>(&mut self, body: impl FnOnce(&Writer<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let value = body(&Writer::new(&transaction))?;
        transaction.commit()?;
        Ok(value)
    }

    /// Writes what could be made anew from the rest: it is kept with the next real change, and does not itself wait for
    /// the disk.
    pub fn write_derived<T>(
        &mut self,
        body: impl FnOnce(&Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.connection.pragma_update(None, "synchronous", "NORMAL")?;
        let outcome = self.write(body);
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        outcome
    }

    /// Reads the working state.
    pub fn read(&self) -> Reader<'_> {
        Reader::new(&self.connection)
    }

    /// The picture files.
    pub fn pictures(&self) -> Pictures<'_> {
        Pictures::new(&self.photo_folder, self.photo_key.as_ref())
    }

    /// Looks for damage: in every page of the database, and in every picture file.
    pub fn check(&self) -> Result<Vec<Failure>, StoreError> {
        let mut found = damage(self.read(), self.encrypted())?;
        let pictures = self.pictures();
        for (photo, file) in pictures.all()? {
            match pictures.get(photo, &file) {
                Ok(_) => {}
                Err(error @ StoreError::PictureDamaged { .. }) => found.push(error.failure()),
                Err(error) => return Err(error),
            }
        }
        for waiting in self.read().pictures_waiting()? {
            if !pictures.has(waiting.photo, &waiting.file)? {
                found.push(StoreError::PictureDamaged { photo: waiting.photo, file: waiting.file }.failure());
            }
        }
        Ok(found)
    }
}

/// What is wrong in the pages of a database.
pub(crate) fn damage(reader: Reader<'_>, encrypted: bool) -> Result<Vec<Failure>, StoreError> {
    let pragmas: &[(&str, &str)] = match encrypted {
        true => &[("cipher_integrity_check", ""), ("integrity_check", "ok")],
        false => &[("integrity_check", "ok")],
    };
    let mut found = Vec::new();
    for (pragma, sound) in pragmas {
        match reader.rows(&format!("PRAGMA {pragma}"), [], |row| Ok(row.get::<_, String>(0)?)) {
            Ok(lines) => {
                let lines = lines.into_iter().filter(|line| line != sound);
                found.extend(lines.map(|line| StoreError::Damaged(line).failure()));
            }
            Err(error @ StoreError::Damaged(_)) => found.push(error.failure()),
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// Opens the database, or makes it, and brings it to the form of this version; says whether it had another before.
pub(crate) fn connect(path: &Path, secret: Option<&Secret>) -> Result<(Connection, bool), StoreError> {
    let mut connection = unlocked(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, secret)?;
    connection.set_prepared_statement_cache_capacity(256);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;",
    )?;
    let moved = migrate(&mut connection)?;
    Ok((connection, moved))
}

/// What stands at the start of an encrypted file: pages open only in files that have the same.
pub(crate) type Salt = [u8; 16];

/// The salt of an encrypted database; nothing when the file is too short to have one.
pub(crate) fn salt_of(path: &Path) -> Result<Option<Salt>, StoreError> {
    let mut salt = Salt::default();
    Ok(File::open(path)?.read_exact(&mut salt).is_ok().then_some(salt))
}

/// A connection that has been given its key, and nothing else.
pub(crate) fn unlocked(path: &Path, flags: OpenFlags, secret: Option<&Secret>) -> Result<Connection, StoreError> {
    unlocked_as(path, flags, secret, None)
}

/// The same for a new file that is to have the salt of another.
pub(crate) fn unlocked_as(
    path: &Path,
    flags: OpenFlags,
    secret: Option<&Secret>,
    salt: Option<Salt>,
) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // Every failure comes back as an error and is logged where it is handled, not on standard error as well.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    if let Some(secret) = secret {
        let mut pragma = Zeroizing::new(String::with_capacity(128));
        pragma.push_str("PRAGMA key = \"x'");
        for byte in secret.iter().chain(salt.iter().flatten()) {
            for digit in [byte >> 4, byte & 15] {
                pragma.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
            }
        }
        pragma.push_str("'\"");
        connection.execute_batch(&pragma)?;
    }
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Otherwise SQLite prepares a statement anew for every value that it is given, to plan for that value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

#[cfg(test)]
pub(crate) mod tests;

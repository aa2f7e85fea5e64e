//! What can go wrong in the store, and the code each failure has at the border.

use std::io;
use std::str::FromStr;

use rusqlite::ErrorCode;
use tilshi_story::{Failure, PhotoId};

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder holds no profile.
    #[error("there is no profile in this folder: create one first")]
    Missing,
    /// The folder already holds a profile.
    #[error("this folder already holds a profile: open it, or choose another folder")]
    Exists,
    /// The passphrase does not open the profile.
    #[error("the passphrase does not open this profile: try again, or use the recovery code")]
    WrongPassphrase,
    /// The recovery code does not open the profile.
    #[error("the recovery code does not open this profile: compare it with what was written down")]
    WrongRecoveryCode,
    /// The key ring of the operating system cannot be used, or holds no key of this profile.
    #[error("the key ring cannot be used ({0}): use the passphrase or the recovery code")]
    KeyringUnavailable(String),
    /// Another process has the profile open.
    #[error("the profile is open in another window or program: close that first")]
    InUse,
    /// The profile is not encrypted, so that it has no passphrase to set.
    #[error("this profile is not encrypted and has no passphrase")]
    Unencrypted,
    /// A later version of the program has written the profile.
    #[error("a later version has written this profile (format {found}, known up to {known}): update the program")]
    Newer {
        /// The format found.
        found: u32,
        /// The newest format this version knows.
        known: u32,
    },
    /// The database or the key file is not what this program wrote.
    #[error("the profile is damaged ({0}): restore it from a backup")]
    Damaged(String),
    /// None of the copies in the profile can be read.
    #[error("there is no copy to restore from: save what can be read with `tilshi doctor --rescue`")]
    NoGoodCopy,
    /// The disk is full.
    #[error("the disk is full: make room, nothing that was saved is lost")]
    DiskFull,
    /// The folder cannot be written to.
    #[error("the folder cannot be written to: change its permissions or choose another")]
    ReadOnlyFolder,
    /// A picture file is not what was stored.
    #[error("the file {file} of photo {photo} is damaged: fetch or add the picture again")]
    PictureDamaged {
        /// The photo.
        photo: PhotoId,
        /// Which of its files.
        file: String,
    },
    /// The caller's own reason to roll a transaction back.
    #[error("{0}")]
    Refused(Failure),
    /// SQLite failed in a way nobody is expected to act on.
    #[error("the database failed: {0}")]
    Database(#[source] rusqlite::Error),
    /// Reading or writing a file failed in a way nobody is expected to act on.
    #[error("a file could not be read or written: {0}")]
    File(#[source] io::Error),
}

impl StoreError {
    /// The failure in the form that crosses every border.
    pub fn failure(&self) -> Failure {
        match self {
            Self::Missing => Failure::new("profile-missing"),
            Self::Exists => Failure::new("profile-exists"),
            Self::WrongPassphrase => Failure::new("wrong-passphrase"),
            Self::WrongRecoveryCode => Failure::new("wrong-recovery-code"),
            Self::KeyringUnavailable(detail) => Failure::new("keyring-unavailable").with("detail", detail),
            Self::InUse => Failure::new("profile-in-use"),
            Self::Unencrypted => Failure::new("profile-unencrypted"),
            Self::Newer { found, known } => Failure::new("database-newer").with("found", found).with("known", known),
            Self::Damaged(detail) => Failure::new("database-damaged").with("detail", detail),
            Self::NoGoodCopy => Failure::new("no-good-copy"),
            Self::DiskFull => Failure::new("disk-full"),
            Self::ReadOnlyFolder => Failure::new("read-only-folder"),
            Self::PictureDamaged { photo, file } => {
                Failure::new("picture-damaged").with("photo", photo).with("file", file)
            }
            Self::Refused(failure) => failure.clone(),
            Self::Database(error) => Failure::new("storage").with("detail", error),
            Self::File(error) => Failure::new("storage").with("detail", error),
        }
    }
}

impl From<&StoreError> for Failure {
    fn from(error: &StoreError) -> Self {
        error.failure()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        error.failure()
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match &error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::DiskFull,
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::ReadOnlyFolder,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(error.to_string()),
                _ => Self::Database(error),
            },
            rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => Self::Damaged(error.to_string()),
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnlyFolder,
            _ => Self::File(error),
        }
    }
}

/// The value of a stored text form. Only this program writes them, so a malformed one means damage.
pub(crate) fn stored<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(format!("malformed {}", std::any::type_name::<T>())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sqlite(code: i32) -> StoreError {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None).into()
    }

    #[test]
    fn failures_that_somebody_acts_on_have_their_own_codes() {
        let seen: Vec<String> = [
            sqlite(rusqlite::ffi::SQLITE_FULL),
            sqlite(rusqlite::ffi::SQLITE_READONLY),
            sqlite(rusqlite::ffi::SQLITE_CORRUPT),
            sqlite(rusqlite::ffi::SQLITE_NOTADB),
            sqlite(rusqlite::ffi::SQLITE_CONSTRAINT),
            io::Error::from(io::ErrorKind::StorageFull).into(),
            io::Error::from(io::ErrorKind::PermissionDenied).into(),
            io::Error::from(io::ErrorKind::ReadOnlyFilesystem).into(),
            io::Error::from(io::ErrorKind::BrokenPipe).into(),
        ]
        .iter()
        .map(|error| error.failure().code)
        .collect();
        expect_test::expect![[r#"
            [
                "disk-full",
                "read-only-folder",
                "database-damaged",
                "database-damaged",
                "storage",
                "disk-full",
                "read-only-folder",
                "read-only-folder",
                "storage",
            ]
        "#]]
        .assert_debug_eq(&seen);
    }
}

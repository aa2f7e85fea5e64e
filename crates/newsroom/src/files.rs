//! Files on this machine that people name: tables, memories and translations that come from elsewhere or go there.

use std::fs::File;
use std::io;

use tilshi_interchange::InterchangeError;
use tilshi_story::{EditionKey, Failure};

use crate::Answer;

/// Opens a file to read it.
pub(crate) fn open(file: &str) -> Answer<File> {
    File::open(file).map_err(|error| unreadable(file, &error))
}

/// What cannot be read.
pub(crate) fn unreadable(file: &str, error: &io::Error) -> Failure {
    Failure::new("file-unreadable").with("file", file).with("detail", error)
}

/// Writes a file that is not there yet, down to the disk: nothing is ever written over.
pub(crate) fn write_new<T>(file: &str, write: impl FnOnce(&File) -> Result<T, Unwritten>) -> Answer<T> {
    let written = (|| {
        let output = File::options().write(true).create_new(true).open(file)?;
        let written = write(&output)?;
        output.sync_all()?;
        Ok(written)
    })();
    written.map_err(|error| match error {
        Unwritten::Io(error) => Failure::new("file-unwritable").with("file", file).with("detail", error),
        Unwritten::Failed(failure) => failure,
    })
}

/// Why a file was not written to its end.
pub(crate) enum Unwritten {
    /// The disk did not take it.
    Io(io::Error),
    /// What belongs into it could not be had.
    Failed(Failure),
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Failure> for Unwritten {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Why a file of another program cannot be taken in; `malformed` is the code of one that breaks off or breaks its rules.
pub(crate) fn unfit(file: &str, malformed: &'static str, error: InterchangeError) -> Failure {
    match error {
        InterchangeError::Io(error) => unreadable(file, &error),
        InterchangeError::Other { expected } => {
            Failure::new("not-such-a-file").with("file", file).with("expected", expected)
        }
        error @ (InterchangeError::Malformed { .. } | InterchangeError::TooLarge { .. }) => {
            Failure::new(malformed).with("file", file).with("detail", error)
        }
    }
}

/// The BCP 47 tag of an edition.
pub(crate) fn tag_of(key: &EditionKey) -> Answer<String> {
    let known = tilshi_language::edition(key);
    Ok(known.ok_or_else(|| Failure::new("edition-unknown").with("edition", key))?.tag.clone())
}

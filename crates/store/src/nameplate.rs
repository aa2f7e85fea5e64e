//! What a profile says of itself while it is closed: whom the lock screen greets, and who writes on this computer.
//!
//! It stands in the clear beside the key file. It holds a name and how things stood, never a word of a story.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tilshi_story::Timestamp;

use crate::{ProfileState, StoreError, profile_state};

const FILE: &str = "nameplate.json";

/// Longest nameplate that is read, in bytes; a longer one is not ours.
const MAX_BYTES: u64 = 16 * 1024;

/// The nameplate of a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Nameplate {
    /// The person's name.
    pub name: String,
    /// The interface language that was chosen, or empty.
    pub interface: String,
    /// The theme that was chosen, or empty.
    pub theme: String,
    /// The contrast that was chosen, or empty.
    pub contrast: String,
    /// The size of everything in the window in percent that was chosen, or empty.
    pub zoom: String,
    /// When the profile was last opened.
    pub opened_at: Option<Timestamp>,
    /// How it was left, when it was closed in order.
    pub closed: Option<Closed>,
}

/// How a profile was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// How many changes waited to be sent.
    pub waiting: usize,
}

impl Nameplate {
    /// The nameplate of a folder. One that is missing or damaged says nothing: no work depends on it.
    pub fn read(folder: &Path) -> Self {
        let mut bytes = Vec::new();
        let outcome = File::open(folder.join(FILE)).and_then(|file| file.take(MAX_BYTES).read_to_end(&mut bytes));
        outcome.ok().and_then(|_| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Puts the nameplate up.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let temporary = folder.join("nameplate.json.new");
        fs::write(&temporary, serde_json::to_vec_pretty(self)?)?;
        fs::rename(temporary, folder.join(FILE))
    }
}

/// The folders beside this one that hold profiles, this one included, in the order of their names.
pub fn profiles_beside(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let Some(parent) = folder.parent() else { return Ok(Vec::new()) };
    let folders = match fs::read_dir(parent) {
        Ok(folders) => folders,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    // What cannot be looked into is nobody's profile here.
    let holds_profile = |folder: &PathBuf| {
        folder.is_dir() && profile_state(folder).is_ok_and(|state| !matches!(state, ProfileState::Missing))
    };
    let mut found: Vec<PathBuf> = folders.flatten().map(|entry| entry.path()).filter(holds_profile).collect();
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Profile, Protection};

    #[test]
    fn a_nameplate_is_read_as_it_was_written_and_a_spoilt_one_says_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(Nameplate::read(folder.path()), Nameplate::default());
        let plate = Nameplate {
            name: "Айгерім Садықова".into(),
            interface: "kk".into(),
            theme: "dark".into(),
            contrast: "more".into(),
            zoom: "125".into(),
            opened_at: Some(Timestamp(1)),
            closed: Some(Closed { at: Timestamp(2), waiting: 3 }),
        };
        plate.write(folder.path()).expect("writes");
        assert_eq!(Nameplate::read(folder.path()), plate);
        for spoilt in [&b"{"[..], &[0xff; 32], &vec![b' '; 1 << 20]] {
            fs::write(folder.path().join(FILE), spoilt).expect("writes");
            assert_eq!(Nameplate::read(folder.path()), Nameplate::default());
        }
        fs::write(folder.path().join(FILE), r#"{"name":"Dana","of a later version":1}"#).expect("writes");
        assert_eq!(Nameplate::read(folder.path()).name, "Dana");
    }

    #[test]
    fn only_folders_with_a_key_file_are_profiles() {
        let parent = tempfile::tempdir().expect("a folder");
        let at = |name: &str| parent.path().join(name);
        assert_eq!(profiles_beside(&at("nobody").join("yet")).expect("lists"), Vec::<PathBuf>::new());
        fs::create_dir(at("music")).expect("makes");
        fs::write(at("notes.txt"), "notes").expect("writes");
        for name in ["tilshi-2", "tilshi"] {
            drop(Profile::create(&at(name), Protection::Unencrypted).expect("makes"));
        }
        assert_eq!(profiles_beside(&at("tilshi")).expect("lists"), [at("tilshi"), at("tilshi-2")]);
    }
}

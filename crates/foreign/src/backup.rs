//! Databases and copies of them that came from anywhere.

use std::fs;
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use tempfile::TempDir;
use tilshi_store::{Key, Profile, Protection, Repair};
use tilshi_story::{PersonId, Timestamp};

/// A profile whose database is replaced again and again.
fn profile() -> &'static Mutex<(TempDir, PathBuf)> {
    static PROFILE: OnceLock<Mutex<(TempDir, PathBuf)>> = OnceLock::new();
    PROFILE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profile");
        drop(Profile::create(&path, Protection::Unencrypted).expect("a profile"));
        Mutex::new((folder, path))
    })
}

/// Whatever lies where the database or a copy of it should, it is opened, read for what can be read, or refused; and a
/// profile that was restored from it opens.
pub fn backup(bytes: &[u8]) {
    let guard = profile().lock().unwrap_or_else(PoisonError::into_inner);
    let path = &guard.1;
    let database = path.join("newsroom.db");
    let copies = path.join("backups");
    for file in fs::read_dir(path).expect("listed") {
        let file = file.expect("a file");
        if file.file_name() != "key.json" && file.file_type().expect("a type").is_file() {
            fs::remove_file(file.path()).expect("removed");
        }
    }
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir(&copies).expect("a folder");
    fs::write(&database, bytes).expect("written");
    fs::write(copies.join("newsroom-00000001-5.db"), bytes).expect("written");
    let repair = Repair::open(path, Key::None).expect("the key file is sound");
    let _ = repair.rescue().map(|rescue| rescue.counts());
    if repair.restore(Timestamp(9), |_| Ok(PersonId::generate())).is_ok() {
        repair.into_profile().expect("what was restored opens");
    }
}

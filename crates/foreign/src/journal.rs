//! Records of the journal, as they lie in the database.

use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::Connection;
use tempfile::TempDir;
use tilshi_store::{Key, Profile, Protection, StoreError};
use tilshi_story::{Content, DocumentId, Part, PartValue, Patch, PersonId, StoryId, Timestamp};

struct Shelf {
    _folder: TempDir,
    profile: Profile,
    connection: Connection,
    story: DocumentId,
}

/// A profile with one save, and a second way into its database.
fn shelf() -> &'static Mutex<Shelf> {
    static SHELF: OnceLock<Mutex<Shelf>> = OnceLock::new();
    SHELF.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profile");
        drop(Profile::create(&path, Protection::Unencrypted).expect("a profile"));
        let mut profile = Profile::open(&path, Key::None).expect("opened");
        let story = DocumentId::from(StoryId::generate());
        let text = PartValue::text("canal");
        profile
            .write(|writer| writer.put_part(story, &Part::Slugline.key(), &text, PersonId::generate(), Timestamp(1)))
            .expect("written");
        let connection = Connection::open(path.join("newsroom.db")).expect("a connection");
        connection.pragma_update(None, "synchronous", "OFF").expect("set");
        Mutex::new(Shelf { _folder: folder, profile, connection, story })
    })
}

/// A record is read, and applied or refused, or the database is said to be damaged.
pub fn journal(bytes: &[u8]) {
    let shelf = shelf().lock().unwrap_or_else(PoisonError::into_inner);
    shelf.connection.execute("UPDATE journal SET change = ?1", [bytes]).expect("written");
    match shelf.profile.read().journal(shelf.story, 1) {
        Ok(saves) => {
            for save in saves {
                let before: Content = [(save.part.clone(), PartValue::text("canal opening"))].into_iter().collect();
                let _ = Patch([(save.part, save.change)].into()).apply(&before);
            }
        }
        Err(StoreError::Damaged(_)) => {}
        Err(other) => panic!("{other}"),
    }
}

//! Which stories use which photos: whoever wrote the story may credit its photos.

use tilshi_story::{DocumentId, PhotoId, StoryId};

use super::columns::id;
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE photo_use (
        photo TEXT NOT NULL,
        story TEXT NOT NULL REFERENCES document,
        PRIMARY KEY (photo, story)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX photo_use_story ON photo_use (story);
";

impl Records<'_> {
    /// Notes the photos that a story uses now.
    pub(crate) fn put_photo_uses(&self, story: StoryId, photos: &[PhotoId]) -> Result<(), DatabaseError> {
        let document = DocumentId::from(story).to_string();
        self.0.prepare_cached("DELETE FROM photo_use WHERE story = ?1")?.execute([&document])?;
        let mut insert = self.0.prepare_cached("INSERT OR IGNORE INTO photo_use (photo, story) VALUES (?1, ?2)")?;
        for photo in photos {
            insert.execute((photo.to_string(), &document))?;
        }
        Ok(())
    }

    /// The stories that use a photo.
    pub(crate) fn stories_using(&self, photo: PhotoId) -> Result<Vec<DocumentId>, DatabaseError> {
        let mut statement = self.0.prepare_cached("SELECT story FROM photo_use WHERE photo = ?1")?;
        let rows = statement.query_map([photo.to_string()], |row| id(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

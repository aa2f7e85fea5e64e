//! Which picture files the portal holds; the files themselves lie beside the database.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;
use tilshi_story::{PhotoId, Timestamp};
use tilshi_sync::wire::{Mark, PictureFile};

use super::columns::{count, signed};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE picture (
        photo TEXT NOT NULL,
        file TEXT NOT NULL,
        media_type TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        arrived_at INTEGER NOT NULL,
        PRIMARY KEY (photo, file)
    ) STRICT, WITHOUT ROWID;
";

/// Most pixels of an original that parts are cut from: what cameras take, and no more than a small machine can hold twice.
const MOST_PIXELS_CUT: u64 = 64_000_000;

/// A picture file that is held, whole and flushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PictureRow {
    pub(crate) media_type: String,
    /// In pixels; 0 for an original whose header nobody could read.
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) size_bytes: u64,
}

/// The file that parts are cut from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldPicture {
    pub(crate) file: PictureFile,
    pub(crate) row: PictureRow,
}

impl Records<'_> {
    /// A picture file, if it is held.
    pub(crate) fn picture(&self, photo: PhotoId, file: PictureFile) -> Result<Option<PictureRow>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT media_type, width, height, size_bytes FROM picture WHERE photo = ?1 AND file = ?2")?
            .query_row((photo.to_string(), file.as_str()), |row| {
                Ok(PictureRow {
                    media_type: row.get(0)?,
                    width: row.get(1)?,
                    height: row.get(2)?,
                    size_bytes: count(row, 3)?,
                })
            })
            .optional()?)
    }

    /// The file that parts of a public photo are cut from: the original, which has the most to show, or the picture for
    /// readers where the original has not arrived, cannot be read or is too large to be read for every reader.
    pub(crate) fn cut_from(&self, photo: PhotoId) -> Result<Option<HeldPicture>, DatabaseError> {
        let Some(web) = self.picture(photo, PictureFile::Web)? else { return Ok(None) };
        let is_fit = |row: &PictureRow| (1..=MOST_PIXELS_CUT).contains(&(u64::from(row.width) * u64::from(row.height)));
        let original = self.picture(photo, PictureFile::Original)?.filter(is_fit);
        Ok(Some(match original {
            Some(row) => HeldPicture { file: PictureFile::Original, row },
            None => HeldPicture { file: PictureFile::Web, row: web },
        }))
    }

    /// Notes that a picture file has arrived, and tells it on the feed: a portal restored to a time before that lacks
    /// a place that laptops have seen. Gives the newest place.
    pub(crate) fn keep_picture(
        &self,
        photo: PhotoId,
        file: PictureFile,
        picture: &PictureRow,
        arrived_at: Timestamp,
    ) -> Result<Mark, DatabaseError> {
        if self.picture(photo, file)?.is_none() {
            self.put_picture(photo, file, picture, arrived_at)?;
            if self.document(photo.into())?.is_some() {
                self.move_on_feed(photo.into(), self.next_sequence()?)?;
            }
        }
        self.newest_place()
    }

    /// The files of a photo that are not held.
    pub(crate) fn absent_pictures(&self, photo: PhotoId) -> Result<Vec<PictureFile>, DatabaseError> {
        let mut absent = Vec::new();
        for file in PictureFile::ALL {
            if self.picture(photo, file)?.is_none() {
                absent.push(file);
            }
        }
        Ok(absent)
    }

    /// Notes that a picture file is held; one that was held before stays.
    pub(crate) fn put_picture(
        &self,
        photo: PhotoId,
        file: PictureFile,
        picture: &PictureRow,
        arrived_at: Timestamp,
    ) -> Result<(), DatabaseError> {
        self.0.execute(
            "INSERT OR IGNORE INTO picture (photo, file, media_type, width, height, size_bytes, arrived_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                photo.to_string(),
                file.as_str(),
                &picture.media_type,
                picture.width,
                picture.height,
                signed(picture.size_bytes)?,
                arrived_at.as_millis(),
            ),
        )?;
        Ok(())
    }

    /// Those of the photos whose picture for readers is held.
    pub(crate) fn held_for_readers(&self, photos: &[PhotoId]) -> Result<BTreeSet<PhotoId>, DatabaseError> {
        let mut held = BTreeSet::new();
        for photo in photos {
            if self.picture(*photo, PictureFile::Web)?.is_some() {
                held.insert(*photo);
            }
        }
        Ok(held)
    }
}

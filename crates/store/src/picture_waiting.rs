//! The table of picture files that wait to be sent. The files readers see go first: publishing needs only those.

use rusqlite::{Row, params};
use tilshi_story::{Failure, PhotoId};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 10,
    sql: "
        CREATE TABLE picture_waiting (
            number INTEGER PRIMARY KEY,
            photo TEXT NOT NULL,
            file TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            reason BLOB,
            UNIQUE (photo, file)
        ) STRICT;
    ",
};

/// A picture file that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureWaiting {
    /// The photo.
    pub photo: PhotoId,
    /// Which of its files: `web` or `original`.
    pub file: String,
    /// Its size, in bytes.
    pub size_bytes: u64,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it has not gone yet.
    pub reason: Option<Failure>,
}

impl Reader<'_> {
    /// The picture files that wait to be sent: web files first, each in the order they were added.
    pub fn pictures_waiting(&self) -> Result<Vec<PictureWaiting>, StoreError> {
        let sql = "
            SELECT photo, file, size_bytes, attempts, reason FROM picture_waiting ORDER BY file <> 'web', number";
        self.rows(sql, [], read_waiting)
    }
}

impl Writer<'_> {
    /// Notes that a picture file has to be sent. One that waits already is not added twice.
    pub fn add_picture_waiting(&self, photo: PhotoId, file: &str, size_bytes: u64) -> Result<(), StoreError> {
        let sql = "
            INSERT INTO picture_waiting (photo, file, size_bytes) VALUES (?1, ?2, ?3)
            ON CONFLICT (photo, file) DO UPDATE SET size_bytes = excluded.size_bytes";
        self.execute(sql, params![photo.to_string(), file, size_bytes.cast_signed()])?;
        Ok(())
    }

    /// Counts an attempt to send a picture file and keeps why it did not go.
    pub fn note_picture_attempt(&self, photo: PhotoId, file: &str, reason: Option<&Failure>) -> Result<(), StoreError> {
        let reason = reason.map(pack).transpose()?;
        let sql = "UPDATE picture_waiting SET attempts = attempts + 1, reason = ?3 WHERE photo = ?1 AND file = ?2";
        self.execute(sql, params![photo.to_string(), file, reason])?;
        Ok(())
    }

    /// Makes every picture ready to be tried again, whatever was said of it before.
    pub fn pictures_ready_again(&self) -> Result<(), StoreError> {
        self.execute("UPDATE picture_waiting SET reason = NULL", [])?;
        Ok(())
    }

    /// Notes that the portal has a picture file.
    pub fn picture_sent(&self, photo: PhotoId, file: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM picture_waiting WHERE photo = ?1 AND file = ?2";
        self.execute(sql, params![photo.to_string(), file])?;
        Ok(())
    }
}

fn read_waiting(row: &Row<'_>) -> Result<PictureWaiting, StoreError> {
    let reason = row.get::<_, Option<Vec<u8>>>(4)?;
    Ok(PictureWaiting {
        photo: stored(&row.get::<_, String>(0)?)?,
        file: row.get(1)?,
        size_bytes: row.get::<_, i64>(2)?.cast_unsigned(),
        attempts: row.get(3)?,
        reason: reason.as_deref().map(unpack).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::plain;

    #[test]
    fn what_readers_see_goes_first() {
        let (_folder, mut profile) = plain();
        let (one, two) = (PhotoId::of(b"one"), PhotoId::of(b"two"));
        profile
            .write(|writer| {
                for photo in [one, two] {
                    writer.add_picture_waiting(photo, "original", 9)?;
                    writer.add_picture_waiting(photo, "web", 3)?;
                }
                writer.note_picture_attempt(two, "web", Some(&Failure::new("portal-unreachable")))?;
                writer.add_picture_waiting(two, "web", 4)?;
                writer.picture_sent(one, "web")
            })
            .expect("written");
        let waiting = profile.read().pictures_waiting().expect("read");
        let order: Vec<_> = waiting.iter().map(|waiting| (waiting.photo, waiting.file.as_str())).collect();
        assert_eq!(order, [(two, "web"), (one, "original"), (two, "original")]);
        let reason = Some(Failure::new("portal-unreachable"));
        let expected = PictureWaiting { photo: two, file: "web".into(), size_bytes: 4, attempts: 1, reason };
        assert_eq!(waiting[0], expected);
    }
}

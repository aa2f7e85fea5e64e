//! By what photos of this laptop are found that look alike. It is reckoned from the pictures and never sent.

use tilshi_story::PhotoId;

use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 33,
    sql: "
        CREATE TABLE photo_likeness (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            -- 64 bits each; nothing for a picture that is too plain to tell anything by.
            across INTEGER,
            down INTEGER
        ) STRICT;
    ",
};

impl Reader<'_> {
    /// The likeness of a photo, as far as it is known; inside, nothing for a picture that is too plain.
    pub fn likeness(&self, photo: PhotoId) -> Result<Option<Option<[u64; 2]>>, StoreError> {
        let Some(number) = self.number(photo.into())? else { return Ok(None) };
        let sql = "SELECT across, down FROM photo_likeness WHERE document = ?1";
        self.row(sql, [number], |row| {
            let hashes: (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
            Ok(hashes.0.zip(hashes.1).map(|(across, down)| [across.cast_unsigned(), down.cast_unsigned()]))
        })
    }

    /// Photos of whose likeness either half differs from this one in at most so many bits, the nearest first.
    pub fn photos_alike(&self, [across, down]: [u64; 2], most_different: u32) -> Result<Vec<PhotoId>, StoreError> {
        let sql = "SELECT document, across, down FROM photo_likeness WHERE across IS NOT NULL AND down IS NOT NULL";
        let all = self.rows(sql, [], |row| {
            let other = |column| -> Result<u64, StoreError> { Ok(row.get::<_, i64>(column)?.cast_unsigned()) };
            let different = [across ^ other(1)?, down ^ other(2)?].map(u64::count_ones);
            Ok((different[0].max(different[1]), row.get::<_, i64>(0)?))
        })?;
        let mut near: Vec<(u32, i64)> = all.into_iter().filter(|(bits, _)| *bits <= most_different).collect();
        near.sort_unstable();
        let id = |(_, number)| {
            self.row("SELECT id FROM document WHERE number = ?1", [number], |row| stored(&row.get::<_, String>(0)?))
        };
        near.into_iter().filter_map(|near| id(near).transpose()).collect()
    }
}

impl Writer<'_> {
    /// Notes by what a photo is found that looks alike.
    pub fn set_likeness(&self, photo: PhotoId, hashes: Option<[u64; 2]>) -> Result<(), StoreError> {
        if let Some(number) = self.number(photo.into())? {
            let [across, down] = [0, 1].map(|half| hashes.map(|hashes| hashes[half].cast_signed()));
            let sql = "INSERT OR REPLACE INTO photo_likeness VALUES (?1, ?2, ?3)";
            self.execute(sql, rusqlite::params![number, across, down])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tilshi_story::{Part, PartValue, PersonId};

    use super::*;
    use crate::profile::tests::{at, plain};

    #[test]
    fn the_nearest_comes_first_and_what_is_plain_is_like_nothing() {
        let (_folder, mut profile) = plain();
        let photos = [1_u8, 2, 3, 4].map(|number| PhotoId::of(&[number]));
        let all = u64::MAX;
        let hashes = [Some([all, 0]), Some([all ^ 0b111, 0b1]), Some([all ^ 0b1, 0]), None];
        profile
            .write(|writer| {
                for (photo, hash) in photos.into_iter().zip(hashes) {
                    let name = PartValue::text("a.jpg");
                    writer.put_part(photo.into(), &Part::FileName.key(), &name, PersonId::generate(), at(1))?;
                    writer.set_likeness(photo, hash)?;
                }
                Ok(())
            })
            .expect("written");
        let reader = profile.read();
        assert_eq!(reader.photos_alike([all, 0], 2).expect("read"), [photos[0], photos[2]]);
        assert_eq!(reader.photos_alike([all, 0], 6).expect("read"), [photos[0], photos[2], photos[1]]);
        assert_eq!(reader.photos_alike([all, all], 6).expect("read"), [], "both halves count");
        assert_eq!(reader.likeness(photos[3]).expect("read"), Some(None));
        assert_eq!(reader.likeness(PhotoId::of(b"unknown")).expect("read"), None);
    }
}

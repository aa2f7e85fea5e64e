//! What picture files said of themselves, as they were read on this laptop: a photo of which somebody says otherwise is found,
//! until somebody has decided that ours is to stand.

use tilshi_story::{DocumentKind, PartKey, PhotoId};

use crate::columns::own_columns;
use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 34,
    sql: "
        CREATE TABLE photo_said (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            text TEXT NOT NULL,
            -- Whether somebody decided that ours is to stand beside it.
            kept INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (document, part)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE photo_mark ADD COLUMN otherwise INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX photo_mark_otherwise ON photo_mark (document) WHERE otherwise;
    ",
};

/// Whether the file of a photo, whose row is `photo`, says otherwise in a field that nobody has decided.
pub(crate) fn says_otherwise() -> String {
    let columns = own_columns(DocumentKind::Photo).into_iter();
    let cases: String = columns.map(|(column, part)| format!(" WHEN '{}' THEN photo.{column}", part.key())).collect();
    format!(
        "EXISTS (SELECT 1 FROM photo_said AS said WHERE said.document = photo.document AND NOT said.kept
                 AND said.text <> trim(coalesce(CASE said.part{cases} ELSE said.text END, '')))"
    )
}

impl Reader<'_> {
    /// The fields of a photo in which ours is to stand, whatever its file says.
    pub fn said_kept(&self, photo: PhotoId) -> Result<Vec<PartKey>, StoreError> {
        let Some(number) = self.number(photo.into())? else { return Ok(Vec::new()) };
        let sql = "SELECT part FROM photo_said WHERE document = ?1 AND kept ORDER BY part";
        self.rows(sql, [number], |row| stored(&row.get::<_, String>(0)?))
    }
}

impl Writer<'_> {
    /// Notes what the file of a photo says. Where it says what it said before, what was decided stands.
    pub fn set_said(&self, photo: PhotoId, said: &[(PartKey, String)]) -> Result<(), StoreError> {
        let Some(number) = self.number(photo.into())? else { return Ok(()) };
        for (part, text) in said {
            let sql = "INSERT INTO photo_said (document, part, text) VALUES (?1, ?2, ?3)
                       ON CONFLICT DO UPDATE SET kept = kept AND text = excluded.text, text = excluded.text";
            self.execute(sql, rusqlite::params![number, part.as_str(), text.trim()])?;
        }
        self.mark_due(number)
    }

    /// Decides whether ours is to stand in a field, whatever the file says.
    pub fn keep_said(&self, photo: PhotoId, part: &PartKey, kept: bool) -> Result<(), StoreError> {
        let Some(number) = self.number(photo.into())? else { return Ok(()) };
        let sql = "UPDATE photo_said SET kept = ?3 WHERE document = ?1 AND part = ?2";
        self.execute(sql, rusqlite::params![number, part.as_str(), kept])?;
        self.mark_due(number)
    }

    fn mark_due(&self, number: i64) -> Result<(), StoreError> {
        let sql = "INSERT INTO photo_due SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM photo_due WHERE document = ?1)";
        self.execute(sql, [number])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use tilshi_story::{Part, PartValue, PersonId};

    use super::*;
    use crate::PhotoFilter;
    use crate::profile::tests::{at, plain};

    #[test]
    fn a_photo_is_found_while_its_file_says_otherwise_and_nobody_decided() {
        let (_folder, mut profile) = plain();
        let [photo, other] = [PhotoId::of(b"one"), PhotoId::of(b"two")];
        let by = PersonId::generate();
        let mut say = |text: &str| {
            profile
                .write(|writer| {
                    writer.put_part(photo.into(), &Part::Creator.key(), &PartValue::text(text), by, at(1))?;
                    writer.put_part(other.into(), &Part::Creator.key(), &PartValue::text("Dana"), by, at(1))?;
                    writer.set_said(photo, &[(Part::Creator.key(), "Timur ".to_owned())])?;
                    writer.follow_photos()
                })
                .expect("written");
            let otherwise = PhotoFilter { otherwise: true, ..PhotoFilter::default() };
            profile.read().photo_ids(&otherwise).expect("read")
        };
        assert_eq!(say("Timur"), []);
        assert_eq!(say("T. Iskakov"), [photo]);
        assert_eq!(say(""), [photo], "what was cleared is otherwise, too");
        let decide = |profile: &mut crate::Profile, kept: bool| {
            profile
                .write(|writer| {
                    writer.keep_said(photo, &Part::Creator.key(), kept)?;
                    writer.follow_photos()
                })
                .expect("written");
            profile.read().photo_counts(at(0)).expect("read").otherwise
        };
        assert_eq!([decide(&mut profile, true), decide(&mut profile, false)], [0, 1]);
        decide(&mut profile, true);
        assert_eq!(profile.read().said_kept(photo).expect("read"), [Part::Creator.key()]);
        profile
            .write(|writer| {
                writer.set_said(photo, &[(Part::Creator.key(), "Timur".to_owned())])?;
                writer.follow_photos()
            })
            .expect("written");
        assert_eq!(profile.read().said_kept(photo).expect("read"), [Part::Creator.key()], "the file says the same");
    }
}

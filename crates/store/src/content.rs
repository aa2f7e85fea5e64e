//! Part values in and out of the working tables, by the map of [`crate::columns`].

use std::collections::BTreeMap;

use rusqlite::params;
use tilshi_story::{Content, DocumentId, DocumentKind, EditionKey, PartKey, PartValue, PersonId, Timestamp, ValueHash};

use crate::columns::{self, Place};
use crate::error::stored;
use crate::{Origin, Reader, StoreError, Writer};

impl Reader<'_> {
    /// The working content of a document; nothing in it when the laptop does not hold the document.
    pub fn content(&self, document: DocumentId) -> Result<Content, StoreError> {
        match self.number(document)? {
            Some(number) => self.content_of(number, document.kind()),
            None => Ok(Content::new()),
        }
    }

    /// The working content of the document with this number.
    pub(crate) fn content_of(&self, number: i64, kind: DocumentKind) -> Result<Content, StoreError> {
        let mut content = self.without_editions(number, kind)?;
        for (key, text) in self.edition_texts(number, kind)? {
            content.put(key, PartValue::Text(text));
        }
        for (key, value) in self.extra_parts(number)? {
            content.put(key, value);
        }
        Ok(content)
    }

    /// The working value of one part; nothing when it is empty.
    pub fn part(&self, document: DocumentId, key: &PartKey) -> Result<Option<PartValue>, StoreError> {
        match self.number(document)? {
            Some(number) => self.value(number, document.kind(), key),
            None => Ok(None),
        }
    }

    /// The hashes of the working values of a document's parts, as [`Content::hashes`] gives them.
    pub fn part_hashes(&self, document: DocumentId) -> Result<BTreeMap<PartKey, ValueHash>, StoreError> {
        let Some(number) = self.number(document)? else {
            return Ok(BTreeMap::new());
        };
        let mut hashes = self.without_editions(number, document.kind())?.hashes();
        hashes.extend(self.edition_hashes(number, document.kind())?);
        hashes.extend(self.extra_hashes(number)?);
        Ok(hashes)
    }

    /// The parts that belong to no edition.
    fn without_editions(&self, number: i64, kind: DocumentKind) -> Result<Content, StoreError> {
        let own = columns::own_columns(kind);
        let names: Vec<&str> = own.iter().map(|(column, _)| *column).collect();
        let sql = format!("SELECT {} FROM {} WHERE document = ?1", names.join(", "), columns::own_table(kind));
        let mut content = Content::new();
        self.row(&sql, [number], |row| {
            for (index, (_, part)) in own.iter().enumerate() {
                content.put(part.key(), PartValue::Text(row.get(index)?));
            }
            Ok(())
        })?;
        for (place, part) in columns::collections(kind) {
            if let Some(value) = self.at_place(number, &place)? {
                content.put(part.key(), value);
            }
        }
        Ok(content)
    }

    fn edition_texts(&self, number: i64, kind: DocumentKind) -> Result<Vec<(PartKey, String)>, StoreError> {
        self.edition_values(number, kind, "", |row, index| Ok(row.get(index)?))
    }

    fn edition_hashes(&self, number: i64, kind: DocumentKind) -> Result<Vec<(PartKey, ValueHash)>, StoreError> {
        let read = |row: &rusqlite::Row<'_>, index| Ok(row.get::<_, Option<[u8; 32]>>(index)?);
        let hashes = self.edition_values(number, kind, "_hash", read)?;
        Ok(hashes.into_iter().filter_map(|(key, hash)| hash.map(|hash| (key, ValueHash::from_bytes(hash)))).collect())
    }

    /// The columns of every edition's row, or with the suffix `_hash` those beside them.
    fn edition_values<T>(
        &self,
        number: i64,
        kind: DocumentKind,
        suffix: &str,
        read: impl Fn(&rusqlite::Row<'_>, usize) -> Result<T, StoreError>,
    ) -> Result<Vec<(PartKey, T)>, StoreError> {
        let parts = columns::edition_columns(kind);
        let names: Vec<String> = parts.iter().map(|(column, _)| format!("{column}{suffix}")).collect();
        let table = columns::edition_table(kind);
        let sql = format!("SELECT edition, {} FROM {table} WHERE document = ?1", names.join(", "));
        let mut values = Vec::new();
        self.rows(&sql, [number], |row| {
            let edition: EditionKey = stored(&row.get::<_, String>(0)?)?;
            for (index, (_, part)) in parts.iter().enumerate() {
                values.push((part(edition.clone()).key(), read(row, index + 1)?));
            }
            Ok(())
        })?;
        Ok(values)
    }

    pub(crate) fn value(
        &self,
        number: i64,
        kind: DocumentKind,
        key: &PartKey,
    ) -> Result<Option<PartValue>, StoreError> {
        match self.at_place(number, &columns::home(kind, key))? {
            Some(value) => Ok(Some(value)),
            None => self.extra_part(number, key),
        }
    }

    /// The value at a place that is a column or a table of items; nothing when it is empty.
    fn at_place(&self, number: i64, place: &Place) -> Result<Option<PartValue>, StoreError> {
        let value = match place {
            Place::Column { table, column } => {
                let sql = format!("SELECT {column} FROM {table} WHERE document = ?1");
                self.row(&sql, [number], |row| Ok(PartValue::Text(row.get(0)?)))?
            }
            Place::EditionColumn { table, column, edition } => {
                let sql = format!("SELECT {column} FROM {table} WHERE document = ?1 AND edition = ?2");
                self.row(&sql, params![number, edition.as_str()], |row| Ok(PartValue::Text(row.get(0)?)))?
            }
            Place::Set { table, column } => {
                let sql = format!("SELECT {column} FROM {table} WHERE document = ?1");
                let items = self.rows(&sql, [number], |row| Ok(row.get(0)?))?;
                Some(PartValue::Set(items.into_iter().collect()))
            }
            Place::List { table, column } => {
                let sql = format!("SELECT {column} FROM {table} WHERE document = ?1 ORDER BY position");
                Some(PartValue::List(self.rows(&sql, [number], |row| Ok(row.get(0)?))?))
            }
            Place::Extra => None,
        };
        Ok(value.filter(|value| !value.is_empty()))
    }
}

impl Writer<'_> {
    /// Sets a part to what was written here; an empty value clears it. Makes the document when it is new.
    pub fn put_part(
        &self,
        document: DocumentId,
        key: &PartKey,
        value: &PartValue,
        by: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.put(document, key, value, by, at, Origin::Local)
    }

    /// Sets a part to what the portal sent; an empty value clears it. Makes the document when it is new.
    pub fn put_remote(
        &self,
        document: DocumentId,
        key: &PartKey,
        value: &PartValue,
        by: PersonId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.put(document, key, value, by, at, Origin::Remote)
    }

    fn put(
        &self,
        document: DocumentId,
        key: &PartKey,
        value: &PartValue,
        by: PersonId,
        at: Timestamp,
        origin: Origin,
    ) -> Result<(), StoreError> {
        let number = self.ensure(document, at)?;
        let kind = document.kind();
        let old = self.value(number, kind, key)?;
        let new = Some(value).filter(|value| !value.is_empty());
        if old.as_ref() == new {
            return Ok(());
        }
        let place = new.map_or(Place::Extra, |value| columns::place(kind, key, value));
        if let Some(old) = &old {
            let old_place = columns::place(kind, key, old);
            if old_place != place || new.is_none() {
                self.clear_place(number, key, &old_place)?;
            }
        }
        if let Some(value) = new {
            self.write_place(number, key, &place, value)?;
        }
        self.append_to_journal(number, key, old.as_ref(), value, by, at, origin)?;
        self.touch(number, at)?;
        self.mark_part(number, key, new.map(PartValue::hash))
    }

    fn clear_place(&self, number: i64, key: &PartKey, place: &Place) -> Result<(), StoreError> {
        match place {
            Place::Column { table, column } => {
                self.execute(&format!("UPDATE {table} SET {column} = '' WHERE document = ?1"), [number])?;
            }
            Place::EditionColumn { table, column, edition } => {
                let sql = format!(
                    "UPDATE {table} SET {column} = '', {column}_hash = NULL WHERE document = ?1 AND edition = ?2"
                );
                self.execute(&sql, params![number, edition.as_str()])?;
            }
            Place::Set { table, .. } | Place::List { table, .. } => {
                self.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [number])?;
            }
            Place::Extra => self.remove_extra_part(number, key)?,
        }
        Ok(())
    }

    fn write_place(&self, number: i64, key: &PartKey, place: &Place, value: &PartValue) -> Result<(), StoreError> {
        match (place, value) {
            (Place::Column { table, column }, PartValue::Text(text)) => {
                self.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE document = ?1"), params![number, text])?;
            }
            (Place::EditionColumn { table, column, edition }, PartValue::Text(text)) => {
                let sql = format!(
                    "INSERT INTO {table} (document, edition, {column}, {column}_hash) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (document, edition)
                     DO UPDATE SET {column} = excluded.{column}, {column}_hash = excluded.{column}_hash"
                );
                self.execute(&sql, params![number, edition.as_str(), text, value.hash().as_bytes()])?;
            }
            (Place::Set { table, column }, PartValue::Set(items)) => {
                self.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [number])?;
                let sql = format!("INSERT INTO {table} (document, {column}) VALUES (?1, ?2)");
                for item in items {
                    self.execute(&sql, params![number, item])?;
                }
            }
            (Place::List { table, column }, PartValue::List(items)) => {
                self.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [number])?;
                let sql = format!("INSERT INTO {table} (document, position, {column}) VALUES (?1, ?2, ?3)");
                for (position, item) in (0_i64..).zip(items) {
                    self.execute(&sql, params![number, position, item])?;
                }
            }
            (
                Place::Extra
                | Place::Column { .. }
                | Place::EditionColumn { .. }
                | Place::Set { .. }
                | Place::List { .. },
                _,
            ) => self.put_extra_part(number, key, value)?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{KINDS, all_parts};
    use crate::profile::tests::{at, plain};
    use tilshi_story::{EntryId, Part, PhotoId, StoryId};

    fn document(kind: DocumentKind) -> DocumentId {
        match kind {
            DocumentKind::Story => StoryId::generate().into(),
            DocumentKind::Photo => PhotoId::of(b"pixels").into(),
            DocumentKind::Entry => EntryId::generate().into(),
        }
    }

    /// A value of each shape; the texts hold what SQL and C might stumble over.
    fn shapes() -> [PartValue; 4] {
        [
            PartValue::text("Су'келді\"; DROP\0 TABLE 𝒦\n"),
            PartValue::Set(["b".to_owned(), String::new(), "a".to_owned()].into()),
            PartValue::List(vec!["z".into(), "a".into(), "z".into()]),
            PartValue::Opaque { kind: 9, bytes: vec![0, 255] },
        ]
    }

    #[test]
    fn every_part_of_every_kind_keeps_values_of_every_shape_and_can_be_cleared() {
        let (_folder, mut profile) = plain();
        let by = PersonId::generate();
        let unknown: PartKey = "edition/kk/audio-script".parse().expect("well formed");
        for kind in KINDS {
            // Also parts that belong to another kind of document, and one of a later version.
            let keys: Vec<PartKey> = KINDS.iter().flat_map(|kind| all_parts(*kind)).map(|part| part.key()).collect();
            let keys = [keys, vec![unknown.clone()]].concat();
            let document = document(kind);
            for (turn, value) in shapes().into_iter().enumerate() {
                let mut expected = Content::new();
                profile
                    .write(|writer| {
                        for key in &keys {
                            writer.put_part(document, key, &value, by, at(turn))?;
                        }
                        Ok(())
                    })
                    .expect("written");
                for key in &keys {
                    expected.put(key.clone(), value.clone());
                    assert_eq!(profile.read().part(document, key).expect("read"), Some(value.clone()), "{key}");
                }
                assert_eq!(profile.read().content(document).expect("read"), expected);
                assert_eq!(profile.read().part_hashes(document).expect("read"), expected.hashes());
            }
            profile
                .write(|writer| {
                    keys.iter().try_for_each(|key| writer.put_part(document, key, &PartValue::text(""), by, at(9)))
                })
                .expect("cleared");
            assert_eq!(profile.read().content(document).expect("read"), Content::new());
            assert_eq!(profile.read().part_hashes(document).expect("read"), BTreeMap::new());
        }
    }

    #[test]
    fn documents_are_listed_by_kind_and_forgotten_with_all_they_have() {
        let (_folder, mut profile) = plain();
        let (story, entry) = (document(DocumentKind::Story), document(DocumentKind::Entry));
        let by = PersonId::generate();
        profile
            .write(|writer| {
                writer.put_part(story, &Part::Slugline.key(), &PartValue::text("canal"), by, at(5))?;
                writer.put_part(entry, &Part::Kind.key(), &PartValue::text("tag"), by, at(6))
            })
            .expect("written");
        assert_eq!(profile.read().documents(DocumentKind::Story).expect("read"), [story]);
        assert_eq!(profile.read().documents(DocumentKind::Entry).expect("read"), [entry]);
        assert_eq!(profile.read().changed_at(story).expect("read"), Some(at(5)));
        profile.write(|writer| writer.remove_document(story)).expect("removed");
        assert!(!profile.read().exists(story).expect("read"));
        assert_eq!(profile.read().changed_at(story).expect("read"), None);
        assert_eq!(profile.read().content(story).expect("read"), Content::new());
        assert!(profile.read().exists(entry).expect("read"));
    }

    #[test]
    fn saying_the_same_again_changes_nothing() {
        let (_folder, mut profile) = plain();
        let story = document(DocumentKind::Story);
        let (by, key) = (PersonId::generate(), Part::Slugline.key());
        for turn in [1, 2] {
            profile
                .write(|writer| writer.put_part(story, &key, &PartValue::text("canal"), by, at(turn)))
                .expect("written");
        }
        assert_eq!(profile.read().changed_at(story).expect("read"), Some(at(1)));
        assert_eq!(profile.read().journal(story, 10).expect("read").len(), 1);
    }
}

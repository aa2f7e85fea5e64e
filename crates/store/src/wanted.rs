//! Documents that this laptop does not hold and is to bring from the portal, and what it may let go of again.

use rusqlite::params;
use tilshi_story::{DocumentId, DocumentKind, PersonId, PhotoId, Timestamp};

use crate::document::{key, kind_name, read_id};
use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 20,
    sql: "
        CREATE TABLE wanted (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        -- When the document last came because it was wanted.
        ALTER TABLE document ADD COLUMN fetched_at INTEGER;
    ",
};

impl Reader<'_> {
    /// At most so many of the documents that are to be brought.
    pub fn wanted(&self, limit: usize) -> Result<Vec<DocumentId>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows("SELECT kind, id FROM wanted ORDER BY kind, id LIMIT ?1", [limit], |row| read_id(row, 0))
    }

    /// When a document last came because it was wanted.
    pub fn fetched_at(&self, document: DocumentId) -> Result<Option<Timestamp>, StoreError> {
        let (kind, id) = key(document);
        let sql = "SELECT fetched_at FROM document WHERE kind = ?1 AND id = ?2 AND fetched_at IS NOT NULL";
        self.row(sql, [kind, &id], |row| Ok(Timestamp(row.get(0)?)))
    }

    /// Whether a person has ever written in a document, on this laptop or as the portal tells.
    pub fn has_written(&self, document: DocumentId, person: PersonId) -> Result<bool, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT 1 FROM journal WHERE document = ?1 AND (by = ?2 OR origin = 'local') LIMIT 1";
        Ok(self.row(sql, params![number, person.to_string()], |_| Ok(()))?.is_some())
    }

    /// Whether something of a document is not at the portal yet, or waits for an answer.
    pub fn is_unsettled(&self, document: DocumentId) -> Result<bool, StoreError> {
        let Some(number) = self.number(document)? else { return Ok(false) };
        let sql = "
            SELECT 1 FROM document WHERE number = ?1 AND (
                dirty_order IS NOT NULL
                OR NOT EXISTS (SELECT 1 FROM base WHERE base.document = ?1)
                OR EXISTS (SELECT 1 FROM lost_base WHERE lost_base.document = ?1)
                OR EXISTS (SELECT 1 FROM card WHERE card.document = ?1
                           AND (NOT settled OR NOT sent OR NOT settlement_sent))
                OR EXISTS (SELECT 1 FROM outbox WHERE outbox.document = ?2)
                OR EXISTS (SELECT 1 FROM picture_waiting WHERE kind = 'photo' AND photo = id))";
        Ok(self.row(sql, params![number, document.to_string()], |_| Ok(()))?.is_some())
    }

    /// Photos that stories use and that are not here.
    pub fn missing_photos(&self) -> Result<Vec<PhotoId>, StoreError> {
        let sql = "
            SELECT DISTINCT photo FROM photo_use
            WHERE NOT EXISTS (SELECT 1 FROM document WHERE kind = ?1 AND id = photo) ORDER BY photo";
        self.rows(sql, [kind_name(DocumentKind::Photo)], |row| stored(&row.get::<_, String>(0)?))
    }
}

impl Writer<'_> {
    /// Notes that a document is to be brought.
    pub fn want(&self, document: DocumentId) -> Result<(), StoreError> {
        let (kind, id) = key(document);
        self.execute("INSERT OR IGNORE INTO wanted (kind, id) VALUES (?1, ?2)", [kind, &id])?;
        Ok(())
    }

    /// Notes that a document is not to be brought any more.
    pub fn want_no_more(&self, document: DocumentId) -> Result<(), StoreError> {
        let (kind, id) = key(document);
        self.execute("DELETE FROM wanted WHERE kind = ?1 AND id = ?2", [kind, &id])?;
        Ok(())
    }

    /// Notes that a document has come because it was wanted.
    pub fn note_fetched(&self, document: DocumentId, at: Timestamp) -> Result<(), StoreError> {
        self.want_no_more(document)?;
        let (kind, id) = key(document);
        let sql = "UPDATE document SET fetched_at = ?3 WHERE kind = ?1 AND id = ?2";
        self.execute(sql, params![kind, id, at.as_millis()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Base;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Card, CardKind, CardVersion, Content, Part, PartValue, RevisionId, StoryId};

    #[test]
    fn a_document_is_wanted_until_it_comes_or_is_given_up() {
        let (_folder, mut profile) = plain();
        let (one, other): (DocumentId, DocumentId) = (StoryId::generate().into(), PhotoId::of(b"other").into());
        profile
            .write(|writer| {
                writer.want(one)?;
                writer.want(one)?;
                writer.want(other)?;
                writer.put_remote(one, &Part::Slugline.key(), &PartValue::text("dam"), PersonId::generate(), at(5))?;
                writer.note_fetched(one, at(7))
            })
            .expect("written");
        let reader = profile.read();
        assert_eq!(reader.wanted(9).expect("read"), [other]);
        assert_eq!(reader.fetched_at(one).expect("read"), Some(at(7)));
        profile.write(|writer| writer.want_no_more(other)).expect("written");
        assert_eq!(profile.read().wanted(9).expect("read"), []);
    }

    #[test]
    fn what_is_not_at_the_portal_yet_is_unsettled_and_what_was_written_here_is_known() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let (me, colleague) = (PersonId::generate(), PersonId::generate());
        let slugline = Part::Slugline.key();
        let base = |text: &str| Base {
            sequence: 1,
            revision: RevisionId::from_bytes([1; 32]),
            author: colleague,
            at: at(5),
            content: [(slugline.clone(), PartValue::text(text))].into_iter().collect::<Content>(),
        };
        profile
            .write(|writer| writer.put_remote(document, &slugline, &PartValue::text("dam"), colleague, at(5)))
            .expect("written");
        assert!(profile.read().is_unsettled(document).expect("read"), "the portal has confirmed nothing");
        profile.write(|writer| writer.set_base(document, &base("dam"))).expect("written");
        assert!(!profile.read().is_unsettled(document).expect("read"));
        assert!(!profile.read().has_written(document, me).expect("read"));
        assert!(profile.read().has_written(document, colleague).expect("read"));
        profile
            .write(|writer| writer.put_part(document, &slugline, &PartValue::text("dams"), me, at(6)))
            .expect("written");
        assert!(profile.read().is_unsettled(document).expect("read"), "it waits to be sent");
        assert!(profile.read().has_written(document, me).expect("read"));
    }

    #[test]
    fn a_card_that_waits_for_an_answer_leaves_a_document_unsettled() {
        let (_folder, mut profile) = plain();
        let colleague = PersonId::generate();
        let slugline = Part::Slugline.key();
        let version = |text: &str| CardVersion { value: Some(PartValue::text(text)), by: colleague, at: at(1) };
        // More documents than cards, so that neither is counted for the other.
        let documents: Vec<DocumentId> = (0..3).map(|_| StoryId::generate().into()).collect();
        let card = Card {
            document: documents[2],
            part: slugline.clone(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            ours: version("ours"),
            theirs: version("theirs"),
        };
        profile
            .write(|writer| {
                for document in &documents {
                    writer.put_remote(*document, &slugline, &PartValue::text("dam"), colleague, at(5))?;
                    let content = [(slugline.clone(), PartValue::text("dam"))].into_iter().collect::<Content>();
                    let revision = RevisionId::from_bytes([1; 32]);
                    writer
                        .set_base(*document, &Base { sequence: 1, revision, author: colleague, at: at(5), content })?;
                }
                writer.sync_cards(documents[2], std::slice::from_ref(&card))
            })
            .expect("written");
        let unsettled = |profile: &crate::Profile| -> Vec<bool> {
            documents.iter().map(|document| profile.read().is_unsettled(*document).expect("read")).collect()
        };
        assert_eq!(unsettled(&profile), [false, false, true]);
        profile.write(|writer| writer.settle_card(card.id(), true)).expect("written");
        assert_eq!(unsettled(&profile), [false, false, false]);
    }

    #[test]
    fn photos_that_a_story_uses_and_that_are_not_here_are_found() {
        let (_folder, mut profile) = plain();
        let document: DocumentId = StoryId::generate().into();
        let (here, away) = (PhotoId::of(b"here"), PhotoId::of(b"away"));
        let someone = PersonId::generate();
        let photos = PartValue::List(vec![here.to_string(), away.to_string()]);
        profile
            .write(|writer| {
                writer.put_remote(document, &Part::Photos.key(), &photos, someone, at(5))?;
                writer.put_remote(here.into(), &Part::FileName.key(), &PartValue::text("a.jpg"), someone, at(5))
            })
            .expect("written");
        assert_eq!(profile.read().missing_photos().expect("read"), [away]);
    }
}

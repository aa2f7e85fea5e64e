//! The table of bases: the content of the last revision that the portal confirmed. A merge starts from it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use serde::{Deserialize, Serialize};
use tilshi_story::{Content, DocumentId, PartKey, PersonId, RevisionId, Timestamp, ValueHash};

use crate::document::read_id;
use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 6,
    sql: "
        CREATE TABLE base (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            revision TEXT NOT NULL,
            author TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE base_part (
            document INTEGER NOT NULL REFERENCES base (document) ON DELETE CASCADE,
            part TEXT NOT NULL,
            hash BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (document, part)
        ) STRICT;
    ",
};

/// Where on the portal's feed a base was learnt: what a restored portal lost is found by it.
pub(crate) const ADD_SEQUENCE: Migration = Migration {
    number: 18,
    sql: "
        ALTER TABLE base ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX base_sequence ON base (sequence);

        -- What was confirmed by a portal that was restored from a backup and does not know it any more.
        CREATE TABLE lost_base (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            base BLOB NOT NULL
        ) STRICT;
    ",
};

/// The last revision of a document that the portal confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// The place on the portal's feed at which it was learnt; 0 where that is not known.
    pub sequence: u64,
    /// The revision.
    pub revision: RevisionId,
    /// Who made it.
    pub author: PersonId,
    /// When the portal received it.
    pub at: Timestamp,
    /// All parts.
    pub content: Content,
}

impl Reader<'_> {
    /// The base of a document; nothing while the portal has never confirmed one.
    pub fn base(&self, document: DocumentId) -> Result<Option<Base>, StoreError> {
        let Some(number) = self.number(document)? else {
            return Ok(None);
        };
        let sql = "SELECT revision, author, at, sequence FROM base WHERE document = ?1";
        let base = self.row(sql, [number], |row| {
            Ok(Base {
                sequence: row.get::<_, i64>(3)?.cast_unsigned(),
                revision: stored(&row.get::<_, String>(0)?)?,
                author: stored(&row.get::<_, String>(1)?)?,
                at: Timestamp(row.get(2)?),
                content: Content::new(),
            })
        })?;
        let Some(mut base) = base else {
            return Ok(None);
        };
        let parts = self.rows("SELECT part, value FROM base_part WHERE document = ?1", [number], |row| {
            Ok((stored(&row.get::<_, String>(0)?)?, unpack(&row.get::<_, Vec<u8>>(1)?)?))
        })?;
        base.content = parts.into_iter().collect();
        Ok(Some(base))
    }
}

impl Reader<'_> {
    /// The name of a document's base, without its content.
    pub fn base_revision(&self, document: DocumentId) -> Result<Option<RevisionId>, StoreError> {
        let Some(number) = self.number(document)? else { return Ok(None) };
        let sql = "SELECT revision FROM base WHERE document = ?1";
        self.row(sql, [number], |row| stored(&row.get::<_, String>(0)?))
    }

    /// What was the base of a document before a restored portal lost it.
    pub fn lost_base(&self, document: DocumentId) -> Result<Option<Base>, StoreError> {
        let number = self.number(document)?;
        let sql = "SELECT base FROM lost_base WHERE document = ?1";
        self.row(sql, [number], |row| unpack(&row.get::<_, Vec<u8>>(0)?))
    }

    /// The documents of which a restored portal lost the base.
    pub fn lost_bases(&self) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM lost_base JOIN document ON number = document ORDER BY number";
        self.rows(sql, [], |row| read_id(row, 0))
    }

    /// The documents whose base was learnt behind this place on the feed.
    pub fn bases_after(&self, sequence: u64) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "
            SELECT kind, id FROM base JOIN document ON number = document WHERE sequence > ?1 ORDER BY sequence";
        self.rows(sql, [sequence.cast_signed()], |row| read_id(row, 0))
    }
}

impl Writer<'_> {
    /// Replaces the base of a document and finds anew in what the working content differs from it.
    pub fn set_base(&self, document: DocumentId, base: &Base) -> Result<(), StoreError> {
        let number = self.ensure(document, base.at)?;
        let sql = "
            INSERT INTO base (document, revision, author, at, sequence) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (document) DO UPDATE SET
                revision = excluded.revision, author = excluded.author, at = excluded.at, sequence = excluded.sequence";
        let (revision, author) = (base.revision.to_string(), base.author.to_string());
        self.execute(sql, params![number, revision, author, base.at.0, base.sequence.cast_signed()])?;

        let hashes = base.content.hashes();
        let sql = "SELECT part, hash FROM base_part WHERE document = ?1";
        let kept = self
            .rows(sql, [number], |row| Ok((stored(&row.get::<_, String>(0)?)?, ValueHash::from_bytes(row.get(1)?))))?;
        let kept: BTreeMap<_, _> = kept.into_iter().collect();
        for part in kept.keys().filter(|part| !hashes.contains_key(part)) {
            let sql = "DELETE FROM base_part WHERE document = ?1 AND part = ?2";
            self.execute(sql, params![number, part.as_str()])?;
        }
        for (part, value) in base.content.iter() {
            let hash = value.hash();
            if kept.get(part) != Some(&hash) {
                let sql = "INSERT OR REPLACE INTO base_part (document, part, hash, value) VALUES (?1, ?2, ?3, ?4)";
                self.execute(sql, params![number, part.as_str(), hash.as_bytes(), pack(value)?])?;
            }
        }

        self.mark_dirty_parts(document, number, &hashes)
    }

    /// Notes that the portal has lost what it confirmed of a document: from now on all of it is news.
    pub fn lose_base(&self, document: DocumentId) -> Result<(), StoreError> {
        let (Some(number), Some(base)) = (self.number(document)?, self.base(document)?) else { return Ok(()) };
        let sql = "INSERT OR REPLACE INTO lost_base (document, base) VALUES (?1, ?2)";
        self.execute(sql, params![number, pack(&base)?])?;
        self.execute("DELETE FROM base WHERE document = ?1", [number])?;
        self.mark_dirty_parts(document, number, &BTreeMap::new())
    }

    /// Forgets what was the base of a document before a restored portal lost it.
    pub fn forget_lost_base(&self, document: DocumentId) -> Result<(), StoreError> {
        self.execute("DELETE FROM lost_base WHERE document = ?1", [self.number(document)?])?;
        Ok(())
    }

    /// Finds anew in what the working content differs from what the portal is known to hold.
    fn mark_dirty_parts(
        &self,
        document: DocumentId,
        number: i64,
        known: &BTreeMap<PartKey, ValueHash>,
    ) -> Result<(), StoreError> {
        let working = self.part_hashes(document)?;
        self.execute("DELETE FROM dirty_part WHERE document = ?1", [number])?;
        let parts: BTreeSet<_> = working.keys().chain(known.keys()).collect();
        for part in parts.into_iter().filter(|part| working.get(part) != known.get(part)) {
            let sql = "INSERT INTO dirty_part (document, part) VALUES (?1, ?2)";
            self.execute(sql, params![number, part.as_str()])?;
        }
        self.mark_document(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use proptest::prelude::*;
    use tilshi_story::{EditionKey, Part, PartValue, StoryId};

    fn keys() -> Vec<PartKey> {
        let kk: EditionKey = "kk".parse().expect("an edition key");
        let later = "a-part-of-2031".parse().expect("well formed");
        vec![Part::Slugline.key(), Part::Body(kk).key(), Part::Tags.key(), Part::Photos.key(), later]
    }

    fn value() -> impl Strategy<Value = PartValue> {
        prop_oneof![
            "[ab]{0,2}".prop_map(PartValue::Text),
            prop::collection::btree_set("[ab]", 0..3).prop_map(PartValue::Set),
            prop::collection::vec("[ab]", 0..3).prop_map(PartValue::List),
            prop::collection::vec(0_u8..2, 0..3).prop_map(|bytes| PartValue::Opaque { kind: 9, bytes }),
        ]
    }

    #[derive(Debug, Clone)]
    enum Step {
        Put(usize, PartValue, bool),
        SetBase(Vec<(usize, PartValue)>),
        BaseIsWorking,
        Lose,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => (0..5_usize, value(), any::<bool>()).prop_map(|(key, value, local)| Step::Put(key, value, local)),
            1 => prop::collection::vec((0..5_usize, value()), 0..4).prop_map(Step::SetBase),
            1 => Just(Step::BaseIsWorking),
            1 => Just(Step::Lose),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_document_is_dirty_exactly_when_it_differs_from_its_base(steps in prop::collection::vec(step(), 1..24)) {
            let (_folder, mut profile) = plain();
            let keys = keys();
            let document: DocumentId = StoryId::generate().into();
            let by = PersonId::generate();
            let (mut working, mut confirmed) = (Content::new(), None);
            for step in steps {
                profile.write(|writer| match step.clone() {
                    Step::Put(key, value, true) => writer.put_part(document, &keys[key], &value, by, at(0)),
                    Step::Put(key, value, false) => writer.put_remote(document, &keys[key], &value, by, at(0)),
                    Step::SetBase(parts) => {
                        let content = parts.into_iter().map(|(key, value)| (keys[key].clone(), value)).collect();
                        let revision = RevisionId::of(b"other");
                        writer.set_base(document, &Base { sequence: 3, revision, author: by, at: at(1), content })
                    }
                    Step::Lose => writer.lose_base(document),
                    Step::BaseIsWorking => {
                        let content = writer.content(document)?;
                        let revision = RevisionId::of(b"working");
                        writer.set_base(document, &Base { sequence: 4, revision, author: by, at: at(2), content })
                    }
                }).expect("written");
                match step {
                    Step::Put(key, value, _) => working.put(keys[key].clone(), value),
                    Step::SetBase(parts) => {
                        confirmed = Some(parts.into_iter().map(|(key, value)| (keys[key].clone(), value)).collect());
                    }
                    Step::BaseIsWorking => confirmed = Some(working.clone()),
                    Step::Lose => confirmed = None,
                }
                let read = profile.read();
                prop_assert_eq!(&read.content(document).expect("read"), &working);
                prop_assert_eq!(&read.base(document).expect("read").map(|base| base.content), &confirmed);
                let base = confirmed.clone().unwrap_or_default();
                prop_assert_eq!(!read.dirty().expect("read").is_empty(), working != base);
                let differing: Vec<PartKey> =
                    keys.iter().filter(|key| working.get(key) != base.get(key)).cloned().collect();
                let mut found = read.dirty_parts(document).expect("read");
                found.sort_by_key(|part| keys.iter().position(|key| key == part));
                prop_assert_eq!(found, differing);
            }
        }
    }

    #[test]
    fn documents_wait_in_the_order_in_which_they_began_to_differ() {
        let (_folder, mut profile) = plain();
        let [first, second, third] = [0; 3].map(|_| DocumentId::from(StoryId::generate()));
        let by = PersonId::generate();
        let mut put = |document, text: &str| {
            profile
                .write(|writer| {
                    writer.put_part(document, &Part::Slugline.key(), &PartValue::text(text), by, at(0))?;
                    writer.dirty()
                })
                .expect("written")
        };
        put(second, "a");
        put(third, "a");
        put(first, "a");
        assert_eq!(put(second, "b"), [second, third, first]);
        let base = Base {
            sequence: 7,
            revision: RevisionId::of(b"r"),
            author: by,
            at: at(1),
            content: [(Part::Slugline.key(), PartValue::text("b"))].into_iter().collect(),
        };
        profile.write(|writer| writer.set_base(second, &base)).expect("written");
        assert_eq!(profile.read().base(second).expect("read"), Some(base));
        assert_eq!(profile.read().dirty().expect("read"), [third, first]);
        assert_eq!(profile.read().bases_after(6).expect("read"), [second]);
        assert_eq!(profile.read().bases_after(7).expect("read"), []);

        profile.write(|writer| writer.lose_base(second)).expect("written");
        let read = profile.read();
        assert_eq!((read.base(second).expect("read"), read.base_revision(second).expect("read")), (None, None));
        assert_eq!(read.lost_base(second).expect("read").map(|base| base.sequence), Some(7));
        assert_eq!(read.bases_after(0).expect("read"), []);
        assert_eq!(read.lost_bases().expect("read"), [second]);
        profile.write(|writer| writer.forget_lost_base(second)).expect("written");
        assert_eq!(profile.read().lost_base(second).expect("read"), None);
    }
}

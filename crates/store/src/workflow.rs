//! The tables of the portal's records: the state of each edition, and what is public.

use std::collections::BTreeMap;

use rusqlite::{Row, params};
use serde::de::DeserializeOwned;
use tilshi_story::{
    EditionKey, EditionRecord, EditionState, Publication, PublicationKind, StoryId, Timestamp, ValueHash,
};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 7,
    sql: "
        CREATE TABLE edition_record (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            edition TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'returned', 'approved')),
            by TEXT NOT NULL,
            at INTEGER NOT NULL,
            reason TEXT,
            pins BLOB NOT NULL,
            source_pins BLOB NOT NULL,
            PRIMARY KEY (document, edition)
        ) STRICT;

        CREATE TABLE publication (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            edition TEXT NOT NULL,
            kind TEXT NOT NULL,
            revision TEXT NOT NULL,
            photos BLOB NOT NULL,
            pins BLOB NOT NULL,
            from_at INTEGER NOT NULL,
            until_at INTEGER,
            by TEXT NOT NULL,
            note TEXT NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY (document, position)
        ) STRICT;
    ",
};

pub(crate) const ADD_DISPLAYED: Migration = Migration {
    number: 14,
    sql: "
        ALTER TABLE publication ADD COLUMN details BLOB;
        ALTER TABLE publication ADD COLUMN displayed_at INTEGER;
    ",
};

pub(crate) const ADD_PASSAGES: Migration =
    Migration { number: 35, sql: "ALTER TABLE edition_record ADD COLUMN passages BLOB;" };

/// The columns of [`read_edition_record`].
pub(crate) const EDITION_RECORD: &str = "document, edition, state, by, at, reason, pins, source_pins, passages";

/// The columns of [`read_publication`].
pub(crate) const PUBLICATION: &str =
    "document, edition, kind, revision, photos, pins, from_at, until_at, by, note, path, details, displayed_at";

/// What the portal said last about a story's editions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workflow {
    /// The state of each edition that has ever left draft.
    pub editions: BTreeMap<EditionKey, EditionRecord>,
    /// What is and was public, oldest first.
    pub publications: Vec<Publication>,
}

impl Workflow {
    /// What readers see of an edition, or are told in its place.
    pub fn current(&self, edition: &EditionKey) -> Option<&Publication> {
        self.publications.iter().rfind(|publication| publication.edition == *edition && publication.until.is_none())
    }
}

impl Reader<'_> {
    /// What the portal said last about a story's editions.
    pub fn workflow(&self, story: StoryId) -> Result<Workflow, StoreError> {
        let Some(number) = self.number(story.into())? else {
            return Ok(Workflow::default());
        };
        let sql = format!("SELECT {EDITION_RECORD} FROM edition_record WHERE document = ?1");
        let records = self.rows(&sql, [number], read_edition_record)?;
        let sql = format!("SELECT {PUBLICATION} FROM publication WHERE document = ?1 ORDER BY position");
        let publications = self.rows(&sql, [number], read_publication)?;
        Ok(Workflow {
            editions: records.into_iter().map(|(_, edition, record)| (edition, record)).collect(),
            publications: publications.into_iter().map(|(_, publication)| publication).collect(),
        })
    }
}

impl Writer<'_> {
    /// Replaces what the portal said about a story's editions.
    pub fn set_workflow(&self, story: StoryId, workflow: &Workflow) -> Result<(), StoreError> {
        let number = self.ensure(story.into(), Timestamp::default())?;
        self.execute("DELETE FROM edition_record WHERE document = ?1", [number])?;
        self.execute("DELETE FROM publication WHERE document = ?1", [number])?;
        let sql = "
            INSERT INTO edition_record (document, edition, state, by, at, reason, pins, source_pins, passages)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        for (edition, record) in &workflow.editions {
            let row = params![
                number,
                edition.as_str(),
                state_name(record.state),
                record.by.to_string(),
                record.at.0,
                record.reason,
                pack(&record.pins)?,
                pack(&record.source_pins)?,
                if record.passages.is_empty() { None } else { Some(pack(&record.passages)?) }
            ];
            self.execute(sql, row)?;
        }
        let sql = "
            INSERT INTO publication
                (document, position, edition, kind, revision, photos, pins, from_at, until_at, by, note, path,
                 details, displayed_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        for (position, publication) in (0_i64..).zip(&workflow.publications) {
            let row = params![
                number,
                position,
                publication.edition.as_str(),
                publication.kind.as_str(),
                publication.revision.to_string(),
                pack(&publication.photos)?,
                pack(&publication.pins)?,
                publication.from.0,
                publication.until.map(|until| until.0),
                publication.by.to_string(),
                publication.note,
                publication.path,
                publication.details.map(|hash| *hash.as_bytes()),
                publication.displayed.map(|displayed| displayed.0)
            ];
            self.execute(sql, row)?;
        }
        // What is approved goes into the memory.
        self.note_search_due(number)
    }
}

/// One row of `edition_record`, by [`EDITION_RECORD`].
pub(crate) fn read_edition_record(row: &Row<'_>) -> Result<(i64, EditionKey, EditionRecord), StoreError> {
    let state: String = row.get(2)?;
    let record = EditionRecord {
        state: state_of(&state).ok_or_else(|| StoreError::Damaged(format!("unknown state {state}")))?,
        by: stored(&row.get::<_, String>(3)?)?,
        at: Timestamp(row.get(4)?),
        reason: row.get(5)?,
        pins: blob(row, 6)?,
        source_pins: blob(row, 7)?,
        passages: row.get::<_, Option<Vec<u8>>>(8)?.map_or_else(|| Ok(Vec::new()), |packed| unpack(&packed))?,
    };
    Ok((row.get(0)?, stored(&row.get::<_, String>(1)?)?, record))
}

/// One row of `publication` after its document, without its position.
pub(crate) fn read_publication(row: &Row<'_>) -> Result<(i64, Publication), StoreError> {
    let kind: String = row.get(2)?;
    let publication = Publication {
        edition: stored(&row.get::<_, String>(1)?)?,
        kind: PublicationKind::parse(&kind)
            .ok_or_else(|| StoreError::Damaged(format!("unknown kind of publication {kind}")))?,
        revision: stored(&row.get::<_, String>(3)?)?,
        photos: blob(row, 4)?,
        pins: blob(row, 5)?,
        from: Timestamp(row.get(6)?),
        until: row.get::<_, Option<i64>>(7)?.map(Timestamp),
        by: stored(&row.get::<_, String>(8)?)?,
        note: row.get(9)?,
        path: row.get(10)?,
        details: row.get::<_, Option<[u8; 32]>>(11)?.map(ValueHash::from_bytes),
        displayed: row.get::<_, Option<i64>>(12)?.map(Timestamp),
    };
    Ok((row.get(0)?, publication))
}

fn blob<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    unpack(&row.get::<_, Vec<u8>>(column)?)
}

fn state_name(state: EditionState) -> &'static str {
    match state {
        EditionState::Draft => "draft",
        EditionState::InReview => "in-review",
        EditionState::Returned => "returned",
        EditionState::Approved => "approved",
    }
}

fn state_of(name: &str) -> Option<EditionState> {
    [EditionState::Draft, EditionState::InReview, EditionState::Returned, EditionState::Approved]
        .into_iter()
        .find(|state| state_name(*state) == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Part, PassageReason, PersonId, PhotoId, Pin, RevisionId};

    fn passage_reason(story: StoryId, reason: &str) -> PassageReason {
        let (document, part) = (story.into(), Part::Slugline.key());
        PassageReason { document, part, passage: "canal".into(), reason: reason.into() }
    }

    #[test]
    fn a_workflow_comes_back_as_it_was_set_and_replaces_the_one_before() {
        let (_folder, mut profile) = plain();
        let (story, by) = (StoryId::generate(), PersonId::generate());
        let edition = |key: &str| -> EditionKey { key.parse().expect("an edition key") };
        let pin = Pin { document: story.into(), part: Part::Slugline.key(), hash: ValueHash::of(b"text") };
        let record = |state, reason: Option<&str>| EditionRecord {
            state,
            by,
            at: at(3),
            reason: reason.map(str::to_owned),
            passages: reason.map(|reason| passage_reason(story, reason)).into_iter().collect(),
            pins: vec![pin.clone()],
            source_pins: vec![],
        };
        let publication = |kind, until| Publication {
            edition: edition("kk"),
            kind,
            revision: RevisionId::of(b"revision"),
            photos: [(PhotoId::of(b"pixels"), RevisionId::of(b"photo"))].into(),
            pins: vec![pin.clone()],
            details: Some(ValueHash::of(b"details")),
            from: at(4),
            until,
            displayed: until.map(|_| at(2)),
            by,
            note: "Corrected a name".into(),
            path: "/kk/news/canal-12345678".into(),
        };
        let first = Workflow {
            editions: [
                (edition("kk"), record(EditionState::Approved, None)),
                (edition("en"), record(EditionState::Returned, Some("Which canal?"))),
                (edition("ru"), record(EditionState::InReview, None)),
                (edition("zh"), record(EditionState::Draft, None)),
            ]
            .into(),
            publications: vec![
                publication(PublicationKind::First, Some(at(5))),
                publication(PublicationKind::Correction, None),
            ],
        };
        let second = Workflow { publications: vec![], ..first.clone() };
        for workflow in [&first, &second] {
            profile.write(|writer| writer.set_workflow(story, workflow)).expect("written");
            assert_eq!(&profile.read().workflow(story).expect("read"), workflow);
            assert_eq!(&profile.read().story_rows(&[story]).expect("read")[0].workflow, workflow);
        }
        assert_eq!(profile.read().workflow(StoryId::generate()).expect("read"), Workflow::default());
    }
}

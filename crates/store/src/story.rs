//! The tables of stories and their editions, and the one look at all of them that every list is made from.

use std::collections::BTreeMap;

use rusqlite::Row;
use tilshi_story::{
    Details, DocumentKind, EditionKey, Part, PartKey, PartValue, PersonId, PhotoDetails, PhotoId, Pin, Pins,
    RightsBasis, StoryId, Timestamp, ValueHash, photo_pins,
};

use crate::columns::edition_columns;
use crate::error::stored;
use crate::migrations::Migration;
use crate::workflow::{EDITION_RECORD, PUBLICATION, read_edition_record, read_publication};
use crate::{Reader, StoreError, Workflow};

pub(crate) const CREATE: Migration = Migration {
    number: 2,
    sql: "
        CREATE TABLE story (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            slugline TEXT NOT NULL DEFAULT '',
            source_edition TEXT NOT NULL DEFAULT '',
            section TEXT NOT NULL DEFAULT '',
            urgency TEXT NOT NULL DEFAULT '',
            attribution TEXT NOT NULL DEFAULT '',
            dateline_city TEXT NOT NULL DEFAULT '',
            embargo TEXT NOT NULL DEFAULT '',
            created_by TEXT NOT NULL DEFAULT ''
        ) STRICT;

        -- Hashes stand before the long texts: a list reads them without touching the pages a body fills.
        CREATE TABLE edition (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            edition TEXT NOT NULL,
            headline_hash BLOB,
            lead_hash BLOB,
            body_hash BLOB,
            slug_hash BLOB,
            headline TEXT NOT NULL DEFAULT '',
            slug TEXT NOT NULL DEFAULT '',
            lead TEXT NOT NULL DEFAULT '',
            body TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (document, edition)
        ) STRICT;

        CREATE TABLE story_tag (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            entry TEXT NOT NULL,
            PRIMARY KEY (document, entry)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE assignee (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            person TEXT NOT NULL,
            PRIMARY KEY (document, person)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE byline (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            person TEXT NOT NULL,
            PRIMARY KEY (document, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE photo_use (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            photo TEXT NOT NULL,
            PRIMARY KEY (document, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX photo_use_photo ON photo_use (photo);
    ",
};

pub(crate) const ADD_FOLLOWING: Migration = Migration {
    number: 25,
    sql: "
        ALTER TABLE edition ADD COLUMN made_from_hash BLOB;
        ALTER TABLE edition ADD COLUMN source_headline_hash BLOB;
        ALTER TABLE edition ADD COLUMN source_lead_hash BLOB;
        ALTER TABLE edition ADD COLUMN source_body_hash BLOB;
        ALTER TABLE edition ADD COLUMN made_from TEXT NOT NULL DEFAULT '';
        ALTER TABLE edition ADD COLUMN source_headline TEXT NOT NULL DEFAULT '';
        ALTER TABLE edition ADD COLUMN source_lead TEXT NOT NULL DEFAULT '';
        ALTER TABLE edition ADD COLUMN source_body TEXT NOT NULL DEFAULT '';
    ",
};

pub(crate) const ADD_PLANNING: Migration = Migration {
    number: 39,
    sql: "
        ALTER TABLE story ADD COLUMN deadline TEXT NOT NULL DEFAULT '';
        ALTER TABLE story ADD COLUMN desk TEXT NOT NULL DEFAULT '';
    ",
};

/// A story as lists need it: everything but the long texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRow {
    /// The story.
    pub story: StoryId,
    /// The newsroom's working name.
    pub slugline: String,
    /// The edition the others are translated from, if one is named.
    pub source_edition: Option<EditionKey>,
    /// Who made it, if that is known.
    pub created_by: Option<PersonId>,
    /// The section, as an entry's id.
    pub section: String,
    /// The desk that answers for it, as an entry's id.
    pub desk: String,
    /// By when its source edition has to be public.
    pub deadline: Option<Timestamp>,
    /// The city of the dateline, as an entry's id.
    pub city: String,
    /// The urgency, 1 to 5.
    pub urgency: String,
    /// The authors in order, as ids.
    pub bylines: Vec<String>,
    /// The tags, as entries' ids.
    pub tags: Vec<String>,
    /// The people it is assigned to.
    pub assignees: Vec<PersonId>,
    /// When it last changed here.
    pub changed_at: Timestamp,
    /// Whether it differs from its base.
    pub dirty: bool,
    /// The editions in which something is written.
    pub editions: BTreeMap<EditionKey, EditionSummary>,
    /// The photos in order.
    pub photos: Vec<PhotoSummary>,
    /// Open conflict cards of the story; those of its photos are theirs.
    pub open_cards: usize,
    /// The portal's records of its editions.
    pub workflow: Workflow,
}

/// One edition in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionSummary {
    /// The headline.
    pub headline: String,
    /// The hash of the headline.
    pub headline_hash: ValueHash,
    /// The hash of the lead.
    pub lead_hash: ValueHash,
    /// The hash of the body.
    pub body_hash: ValueHash,
    /// Whether there is no body.
    pub body_empty: bool,
    /// Whether there is neither headline nor lead nor body.
    pub empty: bool,
    /// The edition it was made from, if that is known.
    pub made_from: Option<EditionKey>,
    /// The hashes of that edition's headline, lead and body as this one follows them.
    pub source_hashes: [ValueHash; 3],
}

/// One photo of a story in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoSummary {
    /// The photo.
    pub photo: PhotoId,
    /// Whether creator, credit line or rights basis is missing.
    pub credit_needed: bool,
    /// The credit line.
    pub credit_line: String,
    /// Whether it is decorative.
    pub decorative: bool,
    /// How it came about: a [`tilshi_story::DigitalSourceType`].
    pub source_type: String,
    /// What was said of its crops, as [`PhotoDetails`] has it.
    pub crops: String,
    /// The hashes of what is said of it, in the editions in which something is.
    pub texts: BTreeMap<EditionKey, BTreeMap<PartKey, ValueHash>>,
}

impl StoryRow {
    /// The bytes that an approval of this edition is about, as [`tilshi_story::edition_pins`] gives them.
    pub fn pins(&self, edition: &EditionKey) -> Pins {
        let nothing = PartValue::text("").hash();
        let summary = self.editions.get(edition);
        let texts = [
            (Part::Headline(edition.clone()), summary.map(|summary| summary.headline_hash)),
            (Part::Lead(edition.clone()), summary.map(|summary| summary.lead_hash)),
            (Part::Body(edition.clone()), summary.map(|summary| summary.body_hash)),
        ];
        let texts = texts.map(|(part, hash)| Pin {
            document: self.story.into(),
            part: part.key(),
            hash: hash.unwrap_or(nothing),
        });
        let mut pins: Pins = texts.into();
        for photo in &self.photos {
            let said = photo.texts.get(edition);
            let hash_of = |part: &PartKey| said.and_then(|said| said.get(part)).copied().unwrap_or(nothing);
            pins.extend(photo_pins(photo.photo, edition, hash_of));
        }
        pins.sort();
        pins
    }
}

impl StoryRow {
    /// What a page prints around the approved words, as [`Details::hash`] gives it.
    pub fn details(&self) -> ValueHash {
        fn borrowed(ids: &[String]) -> Vec<&str> {
            ids.iter().map(String::as_str).collect()
        }
        let photos = self.photos.iter().map(|photo| PhotoDetails {
            photo: photo.photo,
            credit_line: &photo.credit_line,
            decorative: photo.decorative,
            source_type: &photo.source_type,
            crops: photo.crops.as_str().into(),
        });
        let (bylines, tags) = (borrowed(&self.bylines), borrowed(&self.tags));
        Details { section: &self.section, city: &self.city, bylines, tags, photos: photos.collect() }.hash()
    }
}

impl Reader<'_> {
    /// These stories, oldest first, in a fixed number of queries; one that is not here is passed over.
    pub fn story_rows(&self, stories: &[StoryId]) -> Result<Vec<StoryRow>, StoreError> {
        let ids = json(stories.iter().map(ToString::to_string))?;
        let sql = "
            SELECT number, id, slugline, source_edition, created_by, changed_at, dirty_order IS NOT NULL,
                   (SELECT count(*) FROM card WHERE card.document = number AND NOT settled), section, dateline_city,
                   urgency, desk, deadline
            FROM document JOIN story ON story.document = number
            WHERE kind = 'story' AND id IN (SELECT value FROM json_each(?1))
            ORDER BY number";
        let mut places = BTreeMap::new();
        let mut stories = self.rows(sql, [ids], |row| {
            places.insert(row.get::<_, i64>(0)?, places.len());
            read_story(row)
        })?;
        let numbers = json(places.keys())?;
        let mut at = |number: i64| places.get(&number).copied();

        for (number, person) in self.pairs("assignee", "person", "person", &numbers)? {
            if let (Some(place), Ok(person)) = (at(number), person.parse()) {
                stories[place].assignees.push(person);
            }
        }
        for (number, person) in self.pairs("byline", "person", "position", &numbers)? {
            if let Some(place) = at(number) {
                stories[place].bylines.push(person);
            }
        }
        for (number, tag) in self.pairs("story_tag", "entry", "entry", &numbers)? {
            if let Some(place) = at(number) {
                stories[place].tags.push(tag);
            }
        }
        self.read_editions(&numbers, &mut stories, &mut at)?;
        self.read_photos(&numbers, &mut stories, &mut at)?;

        let sql = format!("SELECT {EDITION_RECORD} FROM edition_record WHERE {AMONG}");
        for (number, edition, record) in self.rows(&sql, [&numbers], read_edition_record)? {
            if let Some(place) = at(number) {
                stories[place].workflow.editions.insert(edition, record);
            }
        }
        let sql = format!("SELECT {PUBLICATION} FROM publication WHERE {AMONG} ORDER BY document, position");
        for (number, publication) in self.rows(&sql, [&numbers], read_publication)? {
            if let Some(place) = at(number) {
                stories[place].workflow.publications.push(publication);
            }
        }
        Ok(stories)
    }

    /// The stories that use a photo, oldest first.
    pub fn stories_using(&self, photo: PhotoId) -> Result<Vec<StoryId>, StoreError> {
        let sql = "
            SELECT DISTINCT id FROM photo_use JOIN document ON number = document
            WHERE photo = ?1 AND kind = 'story' ORDER BY number";
        self.rows(sql, [photo.to_string()], |row| stored(&row.get::<_, String>(0)?))
    }

    fn read_editions(
        &self,
        numbers: &str,
        stories: &mut [StoryRow],
        at: &mut impl FnMut(i64) -> Option<usize>,
    ) -> Result<(), StoreError> {
        let nothing = PartValue::text("").hash();
        let sql = format!(
            "SELECT document, edition, headline, headline_hash, lead_hash, body_hash,
                    made_from, source_headline_hash, source_lead_hash, source_body_hash FROM edition
             WHERE {AMONG} AND coalesce(headline_hash, lead_hash, body_hash, slug_hash) IS NOT NULL"
        );
        let editions = self.rows(&sql, [numbers], |row| {
            let hash = |column| -> Result<Option<ValueHash>, StoreError> {
                Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(ValueHash::from_bytes))
            };
            let (headline, lead, body) = (hash(3)?, hash(4)?, hash(5)?);
            let summary = EditionSummary {
                headline: row.get(2)?,
                headline_hash: headline.unwrap_or(nothing),
                lead_hash: lead.unwrap_or(nothing),
                body_hash: body.unwrap_or(nothing),
                body_empty: body.is_none(),
                empty: headline.is_none() && lead.is_none() && body.is_none(),
                made_from: row.get::<_, String>(6)?.parse().ok(),
                source_hashes: [hash(7)?, hash(8)?, hash(9)?].map(|hash| hash.unwrap_or(nothing)),
            };
            Ok((row.get::<_, i64>(0)?, stored::<EditionKey>(&row.get::<_, String>(1)?)?, summary))
        })?;
        for (number, edition, summary) in editions {
            if let Some(place) = at(number) {
                stories[place].editions.insert(edition, summary);
            }
        }
        Ok(())
    }

    fn read_photos(
        &self,
        numbers: &str,
        stories: &mut [StoryRow],
        at: &mut impl FnMut(i64) -> Option<usize>,
    ) -> Result<(), StoreError> {
        let mut texts: BTreeMap<PhotoId, BTreeMap<EditionKey, BTreeMap<PartKey, ValueHash>>> = BTreeMap::new();
        let words = edition_columns(DocumentKind::Photo);
        let hashes = words.iter().map(|(column, _)| format!("{column}_hash")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT id, edition, {hashes} FROM photo_text JOIN document ON number = document
             WHERE kind = 'photo' AND id IN (SELECT photo FROM photo_use WHERE {AMONG})"
        );
        self.rows(&sql, [numbers], |row| {
            let photo = stored(&row.get::<_, String>(0)?)?;
            let edition: EditionKey = stored(&row.get::<_, String>(1)?)?;
            let mut said = BTreeMap::new();
            for (column, (_, part)) in (2..).zip(&words) {
                if let Some(hash) = row.get::<_, Option<[u8; 32]>>(column)? {
                    said.insert(part(edition.clone()).key(), ValueHash::from_bytes(hash));
                }
            }
            texts.entry(photo).or_default().insert(edition, said);
            Ok(())
        })?;
        let sql = format!(
            "SELECT used.document, used.photo, creator, credit_line, rights_basis, decorative, digital_source_type,
                    crop_wide || ';' || crop_standard || ';' || crop_square || ';' || crop_tall || ';' || crop_free || ';' || focal_point
             FROM (SELECT * FROM photo_use WHERE {AMONG}) AS used
             LEFT JOIN document ON kind = 'photo' AND id = used.photo
             LEFT JOIN photo ON photo.document = number
             ORDER BY used.document, position"
        );
        let uses = self.rows(&sql, [numbers], |row| {
            let said = |column| -> Result<String, StoreError> {
                Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
            };
            let credit_needed =
                said(2)?.trim().is_empty() || said(3)?.trim().is_empty() || RightsBasis::parse(&said(4)?).is_none();
            let (number, photo) = (row.get::<_, i64>(0)?, row.get::<_, String>(1)?);
            Ok((number, photo, credit_needed, said(3)?, said(5)? == "yes", said(6)?, said(7)?))
        })?;
        for (number, photo, credit_needed, credit_line, decorative, source_type, crops) in uses {
            // The list may hold what is no photo id: it is kept, and passed over here as everywhere.
            if let (Some(place), Ok(photo)) = (at(number), photo.parse()) {
                let texts = texts.get(&photo).cloned().unwrap_or_default();
                stories[place].photos.push(PhotoSummary {
                    photo,
                    credit_needed,
                    credit_line,
                    decorative,
                    source_type,
                    crops,
                    texts,
                });
            }
        }
        Ok(())
    }

    fn pairs(&self, table: &str, column: &str, order: &str, numbers: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let sql = format!("SELECT document, {column} FROM {table} WHERE {AMONG} ORDER BY document, {order}");
        self.rows(&sql, [numbers], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

/// Rows of the documents whose numbers are given as a JSON array.
const AMONG: &str = "document IN (SELECT value FROM json_each(?1))";

fn json<T: serde::Serialize>(values: impl Iterator<Item = T>) -> Result<String, StoreError> {
    let values: Vec<T> = values.collect();
    serde_json::to_string(&values).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn read_story(row: &Row<'_>) -> Result<StoryRow, StoreError> {
    Ok(StoryRow {
        story: stored(&row.get::<_, String>(1)?)?,
        slugline: row.get(2)?,
        source_edition: row.get::<_, String>(3)?.parse().ok(),
        created_by: row.get::<_, String>(4)?.parse().ok(),
        section: row.get(8)?,
        city: row.get(9)?,
        urgency: row.get(10)?,
        desk: row.get(11)?,
        deadline: row.get::<_, String>(12)?.parse().ok().map(Timestamp),
        bylines: Vec::new(),
        tags: Vec::new(),
        assignees: Vec::new(),
        changed_at: Timestamp(row.get(5)?),
        dirty: row.get(6)?,
        editions: BTreeMap::new(),
        photos: Vec::new(),
        open_cards: row.get::<_, u32>(7)? as usize,
        workflow: Workflow::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Content, DocumentId, edition_pins};

    fn edition(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    #[test]
    fn a_row_says_what_the_content_says_and_pins_the_same_bytes() {
        let (_folder, mut profile) = plain();
        let (by, other) = (PersonId::generate(), PersonId::generate());
        let (story, empty) = (StoryId::generate(), StoryId::generate());
        let (credited, bare) = (PhotoId::of(b"one"), PhotoId::of(b"two"));
        let photos = vec![bare.to_string(), "no photo".to_owned(), credited.to_string()];
        let parts: Vec<(DocumentId, Part, PartValue)> = vec![
            (story.into(), Part::Slugline, PartValue::text("canal")),
            (story.into(), Part::SourceEdition, PartValue::text("kk")),
            (story.into(), Part::CreatedBy, PartValue::text(by.to_string())),
            (story.into(), Part::Assignees, PartValue::Set([other.to_string()].into())),
            (story.into(), Part::Section, PartValue::text("regions")),
            (story.into(), Part::DatelineCity, PartValue::text("astana")),
            (story.into(), Part::Bylines, PartValue::List(vec![other.to_string(), by.to_string()])),
            (story.into(), Part::Tags, PartValue::Set(["water".to_owned(), "canals".to_owned()].into())),
            (story.into(), Part::Photos, PartValue::List(photos)),
            (story.into(), Part::Headline(edition("kk")), PartValue::text("Су келді")),
            (story.into(), Part::Body(edition("kk")), PartValue::text("Бүгін су келді.")),
            (story.into(), Part::Lead(edition("en")), PartValue::text("Water came")),
            (credited.into(), Part::Creator, PartValue::text("Dana Ospanova")),
            (credited.into(), Part::CreditLine, PartValue::text("Dana Ospanova / Dala")),
            (credited.into(), Part::RightsBasis, PartValue::text("staff")),
            (credited.into(), Part::Caption(edition("kk")), PartValue::text("Арық")),
            (credited.into(), Part::CropSquare, PartValue::text("0,0,50,50")),
            (credited.into(), Part::FocalPoint, PartValue::text("50,12.5")),
            (bare.into(), Part::Decorative, PartValue::text("yes")),
            (bare.into(), Part::AltText(edition("kk")), PartValue::text("Су")),
            (empty.into(), Part::CreatedBy, PartValue::text("nobody")),
        ];
        profile
            .write(|writer| {
                for (time, (document, part, value)) in parts.iter().enumerate() {
                    writer.put_part(*document, &part.key(), value, by, at(time))?;
                }
                Ok(())
            })
            .expect("written");

        let rows = profile.read().story_rows(&[empty, StoryId::generate(), story]).expect("read");
        assert_eq!(rows.iter().map(|row| row.story).collect::<Vec<_>>(), [story, empty], "oldest first");
        assert_eq!((rows[1].created_by, rows[1].source_edition.clone()), (None, None), "what is no id is passed over");
        let row = &rows[0];
        assert_eq!((row.slugline.as_str(), row.created_by, row.changed_at), ("canal", Some(by), at(11)));
        assert_eq!((row.source_edition.clone(), row.assignees.clone()), (Some(edition("kk")), vec![other]));
        assert!(row.dirty);
        let kk = &row.editions[&edition("kk")];
        assert_eq!((kk.headline.as_str(), kk.body_empty, kk.empty), ("Су келді", false, false));
        let en = &row.editions[&edition("en")];
        assert_eq!((en.headline.as_str(), en.body_empty, en.empty), ("", true, false));
        let needs: Vec<_> = row.photos.iter().map(|photo| (photo.photo, photo.credit_needed)).collect();
        assert_eq!(needs, [(bare, true), (credited, false)]);

        let content = profile.read().content(story.into()).expect("read");
        let photos: BTreeMap<PhotoId, Content> =
            [credited, bare].map(|photo| (photo, profile.read().content(photo.into()).expect("read"))).into();
        for key in ["kk", "en", "ru"] {
            assert_eq!(row.pins(&edition(key)), edition_pins(story, &content, &photos, &edition(key)), "{key}");
            assert_eq!(row.details(), Details::of(&content, &photos).hash());
        }
        assert_eq!(profile.read().stories_using(bare).expect("read"), [story]);
        assert_eq!(profile.read().stories_using(PhotoId::of(b"three")).expect("read"), []);
    }

    #[test]
    fn an_edition_that_was_cleared_is_not_listed() {
        let (_folder, mut profile) = plain();
        let (by, story) = (PersonId::generate(), StoryId::generate());
        for text in ["Water", ""] {
            let key = Part::Headline(edition("en")).key();
            profile
                .write(|writer| writer.put_part(story.into(), &key, &PartValue::text(text), by, at(0)))
                .expect("written");
        }
        assert!(profile.read().story_rows(&[story]).expect("read")[0].editions.is_empty());
    }
}

//! The photos of this laptop in lists that are narrowed, counted and read a page at a time.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use tilshi_story::{DocumentId, EditionKey, PersonId, PhotoId, RightsBasis, StoryId, Timestamp};

use crate::error::stored;
use crate::migrations::Migration;
use crate::photo_said::says_otherwise;
use crate::searched::SearchKeys;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 28,
    sql: "
        -- One narrow row a photo: what lists are narrowed and counted by. It follows whenever a list is asked for.
        CREATE TABLE photo_mark (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            credit_needed INTEGER NOT NULL,
            rights_needed INTEGER NOT NULL,
            alt_text_needed INTEGER NOT NULL,
            used INTEGER NOT NULL,
            -- Until when it may be used, in Unix milliseconds.
            licence_until INTEGER
        ) STRICT;
        CREATE INDEX photo_mark_credit ON photo_mark (document) WHERE credit_needed;
        CREATE INDEX photo_mark_rights ON photo_mark (document) WHERE rights_needed;
        CREATE INDEX photo_mark_alt_text ON photo_mark (document) WHERE alt_text_needed;
        CREATE INDEX photo_mark_unused ON photo_mark (document) WHERE NOT used;
        CREATE INDEX photo_mark_licence ON photo_mark (licence_until) WHERE licence_until IS NOT NULL;
        CREATE TABLE photo_due (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE
        ) STRICT;
        INSERT INTO photo_due SELECT number FROM document WHERE kind = 'photo';
        CREATE TRIGGER photo_mark_new AFTER INSERT ON document WHEN new.kind = 'photo' BEGIN
            INSERT INTO photo_due SELECT new.number
            WHERE NOT EXISTS (SELECT 1 FROM photo_due WHERE document = new.number);
        END;
        CREATE TRIGGER photo_mark_changed AFTER UPDATE ON document WHEN new.kind = 'photo' BEGIN
            INSERT INTO photo_due SELECT new.number
            WHERE NOT EXISTS (SELECT 1 FROM photo_due WHERE document = new.number);
        END;
        CREATE TRIGGER photo_mark_used AFTER INSERT ON photo_use BEGIN
            INSERT INTO photo_due SELECT number FROM document
            WHERE kind = 'photo' AND id = new.photo AND number NOT IN (SELECT document FROM photo_due);
        END;
        CREATE TRIGGER photo_mark_left AFTER DELETE ON photo_use BEGIN
            INSERT INTO photo_due SELECT number FROM document
            WHERE kind = 'photo' AND id = old.photo AND number NOT IN (SELECT document FROM photo_due);
        END;
        -- The same columns as those of stories: a search is written once.
        CREATE VIRTUAL TABLE photo_search USING fts5 (title, people, tags, captions, words,
            content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0');
        INSERT INTO search_due SELECT number FROM document
            WHERE kind = 'photo' AND number NOT IN (SELECT document FROM search_due);
        CREATE TRIGGER photo_search_gone AFTER DELETE ON document WHEN old.kind = 'photo' BEGIN
            DELETE FROM photo_search WHERE rowid = old.number;
        END;
    ",
};

pub(crate) const ADD_RATING: Migration = Migration {
    number: 41,
    sql: "
        ALTER TABLE photo ADD COLUMN rating TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo_mark ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX photo_mark_rating ON photo_mark (rating) WHERE rating > 0;
    ",
};

/// A photo in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPhoto {
    /// The photo.
    pub photo: PhotoId,
    /// When something said about it last changed here.
    pub changed_at: Timestamp,
    /// What its file was called.
    pub file_name: String,
    /// Who made it.
    pub creator: String,
    /// Its credit line.
    pub credit_line: String,
    /// Whether creator, credit line or rights basis is missing.
    pub credit_needed: bool,
    /// Whether nothing says why the agency may print it.
    pub rights_needed: bool,
    /// Whether it has no alternative text where it needs one: none at all, or none in an edition in which it has a caption.
    pub alt_text_needed: bool,
    /// Whether its file says otherwise, and nobody has decided.
    pub otherwise: bool,
    /// How good people find it, 1 to 5; 0 for nothing said.
    pub rating: u8,
    /// Until when it may be used, in Unix milliseconds as text.
    pub licence_until: String,
    /// How it came about: a [`tilshi_story::DigitalSourceType`].
    pub source_type: String,
    /// Width and height in pixels, as text.
    pub size: [String; 2],
    /// Its captions that are not empty.
    pub captions: Vec<(EditionKey, String)>,
    /// How many stories use it.
    pub uses: usize,
    /// Open conflict cards.
    pub cards: usize,
}

/// Which photos are meant. Everything that is given has to be true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoFilter {
    /// Creator, credit line or rights basis is missing.
    pub credit_needed: bool,
    /// An alternative text is missing.
    pub alt_text_needed: bool,
    /// Nothing says why the agency may print it.
    pub rights_needed: bool,
    /// Its file says otherwise, and nobody has decided.
    pub otherwise: bool,
    /// People find it so good, or better.
    pub rated: Option<u8>,
    /// Its licence ends before then, or has ended.
    pub ends_before: Option<Timestamp>,
    /// Whether a story uses it.
    pub used: Option<bool>,
    /// A story uses it that this person made or is assigned to.
    pub of: Option<PersonId>,
    /// Something said about it changed since then.
    pub changed_since: Option<Timestamp>,
    /// A conflict card is open.
    pub cards: bool,
    /// It is one of these.
    pub among: Option<Vec<PhotoId>>,
    /// An expression of SQLite's FTS5 that the index knows it by.
    pub words: Option<String>,
}

/// How many photos there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PhotoCounts {
    /// All photos.
    pub all: usize,
    /// Without creator, credit line or rights basis.
    pub credit_needed: usize,
    /// Without an alternative text they need.
    pub alt_text_needed: usize,
    /// Without a rights basis.
    pub rights_needed: usize,
    /// Whose file says otherwise, and nobody has decided.
    pub otherwise: usize,
    /// Whose licence ends soon or has ended.
    pub ending: usize,
    /// That people find good: three or better.
    pub rated: usize,
    /// That no story uses.
    pub unused: usize,
    /// With an open conflict card.
    pub cards: usize,
}

/// From here on people find a photo good.
pub const GOOD_RATING: u8 = 3;

/// Whatever Rust takes for white space among what a form can hold.
const WHITE: &str = "char(9, 10, 13, 32, 160)";

/// No alternative text at all, or a caption without one in the same edition.
const ALT_TEXT_NEEDED: &str = "coalesce(decorative, '') <> 'yes' AND coalesce((
    SELECT max(alt_text <> '') = 0 OR max(caption <> '' AND alt_text = '') FROM photo_text
    WHERE photo_text.document = number), 1)";

/// Open conflict cards of a photo.
const CARDS: &str = "(SELECT count(*) FROM card WHERE card.document = mark.document AND NOT settled)";

fn rights_needed() -> String {
    let known: Vec<String> = RightsBasis::ALL.iter().map(|basis| format!("'{}'", basis.as_str())).collect();
    format!("coalesce(rights_basis, '') NOT IN ({})", known.join(", "))
}

fn credit_needed() -> String {
    let empty = |column: &str| format!("trim(coalesce({column}, ''), {WHITE}) = ''");
    format!("({} OR {} OR {})", empty("creator"), empty("credit_line"), rights_needed())
}

/// A filter as SQLite understands it.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn of(filter: &PhotoFilter) -> Self {
        let mut all = Self::default();
        let cards = format!("{CARDS} > 0");
        let facts = [
            (filter.credit_needed, "credit_needed"),
            (filter.alt_text_needed, "alt_text_needed"),
            (filter.rights_needed, "rights_needed"),
            (filter.otherwise, "otherwise"),
            (filter.used == Some(true), "used"),
            (filter.used == Some(false), "NOT used"),
            (filter.cards, &cards),
        ];
        for (_, sql) in facts.into_iter().filter(|(wanted, _)| *wanted) {
            all.add(sql, []);
        }
        if let Some(rating) = filter.rated {
            all.add(&format!("rating >= {rating}"), []);
        }
        if let Some(moment) = filter.ends_before {
            all.add(&format!("licence_until < {}", moment.0), []);
        }
        if let Some(person) = filter.of {
            let sql = "mark.document IN (SELECT number FROM document WHERE kind = 'photo' AND id IN (
                SELECT photo FROM photo_use JOIN story USING (document) WHERE created_by = ?
                UNION SELECT photo FROM photo_use JOIN assignee USING (document) WHERE person = ?))";
            all.add(sql, [person.to_string(), person.to_string()]);
        }
        if let Some(since) = filter.changed_since {
            let sql = format!("(SELECT changed_at FROM document WHERE number = mark.document) >= {}", since.0);
            all.add(&sql, []);
        }
        if let Some(photos) = &filter.among {
            let ids: Vec<String> = photos.iter().map(|photo| format!("\"{photo}\"")).collect();
            let sql = "mark.document IN (SELECT number FROM document
                WHERE kind = 'photo' AND id IN (SELECT value FROM json_each(?)))";
            all.add(sql, [format!("[{}]", ids.join(","))]);
        }
        if let Some(words) = &filter.words {
            all.add("mark.document IN (SELECT rowid FROM photo_search WHERE photo_search MATCH ?)", [words.clone()]);
        }
        all
    }

    fn add(&mut self, sql: &str, values: impl IntoIterator<Item = String>) {
        self.sql += if self.sql.is_empty() { "WHERE " } else { " AND " };
        self.sql += sql;
        self.values.extend(values.into_iter().map(Value::Text));
    }
}

impl Reader<'_> {
    /// Whether lists do not say what is written now.
    pub fn photos_due(&self) -> Result<bool, StoreError> {
        Ok(self.row("SELECT 1 FROM photo_due", [], |_| Ok(()))?.is_some())
    }

    /// One page of a list, what came last first.
    pub fn photo_list(&self, filter: &PhotoFilter, from: usize, count: usize) -> Result<Vec<ListedPhoto>, StoreError> {
        let Conditions { sql, mut values } = Conditions::of(filter);
        values.extend([count, from].map(|number| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))));
        // The page is found among narrow rows, and only what is shown of it is read: in this order, whatever SQLite's
        // planner reckons.
        let sql = format!(
            "SELECT id, changed_at, file_name, creator, credit_line, credit_needed, rights_needed, alt_text_needed,
                    photo.licence_until, digital_source_type, width, height,
                    (SELECT count(DISTINCT used.document) FROM photo_use AS used WHERE used.photo = document.id), {CARDS},
                    (SELECT json_group_object(edition, caption) FROM photo_text
                     WHERE photo_text.document = number AND caption <> ''), otherwise, mark.rating
             FROM (SELECT mark.* FROM photo_mark AS mark {sql} ORDER BY mark.document DESC LIMIT ? OFFSET ?) AS mark
             CROSS JOIN document ON number = mark.document LEFT JOIN photo ON photo.document = number ORDER BY number DESC"
        );
        self.rows(&sql, params_from_iter(values), read)
    }

    /// How many photos a filter lets through.
    pub fn photo_count(&self, filter: &PhotoFilter) -> Result<usize, StoreError> {
        let Conditions { sql, values } = Conditions::of(filter);
        let sql = format!("SELECT count(*) FROM photo_mark AS mark {sql}");
        let count = self.row(&sql, params_from_iter(values), |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(count.unwrap_or_default() as usize)
    }

    /// The photos that a filter lets through, in order.
    pub fn photo_ids(&self, filter: &PhotoFilter) -> Result<Vec<PhotoId>, StoreError> {
        let Conditions { sql, values } = Conditions::of(filter);
        let sql = format!(
            "SELECT id FROM photo_mark AS mark JOIN document ON number = mark.document {sql} ORDER BY number DESC"
        );
        self.rows(&sql, params_from_iter(values), |row| stored(&row.get::<_, String>(0)?))
    }

    /// How many there are of each kind; `soon` is before when a licence ends that ends soon.
    pub fn photo_counts(&self, soon: Timestamp) -> Result<PhotoCounts, StoreError> {
        let sql = "
            SELECT (SELECT count(*) FROM photo_mark), (SELECT count(*) FROM photo_mark WHERE credit_needed),
                   (SELECT count(*) FROM photo_mark WHERE alt_text_needed),
                   (SELECT count(*) FROM photo_mark WHERE rights_needed),
                   (SELECT count(*) FROM photo_mark WHERE licence_until < ?1),
                   (SELECT count(*) FROM photo_mark WHERE NOT used),
                   (SELECT count(DISTINCT card.document) FROM card JOIN photo_mark USING (document) WHERE NOT settled),
                   (SELECT count(*) FROM photo_mark WHERE otherwise),
                   (SELECT count(*) FROM photo_mark WHERE rating >= ?2)";
        let counts = self.row(sql, [soon.0, GOOD_RATING.into()], |row| {
            let count = |column| -> Result<usize, StoreError> { Ok(row.get::<_, u32>(column)? as usize) };
            Ok(PhotoCounts {
                all: count(0)?,
                credit_needed: count(1)?,
                alt_text_needed: count(2)?,
                rights_needed: count(3)?,
                ending: count(4)?,
                unused: count(5)?,
                cards: count(6)?,
                otherwise: count(7)?,
                rated: count(8)?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// Brings what lists are narrowed by up to what is written.
    pub fn follow_photos(&self) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT OR REPLACE INTO photo_mark
             SELECT number, {}, {}, {ALT_TEXT_NEEDED}, EXISTS (SELECT 1 FROM photo_use WHERE photo = document.id),
                    CASE WHEN coalesce(licence_until, '') = '' THEN NULL ELSE CAST(licence_until AS INTEGER) END, {},
                    CAST(coalesce(rating, '') AS INTEGER)
             FROM photo_due JOIN document ON number = photo_due.document LEFT JOIN photo ON photo.document = number",
            credit_needed(),
            rights_needed(),
            says_otherwise()
        );
        self.execute(&sql, [])?;
        self.execute("DELETE FROM photo_due", [])?;
        Ok(())
    }

    /// Puts a photo into the index in the place of what was said about it before; the stories that use it are due.
    pub fn index_photo(&self, photo: PhotoId, keys: &SearchKeys, stories: &[StoryId]) -> Result<(), StoreError> {
        let document = DocumentId::from(photo);
        if let Some(number) = self.number(document)? {
            self.execute("DELETE FROM photo_search WHERE rowid = ?1", [number])?;
            self.execute(
                "INSERT INTO photo_search (rowid, title, people, tags, captions, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                rusqlite::params![number, keys.title, keys.people, keys.tags, keys.captions, keys.words],
            )?;
        }
        self.pass_on_search_due(document, stories)
    }
}

fn read(row: &Row<'_>) -> Result<ListedPhoto, StoreError> {
    let text = |column| -> Result<String, StoreError> { Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default()) };
    let captions: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&text(14)?).map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(ListedPhoto {
        photo: stored(&row.get::<_, String>(0)?)?,
        changed_at: Timestamp(row.get(1)?),
        file_name: text(2)?,
        creator: text(3)?,
        credit_line: text(4)?,
        credit_needed: row.get(5)?,
        rights_needed: row.get(6)?,
        alt_text_needed: row.get(7)?,
        otherwise: row.get(15)?,
        rating: row.get(16)?,
        licence_until: text(8)?,
        source_type: text(9)?,
        size: [text(10)?, text(11)?],
        uses: row.get::<_, u32>(12)? as usize,
        cards: row.get::<_, u32>(13)? as usize,
        captions: captions
            .into_iter()
            .map(|(edition, caption)| Ok((stored(&edition)?, caption)))
            .collect::<Result<_, StoreError>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profile;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Part, PartValue};

    fn put(profile: &mut Profile, document: impl Into<DocumentId>, part: Part, value: PartValue, time: usize) {
        let (document, by) = (document.into(), PersonId::generate());
        profile.write(|writer| writer.put_part(document, &part.key(), &value, by, at(time))).expect("written");
    }

    fn say(profile: &mut Profile, photo: PhotoId, part: Part, text: &str) {
        put(profile, photo, part, PartValue::text(text), 1);
    }

    fn edition(key: &str) -> EditionKey {
        key.parse().expect("an edition")
    }

    #[test]
    fn a_list_says_what_each_photo_lacks_and_only_what_it_is_asked_for() {
        let (_folder, mut profile) = plain();
        let photos = ["bare", "credited", "decorative", "licensed"].map(|name| PhotoId::of(name.as_bytes()));
        let [bare, credited, decorative, licensed] = photos;
        let (story, me) = (StoryId::generate(), PersonId::generate());
        for photo in photos {
            say(&mut profile, photo, Part::FileName, "a.jpg");
        }
        for photo in [credited, decorative, licensed] {
            say(&mut profile, photo, Part::Creator, "Timur Iskakov");
            say(&mut profile, photo, Part::CreditLine, "Timur Iskakov / Kazinform");
            say(&mut profile, photo, Part::RightsBasis, "staff");
        }
        say(&mut profile, credited, Part::Caption(edition("en")), "A boat");
        say(&mut profile, credited, Part::AltText(edition("kk")), "Қайық");
        say(&mut profile, decorative, Part::Decorative, "yes");
        say(&mut profile, decorative, Part::Rating, "4");
        say(&mut profile, credited, Part::Rating, "2");
        say(&mut profile, licensed, Part::LicenceUntil, "5000");
        say(&mut profile, licensed, Part::AltText(edition("en")), "A train");
        say(&mut profile, licensed, Part::RightsBasis, "no such basis");
        say(&mut profile, bare, Part::Creator, " \n");
        put(&mut profile, story, Part::Photos, PartValue::List(vec![credited.to_string(), credited.to_string()]), 1);
        put(&mut profile, story, Part::CreatedBy, PartValue::text(me.to_string()), 1);

        assert!(profile.read().photos_due().expect("read"));
        profile.write(|writer| writer.follow_photos()).expect("followed");
        assert!(!profile.read().photos_due().expect("read"));
        let reader = profile.read();
        let listed = |filter: PhotoFilter| {
            let ids = reader.photo_ids(&filter).expect("read");
            assert_eq!(reader.photo_count(&filter).expect("counted"), ids.len());
            let page = reader.photo_list(&filter, 0, 99).expect("read");
            assert_eq!(page.iter().map(|row| row.photo).collect::<Vec<_>>(), ids);
            ids
        };
        let any = PhotoFilter::default;
        assert_eq!(listed(any()), [licensed, decorative, credited, bare], "what came last first");
        assert_eq!(listed(PhotoFilter { credit_needed: true, ..any() }), [licensed, bare]);
        assert_eq!(listed(PhotoFilter { rights_needed: true, ..any() }), [licensed, bare]);
        assert_eq!(listed(PhotoFilter { alt_text_needed: true, ..any() }), [credited, bare]);
        let rated = |rating| listed(PhotoFilter { rated: Some(rating), ..any() });
        assert_eq!((rated(2), rated(3), rated(5)), (vec![decorative, credited], vec![decorative], vec![]));
        let ends = |moment| listed(PhotoFilter { ends_before: Some(Timestamp(moment)), ..any() });
        assert_eq!((ends(5000), ends(5001)), (vec![], vec![licensed]));
        assert_eq!(listed(PhotoFilter { used: Some(true), ..any() }), [credited]);
        assert_eq!(listed(PhotoFilter { used: Some(false), ..any() }), [licensed, decorative, bare]);
        assert_eq!(listed(PhotoFilter { of: Some(me), ..any() }), [credited]);
        assert_eq!(listed(PhotoFilter { of: Some(PersonId::generate()), ..any() }), []);
        assert_eq!(listed(PhotoFilter { changed_since: Some(at(2)), ..any() }), []);

        let page = reader.photo_list(&any(), 2, 1).expect("read");
        let [row] = page.as_slice() else { panic!("one: {page:?}") };
        assert_eq!((row.photo, row.uses, row.cards, row.rating), (credited, 1, 0, 2));
        assert_eq!(row.captions, [(edition("en"), "A boat".to_owned())]);
        assert!(row.alt_text_needed && !row.credit_needed, "the caption's edition lacks it");
        let counts = reader.photo_counts(Timestamp(9000)).expect("counted");
        let expected = PhotoCounts {
            all: 4,
            credit_needed: 2,
            alt_text_needed: 2,
            rights_needed: 2,
            ending: 1,
            unused: 3,
            otherwise: 0,
            rated: 1,
            cards: 0,
        };
        assert_eq!(counts, expected);
        put(&mut profile, story, Part::Photos, PartValue::List(vec![bare.to_string()]), 1);
        profile.write(|writer| writer.follow_photos()).expect("followed");
        let used = PhotoFilter { used: Some(true), ..PhotoFilter::default() };
        assert_eq!(profile.read().photo_ids(&used).expect("read"), [bare], "the other was taken out of the story");
        profile.write(|writer| writer.remove_document(bare.into())).expect("removed");
        assert_eq!(profile.read().photo_count(&PhotoFilter::default()).expect("counted"), 3);
    }

    #[test]
    fn a_photo_is_found_by_its_words_and_gone_with_them() {
        let (_folder, mut profile) = plain();
        let photo = PhotoId::of(b"boat");
        say(&mut profile, photo, Part::FileName, "boat.jpg");
        let keys = SearchKeys { captions: "a boat".into(), ..SearchKeys::default() };
        profile.write(|writer| writer.index_photo(photo, &keys, &[])).expect("indexed");
        assert_eq!(profile.read().search_due(9).expect("read"), []);
        let found = |profile: &Profile| {
            let filter = PhotoFilter { words: Some("(\"boa\"*)".into()), ..PhotoFilter::default() };
            profile.read().photo_ids(&filter).expect("found")
        };
        profile.write(|writer| writer.follow_photos()).expect("followed");
        assert_eq!(found(&profile), [photo]);
        profile.write(|writer| writer.index_photo(photo, &SearchKeys::default(), &[])).expect("indexed");
        assert_eq!(found(&profile), []);
        profile.write(|writer| writer.index_photo(photo, &keys, &[])).expect("indexed");
        profile.write(|writer| writer.remove_document(photo.into())).expect("removed");
        assert_eq!(found(&profile), []);
        assert_eq!(profile.check().expect("checked"), []);
    }
}

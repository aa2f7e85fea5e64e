//! The shelf: one narrow row a story, from which lists are filtered, sorted, counted and shown a page at a time. It holds
//! nothing that is not written elsewhere, follows whenever a list is asked for, and could be made anew at any time.

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use tilshi_story::{DocumentId, EditionKey, PersonId, StoryId, Timestamp};

use crate::document::read_id;
use crate::error::stored;
use crate::migrations::Migration;
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 23,
    sql: "
        CREATE TABLE shelf (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            changed_at INTEGER NOT NULL,
            created_by TEXT NOT NULL,
            slugline TEXT NOT NULL,
            headline TEXT NOT NULL,
            headline_edition TEXT NOT NULL,
            section TEXT NOT NULL,
            urgency TEXT NOT NULL,
            -- ' EDITION=STANDING ' for each edition, so that a pair can be looked for.
            standings TEXT NOT NULL,
            -- Editions that wait for approval.
            to_approve INTEGER NOT NULL,
            -- Whether the source is finished and some edition is not written yet.
            untranslated INTEGER NOT NULL,
            -- Photos without creator, credit line or rights basis.
            credits_missing INTEGER NOT NULL,
            waiting INTEGER NOT NULL,
            cards INTEGER NOT NULL,
            suggestions INTEGER NOT NULL,
            published_at INTEGER
        ) STRICT;
        CREATE INDEX shelf_changed ON shelf (changed_at);
        CREATE INDEX shelf_created_by ON shelf (created_by);
        CREATE INDEX shelf_to_approve ON shelf (to_approve) WHERE to_approve > 0;
        CREATE INDEX shelf_credits_missing ON shelf (credits_missing) WHERE credits_missing > 0;
        -- What is only shown stands apart: to filter and to count, nothing of it is read.
        CREATE TABLE shelf_marks (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            marks TEXT NOT NULL
        ) STRICT;

        CREATE TABLE shelf_due (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE
        ) STRICT;
        INSERT INTO shelf_due SELECT number FROM document WHERE kind = 'story';
        -- The conflict rule of the statement that fires a trigger takes the place of any in it: what is there already is
        -- looked for, and not ignored.
        CREATE TRIGGER shelf_document_new AFTER INSERT ON document WHEN new.kind <> 'entry' BEGIN
            INSERT INTO shelf_due SELECT new.number
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.number);
        END;
        CREATE TRIGGER shelf_document AFTER UPDATE ON document WHEN new.kind <> 'entry' BEGIN
            INSERT INTO shelf_due SELECT new.number
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.number);
        END;
        CREATE TRIGGER shelf_record_new AFTER INSERT ON edition_record BEGIN
            INSERT INTO shelf_due SELECT new.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.document);
        END;
        CREATE TRIGGER shelf_record_gone AFTER DELETE ON edition_record
        WHEN EXISTS (SELECT 1 FROM document WHERE number = old.document) BEGIN
            INSERT INTO shelf_due SELECT old.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = old.document);
        END;
        CREATE TRIGGER shelf_publication_new AFTER INSERT ON publication BEGIN
            INSERT INTO shelf_due SELECT new.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.document);
        END;
        CREATE TRIGGER shelf_publication_gone AFTER DELETE ON publication
        WHEN EXISTS (SELECT 1 FROM document WHERE number = old.document) BEGIN
            INSERT INTO shelf_due SELECT old.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = old.document);
        END;
        CREATE TRIGGER shelf_card_new AFTER INSERT ON card BEGIN
            INSERT INTO shelf_due SELECT new.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.document);
        END;
        CREATE TRIGGER shelf_card AFTER UPDATE ON card BEGIN
            INSERT INTO shelf_due SELECT new.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = new.document);
        END;
        CREATE TRIGGER shelf_card_gone AFTER DELETE ON card
        WHEN EXISTS (SELECT 1 FROM document WHERE number = old.document) BEGIN
            INSERT INTO shelf_due SELECT old.document
            WHERE NOT EXISTS (SELECT 1 FROM shelf_due WHERE document = old.document);
        END;
        CREATE TRIGGER shelf_outbox_new AFTER INSERT ON outbox BEGIN
            INSERT INTO shelf_due SELECT number FROM document
            WHERE kind = substr(new.document, 1, instr(new.document, ':') - 1)
              AND id = substr(new.document, instr(new.document, ':') + 1)
              AND number NOT IN (SELECT document FROM shelf_due);
        END;
        CREATE TRIGGER shelf_outbox AFTER UPDATE OF action, refused ON outbox BEGIN
            INSERT INTO shelf_due SELECT number FROM document
            WHERE kind = substr(new.document, 1, instr(new.document, ':') - 1)
              AND id = substr(new.document, instr(new.document, ':') + 1)
              AND number NOT IN (SELECT document FROM shelf_due);
        END;
        CREATE TRIGGER shelf_outbox_gone AFTER DELETE ON outbox BEGIN
            INSERT INTO shelf_due SELECT number FROM document
            WHERE kind = substr(old.document, 1, instr(old.document, ':') - 1)
              AND id = substr(old.document, instr(old.document, ':') + 1)
              AND number NOT IN (SELECT document FROM shelf_due);
        END;
    ",
};

pub(crate) const ADD_BEHIND: Migration = Migration {
    number: 26,
    sql: "
        -- ' EDITION ' for each edition that is behind what it was made from.
        ALTER TABLE shelf ADD COLUMN behind TEXT NOT NULL DEFAULT '';
        CREATE INDEX shelf_behind ON shelf (document) WHERE behind <> '';
    ",
};

/// What an edition owes its readers is on the shelf from here on: stories of which something is public are looked at again.
pub(crate) const LOOK_AT_PUBLIC: Migration = Migration {
    number: 36,
    sql: "
        INSERT INTO shelf_due SELECT DISTINCT document FROM publication
        WHERE document NOT IN (SELECT document FROM shelf_due);
    ",
};

pub(crate) const ADD_MENTIONS: Migration = Migration {
    number: 38,
    sql: "
        -- ' PERSON ' for each person whom an open comment mentions.
        ALTER TABLE shelf ADD COLUMN mentions TEXT NOT NULL DEFAULT '';
        CREATE INDEX shelf_mentions ON shelf (document) WHERE mentions <> '';
        INSERT INTO shelf_due SELECT DISTINCT document FROM extra_part
        WHERE part LIKE 'comment/%' AND document NOT IN (SELECT document FROM shelf_due);
    ",
};

pub(crate) const ADD_PLANNING: Migration = Migration {
    number: 40,
    sql: "
        ALTER TABLE shelf ADD COLUMN desk TEXT NOT NULL DEFAULT '';
        -- By when the source has to be public, as long as it is not.
        ALTER TABLE shelf ADD COLUMN deadline INTEGER;
        CREATE INDEX shelf_deadline ON shelf (deadline) WHERE deadline IS NOT NULL;
    ",
};

/// A story on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelved {
    /// The story.
    pub story: StoryId,
    /// When it last changed here.
    pub changed_at: Timestamp,
    /// Who made it, if that is known.
    pub created_by: Option<PersonId>,
    /// The newsroom's working name.
    pub slugline: String,
    /// The headline it is listed under.
    pub headline: String,
    /// The edition of that headline.
    pub headline_edition: EditionKey,
    /// The section, as an entry's id.
    pub section: String,
    /// The urgency, 1 to 5.
    pub urgency: String,
    /// How each edition stands, as the newsroom names it.
    pub standings: Vec<(EditionKey, String)>,
    /// Editions that wait for approval.
    pub to_approve: usize,
    /// Whether the source is finished and some edition is not written yet.
    pub untranslated: bool,
    /// Photos without creator, credit line or rights basis.
    pub credits_missing: usize,
    /// Whether something of it waits to be sent.
    pub waiting: bool,
    /// Open conflict cards.
    pub cards: usize,
    /// Suggestions that nobody has answered.
    pub suggestions: usize,
    /// Since when the edition that was published last is public.
    pub published_at: Option<Timestamp>,
    /// Editions that are behind what they were made from.
    pub behind: Vec<EditionKey>,
    /// Whom open comments mention.
    pub mentions: Vec<PersonId>,
    /// The desk that answers for it, as an entry's id.
    pub desk: String,
    /// By when its source has to be public, as long as it is not.
    pub deadline: Option<Timestamp>,
    /// What a list shows of the editions, in the newsroom's own words.
    pub marks: String,
}

/// Which stories are meant. Everything that is given has to be true.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShelfFilter {
    /// Made by this person, or assigned to them.
    pub of: Option<PersonId>,
    /// Made, signed or to be written by this person.
    pub person: Option<String>,
    /// An edition stands in one of these ways; a particular one, where it is named.
    pub standing: Option<(Option<EditionKey>, Vec<String>)>,
    /// The section.
    pub section: Option<String>,
    /// The desk.
    pub desk: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// The urgency.
    pub urgency: Option<String>,
    /// An edition waits for approval.
    pub to_approve: bool,
    /// The source is finished and some edition is not written; this one, where it is named.
    pub untranslated: Option<Option<EditionKey>>,
    /// An edition is behind what it was made from; this one, where it is named.
    pub behind: Option<Option<EditionKey>>,
    /// An open comment mentions this person.
    pub mentions: Option<PersonId>,
    /// It has a deadline, and its source is not public.
    pub due: bool,
    /// A photo lacks its credit.
    pub credits_missing: bool,
    /// Something waits to be sent.
    pub waiting: bool,
    /// A conflict card is open.
    pub cards: bool,
    /// Published since then.
    pub published_since: Option<Timestamp>,
    /// Changed since then.
    pub changed_since: Option<Timestamp>,
    /// An expression of SQLite's FTS5 that the search index knows it by.
    pub words: Option<String>,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ShelfOrder {
    /// The newest change first.
    #[default]
    Changed,
    /// By working name.
    Slugline,
    /// The most urgent first, then the newest change.
    Urgency,
    /// The newest publication first; what was never published comes last.
    Published,
    /// The next deadline first; what has none comes last.
    Deadline,
}

/// How much of everything there is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ShelfCounts {
    /// Stories that a person made or is assigned to.
    pub of: usize,
    /// All stories.
    pub all: usize,
    /// Editions that wait for approval.
    pub to_approve: usize,
}

const COLUMNS: &str =
    "id, shelf.changed_at, created_by, slugline, headline, headline_edition, section, urgency, standings,
    to_approve, untranslated, credits_missing, waiting, cards, suggestions, published_at, marks, behind, mentions, desk, deadline";

impl ShelfOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Changed => "shelf.changed_at DESC, shelf.document DESC",
            Self::Slugline => "slugline = '', slugline, shelf.changed_at DESC, shelf.document DESC",
            Self::Urgency => "urgency = '', urgency, shelf.changed_at DESC, shelf.document DESC",
            Self::Published => "published_at DESC, shelf.changed_at DESC, shelf.document DESC",
            Self::Deadline => "deadline IS NULL, deadline, shelf.changed_at DESC, shelf.document DESC",
        }
    }
}

/// A filter as SQLite understands it.
#[derive(Default)]
struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn of(filter: &ShelfFilter) -> Self {
        let mut all = Self::default();
        if let Some(person) = filter.of {
            let sql = "(shelf.created_by = ? OR shelf.document IN (SELECT document FROM assignee WHERE person = ?))";
            all.add(sql, [person.to_string(), person.to_string()]);
        }
        if let Some(person) = &filter.person {
            let sql = "(shelf.created_by = ? OR shelf.document IN (SELECT document FROM byline WHERE person = ?)
                OR shelf.document IN (SELECT document FROM assignee WHERE person = ?))";
            all.add(sql, [person.clone(), person.clone(), person.clone()]);
        }
        if let Some((edition, standings)) = &filter.standing {
            let needle = |standing: &String| match edition {
                Some(edition) => format!(" {edition}={standing} "),
                None => format!("={standing} "),
            };
            let any = vec!["instr(standings, ?) > 0"; standings.len()].join(" OR ");
            all.add(&format!("({any})"), standings.iter().map(needle));
        }
        if let Some(section) = &filter.section {
            all.add("shelf.section = ?", [section.clone()]);
        }
        if let Some(desk) = &filter.desk {
            all.add("shelf.desk = ?", [desk.clone()]);
        }
        if let Some(tag) = &filter.tag {
            all.add("shelf.document IN (SELECT document FROM story_tag WHERE entry = ?)", [tag.clone()]);
        }
        if let Some(urgency) = &filter.urgency {
            all.add("shelf.urgency = ?", [urgency.clone()]);
        }
        if let Some(edition) = &filter.untranslated {
            all.add("untranslated", []);
            if let Some(edition) = edition {
                all.add("instr(standings, ?) > 0", [format!(" {edition}=empty ")]);
            }
        }
        match &filter.behind {
            None => {}
            Some(None) => all.add("behind <> ''", []),
            Some(Some(edition)) => all.add("behind <> '' AND instr(behind, ?) > 0", [format!(" {edition} ")]),
        }
        if let Some(person) = filter.mentions {
            all.add("mentions <> '' AND instr(mentions, ?) > 0", [format!(" {person} ")]);
        }
        let facts = [
            (filter.due, "deadline IS NOT NULL"),
            (filter.to_approve, "to_approve > 0"),
            (filter.credits_missing, "credits_missing > 0"),
            (filter.waiting, "waiting"),
            (filter.cards, "cards > 0"),
        ];
        for (_, sql) in facts.into_iter().filter(|(wanted, _)| *wanted) {
            all.add(sql, []);
        }
        for (since, column) in [(filter.published_since, "published_at"), (filter.changed_since, "shelf.changed_at")] {
            if let Some(since) = since {
                all.add(&format!("{column} >= {}", since.0), []);
            }
        }
        if let Some(words) = &filter.words {
            all.add("shelf.document IN (SELECT rowid FROM search WHERE search MATCH ?)", [words.clone()]);
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
    /// Stories and photos of which the shelf does not say what is written now, the last made first, at most so many.
    pub fn shelf_due(&self, limit: usize) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT kind, id FROM shelf_due JOIN document ON number = document ORDER BY document DESC LIMIT ?1";
        self.rows(sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| read_id(row, 0))
    }

    /// How many of them there are.
    pub fn shelf_due_count(&self) -> Result<usize, StoreError> {
        let count = self.row("SELECT count(*) FROM shelf_due", [], |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(count.unwrap_or_default() as usize)
    }

    /// One page of a list.
    pub fn shelf(
        &self,
        filter: &ShelfFilter,
        order: ShelfOrder,
        from: usize,
        count: usize,
    ) -> Result<Vec<Shelved>, StoreError> {
        let Conditions { sql, mut values } = Conditions::of(filter);
        let order = order.sql();
        values.extend([count, from].map(|number| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))));
        // The page is found among narrow rows, and only what is shown of it is read.
        let sql = format!(
            "SELECT {COLUMNS} FROM (
                 SELECT shelf.* FROM shelf {sql} ORDER BY {order} LIMIT ? OFFSET ?
             ) AS shelf JOIN document ON number = shelf.document JOIN shelf_marks USING (document) ORDER BY {order}",
        );
        self.rows(&sql, params_from_iter(values), read)
    }

    /// How many stories a filter lets through.
    pub fn shelf_count(&self, filter: &ShelfFilter) -> Result<usize, StoreError> {
        let Conditions { sql, values } = Conditions::of(filter);
        let sql = format!("SELECT count(*) FROM shelf {sql}");
        let count = self.row(&sql, params_from_iter(values), |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(count.unwrap_or_default() as usize)
    }

    /// The stories that a filter lets through, in order.
    pub fn shelf_stories(&self, filter: &ShelfFilter, order: ShelfOrder) -> Result<Vec<StoryId>, StoreError> {
        let Conditions { sql, values } = Conditions::of(filter);
        let order = order.sql();
        let sql = format!("SELECT id FROM shelf JOIN document ON number = shelf.document {sql} ORDER BY {order}");
        self.rows(&sql, params_from_iter(values), |row| stored(&row.get::<_, String>(0)?))
    }

    /// How much of everything there is, and how much is one person's.
    pub fn shelf_counts(&self, of: PersonId) -> Result<ShelfCounts, StoreError> {
        let sql = "
            SELECT (SELECT count(*) FROM shelf WHERE created_by = ?1)
                 + (SELECT count(*) FROM assignee JOIN shelf USING (document) WHERE person = ?1 AND created_by <> ?1),
                   (SELECT count(*) FROM shelf),
                   (SELECT coalesce(sum(to_approve), 0) FROM shelf WHERE to_approve > 0)";
        let counts = self.row(sql, [of.to_string()], |row| {
            let count = |column| -> Result<usize, StoreError> { Ok(row.get::<_, u32>(column)? as usize) };
            Ok(ShelfCounts { of: count(0)?, all: count(1)?, to_approve: count(2)? })
        })?;
        Ok(counts.unwrap_or_default())
    }
}

impl Writer<'_> {
    /// A document that stands in other stories' rows has been looked after: they are due instead.
    pub fn pass_on_shelf_due(&self, document: DocumentId, stories: &[StoryId]) -> Result<(), StoreError> {
        for story in stories {
            if let Some(number) = self.number(DocumentId::from(*story))? {
                self.execute("INSERT OR IGNORE INTO shelf_due VALUES (?1)", [number])?;
            }
        }
        if let Some(number) = self.number(document)? {
            self.execute("DELETE FROM shelf_due WHERE document = ?1", [number])?;
        }
        Ok(())
    }

    /// Puts a story on the shelf in the place of what stood there of it.
    pub fn shelve(&self, row: &Shelved) -> Result<(), StoreError> {
        let Some(number) = self.number(DocumentId::from(row.story))? else { return Ok(()) };
        let standings: String =
            row.standings.iter().map(|(edition, standing)| format!(" {edition}={standing} ")).collect();
        let small = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let values = params![
            number,
            row.changed_at.0,
            row.created_by.map(|person| person.to_string()).unwrap_or_default(),
            row.slugline,
            row.headline,
            row.headline_edition.as_str(),
            row.section,
            row.urgency,
            standings,
            small(row.to_approve),
            row.untranslated,
            small(row.credits_missing),
            row.waiting,
            small(row.cards),
            small(row.suggestions),
            row.published_at.map(|at| at.0),
            row.behind.iter().map(|edition| format!(" {edition} ")).collect::<String>(),
            row.mentions.iter().map(|person| format!(" {person} ")).collect::<String>(),
            row.desk,
            row.deadline.map(|at| at.0),
        ];
        let sql = "INSERT OR REPLACE INTO shelf VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
        self.execute(sql, values)?;
        self.execute("INSERT OR REPLACE INTO shelf_marks VALUES (?1, ?2)", params![number, row.marks])?;
        self.execute("DELETE FROM shelf_due WHERE document = ?1", [number])?;
        Ok(())
    }
}

fn read(row: &Row<'_>) -> Result<Shelved, StoreError> {
    let count = |column| -> Result<usize, StoreError> { Ok(row.get::<_, u32>(column)? as usize) };
    let standings: String = row.get(8)?;
    Ok(Shelved {
        story: stored(&row.get::<_, String>(0)?)?,
        changed_at: Timestamp(row.get(1)?),
        created_by: row.get::<_, String>(2)?.parse().ok(),
        slugline: row.get(3)?,
        headline: row.get(4)?,
        headline_edition: stored(&row.get::<_, String>(5)?)?,
        section: row.get(6)?,
        urgency: row.get(7)?,
        standings: standings
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(edition, standing)| Ok((stored(edition)?, standing.to_owned())))
            .collect::<Result<_, StoreError>>()?,
        to_approve: count(9)?,
        untranslated: row.get(10)?,
        credits_missing: count(11)?,
        waiting: row.get(12)?,
        cards: count(13)?,
        suggestions: count(14)?,
        published_at: row.get::<_, Option<i64>>(15)?.map(Timestamp),
        marks: row.get(16)?,
        behind: row.get::<_, String>(17)?.split_whitespace().map(stored).collect::<Result<_, StoreError>>()?,
        desk: row.get(19)?,
        deadline: row.get::<_, Option<i64>>(20)?.map(Timestamp),
        mentions: row.get::<_, String>(18)?.split_whitespace().map(stored).collect::<Result<_, StoreError>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profile;
    use crate::profile::tests::{at, plain};
    use tilshi_story::{Card, CardKind, CardVersion, OperationId, Part, PartValue, PhotoId};

    fn put(profile: &mut Profile, document: impl Into<DocumentId>, part: Part, value: PartValue, time: usize) {
        let document = document.into();
        profile
            .write(|writer| writer.put_part(document, &part.key(), &value, PersonId::generate(), at(time)))
            .expect("written");
    }

    fn due(profile: &Profile) -> Vec<DocumentId> {
        profile.read().shelf_due(99).expect("read")
    }

    fn row(story: StoryId, time: usize) -> Shelved {
        Shelved {
            story,
            changed_at: at(time),
            created_by: None,
            slugline: String::new(),
            headline: String::new(),
            headline_edition: "en".parse().expect("an edition key"),
            section: String::new(),
            urgency: String::new(),
            standings: Vec::new(),
            to_approve: 0,
            untranslated: false,
            credits_missing: 0,
            waiting: false,
            cards: 0,
            suggestions: 0,
            published_at: None,
            behind: Vec::new(),
            mentions: Vec::new(),
            desk: String::new(),
            deadline: None,
            marks: "[]".into(),
        }
    }

    fn shelve(profile: &mut Profile, row: &Shelved) {
        profile.write_derived(|writer| writer.shelve(row)).expect("shelved");
    }

    #[test]
    fn whatever_a_row_depends_on_makes_its_document_due() {
        let (_folder, mut profile) = plain();
        let (story, photo) = (StoryId::generate(), PhotoId::of(b"a picture"));
        let document = DocumentId::from(story);
        put(&mut profile, story, Part::Slugline, PartValue::text("ferry"), 1);
        assert_eq!(due(&profile), [document]);
        let settle = |profile: &mut Profile, what: &str| {
            assert_eq!(due(profile), [document], "{what}");
            shelve(profile, &row(story, 1));
            assert_eq!(due(profile), [], "{what}");
        };
        settle(&mut profile, "a new story");
        put(&mut profile, story, Part::Tags, PartValue::Set(["water".to_owned()].into()), 2);
        settle(&mut profile, "a tag");

        let operation = OperationId::generate();
        profile.write(|writer| writer.add_outgoing(operation, document, "{}", at(3))).expect("written");
        settle(&mut profile, "what waits");
        profile.write(|writer| writer.remove_outgoing(operation)).expect("written");
        settle(&mut profile, "what was sent");

        let version = CardVersion { value: Some(PartValue::text("one")), by: PersonId::generate(), at: at(1) };
        let card = Card {
            document,
            part: Part::Slugline.key(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            ours: version.clone(),
            theirs: version,
        };
        profile.write(|writer| writer.put_card(&card, false)).expect("written");
        settle(&mut profile, "a card");
        profile.write(|writer| writer.settle_card(card.id(), false)).expect("written");
        settle(&mut profile, "a settled card");

        put(&mut profile, photo, Part::Creator, PartValue::text("Dana"), 4);
        assert_eq!(due(&profile), [photo.into()]);
        profile.write(|writer| writer.pass_on_shelf_due(photo.into(), &[story])).expect("written");
        settle(&mut profile, "a photo of it");

        profile.write(|writer| writer.remove_document(document)).expect("removed");
        assert_eq!(due(&profile), []);
        assert_eq!(profile.read().shelf_count(&ShelfFilter::default()).expect("read"), 0, "gone with its story");
    }

    #[test]
    fn filters_combine_and_a_page_is_a_stretch_of_the_order() {
        let (_folder, mut profile) = plain();
        let me = PersonId::generate();
        let editions = ["kk", "en"].map(|key| key.parse::<EditionKey>().expect("an edition key"));
        let stories: Vec<StoryId> = (0..10).map(|_| StoryId::generate()).collect();
        for (place, story) in stories.iter().enumerate() {
            put(&mut profile, *story, Part::Slugline, PartValue::text("anything"), place);
            let standing = if place % 2 == 0 { "in-review" } else { "draft" };
            let shelved = Shelved {
                slugline: format!("story-{}", 9 - place),
                created_by: (place < 4).then_some(me),
                standings: vec![(editions[0].clone(), standing.into()), (editions[1].clone(), "empty".into())],
                to_approve: usize::from(place % 2 == 0),
                credits_missing: place / 5,
                urgency: if place == 7 { "1".into() } else { "3".into() },
                published_at: (place == 3).then(|| at(100)),
                behind: if place == 4 { vec![editions[1].clone()] } else { Vec::new() },
                desk: if place == 5 { "sport".into() } else { String::new() },
                deadline: [(2, 900), (8, 800)].iter().find(|(of, _)| *of == place).map(|(_, time)| at(*time)),
                mentions: if place == 6 { vec![PersonId::generate(), me] } else { Vec::new() },
                ..row(*story, place)
            };
            shelve(&mut profile, &shelved);
        }
        put(&mut profile, stories[9], Part::Assignees, PartValue::Set([me.to_string()].into()), 9);

        let reader = profile.read();
        let found = |filter: &ShelfFilter, order, from, count| -> Vec<usize> {
            let page = reader.shelf(filter, order, from, count).expect("read");
            page.iter().map(|row| stories.iter().position(|story| *story == row.story).expect("known")).collect()
        };
        let all = ShelfFilter::default();
        assert_eq!(found(&all, ShelfOrder::Changed, 0, 3), [9, 8, 7]);
        assert_eq!(found(&all, ShelfOrder::Changed, 8, 3), [1, 0]);
        assert_eq!(found(&all, ShelfOrder::Slugline, 0, 2), [9, 8]);
        assert_eq!(found(&all, ShelfOrder::Urgency, 0, 2), [7, 9]);
        assert_eq!(found(&all, ShelfOrder::Published, 0, 2), [3, 9]);
        assert_eq!(found(&all, ShelfOrder::Deadline, 0, 3), [8, 2, 9]);
        let due = ShelfFilter { due: true, ..all.clone() };
        assert_eq!(found(&due, ShelfOrder::Changed, 0, 9), [8, 2]);
        let of_desk = ShelfFilter { desk: Some("sport".into()), ..all.clone() };
        assert_eq!(found(&of_desk, ShelfOrder::Changed, 0, 9), [5]);
        let mentioned = ShelfFilter { mentions: Some(me), ..all.clone() };
        assert_eq!(found(&mentioned, ShelfOrder::Changed, 0, 9), [6]);
        let mine = ShelfFilter { of: Some(me), ..all.clone() };
        assert_eq!(found(&mine, ShelfOrder::Changed, 0, 9), [9, 3, 2, 1, 0]);
        let standing = |edition: Option<&EditionKey>, name: &str| {
            let standing = Some((edition.cloned(), vec![name.to_owned()]));
            ShelfFilter { standing, ..mine.clone() }
        };
        assert_eq!(found(&standing(None, "in-review"), ShelfOrder::Changed, 0, 9), [2, 0]);
        assert_eq!(found(&standing(Some(&editions[0]), "in-review"), ShelfOrder::Changed, 0, 9), [2, 0]);
        assert_eq!(found(&standing(Some(&editions[1]), "in-review"), ShelfOrder::Changed, 0, 9), [0_usize; 0]);
        assert_eq!(found(&standing(None, "review"), ShelfOrder::Changed, 0, 9), [0_usize; 0], "a whole name");
        let published = ShelfFilter { published_since: Some(at(100)), ..all.clone() };
        assert_eq!(found(&published, ShelfOrder::Changed, 0, 9), [3]);
        let behind = |edition: Option<&EditionKey>| ShelfFilter { behind: Some(edition.cloned()), ..all.clone() };
        assert_eq!(found(&behind(None), ShelfOrder::Changed, 0, 9), [4]);
        assert_eq!(found(&behind(Some(&editions[1])), ShelfOrder::Changed, 0, 9), [4]);
        assert_eq!(found(&behind(Some(&editions[0])), ShelfOrder::Changed, 0, 9), [0_usize; 0]);
        assert_eq!(reader.shelf_count(&mine).expect("read"), 5);
        assert_eq!(reader.shelf_stories(&mine, ShelfOrder::Slugline).expect("read")[0], stories[9]);

        let counts = reader.shelf_counts(me).expect("read");
        assert_eq!(counts, ShelfCounts { of: 5, all: 10, to_approve: 5 });
        let kept = reader.shelf(&published, ShelfOrder::Changed, 0, 1).expect("read").remove(0);
        assert_eq!((kept.slugline.as_str(), kept.created_by, kept.published_at), ("story-6", Some(me), Some(at(100))));
        assert_eq!(kept.standings.len(), 2);
    }
}

//! An edition beside what it was made from, passage by passage: what moved and who moved it, what was asked for, what the quality
//! checks find.

use std::collections::BTreeSet;

use tilshi_language::passage_key;
use tilshi_merge::{
    Field, Followed, SentencePair, Texts, align, behind, found_again, machine_mark, machine_marks, paragraphs,
    sentences_beside, side_by_side,
};
use tilshi_store::Reader;
use tilshi_story::{Content, DocumentId, EditionKey, Failure, Part, PartKey, PassageReason, Standing, StoryId};

use crate::checking::{Known, findings};
use crate::desk::Desk;
use crate::following::translated_from;
use crate::history::{MovedPassage, moved_by, texts_pinned};
use crate::machine::service_of;
use crate::memory::approved_otherwise;
use crate::profile::{Names, Open};
use crate::standing::Stand;
use crate::views::{MovedView, OwnPassage, PassageRow, PassagesView, ReturnedView, SentenceView};
use crate::{Answer, Newsroom, house};

impl Newsroom {
    /// See [`crate::Call::passages_show`].
    pub fn passages_show(&self, story: StoryId, edition: EditionKey) -> Answer<PassagesView> {
        // Before the profile is held: a dictionary may still have to be read.
        self.look_up_words(story, &edition)?;
        self.with(|open| view(open, story, &edition))
    }
}

/// An edition beside what it was made from.
pub(crate) fn view(open: &Open, story: StoryId, edition: &EditionKey) -> Answer<PassagesView> {
    let info =
        tilshi_language::edition(edition).ok_or_else(|| Failure::new("edition-unknown").with("edition", edition))?;
    let (reader, document) = (open.store.read(), DocumentId::from(story));
    if !reader.exists(document)? {
        return Err(Failure::new("story-not-found"));
    }
    let desk = Desk::read(&reader, &open.me, &reader.outbox_of(document)?, story)?;
    let content = &desk.content;
    let followed = Followed::of(content, edition);
    let from = translated_from(content, edition);
    let source = from.as_ref().map(|from| Texts::of(content, from)).unwrap_or_default();
    let own = Texts::of(content, edition);
    let marks = machine_marks(content, edition);
    let is_machines = |text: &str| !marks.is_empty() && marks.contains(&machine_mark(text));
    let rows = side_by_side(followed.as_ref(), &source, &own).into_iter().map(|row| {
        let (part, text) = match row.field {
            Field::Headline => (Part::Headline(edition.clone()), own.headline),
            Field::Lead => (Part::Lead(edition.clone()), own.lead),
            Field::Body => (Part::Body(edition.clone()), own.body),
        };
        PassageRow {
            part: part.key(),
            photo: None,
            then: row.then.map(str::to_owned),
            now: row.now.map(str::to_owned),
            moved: row.moved,
            moved_by: None,
            sentences: from.as_ref().zip(row.now).map_or_else(Vec::new, |(from, now)| {
                let own = row.own.clone().map_or("", |place| &text[place]);
                sentences_beside((now, from), (own, edition)).into_iter().map(sentence_view).collect()
            }),
            machine: row.own.as_ref().is_some_and(|place| is_machines(&text[place.clone()])),
            own: row.own.map(|place| OwnPassage { text: text[place.clone()].to_owned(), from: place.start }),
            approved: None,
            returned: Vec::new(),
        }
    });
    let mut rows: Vec<PassageRow> = rows.collect();
    let stand = desk.stand(&open.me, edition);
    if let Some(approved) = approved(open, &desk, edition, &stand)? {
        mark_changes(&mut rows, &Texts::of(&approved, edition), edition);
    }
    rows.extend(photo_words(&desk, from.as_ref(), edition));
    let asked = stand.record.map(|record| record.passages).unwrap_or_default();
    let returned = mark_returned(&mut rows, &desk, &asked);
    let names = Names::read(&reader, &open.me)?;
    if let Some(from) = &from {
        name_movers(&reader, &names, story, from, &mut rows)?;
    }
    let vocabulary = crate::vocabulary::entries(open)?;
    let elsewhere = match &from {
        Some(from) => rows.iter().map(|row| elsewhere(&reader, story, (from, edition), row)).collect::<Answer<_>>()?,
        None => Vec::new(),
    };
    let style = house::style(open)?;
    let said: Vec<&str> = rows.iter().map(|row| row.own.as_ref().map_or("", |own| own.text.as_str())).collect();
    let misspelt = open.dictionaries.known_wrong(info, &said, &vocabulary);
    let findings = findings(
        &Known {
            content,
            names: &names,
            vocabulary: &vocabulary,
            house: &style,
            elsewhere: &elsewhere,
            misspelt: &misspelt,
        },
        &rows,
        followed.as_ref().map(|followed| &followed.edition),
        edition,
    );
    let behind = behind(content, edition);
    let converted_by = content.text(&Part::ConvertedBy(edition.clone()));
    let converted_otherwise =
        from.as_ref().is_some_and(|from| !converted_by.is_empty() && converted_by != style.version(from, edition));
    let (made_from, through, says) = (behind.made_from, behind.through, desk.says(edition));
    let machine = service_of(open, edition)?.is_some();
    Ok(PassagesView { made_from, beside: from, through, rows, returned, findings, machine, converted_otherwise, says })
}

/// Notes who changed what has moved in the source.
fn name_movers(
    reader: &Reader<'_>,
    names: &Names<'_>,
    story: StoryId,
    source: &EditionKey,
    rows: &mut [PassageRow],
) -> Answer<()> {
    let places: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].moved).collect();
    if places.is_empty() {
        return Ok(());
    }
    let passage = |at: &usize| {
        let (now, then) = (rows[*at].now.as_deref(), rows[*at].then.as_deref());
        now.map_or(MovedPassage::Gone(then.unwrap_or_default()), MovedPassage::Now)
    };
    let moved = moved_by(reader, story, source, &places.iter().map(passage).collect::<Vec<_>>())?;
    for (at, moved) in places.into_iter().zip(moved) {
        rows[at].moved_by = moved.map(|(person, at)| MovedView { by: names.of(person), at });
    }
    Ok(())
}

fn sentence_view(pair: SentencePair) -> SentenceView {
    let place = |place: std::ops::Range<usize>| (place.start, place.end);
    SentenceView { now: pair.source.map(place), own: pair.own.map(place) }
}

/// How the memory has a passage, where it has it otherwise than it is said here.
fn elsewhere(
    reader: &Reader<'_>,
    story: StoryId,
    (from, to): (&EditionKey, &EditionKey),
    row: &PassageRow,
) -> Answer<Option<String>> {
    let (Some(source), Some(own), None) = (&row.now, &row.own, row.photo) else { return Ok(None) };
    Ok(approved_otherwise(reader, story, (from, source), (to, &own.text))?)
}

/// The texts that an approval of the edition was about, where they are others than now and still stand in its history.
fn approved(open: &Open, desk: &Desk, edition: &EditionKey, stand: &Stand) -> Answer<Option<Content>> {
    let Some(record) = stand.record.as_ref().filter(|_| stand.standing == Standing::Changed) else { return Ok(None) };
    texts_pinned(&open.store.read(), desk.story, edition, &record.pins)
}

/// Notes in each row what it said when it was approved; what is gone since gets a row behind its text.
fn mark_changes(rows: &mut Vec<PassageRow>, approved: &Texts<'_>, edition: &EditionKey) {
    for (part, text) in [
        (Part::Headline(edition.clone()), approved.headline),
        (Part::Lead(edition.clone()), approved.lead),
        (Part::Body(edition.clone()), approved.body),
    ] {
        let key = part.key();
        let places: Vec<usize> =
            (0..rows.len()).filter(|at| rows[*at].part == key && rows[*at].own.is_some()).collect();
        let now: Vec<String> =
            places.iter().filter_map(|at| rows[*at].own.as_ref()).map(|own| own.text.clone()).collect();
        let then: Vec<&str> = paragraphs(text).into_iter().map(|place| &text[place]).collect();
        let mut gone = Vec::new();
        for pair in align(&then, &now.iter().map(String::as_str).collect::<Vec<_>>()) {
            let was = pair.then.map(|at| then[at]);
            match pair.now {
                Some(at) if was == Some(now[at].as_str()) => {}
                Some(at) => rows[places[at]].approved = Some(was.unwrap_or_default().to_owned()),
                None => gone.extend(was.map(str::to_owned)),
            }
        }
        let behind = rows.iter().rposition(|row| row.part == key).map_or(rows.len(), |at| at + 1);
        let gone = gone.into_iter().map(|was| PassageRow {
            part: key.clone(),
            photo: None,
            then: None,
            now: None,
            moved: false,
            moved_by: None,
            own: None,
            sentences: Vec::new(),
            machine: false,
            approved: Some(was),
            returned: Vec::new(),
        });
        rows.splice(behind..behind, gone);
    }
}

/// Notes in each row what was asked for there when the edition was returned; gives what was asked for in passages that are gone.
fn mark_returned(rows: &mut [PassageRow], desk: &Desk, asked: &[PassageReason]) -> Vec<ReturnedView> {
    let photos = desk.photos_in_order();
    let document_of = |row: &PassageRow| match row.photo {
        Some(place) => photos.get(place - 1).map(|photo| DocumentId::from(*photo)),
        None => Some(desk.story.into()),
    };
    let mut gone = Vec::new();
    let texts: BTreeSet<(&DocumentId, &PartKey)> = asked.iter().map(|asked| (&asked.document, &asked.part)).collect();
    for (document, part) in texts {
        let asked: Vec<_> = asked.iter().filter(|asked| asked.document == *document && asked.part == *part).collect();
        let places: Vec<usize> = (0..rows.len())
            .filter(|at| rows[*at].own.is_some() && rows[*at].part == *part)
            .filter(|at| document_of(&rows[*at]) == Some(*document))
            .collect();
        let now: Vec<String> =
            places.iter().filter_map(|at| rows[*at].own.as_ref()).map(|own| own.text.clone()).collect();
        let noted: Vec<&str> = asked.iter().map(|asked| asked.passage.as_str()).collect();
        let found = found_again(&noted, &now.iter().map(String::as_str).collect::<Vec<_>>());
        for (asked, place) in asked.into_iter().zip(found) {
            // A title is one passage, however much of it is rewritten; so are the words of a photo.
            let place = place.or_else(|| (now.len() == 1 && !is_body(part)).then_some(0));
            let is_same = place.is_some_and(|place| passage_key(&now[place]) == passage_key(&asked.passage));
            let then = (!is_same).then(|| asked.passage.clone());
            let view = ReturnedView { reason: asked.reason.clone(), then };
            match place {
                Some(place) => rows[places[place]].returned.push(view),
                None => gone.push(view),
            }
        }
    }
    gone
}

fn is_body(part: &PartKey) -> bool {
    matches!(part.known(), Some(Part::Body(_)))
}

/// The words of each photo, in the order of the story.
fn photo_words(desk: &Desk, from: Option<&EditionKey>, edition: &EditionKey) -> Vec<PassageRow> {
    let nothing = Content::new();
    let words = desk.photos_in_order().into_iter().enumerate().flat_map(|(place, photo)| {
        let content = desk.photos.get(&photo).unwrap_or(&nothing);
        Part::PHOTO_WORDS.map(|part| {
            let said = |edition: &EditionKey| {
                let text = content.text(&part(edition.clone()));
                (!text.trim().is_empty()).then(|| text.to_owned())
            };
            let source = from.and_then(said);
            PassageRow {
                part: part(edition.clone()).key(),
                photo: Some(place + 1),
                then: source.clone(),
                now: source,
                moved: false,
                moved_by: None,
                own: said(edition).map(|text| OwnPassage { text, from: 0 }),
                sentences: Vec::new(),
                machine: false,
                approved: None,
                returned: Vec::new(),
            }
        })
    });
    words.filter(|row| row.now.is_some() || row.own.is_some()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Options;
    use crate::views::PassageAnswer;
    use tilshi_language::checks::{Check, Severity};
    use tilshi_store::Workflow;
    use tilshi_story::{EditionRecord, EditionState, PartValue, PersonId};

    pub(crate) struct Desk {
        pub(crate) newsroom: Newsroom,
        pub(crate) story: StoryId,
        _folder: tempfile::TempDir,
    }

    pub(crate) fn key(edition: &str) -> EditionKey {
        edition.parse().expect("an edition key")
    }

    impl Desk {
        pub(crate) fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
            newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
            let story = newsroom.story_new(key("en")).expect("a story");
            Self { newsroom, story, _folder: folder }
        }

        pub(crate) fn put(&self, part: Part, text: &str) {
            self.newsroom.part_set(self.story.into(), part.key(), PartValue::text(text)).expect("written");
        }

        pub(crate) fn passages(&self, edition: &str) -> PassagesView {
            self.newsroom.passages_show(self.story, key(edition)).expect("shown")
        }

        pub(crate) fn moved(&self, edition: &str) -> Vec<PassageAnswer> {
            let rows = self.passages(edition).rows.into_iter().filter(|row| row.moved);
            rows.map(|row| PassageAnswer { then: row.then, now: row.now }).collect()
        }

        pub(crate) fn behind(&self, edition: &str) -> (usize, Option<EditionKey>) {
            let view = self.newsroom.story_show(self.story).expect("shown");
            let view = view.editions.into_iter().find(|view| view.edition == key(edition)).expect("an edition");
            (view.behind, view.behind_through)
        }
    }

    #[test]
    fn what_has_moved_says_who_moved_it() {
        let desk = Desk::new();
        desk.put(Part::Body(key("en")), "Water came.\n\nThe canal opened.\n\nIt rained.");
        desk.put(Part::Body(key("ru")), "Вода пришла.\n\nАрык открыт.\n\nПрошёл дождь.");
        let by = |passage: &str| {
            let moved = desk
                .passages("ru")
                .rows
                .into_iter()
                .find(|row| row.now.as_deref().or(row.then.as_deref()) == Some(passage));
            moved.expect("a passage").moved_by.map(|moved| moved.by)
        };
        assert_eq!(by("Water came."), None, "it has not moved");
        desk.put(Part::Body(key("en")), "Water came early.\n\nThe canal opened.");
        assert_eq!(by("Water came early.").as_deref(), Some("Aigerim"));
        assert_eq!(by("It rained.").as_deref(), Some("Aigerim"), "taken out");
        assert_eq!(by("The canal opened."), None);
    }

    #[test]
    fn what_was_asked_for_in_a_passage_stays_with_it_while_it_is_rewritten() {
        let desk = Desk::new();
        let body = Part::Body(key("en"));
        desk.put(Part::Headline(key("en")), "Water");
        desk.put(body.clone(), "Water came.\n\nThe canal opened on Monday morning.\n\nIt rained.");
        let asked = |part: Part, passage: &str, reason: &str| PassageReason {
            document: desk.story.into(),
            part: part.key(),
            passage: passage.into(),
            reason: reason.into(),
        };
        let passages = vec![
            asked(Part::Headline(key("en")), "Water", "Say where"),
            asked(body.clone(), "The canal opened on Monday morning.", "Which canal?"),
            asked(body.clone(), "It rained.", "Who says so?"),
        ];
        let record = EditionRecord {
            state: EditionState::Returned,
            by: PersonId::generate(),
            at: crate::now(),
            reason: None,
            passages,
            pins: Vec::new(),
            source_pins: Vec::new(),
        };
        let workflow = Workflow { editions: [(key("en"), record)].into(), ..Workflow::default() };
        let set = |open: &mut Open| Ok(open.store.write(|writer| writer.set_workflow(desk.story, &workflow))?);
        desk.newsroom.with(set).expect("recorded");

        let shown = || -> (Vec<Vec<(String, bool)>>, Vec<String>) {
            let view = desk.passages("en");
            let of = |returned: Vec<ReturnedView>| returned.into_iter().map(|each| (each.reason, each.then.is_some()));
            let rows = view.rows.into_iter().map(|row| of(row.returned).collect()).collect();
            (rows, of(view.returned).map(|(reason, _)| reason).collect())
        };
        let same = |reason: &str| vec![(reason.to_owned(), false)];
        assert_eq!(shown(), (vec![same("Say where"), vec![], same("Which canal?"), same("Who says so?")], vec![]));
        let editions = desk.newsroom.story_show(desk.story).expect("shown").editions;
        assert_eq!(editions.iter().find(|view| view.edition == key("en")).expect("en").reasons, 3);

        // Rewritten, moved and gone; a title stays one, however much of it is rewritten.
        desk.put(Part::Headline(key("en")), "Ertis rises");
        desk.put(body, "The Ertis canal opened on Monday morning.\n\nWater came.");
        let changed = |reason: &str| vec![(reason.to_owned(), true)];
        assert_eq!(
            shown(),
            (vec![changed("Say where"), changed("Which canal?"), vec![]], vec!["Who says so?".to_owned()])
        );
    }

    #[test]
    fn what_looks_like_a_slip_is_found_and_what_is_known_can_be_put_right() {
        let desk = Desk::new();
        desk.put(Part::Body(key("en")), "Some 120 animals were seen.\n\nThe canal is open.");
        desk.put(Part::Body(key("kk")), "Шамамен 210 жануар көрінді.\n\nАрна  ашық.");
        desk.put(Part::Body(key("qz")), "Şamamen 210 januar körındı.\n\nArna aşyq.");
        let found = |edition: &str| -> Vec<(usize, Check, bool, Option<String>)> {
            let findings = desk.passages(edition).findings.into_iter();
            findings.map(|found| (found.row, found.check, found.missing, found.fixed)).collect()
        };
        assert_eq!(
            found("kk"),
            [
                (0, Check::Numbers, true, None),
                (0, Check::Numbers, false, None),
                (1, Check::Spaces, false, Some("Арна ашық.".into())),
            ]
        );
        let numbers: Vec<String> = desk.passages("kk").findings.into_iter().take(2).map(|found| found.name).collect();
        for name in &numbers {
            let accept =
                |reason: &str| desk.newsroom.finding_accept(desk.story, key("kk"), name.clone(), reason.into());
            let view = accept("a newer\ncount").expect("accepted");
            let said = &view.findings.iter().find(|found| found.name == *name).expect("it stays").accepted;
            assert_eq!((said[0].by.as_str(), said[0].reason.as_str()), ("Aigerim", "a newer count"));
            assert!(accept("").expect("taken back").findings.iter().all(|found| found.accepted.is_empty()));
        }
        desk.put(Part::Body(key("kk")), "Шамамен 120 жануар көрінді.\n\nАрна  ашық.");
        let gone = desk.newsroom.finding_accept(desk.story, key("kk"), numbers[0].clone(), "late".into());
        assert_eq!(gone.expect_err("put right").code, "finding-gone");
        desk.put(Part::Body(key("kk")), "Шамамен 210 жануар көрінді.\n\nАрна  ашық.");
        assert_eq!(found("qz")[0], (1, Check::Conversion, false, Some("Arna  aşyq.".into())));
        assert_eq!(found("en"), []);
    }

    /// How many errors the table shows that nobody has accepted.
    fn open_findings(desk: &Desk, edition: &str) -> Vec<String> {
        let open = desk.passages(edition).findings.into_iter();
        let open = open.filter(|found| found.severity == Severity::Error && found.accepted.is_empty());
        open.map(|found| found.name).collect()
    }

    #[test]
    fn whatever_keeps_an_edition_from_being_approved_can_be_accepted() {
        let desk = Desk::new();
        let photo = tilshi_story::PhotoId::of(b"a picture");
        let errors = |edition: &str| {
            let read = desk.newsroom.with(|open| {
                let reader = open.store.read();
                Ok((reader.content(desk.story.into())?, reader.content(photo.into())?))
            });
            let (content, photo) = read.expect("read");
            tilshi_merge::open_errors(&content, [&photo], &key(edition), &Default::default())
        };
        // Written before its source: nobody knows what it was made from, and it stands beside that all the same.
        desk.put(Part::Body(key("ru")), "Он сказал: «Вода пришла.");
        desk.put(Part::Body(key("en")), "Some 120 animals came.");
        desk.newsroom
            .with(|open| {
                let (caption, photos) = (Part::Caption(key("ru")).key(), Part::Photos.key());
                open.set_part(photo.into(), &caption, &PartValue::text("Вода», сказал он"))?;
                open.set_part(desk.story.into(), &photos, &PartValue::List(vec![photo.to_string()]))
            })
            .expect("a photo");
        assert_eq!(errors("ru"), 2);
        let found = open_findings(&desk, "ru");
        assert_eq!(found.len(), 2, "one in the text, one in the caption, which closes nothing of it");
        for name in found {
            desk.newsroom.finding_accept(desk.story, key("ru"), name, "meant so".into()).expect("accepted");
        }
        assert_eq!((errors("ru"), open_findings(&desk, "ru")), (0, vec![]));

        desk.newsroom.edition_made_from(desk.story, key("ru"), key("en")).expect("said");
        assert_eq!(errors("ru"), 2, "beside its source it lacks a number, and its passage is another one");
        for name in open_findings(&desk, "ru") {
            desk.newsroom.finding_accept(desk.story, key("ru"), name, "meant so".into()).expect("accepted");
        }
        assert_eq!(errors("ru"), 0);
    }

    #[test]
    fn a_name_of_the_vocabulary_is_looked_for_in_the_form_of_the_edition() {
        use tilshi_story::EntryKind;
        let desk = Desk::new();
        desk.put(Part::Body(key("en")), "The National Bank kept its rate.");
        desk.put(Part::Body(key("ru")), "Нацбанк сохранил ставку.");
        let found = || -> Vec<(Check, String)> {
            let findings = desk.passages("ru").findings.into_iter();
            // What a dictionary of this computer does not know is not asked here.
            let findings = findings.filter(|found| found.check != Check::Spelling);
            findings.map(|found| (found.check, found.about)).collect()
        };
        assert_eq!(found(), []);
        let bank = desk.newsroom.entry_new(EntryKind::Term, key("en"), "National Bank".into()).expect("a term").entry;
        assert_eq!(found(), [], "it has no form in Russian yet");
        desk.newsroom.entry_label(bank, key("ru"), "Национальный банк".into()).expect("named");
        assert_eq!(found(), [(Check::Term, "Национальный банк".into())]);
        desk.put(Part::Body(key("ru")), "Национальный банк сохранил ставку.");
        assert_eq!(found(), []);
    }

    #[test]
    fn what_was_approved_stands_beside_what_is_said_since() {
        let row = |text: &str| PassageRow {
            part: Part::Body(key("ru")).key(),
            photo: None,
            then: None,
            now: None,
            moved: false,
            moved_by: None,
            own: Some(OwnPassage { text: text.into(), from: 0 }),
            sentences: Vec::new(),
            machine: false,
            approved: None,
            returned: Vec::new(),
        };
        let mut rows = vec![row("Вода пришла рано утром."), row("Арык открыт."), row("Новое слово.")];
        let approved = Texts {
            body: "Вода пришла рано.\n\nАрык открыт.\n\nЭтого больше нет.", ..Texts::default()
        };
        mark_changes(&mut rows, &approved, &key("ru"));
        let marked: Vec<(Option<&str>, Option<&str>)> =
            rows.iter().map(|row| (row.own.as_ref().map(|own| own.text.as_str()), row.approved.as_deref())).collect();
        assert_eq!(
            marked,
            [
                (Some("Вода пришла рано утром."), Some("Вода пришла рано.")),
                (Some("Арык открыт."), None),
                (Some("Новое слово."), Some("")),
                (None, Some("Этого больше нет.")),
            ]
        );
    }
}

//! Editions in another script, which follow their master: as it is typed, as far as nobody has touched them, until they are handed
//! to the desk.
//!
//! An edition that nobody has written in says what a conversion of its master says, and is kept nowhere. Once somebody writes in it,
//! or hands it in, its texts are its own; passages that still say what the conversion gave go on with the master.

use std::collections::BTreeMap;

use tilshi_language::HouseStyle;
use tilshi_merge::{Followed, Texts, converted_after};
use tilshi_story::{DocumentId, EditionKey, Failure, Part, PartKey, PartValue, PhotoId, Standing, StoryId};

use crate::conversion::{convert, master_of};
use crate::desk::Desk;
use crate::profile::{Open, check_right};
use crate::suggestions::{check_open, without_suggestions};
use crate::views::{ConversionView, PassagesView};
use crate::{Answer, Newsroom, following, house, passages};

impl Newsroom {
    /// See [`crate::Call::conversion_show`].
    pub fn conversion_show(&self, story: StoryId, edition: EditionKey) -> Answer<ConversionView> {
        let master = master_of(&edition)?;
        self.with(|open| {
            let reader = open.store.read();
            let document = DocumentId::from(story);
            if !reader.exists(document)? {
                return Err(Failure::new("story-not-found"));
            }
            let content = reader.content(document)?;
            let [headline, lead, body] = fresh(&*house::style(open)?, &Texts::of(&content, master), master, &edition)?;
            Ok(ConversionView { headline, lead, body })
        })
    }

    /// See [`crate::Call::edition_convert`].
    pub fn edition_convert(&self, story: StoryId, edition: EditionKey) -> Answer<PassagesView> {
        let view = self.with(|open| {
            let reader = open.store.read();
            if !reader.exists(story.into())? {
                return Err(Failure::new("story-not-found"));
            }
            let parts = converted(open, story, &edition)?;
            for part in parts.keys() {
                check_open(&reader, story.into(), part)?;
                check_right(&reader, &open.me, story.into(), part)?;
            }
            put(open, story, parts)?;
            fill_photo_words(open, story, &edition)?;
            passages::view(open, story, &edition)
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// Has every edition in another script of a story go on with its master, where that is this person's to write and the desk
    /// does not have it.
    pub(crate) fn follow_masters(&self, story: StoryId) -> Answer<()> {
        let changed = self.with(|open| {
            let mut changed = false;
            for edition in tilshi_language::editions().iter().filter(|edition| edition.derived_from.is_some()) {
                let parts = followed(open, story, &edition.key)?;
                changed |= !parts.is_empty();
                put(open, story, parts)?;
            }
            Ok(changed)
        })?;
        if changed {
            self.0.courier.wake();
        }
        Ok(())
    }
}

/// Whether a part is a text from which editions in other scripts are made.
pub(crate) fn is_of_master(part: &PartKey) -> bool {
    let part = part.known().filter(Part::is_text);
    let edition = part.as_ref().and_then(Part::edition);
    edition.is_some_and(|edition| {
        tilshi_language::editions().iter().any(|each| each.derived_from.as_ref() == Some(edition))
    })
}

/// What is to be written so that an edition in which nobody has written says what it shows.
pub(crate) fn shown(
    open: &Open,
    source: &Texts<'_>,
    master: &EditionKey,
    edition: &EditionKey,
) -> Answer<BTreeMap<PartKey, PartValue>> {
    let style = house::style(open)?;
    let own = fresh(&style, source, master, edition)?;
    let followed = [source.headline, source.lead, source.body].map(str::to_owned);
    Ok(parts(&style, master, edition, own, followed))
}

fn fresh(style: &HouseStyle, source: &Texts<'_>, master: &EditionKey, edition: &EditionKey) -> Answer<[String; 3]> {
    let unknown = || Failure::new("conversion-unknown").with("from", master).with("to", edition);
    let converter = style.converter(master, edition).ok_or_else(unknown)?;
    Ok([source.headline, source.lead, source.body].map(|text| convert(text, &converter, true)))
}

/// What is to be written so that an edition says what its master says, but for what a person wrote.
fn converted(open: &Open, story: StoryId, edition: &EditionKey) -> Answer<BTreeMap<PartKey, PartValue>> {
    let (reader, document) = (open.store.read(), DocumentId::from(story));
    let master = master_of(edition)?;
    let content = reader.content(document)?;
    // What may only be suggested of the master is not what it says.
    let stated = without_suggestions(&reader, &open.me, document, &content)?;
    let (source, own) = (Texts::of(&stated, master), Texts::of(&content, edition));
    if source.is_empty() {
        return Err(Failure::new("edition-empty").with("edition", master));
    }
    if own.is_empty() {
        return shown(open, &source, master, edition);
    }
    let followed = Followed::of(&content, edition).filter(|followed| followed.edition == *master);
    let followed = followed.ok_or_else(|| Failure::new("made-from-unknown"))?;
    let style = house::style(open)?;
    let unknown = || Failure::new("conversion-unknown").with("from", master).with("to", edition);
    let converter = style.converter(master, edition).ok_or_else(unknown)?;
    let after = converted_after(&followed.texts, &source, &own, |passage| convert(passage, &converter, true));
    let mut parts = parts(&style, master, edition, after.own, after.followed);
    parts.retain(|part, value| content.get(part).map_or(!value.is_empty(), |known| known != value));
    // Other rules alone change nothing: what was converted by the old ones says so.
    let texts_change = parts.keys().any(|part| part.known().is_some_and(|part| !matches!(part, Part::ConvertedBy(_))));
    Ok(if texts_change { parts } else { BTreeMap::new() })
}

/// The same, where it may be written without asking anybody: nothing else.
fn followed(open: &Open, story: StoryId, edition: &EditionKey) -> Answer<BTreeMap<PartKey, PartValue>> {
    let (reader, document) = (open.store.read(), DocumentId::from(story));
    if !reader.exists(document)? {
        return Ok(BTreeMap::new());
    }
    let content = reader.content(document)?;
    let master = master_of(edition)?;
    let follows = Followed::of(&content, edition).is_some_and(|followed| followed.edition == *master);
    if !follows || Texts::of(&content, edition).is_empty() || Texts::of(&content, master).is_empty() {
        return Ok(BTreeMap::new());
    }
    let desk = Desk::read(&reader, &open.me, &reader.outbox_of(document)?, story)?;
    if !matches!(desk.stand(&open.me, edition).standing, Standing::Draft | Standing::Returned) {
        return Ok(BTreeMap::new());
    }
    let parts = converted(open, story, edition)?;
    let may = |part: &PartKey| {
        check_open(&reader, document, part).is_ok() && check_right(&reader, &open.me, document, part).is_ok()
    };
    Ok(if parts.keys().all(may) { parts } else { BTreeMap::new() })
}

fn parts(
    style: &HouseStyle,
    master: &EditionKey,
    edition: &EditionKey,
    own: [String; 3],
    followed: [String; 3],
) -> BTreeMap<PartKey, PartValue> {
    let [headline, lead, body] = own;
    let texts = [
        (Part::Headline(edition.clone()), headline),
        (Part::Lead(edition.clone()), lead),
        (Part::Body(edition.clone()), body),
        (Part::ConvertedBy(edition.clone()), style.version(master, edition)),
    ];
    let texts = texts.into_iter().map(|(part, text)| (part.key(), PartValue::text(text)));
    following::parts(edition, master, followed).into_iter().chain(texts).collect()
}

/// Gives the photos of a story their words in another script where they have none, as far as this person may.
pub(crate) fn fill_photo_words(open: &mut Open, story: StoryId, edition: &EditionKey) -> Answer<()> {
    let master = master_of(edition)?;
    let Some(converter) = house::style(open)?.converter(master, edition) else { return Ok(()) };
    let photos = open.store.read().content(story.into())?;
    for photo in photos.items(&Part::Photos).into_iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
        let content = open.store.read().content(photo.into())?;
        for make in Part::PHOTO_WORDS {
            let (source, own) = (content.text(&make(master.clone())), make(edition.clone()));
            let is_missing = !source.trim().is_empty() && content.text(&own).trim().is_empty();
            if is_missing && check_right(&open.store.read(), &open.me, photo.into(), &own.key()).is_ok() {
                open.set_part(photo.into(), &own.key(), &PartValue::text(convert(source, &converter, true)))?;
            }
        }
    }
    Ok(())
}

/// Writes all of it at once, and tells the views of the texts.
pub(crate) fn put(open: &mut Open, story: StoryId, parts: BTreeMap<PartKey, PartValue>) -> Answer<()> {
    if parts.is_empty() {
        return Ok(());
    }
    let (document, person, at) = (DocumentId::from(story), open.me.person, crate::now());
    open.store.write(|writer| {
        parts.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))
    })?;
    for (part, value) in &parts {
        open.texts.replaced(document, part, value);
        open.tell_text(document, part);
    }
    open.changed(document, at);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, stepping};
    use tempfile::TempDir;
    use tilshi_store::{Base, Workflow};
    use tilshi_story::{Account, EditionRecord, EditionState, EntryKind, PersonId, Pins, RevisionId, Role, Timestamp};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    struct Desk {
        _folder: TempDir,
        newsroom: Newsroom,
        story: StoryId,
    }

    impl Desk {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
            newsroom.profile_create("Saule".into(), Some("a passphrase of the test".into())).expect("a profile");
            let story = newsroom.story_new(key("kk")).expect("a story");
            Self { _folder: folder, newsroom, story }
        }

        fn put(&self, part: Part, text: &str) {
            self.newsroom.part_set(self.story.into(), part.key(), PartValue::text(text)).expect("written");
        }

        fn text(&self, part: Part) -> String {
            let content = self.newsroom.with(|open| Ok(open.store.read().content(self.story.into())?));
            content.expect("read").text(&part).to_owned()
        }

        fn body(&self, edition: &str) -> String {
            self.text(Part::Body(key(edition)))
        }

        fn behind(&self, edition: &str) -> usize {
            let view = self.newsroom.story_show(self.story).expect("a story");
            view.editions.into_iter().find(|each| each.edition == key(edition)).map_or(0, |each| each.behind)
        }
    }

    #[test]
    fn an_edition_that_nobody_touched_shows_its_master_as_it_is_now_and_is_kept_nowhere() {
        let desk = Desk::new();
        let shown = |edition: &str| desk.newsroom.conversion_show(desk.story, key(edition)).expect("shown");
        assert_eq!(shown("qz").headline, "");
        desk.put(Part::Headline(key("kk")), "Су келді");
        desk.put(Part::Body(key("kk")), "Тіл **туралы**.");
        assert_eq!((shown("qz").headline.as_str(), shown("qz").body.as_str()), ("Su keldı", "Tıl **turaly**."));
        assert_eq!(shown("tote").headline, "سۋ كەلدى");
        desk.put(Part::Headline(key("kk")), "Су келген");
        assert_eq!(shown("qz").headline, "Su kelgen");
        assert_eq!((desk.text(Part::Headline(key("qz"))), desk.body("tote")), (String::new(), String::new()));
        assert_eq!(desk.newsroom.conversion_show(desk.story, key("ru")).expect_err("no").code, "edition-not-derived");
    }

    #[test]
    fn what_nobody_touched_goes_on_with_its_master_and_what_a_person_wrote_stays_and_is_stale() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Су келді.\n\nТіл туралы.\n\nҮшінші.");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        assert_eq!(desk.body("qz"), "Su keldı.\n\nTıl turaly.\n\nÜşınşı.");
        assert_eq!(desk.text(Part::ConvertedBy(key("qz"))), "1/2021/0");
        desk.put(Part::Body(key("qz")), "Su keldı.\n\nTıl jaıly.\n\nÜşınşı.");
        desk.put(Part::Body(key("kk")), "Су келген.\n\nТіл туралы.\n\nЖаңа сөз.\n\nҮшінші.");
        assert_eq!(desk.body("qz"), "Su kelgen.\n\nTıl jaıly.\n\nJaña söz.\n\nÜşınşı.");
        assert_eq!(desk.behind("qz"), 0, "nothing that it was made from has moved");
        desk.put(Part::Body(key("kk")), "Су келген.\n\nТіл жөнінде.\n\nЖаңа сөз.\n\nҮшінші.");
        assert_eq!(desk.body("qz"), "Su kelgen.\n\nTıl jaıly.\n\nJaña söz.\n\nÜşınşı.");
        assert_eq!(desk.behind("qz"), 1, "the one that a person wrote");
        assert_eq!(desk.body("tote"), "", "nobody has touched it");
    }

    #[test]
    fn a_text_that_the_desk_has_is_left_alone_until_somebody_asks() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Су келді.");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        let record = EditionRecord {
            state: EditionState::InReview,
            by: PersonId::generate(),
            at: Timestamp(1),
            reason: None,
            passages: Vec::new(),
            pins: Pins::new(),
            source_pins: Pins::new(),
        };
        let workflow = Workflow { editions: [(key("qz"), record)].into(), publications: Vec::new() };
        desk.newsroom
            .with(|open| Ok(open.store.write(|writer| writer.set_workflow(desk.story, &workflow))?))
            .expect("recorded");
        desk.put(Part::Body(key("kk")), "Су келген.");
        assert_eq!((desk.body("qz").as_str(), desk.behind("qz")), ("Su keldı.", 1));
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        assert_eq!((desk.body("qz").as_str(), desk.behind("qz")), ("Su kelgen.", 0));
        let fresh = desk.newsroom.edition_convert(desk.story, key("tote")).expect("converted");
        assert_eq!(fresh.rows.len(), 1);
        assert_eq!(desk.newsroom.edition_convert(desk.story, key("ru")).expect_err("no").code, "edition-not-derived");
    }

    #[test]
    fn whoever_may_not_write_an_edition_writes_nothing_in_it_by_writing_its_master() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Су келді.");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        let account = Account {
            person: PersonId::generate(),
            name: "Saule".into(),
            roles: [Role::DeskEditor].into(),
            editions: [key("kk")].into(),
            approves_own: false,
        };
        stepping::sign_in(&desk.newsroom, account).expect("signed in");
        desk.put(Part::Body(key("kk")), "Су келген.");
        assert_eq!((desk.body("qz").as_str(), desk.behind("qz")), ("Su keldı.", 1));
        assert_eq!(desk.newsroom.edition_convert(desk.story, key("qz")).expect_err("no").code, "part-not-yours");
    }

    #[test]
    fn captions_are_written_where_there_are_none() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Су келді.");
        let photo = PhotoId::of(b"a picture");
        let set = |part: Part, text: &str| {
            let set = desk.newsroom.with(|open| open.set_part(photo.into(), &part.key(), &PartValue::text(text)));
            set.expect("written");
        };
        set(Part::Caption(key("kk")), "Арнадағы су");
        set(Part::AltText(key("kk")), "Су ағып жатыр");
        set(Part::AltText(key("qz")), "By hand");
        let photos = PartValue::List(vec![photo.to_string()]);
        desk.newsroom.with(|open| open.set_part(desk.story.into(), &Part::Photos.key(), &photos)).expect("written");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        let content = desk.newsroom.with(|open| Ok(open.store.read().content(photo.into())?)).expect("read");
        let said = |part: Part| content.text(&part).to_owned();
        assert_eq!(said(Part::Caption(key("qz"))), "Arnadağy su");
        assert_eq!(said(Part::AltText(key("qz"))), "By hand");
        assert_eq!(said(Part::Caption(key("tote"))), "", "nobody has asked for that one");
    }

    #[test]
    fn what_is_only_suggested_of_a_master_changes_nothing_that_is_made_of_it() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Су келді.");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        let known = desk.newsroom.with(|open| {
            let document = DocumentId::from(desk.story);
            let content = open.store.read().content(document)?;
            let (revision, author) = (RevisionId::of(b"a revision"), PersonId::generate());
            let base = Base { sequence: 1, revision, author, at: Timestamp(1), content };
            Ok(open.store.write(|writer| writer.set_base(document, &base))?)
        });
        known.expect("known to the portal");
        let account = Account {
            person: PersonId::generate(),
            name: "Saule".into(),
            roles: [Role::DeskEditor].into(),
            editions: [key("qz")].into(),
            approves_own: false,
        };
        stepping::sign_in(&desk.newsroom, account).expect("signed in");
        desk.put(Part::Body(key("kk")), "Су келген.");
        assert_eq!((desk.body("kk").as_str(), desk.body("qz").as_str()), ("Су келген.", "Su keldı."));
    }

    #[test]
    fn other_words_of_the_newsroom_change_what_is_written_next_and_say_so() {
        let desk = Desk::new();
        desk.put(Part::Body(key("kk")), "Компьютер.\n\nСу.");
        desk.newsroom.edition_convert(desk.story, key("qz")).expect("converted");
        let word = desk.newsroom.entry_new(EntryKind::Exception, key("kk"), "компьютер-".into()).expect("made").entry;
        desk.newsroom.entry_label(word, key("qz"), "kompüter-".into()).expect("named");
        assert_eq!(desk.body("qz"), "Kompiuter.\n\nSu.", "it says what it said");
        let view = desk.newsroom.passages_show(desk.story, key("qz")).expect("shown");
        assert!(view.findings.iter().any(|found| found.about == "Kompüter."), "{:?}", view.findings);
        assert!(view.converted_otherwise);
    }
}

//! Editions in another script that nobody has touched: they say what a conversion of their approved master says, so whoever
//! approved that has approved their words. Those in which nobody has written are handed in and approved in one go.

use std::collections::BTreeSet;
use std::time::Duration;

use tilshi_language::script::Converter;
use tilshi_language::{Edition, HouseStyle, editions};
use tilshi_store::{Reader, ShelfFilter, ShelfOrder};
use tilshi_story::{Content, EditionKey, Failure, Part, Standing, StoryId, Timestamp, WorkflowCommand};

use crate::conversion::convert;
use crate::derived::shown;
use crate::desk::Desk;
use crate::library::follow;
use crate::portal_clock::portal_now;
use crate::views::{EditionView, UntouchedView};
use crate::{Answer, Newsroom, house};

/// How long after its publication a story is still asked about: what nobody wanted in another script until then nobody wants.
const ASKED_ABOUT: Duration = Duration::from_secs(2 * 24 * 60 * 60);

impl Newsroom {
    /// See [`crate::Call::conversions_untouched`].
    pub fn conversions_untouched(&self) -> Answer<Vec<UntouchedView>> {
        self.with(|open| {
            follow(open, None)?;
            let reader = open.store.read();
            let style = house::style(open)?;
            let mut found = Vec::new();
            for story in candidates(&reader)? {
                let desk = Desk::read(&reader, &open.me, &reader.outbox_of(story.into())?, story)?;
                for edition in editions() {
                    let Some(master) = &edition.derived_from else { continue };
                    let stands = |key: &EditionKey| desk.stand(&open.me, key).standing;
                    if !matches!(stands(master), Standing::Approved | Standing::Published) {
                        continue;
                    }
                    let is_shown = desk.shows(&edition.key).is_some();
                    let is_due = if is_shown {
                        let parts = shown(open, &desk.stated_texts(master), master, &edition.key)?;
                        desk.check_shown(&reader, &open.me, &edition.key, parts).is_ok()
                    } else {
                        stands(&edition.key) == Standing::InReview
                            && is_untouched(&style, &desk, master, edition)
                            && desk.check_step(&reader, &open.me, &edition.key, &WorkflowCommand::Approve).is_ok()
                    };
                    if is_due {
                        let title = crate::outbox::title(&reader, story.into())?;
                        let says = desk.says(if is_shown { master } else { &edition.key });
                        found.push(UntouchedView { story, title, edition: edition.key.clone(), says });
                    }
                }
            }
            Ok(found)
        })
    }

    /// See [`crate::Call::conversion_approve`].
    pub fn conversion_approve(&self, story: StoryId, edition: EditionKey, seen: String) -> Answer<EditionView> {
        let says = |of: fn(&Desk, &EditionKey) -> Option<EditionKey>| {
            self.with(|open| {
                let reader = open.store.read();
                let desk = Desk::read(&reader, &open.me, &reader.outbox_of(story.into())?, story)?;
                Ok(of(&desk, &edition).map(|edition| desk.says(&edition)))
            })
        };
        let Some(shows) = says(|desk, edition| desk.shows(edition).cloned())? else {
            return self.edition_approve(story, edition, seen);
        };
        if shows != seen {
            return Err(Failure::new("changed-meanwhile").with("edition", &edition));
        }
        self.edition_submit(story, edition.clone())?;
        let own = says(|_, edition| Some(edition.clone()))?.unwrap_or_default();
        self.edition_approve(story, edition, own)
    }
}

/// What waits for an approval, and what is ready or was published lately: the most urgent first.
fn candidates(reader: &Reader<'_>) -> Answer<Vec<StoryId>> {
    let waiting = ShelfFilter { to_approve: true, ..ShelfFilter::default() };
    let mut stories = reader.shelf_stories(&waiting, ShelfOrder::Urgency)?;
    let masters: BTreeSet<&EditionKey> =
        editions().iter().filter_map(|edition| edition.derived_from.as_ref()).collect();
    let lately = i64::try_from(ASKED_ABOUT.as_millis()).unwrap_or(i64::MAX);
    let since = Timestamp(portal_now(reader)?.unwrap_or_else(crate::now).as_millis().saturating_sub(lately));
    for master in masters {
        let standing = |word: &str| Some((Some(master.clone()), vec![word.to_owned()]));
        let ready = ShelfFilter { standing: standing("approved"), ..ShelfFilter::default() };
        let published_since = Some(since);
        let public = ShelfFilter { standing: standing("published"), published_since, ..ShelfFilter::default() };
        for filter in [ready, public] {
            stories.extend(reader.shelf_stories(&filter, ShelfOrder::Urgency)?);
        }
    }
    let mut seen = BTreeSet::new();
    stories.retain(|story| seen.insert(*story));
    Ok(stories)
}

/// Whether every word of an edition, those of its photos included, is what a conversion gives.
fn is_untouched(style: &HouseStyle, desk: &Desk, master: &EditionKey, edition: &Edition) -> bool {
    let Some(converter) = style.converter(master, &edition.key) else { return false };
    let of = |make: fn(EditionKey) -> Part| (make(master.clone()), make(edition.key.clone()));
    let is_converted = |content: &Content, (from, to): &(Part, Part), converter: &Converter| {
        convert(content.text(from), converter, true) == content.text(to)
    };
    let texts = [of(Part::Headline), of(Part::Lead), of(Part::Body)];
    let words = Part::PHOTO_WORDS.map(of);
    texts.iter().all(|parts| is_converted(&desk.content, parts, &converter))
        && desk.photos.values().all(|photo| words.iter().all(|parts| is_converted(photo, parts, &converter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::profile::Me;
    use tilshi_store::Workflow;
    use tilshi_story::{EditionRecord, EditionState, PartValue, StoryId};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition")
    }

    /// As the portal would record it.
    fn record(newsroom: &Newsroom, story: StoryId, states: &[(&str, EditionState)]) {
        let recorded = newsroom.with(|open| {
            let row = open.store.read().story_rows(&[story])?.remove(0);
            let record = |(edition, state): &(&str, EditionState)| {
                let pins = row.pins(&key(edition));
                let source_pins = if *edition == "kk" { Vec::new() } else { row.pins(&key("kk")) };
                let by = open.me.person;
                let (state, at) = (*state, crate::now());
                let record = EditionRecord { state, by, at, reason: None, passages: Vec::new(), pins, source_pins };
                (key(edition), record)
            };
            let workflow = Workflow { editions: states.iter().map(record).collect(), ..Workflow::default() };
            Ok(open.store.write(|writer| writer.set_workflow(story, &workflow))?)
        });
        recorded.expect("recorded");
    }

    #[test]
    fn only_what_says_its_approved_master_word_for_word_is_untouched() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Saule".into(), Some("a passphrase of the test".into())).expect("a profile");
        let set = |story: StoryId, part: Part, text: &str| {
            newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("written");
        };
        let story = newsroom.story_new(key("kk")).expect("a story");
        set(story, Part::Headline(key("kk")), "Су келді");
        set(story, Part::Body(key("kk")), "Тіл **туралы**.");
        for edition in ["qz", "tote"] {
            for (make, text) in [(Part::Headline as fn(_) -> _, "Су келді"), (Part::Body, "Тіл **туралы**.")]
            {
                let converted = newsroom.text_convert(key(edition), text.into()).expect("converted");
                set(story, make(key(edition)), &converted);
            }
        }
        let untouched = |of: &str| {
            let desk = newsroom.with(|open| Ok(Desk::read(&open.store.read(), &open.me, &[], story)?)).expect("read");
            let edition = tilshi_language::edition(&key(of)).expect("known");
            is_untouched(&HouseStyle::default(), &desk, &key("kk"), edition)
        };
        assert!(untouched("qz") && untouched("tote"));
        let stands = |of: &str| {
            let standing = newsroom.with(|open| {
                let desk = Desk::read(&open.store.read(), &open.me, &[], story)?;
                let me: &Me = &open.me;
                Ok(desk.stand(me, &key(of)).standing)
            });
            standing.expect("read")
        };
        record(&newsroom, story, &[("kk", EditionState::Approved), ("qz", EditionState::InReview)]);
        assert_eq!((stands("kk"), stands("qz")), (Standing::Approved, Standing::InReview));
        // Whoever is not signed in can approve nothing.
        assert_eq!(newsroom.conversions_untouched().expect("listed"), []);
        set(story, Part::Body(key("qz")), "Til **turaly**.");
        assert!(!untouched("qz") && untouched("tote"), "somebody wrote it otherwise");
    }
}

//! Editions in another script that nobody has touched: they say what a conversion of their approved master says, so whoever
//! approved that has approved their words.

use tilshi_language::script::Converter;
use tilshi_language::{Edition, HouseStyle, editions};
use tilshi_store::{ShelfFilter, ShelfOrder};
use tilshi_story::{Content, EditionKey, Part, Standing, WorkflowCommand};

use crate::conversion::convert;
use crate::desk::Desk;
use crate::library::follow;
use crate::views::UntouchedView;
use crate::{Answer, Newsroom, house};

impl Newsroom {
    /// See [`crate::Call::conversions_untouched`].
    pub fn conversions_untouched(&self) -> Answer<Vec<UntouchedView>> {
        self.with(|open| {
            follow(open, None)?;
            let reader = open.store.read();
            let style = house::style(open)?;
            let waiting = ShelfFilter { to_approve: true, ..ShelfFilter::default() };
            let mut found = Vec::new();
            for story in reader.shelf_stories(&waiting, ShelfOrder::Urgency)? {
                let desk = Desk::read(&reader, &open.me, &reader.outbox_of(story.into())?, story)?;
                for edition in editions() {
                    let Some(master) = &edition.derived_from else { continue };
                    let stands = |key: &EditionKey| desk.stand(&open.me, key).standing;
                    let is_due = stands(&edition.key) == Standing::InReview
                        && matches!(stands(master), Standing::Approved | Standing::Published)
                        && is_untouched(&style, &desk, master, edition)
                        && desk.check_step(&reader, &open.me, &edition.key, &WorkflowCommand::Approve).is_ok();
                    if is_due {
                        let title = crate::outbox::title(&reader, story.into())?;
                        let (edition, says) = (edition.key.clone(), desk.says(&edition.key));
                        found.push(UntouchedView { story, title, edition, says });
                    }
                }
            }
            Ok(found)
        })
    }
}

/// Whether every word of an edition, those of its photos included, is what a conversion gives.
fn is_untouched(style: &HouseStyle, desk: &Desk, master: &EditionKey, edition: &Edition) -> bool {
    let Some(converter) = style.converter(master, &edition.key) else { return false };
    let of = |make: fn(EditionKey) -> Part| (make(master.clone()), make(edition.key.clone()));
    let is_converted = |content: &Content, (from, to): &(Part, Part), converter: &Converter| {
        convert(content.text(from), converter, true) == content.text(to)
    };
    let texts = [of(Part::Headline), of(Part::Lead), of(Part::Body)];
    let words = [of(Part::Caption), of(Part::AltText)];
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
                (key(edition), EditionRecord { state: *state, by, at: crate::now(), reason: None, pins, source_pins })
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

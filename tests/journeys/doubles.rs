//! The same tag, section and city made on two laptops without a network: one of each in the end, everywhere.

use std::path::Path;

use tilshi_newsroom::story::{EntryKind, Part, PartValue, StoryId};
use tilshi_newsroom::views::EntryView;
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

use crate::laptops::{PASSWORD, edition, set, sync, written};
use crate::line::Line;
use crate::roles::add_account;

fn laptop(folder: &Path, address: &str, login: &str) -> Newsroom {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom
}

fn entry(newsroom: &Newsroom, kind: EntryKind, key: &str, label: &str) -> EntryView {
    newsroom.entry_new(kind, edition(key), label.into()).expect("an entry")
}

/// Those of the vocabulary that are called so.
fn called(newsroom: &Newsroom, label: &str) -> Vec<EntryView> {
    let all = newsroom.vocabulary_list().expect("the vocabulary");
    all.into_iter().filter(|entry| entry.labels.values().any(|known| known.eq_ignore_ascii_case(label))).collect()
}

fn tag(newsroom: &Newsroom, story: StoryId, tags: &[&EntryView]) {
    let tags = tags.iter().map(|tag| tag.entry.to_string()).collect();
    newsroom.part_set(story.into(), Part::Tags.key(), PartValue::Set(tags)).expect("set");
}

fn tags(newsroom: &Newsroom, story: StoryId) -> Vec<String> {
    let view = newsroom.story_show(story).expect("the story");
    view.content.items(&Part::Tags).into_iter().map(str::to_owned).collect()
}

#[test]
fn entries_made_twice_without_a_network_are_one_and_nobody_has_to_settle_anything() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &line.address, "saule");
    let shared = written(&aigerim, "Water came.");
    sync(&saule);

    // Both without a network: the same tag, section and city, on stories of their own and on one that both have.
    let (first, second) =
        (aigerim.story_new(edition("en")).expect("a story"), saule.story_new(edition("en")).expect("a story"));
    let rivers = entry(&aigerim, EntryKind::Tag, "en", "Rivers");
    let culture = entry(&aigerim, EntryKind::Section, "en", "Culture of the steppe");
    let sauran = entry(&aigerim, EntryKind::City, "en", "Sauran-on-Syr");
    let regions = entry(&aigerim, EntryKind::Desk, "en", "Regional desk");
    let same_regions = entry(&saule, EntryKind::Desk, "en", "Regional Desk");
    let same_rivers = entry(&saule, EntryKind::Tag, "en", "rivers");
    let other = entry(&saule, EntryKind::Tag, "en", "Ferries");
    let same_culture = entry(&saule, EntryKind::Section, "en", "Culture of  the Steppe");
    let same_sauran = entry(&saule, EntryKind::City, "en", "SAURAN-ON-SYR");
    assert_ne!(rivers.entry, same_rivers.entry);
    for (newsroom, story, tag_of, section, city, desk) in [
        (&aigerim, first, &rivers, &culture, &sauran, &regions),
        (&aigerim, shared, &rivers, &culture, &sauran, &regions),
        (&saule, second, &same_rivers, &same_culture, &same_sauran, &same_regions),
        (&saule, shared, &same_rivers, &same_culture, &same_sauran, &same_regions),
    ] {
        tag(newsroom, story, &[tag_of]);
        set(newsroom, story, Part::Section, &section.entry.to_string());
        set(newsroom, story, Part::DatelineCity, &city.entry.to_string());
        set(newsroom, story, Part::Desk, &desk.entry.to_string());
    }
    tag(&saule, second, &[&same_rivers, &other]);
    let template = entry(&saule, EntryKind::Template, "en", "Floods").entry;
    let named = PartValue::Set([same_rivers.entry.to_string()].into());
    saule.entry_fill(template, Part::Tags.key(), named).expect("filled in");

    for newsroom in [&aigerim, &saule, &aigerim, &saule] {
        let view = sync(newsroom);
        assert!(view.waiting.is_empty(), "{:?}", view.waiting);
        assert_eq!(view.cards, 0, "nobody has to settle what a machine can see");
    }
    for newsroom in [&aigerim, &saule] {
        assert_eq!(called(newsroom, "rivers").iter().map(|tag| tag.entry).collect::<Vec<_>>(), [rivers.entry]);
        assert_eq!(called(newsroom, "culture of the steppe").len(), 1);
        assert_eq!(called(newsroom, "floods")[0].fills.items(&Part::Tags), [rivers.entry.to_string()]);
        assert_eq!(called(newsroom, "sauran-on-syr").len(), 1);
        assert_eq!(tags(newsroom, first), [rivers.entry.to_string()]);
        assert_eq!(tags(newsroom, shared), [rivers.entry.to_string()]);
        let mut both = vec![rivers.entry.to_string(), other.entry.to_string()];
        both.sort();
        assert_eq!(tags(newsroom, second), both);
        for story in [first, second, shared] {
            let view = newsroom.story_show(story).expect("the story");
            assert_eq!(view.content.text(&Part::Section), culture.entry.to_string());
            assert_eq!(view.content.text(&Part::DatelineCity), sauran.entry.to_string());
            assert_eq!(view.content.text(&Part::Desk), regions.entry.to_string());
        }
    }
    let nothing = line.traffic(|| drop(sync(&saule)));
    assert_eq!(nothing.requests, 1, "no laptop and no portal corrects the other for ever");
}

#[test]
fn people_and_templates_of_one_name_stay_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    for (kind, name) in [(EntryKind::Person, "Serik Akhmetov"), (EntryKind::Template, "Daily rates")] {
        let one = entry(&aigerim, kind, "en", name);
        let other = entry(&saule, kind, "en", name);
        for newsroom in [&aigerim, &saule, &aigerim] {
            sync(newsroom);
        }
        let mut found: Vec<_> = called(&aigerim, name).into_iter().map(|entry| entry.entry).collect();
        let mut both = vec![one.entry, other.entry];
        found.sort();
        both.sort();
        assert_eq!(found, both, "{name}");
    }
}

#[test]
fn whoever_wrote_before_signing_in_is_one_person_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let newsroom = Newsroom::new(folder.path().join("aigerim"), Options::default());
    newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
    let local = newsroom.session_show().expect("a session").person.expect("a local person").to_string();
    let story = newsroom.story_new(edition("en")).expect("a story");
    let people = |part: Part, value: PartValue| newsroom.part_set(story.into(), part.key(), value).expect("set");
    people(Part::Bylines, PartValue::List(vec![local.clone()]));
    people(Part::Assignees, PartValue::Set([local.clone()].into()));
    newsroom.portal_connect(portal.address(), "aigerim".into(), PASSWORD.into()).expect("signs in");
    assert!(sync(&newsroom).waiting.is_empty());
    let person = newsroom.session_show().expect("a session").person.expect("a person").to_string();
    assert_ne!(person, local);
    let content = newsroom.story_show(story).expect("the story").content;
    for part in [Part::CreatedBy, Part::Bylines, Part::Assignees] {
        let names = [content.items(&part), vec![content.text(&part)]].concat();
        assert!(names.contains(&person.as_str()) && !names.contains(&local.as_str()), "{part:?}: {names:?}");
    }
}

/// A portal that has accounts and nothing else was ever put into it.
fn new_portal(folder: &Path, logins: &[&str]) -> Portal {
    std::fs::create_dir_all(folder).expect("a folder");
    for login in logins {
        add_account(folder, login, "journalist");
    }
    Portal::start(folder).expect("a portal")
}

#[test]
fn what_two_people_file_before_there_is_a_portal_is_filed_under_the_same_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let laptops = ["dana", "marat"].map(|login| {
        let newsroom = Newsroom::new(folder.path().join(login), Options::default());
        newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
        let story = newsroom.story_new(edition("en")).expect("a story");
        set(&newsroom, story, Part::Headline(edition("en")), "Water came");
        let words = newsroom.vocabulary_list().expect("the vocabulary");
        let named = |label: &str| words.iter().find(|word| word.labels[&edition("en")] == label).expect("a word").entry;
        set(&newsroom, story, Part::Section, &named("Economy").to_string());
        set(&newsroom, story, Part::DatelineCity, &named("Taraz").to_string());
        assert_eq!(entry(&newsroom, EntryKind::City, "kk", "тараз").entry, named("Taraz"), "it is there already");
        let waiting = newsroom.sync_show().expect("a view").waiting;
        assert_eq!(
            waiting.iter().map(|row| row.document).collect::<Vec<_>>(),
            [story.into()],
            "words wait for nothing"
        );
        (newsroom, story)
    });
    let sections = laptops.each_ref().map(|(newsroom, story)| {
        newsroom.story_show(*story).expect("the story").content.text(&Part::Section).to_owned()
    });
    assert_eq!(sections[0], sections[1]);

    let portal = new_portal(&folder.path().join("portal"), &["dana", "marat"]);
    for ((newsroom, _), login) in laptops.iter().zip(["dana", "marat"]) {
        newsroom.portal_connect(portal.address(), login.into(), PASSWORD.into()).expect("signs in");
    }
    for (newsroom, _) in laptops.iter().chain(&laptops) {
        let view = sync(newsroom);
        assert!(view.waiting.is_empty() && view.cards == 0, "{view:?}");
    }
    for (newsroom, _) in &laptops {
        assert_eq!(called(newsroom, "economy").len(), 1);
        for (_, story) in &laptops {
            let view = newsroom.story_show(*story).expect("both stories are on both laptops");
            assert_eq!(view.content.text(&Part::Section), sections[0]);
        }
    }
}

//! Entries made twice: the portal keeps the first, and whatever names the other comes to name it.

use tilshi_story::{Content, EntryId, Part, StoryId};

use crate::newsroom::{Laptop, RunningPortal, accepted, change, edition, refused};

fn entry(laptop: &Laptop, kind: &str, labels: &[(&str, &str)]) -> EntryId {
    let entry = EntryId::generate();
    let mut parts = vec![(Part::Kind, kind)];
    parts.extend(labels.iter().map(|(key, label)| (Part::Label(edition(key)), *label)));
    laptop.change(entry, None, &parts);
    entry
}

fn content(laptop: &Laptop, entry: EntryId) -> Content {
    laptop.feed_of(entry).parts.into_iter().collect()
}

#[test]
fn the_first_stays_takes_over_labels_and_is_named_by_what_arrived_before() {
    let portal = RunningPortal::start();
    let laptop = portal.laptop("journalist");
    let first = entry(&laptop, "tag", &[("en", "Rivers")]);
    // Nothing keeps an old laptop from sending a story before the tag that it names.
    let (double, story) = (EntryId::generate(), StoryId::generate());
    let tags = format!("{double}\n{first}");
    laptop.change(story, None, &[(Part::Slugline, "ferry"), (Part::Tags, &tags)]);
    let head = laptop.feed_of(story).revision;
    let parts = [
        (Part::Kind, "tag"),
        (Part::Label(edition("en")), " RIVERS "),
        (Part::Label(edition("kk")), "Өзендер"),
        (Part::Label(edition("ru")), "Реки"),
    ];
    laptop.change(double, None, &parts);
    assert_eq!(content(&laptop, double).text(&Part::AliasOf), first.to_string());
    assert_eq!(content(&laptop, first).text(&Part::Label(edition("kk"))), "Өзендер", "a label that it lacked");
    assert_eq!(content(&laptop, first).text(&Part::Label(edition("en"))), "Rivers", "its own stay");
    let after = laptop.feed_of(story);
    let after_content: Content = after.parts.into_iter().collect();
    assert_eq!(after_content.items(&Part::Tags), [first.to_string()]);
    assert_ne!(after.revision, head, "whoever has the story is told");

    // A third one, alike in another edition only, is an alias of the first too and not of the alias.
    let third = entry(&laptop, "tag", &[("kk", "өзендер")]);
    assert_eq!(content(&laptop, third).text(&Part::AliasOf), first.to_string());
    laptop.change(StoryId::generate(), None, &[(Part::Slugline, "raft"), (Part::Tags, &third.to_string())]);
}

#[test]
fn another_kind_another_place_and_people_are_others() {
    let portal = RunningPortal::start();
    let laptop = portal.laptop("journalist");
    let tag = entry(&laptop, "tag", &[("en", "Aral")]);
    let city = entry(&laptop, "city", &[("en", "Aral")]);
    let (one, other) =
        (entry(&laptop, "person", &[("en", "Serik Bek")]), entry(&laptop, "person", &[("en", "Serik Bek")]));
    let lower = EntryId::generate();
    let parts = [(Part::Kind, "city"), (Part::Label(edition("en")), "Aral"), (Part::Parent, &tag.to_string())];
    laptop.change(lower, None, &parts);
    for entry in [tag, city, one, other, lower] {
        assert_eq!(content(&laptop, entry).text(&Part::AliasOf), "");
    }
}

#[test]
fn an_alias_is_the_portals_word_alone() {
    let portal = RunningPortal::start();
    let laptop = portal.laptop("chief");
    let first = entry(&laptop, "tag", &[("en", "Rivers")]);
    let parts = [(Part::Kind, "tag"), (Part::Label(edition("en")), "Lakes"), (Part::AliasOf, &first.to_string())];
    assert_eq!(refused(laptop.push_one(&change(EntryId::generate(), None, &parts))), "bad-patch");
    let double = entry(&laptop, "tag", &[("en", "Rivers")]);
    let head = laptop.feed_of(double).revision;
    let freed = change(double, Some(head), &[(Part::AliasOf, "")]);
    assert_eq!(refused(laptop.push_one(&freed)), "bad-patch");
    let renamed = change(double, Some(head), &[(Part::Label(edition("en")), "Streams")]);
    accepted(laptop.push_one(&renamed));
    assert_eq!(content(&laptop, double).text(&Part::AliasOf), first.to_string(), "it stays one, whatever it is called");
}

//! Two laptops and a real portal process: nothing is overwritten, nothing is invisible, nothing happens twice.

use std::path::Path;

use tilshi_newsroom::story::{CardId, EditionKey, EntryKind, Failure, Part, PartValue, PhotoId, Standing, StoryId};
use tilshi_newsroom::views::{
    CardChoice, Connection, EditionView, OutboxItem, OutboxRow, Queue, StoryView, SyncView, TextChange,
};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

use crate::line::{Line, Treatment};

/// The password of every account of the demonstration newsroom.
pub(crate) const PASSWORD: &str = "dala-2026";

pub(crate) fn edition(key: &str) -> EditionKey {
    key.parse().expect("an edition key")
}

/// A laptop whose owner has signed in. It keeps in touch only when told to, so that the order of events is the test's.
pub(crate) fn laptop(folder: &Path, address: &str, login: &str) -> Newsroom {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom
}

pub(crate) fn set(newsroom: &Newsroom, story: StoryId, part: Part, text: &str) {
    newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("set");
}

/// Syncs until nothing waits, and expects the portal to have answered.
pub(crate) fn sync(newsroom: &Newsroom) -> SyncView {
    let view = newsroom.sync_now().expect("a view");
    assert!(matches!(view.connection, Connection::Online { .. }), "{:?}", view.connection);
    view
}

pub(crate) fn body(view: &StoryView, key: &str) -> String {
    view.content.text(&Part::Body(edition(key))).to_owned()
}

fn standing(newsroom: &Newsroom, story: StoryId, key: &str) -> Standing {
    let view = newsroom.story_show(story).expect("the story");
    view.editions.iter().find(|view| view.edition == edition(key)).expect("the edition").standing
}

/// Approves what the edition says at this moment.
fn approve(newsroom: &Newsroom, story: StoryId, key: &str) -> Result<EditionView, Failure> {
    let view = newsroom.story_show(story)?;
    let says = view.editions.iter().find(|view| view.edition == edition(key)).expect("the edition").says.clone();
    newsroom.edition_approve(story, edition(key), says)
}

/// A story of Aigerim's with an English headline and body, as the portal has it.
pub(crate) fn written(newsroom: &Newsroom, text: &str) -> StoryId {
    let story = newsroom.story_new(edition("en")).expect("a story");
    set(newsroom, story, Part::Slugline, "canal-opening");
    set(newsroom, story, Part::Headline(edition("en")), "Canals open early");
    set(newsroom, story, Part::Body(edition("en")), text);
    let view = sync(newsroom);
    assert!(view.waiting.is_empty(), "{:?}", view.waiting);
    story
}

#[test]
fn two_people_change_one_text_and_both_versions_are_kept_until_a_person_settles() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    let story = written(&aigerim, "Water came.");
    sync(&saule);

    set(&saule, story, Part::Body(edition("en")), "Water came on Monday.");
    set(&aigerim, story, Part::Body(edition("en")), "Water came to Sauran.");
    set(&aigerim, story, Part::Attribution, "the water department");
    sync(&saule);
    sync(&aigerim);
    sync(&saule);

    for newsroom in [&aigerim, &saule] {
        let view = newsroom.story_show(story).expect("the story");
        assert_eq!(body(&view, "en"), "Water came on Monday.", "the head stands in the text");
        assert_eq!(view.content.text(&Part::Attribution), "the water department", "other parts merge");
        assert_eq!(view.cards.len(), 1, "the card is seen by everyone");
        let card = &view.cards[0];
        assert_eq!(card.base, Some(PartValue::text("Water came.")));
        assert_eq!(card.theirs.value, Some(PartValue::text("Water came on Monday.")));
        assert_eq!(card.ours.value, Some(PartValue::text("Water came to Sauran.")));
        assert_eq!((card.ours_by.as_str(), card.theirs_by.as_str()), ("Aigerim Sadyqova", "Saule Bekova"));
    }
    let card: CardId = saule.conflict_list().expect("cards")[0].card;
    saule.conflict_settle(card, CardChoice::Both).expect("settles");
    sync(&saule);
    sync(&aigerim);
    let view = aigerim.story_show(story).expect("the story");
    assert_eq!(body(&view, "en"), "Water came on Monday.\n\nWater came to Sauran.");
    assert!(view.cards.is_empty());
    assert!(sync(&aigerim).waiting.is_empty());
}

#[test]
fn an_open_card_keeps_its_edition_from_approval_and_its_story_from_publication() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    let story = written(&aigerim, "Water came.");
    sync(&saule);
    set(&saule, story, Part::Slugline, "canal");
    set(&aigerim, story, Part::Slugline, "water");
    sync(&saule);
    sync(&aigerim);
    aigerim.edition_submit(story, edition("en")).expect("submits");
    sync(&aigerim);
    sync(&saule);
    approve(&saule, story, "en").expect("a card about the slugline is not about the text");
    sync(&saule);
    let refused = saule.edition_publish(story, edition("en"), String::new(), None).expect_err("a card is open");
    assert_eq!(refused.code, "conflict-open");
}

#[test]
fn an_approval_is_void_when_one_character_of_the_text_or_of_its_source_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    let story = written(&aigerim, "Water came.");
    set(&aigerim, story, Part::Headline(edition("kk")), "Каналдар ерте ашылды");
    set(&aigerim, story, Part::Body(edition("kk")), "Су келді.");
    for key in ["en", "kk"] {
        aigerim.edition_submit(story, edition(key)).expect("submits");
    }
    sync(&aigerim);
    sync(&saule);
    for key in ["en", "kk"] {
        assert_eq!(standing(&saule, story, key), Standing::InReview);
        approve(&saule, story, key).expect("approves");
    }
    sync(&saule);
    sync(&aigerim);
    assert_eq!(standing(&aigerim, story, "kk"), Standing::Approved);

    set(&aigerim, story, Part::Urgency, "1");
    let tag = aigerim.entry_new(EntryKind::Tag, edition("en"), "Canals".into()).expect("a tag").entry;
    let tags = PartValue::Set([tag.to_string()].into());
    aigerim.part_set(story.into(), Part::Tags.key(), tags).expect("set");
    sync(&aigerim);
    sync(&saule);
    assert!(!saule.story_show(story).expect("the story").content.items(&Part::Tags).is_empty());
    assert_eq!(standing(&saule, story, "kk"), Standing::Approved, "a tag and other metadata void nothing");

    set(&aigerim, story, Part::Body(edition("en")), "Water came!");
    sync(&aigerim);
    sync(&saule);
    assert_eq!(standing(&saule, story, "en"), Standing::Changed);
    assert_eq!(standing(&saule, story, "kk"), Standing::Changed, "its source moved");
    let refused = saule.edition_publish(story, edition("kk"), String::new(), None).expect_err("changed");
    assert_eq!(refused.code, "changed-since-approval");
}

#[test]
fn a_step_about_a_text_that_moved_on_comes_back_with_a_reason_and_the_text_untouched() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    let story = written(&aigerim, "Water came.");
    aigerim.edition_submit(story, edition("en")).expect("submits");
    sync(&aigerim);
    sync(&saule);
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");
    sync(&aigerim);

    approve(&saule, story, "en").expect("recorded offline");
    assert_eq!(standing(&saule, story, "en"), Standing::Approved, "shown as taken while it waits");
    let view = sync(&saule);
    assert_eq!(view.waiting.len(), 1);
    assert!(view.waiting[0].refused);
    assert_eq!(view.waiting[0].reason.as_ref().map(|reason| reason.code.as_str()), Some("changed-meanwhile"));
    assert!(matches!(view.waiting[0].item, OutboxItem::Step { .. }));
    assert_eq!(standing(&saule, story, "en"), Standing::InReview);
    assert_eq!(body(&saule.story_show(story).expect("the story"), "en"), "Water came on Monday.");
    let operation = view.waiting[0].operation.expect("an operation");
    assert!(saule.outbox_discard(operation).expect("discards").waiting.is_empty());
}

#[test]
fn what_was_written_before_the_portal_was_known_joins_it_as_the_accounts_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let newsroom = Newsroom::new(folder.path().join("laptop"), Options::default());
    newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
    let story = newsroom.story_new(edition("kk")).expect("a story");
    set(&newsroom, story, Part::Headline(edition("kk")), "Су келді");
    newsroom.portal_connect(portal.address(), "aigerim".into(), PASSWORD.into()).expect("signs in");
    assert!(sync(&newsroom).waiting.is_empty());
    let row = newsroom
        .story_list(Queue::Mine.into(), 0, 9)
        .expect("the list")
        .rows
        .into_iter()
        .find(|row| row.story == story);
    assert_eq!(row.expect("still mine").created_by, "Aigerim Sadyqova");
    let daulet = laptop(folder.path(), &portal.address(), "daulet");
    sync(&daulet);
    assert_eq!(daulet.story_show(story).expect("arrived").created_by, "Aigerim Sadyqova");
}

#[test]
fn a_picture_reaches_the_second_laptop_and_a_second_copy_is_never_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let story = written(&aigerim, "Water came.");
    let bytes = include_bytes!("../fixtures/river.jpg");
    let photo: PhotoId = aigerim.photo_import(story, "river.jpg", bytes).expect("added").view.photo;
    assert!(sync(&aigerim).waiting.is_empty());
    let saule = laptop(folder.path(), &portal.address(), "saule");
    sync(&saule);
    assert_eq!(saule.picture(photo, "web").expect("readable"), aigerim.picture(photo, "web").expect("readable"));
    assert!(saule.story_show(story).expect("arrived").photos[0].picture);
    assert!(sync(&saule).waiting.is_empty(), "what came from the portal is not sent back");
}

#[test]
fn an_answer_lost_on_the_way_brings_no_second_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");
    aigerim.edition_submit(story, edition("en")).expect("submits");

    line.treat(Treatment::LoseAnswers);
    let view = aigerim.sync_now().expect("a view");
    assert!(matches!(&view.connection, Connection::Offline { reason, .. } if reason.code == "portal-unreachable"));
    assert_eq!(view.waiting.len(), 2, "nothing is forgotten before its receipt");
    assert_eq!(view.waiting[0].attempts, 1);
    // What may have arrived is sent again as it was, never made anew: the portal would not know it again.
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Tuesday.");

    line.treat(Treatment::Pass);
    assert!(sync(&aigerim).waiting.is_empty());
    let saule = laptop(folder.path(), &portal.address(), "saule");
    sync(&saule);
    let seen = saule.story_show(story).expect("the story");
    assert_eq!((body(&seen, "en").as_str(), seen.cards.len()), ("Water came on Tuesday.", 0));
    assert_eq!(standing(&saule, story, "en"), Standing::InReview);
}

#[test]
fn a_long_time_without_a_network_waits_as_few_operations() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let story = written(&aigerim, "Water came.");
    portal.kill();
    for day in 1..=20 {
        set(&aigerim, story, Part::Body(edition("en")), &format!("Water came {day} days ago."));
        aigerim.sync_now().expect("a view");
    }
    let waiting = aigerim.sync_show().expect("a view").waiting;
    assert_eq!(waiting.len(), 2, "what was tried, and everything since: {waiting:?}");
    aigerim.edition_submit(story, edition("en")).expect("submits");
    set(&aigerim, story, Part::Urgency, "1");
    aigerim.sync_now().expect("a view");
    let waiting = aigerim.sync_show().expect("a view").waiting;
    assert_eq!(waiting.len(), 4, "what a step is about is not remade after it: {waiting:?}");
    portal.start_again().expect("starts");
    assert!(sync(&aigerim).waiting.is_empty());
    assert_eq!(standing(&aigerim, story, "en"), Standing::InReview);
    assert_eq!(body(&aigerim.story_show(story).expect("the story"), "en"), "Water came 20 days ago.");
}

#[test]
fn trying_one_entry_again_keeps_it_before_the_step_that_is_about_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let story = written(&aigerim, "Water came.");
    portal.kill();
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");
    aigerim.edition_submit(story, edition("en")).expect("submits");
    let before = aigerim.sync_now().expect("a view").waiting;
    let change = before[0].operation.expect("an operation");
    let after = aigerim.outbox_retry(change).expect("a view").waiting;
    let ids = |rows: &[OutboxRow]| rows.iter().map(|row| row.operation).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before), "what may have arrived keeps its id and its place");
    portal.start_again().expect("starts");
    assert!(sync(&aigerim).waiting.is_empty());
    assert_eq!(standing(&aigerim, story, "en"), Standing::InReview);
}

#[test]
fn a_portal_killed_and_started_again_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let story = written(&aigerim, "Water came.");
    portal.kill();
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");
    let view = aigerim.sync_now().expect("a view");
    assert!(matches!(&view.connection, Connection::Offline { .. }));
    assert_eq!(view.waiting.len(), 1);
    portal.start_again().expect("starts");
    assert!(sync(&aigerim).waiting.is_empty());
    assert_eq!(body(&aigerim.story_show(story).expect("the story"), "en"), "Water came on Monday.");
}

#[test]
fn somebody_elses_profile_and_another_portal_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let other = Portal::start(&folder.path().join("other")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let connect = |address: String, login: &str, password: &str| {
        aigerim.portal_connect(address, login.into(), password.into()).map(|_| ()).map_err(|failure| failure.code)
    };
    assert_eq!(connect(portal.address(), "daulet", PASSWORD), Err("another-person".into()));
    assert_eq!(connect(other.address(), "aigerim", PASSWORD), Err("another-portal".into()));
    assert_eq!(connect(portal.address(), "aigerim", "wrong"), Err("wrong-login".into()));
    assert_eq!(connect(portal.address(), "aigerim", PASSWORD), Ok(()));
}

/// Types at the end of a running text, as a window does.
fn type_at_end(newsroom: &Newsroom, story: StoryId, part: Part, words: &str) {
    let text = newsroom.text_open(story.into(), part.key()).expect("opens");
    let change = TextChange { from: text.text.len(), to: text.text.len(), insert: words.into() };
    let pushed =
        newsroom.text_push(story.into(), part.key(), text.version, "window".into(), vec![change]).expect("committed");
    assert!(pushed.committed);
}

#[test]
fn what_is_written_without_the_right_becomes_a_suggestion_that_the_desk_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let daulet = laptop(folder.path(), &portal.address(), "daulet");
    let story = written(&aigerim, "Water came.\n\nSchools are open.");
    set(&aigerim, story, Part::Body(edition("uz")), "Сув келди.");
    sync(&aigerim);
    sync(&daulet);

    // Daulet answers for English, Kazakh and Russian, not for Uzbek.
    type_at_end(&daulet, story, Part::Body(edition("uz")), " Мактаблар очиқ.");
    let view = daulet.story_show(story).expect("the story");
    let uzbek = view.editions.iter().find(|view| view.edition == edition("uz")).expect("the edition");
    assert!(!uzbek.may_write && view.suggesting);
    let waiting = sync(&daulet).waiting;
    assert_eq!(waiting[0].reason.as_ref().map(|reason| reason.code.as_str()), Some("suggestion-being-written"));
    assert_eq!(body(&daulet.story_show(story).expect("the story"), "uz"), "Сув келди. Мактаблар очиқ.");
    sync(&aigerim);
    assert!(aigerim.suggestion_list().expect("suggestions").is_empty(), "nothing goes while it is being written");

    daulet.suggestion_send(story.into()).expect("sent");
    assert!(sync(&daulet).waiting.is_empty());
    sync(&aigerim);
    for newsroom in [&daulet, &aigerim] {
        let view = newsroom.story_show(story).expect("the story");
        assert_eq!(body(&view, "uz"), "Сув келди.", "the text is the desk's");
        assert_eq!((view.cards.len(), view.suggestions.len()), (0, 1));
        assert_eq!(view.suggestions[0].ours.value, Some(PartValue::text("Сув келди. Мактаблар очиқ.")));
    }
    assert!(daulet.story_show(story).expect("the story").suggestions[0].may_take_back);
    assert_eq!(daulet.text_open(story.into(), Part::Body(edition("uz")).key()).expect("opens").text, "Сув келди.");

    let card = aigerim.suggestion_list().expect("suggestions")[0].card;
    aigerim.conflict_settle(card, CardChoice::Ours).expect("takes it");
    sync(&aigerim);
    sync(&daulet);
    let view = daulet.story_show(story).expect("the story");
    assert_eq!(body(&view, "uz"), "Сув келди. Мактаблар очиқ.");
    assert!(view.suggestions.is_empty());
}

#[test]
fn a_suggestion_survives_an_end_of_the_program_and_can_be_given_up_or_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let daulet = laptop(folder.path(), &portal.address(), "daulet");
    let story = written(&aigerim, "Water came.");
    sync(&daulet);
    let uzbek = || Part::Lead(edition("uz"));

    type_at_end(&daulet, story, uzbek(), "Given up.");
    daulet.suggestion_discard(story.into()).expect("given up");
    assert!(sync(&daulet).waiting.is_empty());
    assert_eq!(daulet.story_show(story).expect("the story").content.text(&uzbek()), "");

    type_at_end(&daulet, story, uzbek(), "Янги канал.");
    daulet.profile_lock().expect("locked");
    daulet.profile_unlock("a passphrase of the test".into()).expect("unlocked");
    assert_eq!(daulet.story_show(story).expect("the story").content.text(&uzbek()), "Янги канал.");
    sync(&daulet);
    let mine = daulet.suggestion_list().expect("suggestions");
    assert_eq!(mine.len(), 1, "nobody writes in it any more, so it went");
    daulet.conflict_settle(mine[0].card, CardChoice::Theirs).expect("taken back");
    sync(&daulet);
    sync(&aigerim);
    assert!(aigerim.suggestion_list().expect("suggestions").is_empty());
}

#[test]
fn a_step_is_about_what_the_portal_will_have_and_not_about_a_suggestion() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let aigerim = laptop(folder.path(), &portal.address(), "aigerim");
    let daulet = laptop(folder.path(), &portal.address(), "daulet");
    let story = aigerim.story_new(edition("uz")).expect("a story");
    for (key, text) in [("uz", "Сув келди."), ("en", "Water came.")] {
        set(&aigerim, story, Part::Headline(edition(key)), text);
        set(&aigerim, story, Part::Body(edition(key)), text);
    }
    aigerim.edition_submit(story, edition("en")).expect("submits");
    sync(&aigerim);
    sync(&daulet);
    set(&daulet, story, Part::Headline(edition("uz")), "Бошқа сарлавҳа");
    type_at_end(&daulet, story, Part::Body(edition("uz")), " Ва яна.");
    approve(&daulet, story, "en").expect("approves the English");
    let waiting = sync(&daulet).waiting;
    assert!(waiting.iter().all(|row| !row.refused), "{waiting:?}");
    assert_eq!(standing(&daulet, story, "en"), Standing::Approved);
    sync(&aigerim);
    assert_eq!(standing(&aigerim, story, "en"), Standing::Approved);
}

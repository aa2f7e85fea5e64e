//! One laptop without a portal: first start, writing, closing, opening again, and everything that can go wrong.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tilshi_newsroom::story::{DocumentId, EditionKey, EntryKind, Failure, Part, PartValue, PhotoId, Standing};
use tilshi_newsroom::views::{Event, OutboxItem, Phase, Queue, StoryPage, TextChange};
use tilshi_newsroom::{Call, Newsroom, Options, ask_running};
use tilshi_store::{Key, Profile};

const PASSPHRASE: &str = "сабыр түбі сары алтын";

fn edition(key: &str) -> EditionKey {
    key.parse().expect("an edition key")
}

fn first_start(folder: &Path) -> (Newsroom, String) {
    let newsroom = Newsroom::new(folder.to_owned(), Options::default());
    let created = newsroom.profile_create("Aigerim Sadyqova".into(), Some(PASSPHRASE.into())).expect("a profile");
    (newsroom, created.recovery_code)
}

fn opened_again(folder: &Path) -> Newsroom {
    let newsroom = Newsroom::new(folder.to_owned(), Options::default());
    newsroom.profile_unlock(PASSPHRASE.into()).expect("the passphrase opens it");
    newsroom
}

fn insert(at: usize, text: &str) -> Vec<TextChange> {
    vec![TextChange { from: at, to: at, insert: text.into() }]
}

#[test]
fn what_is_typed_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("kk")).expect("a story");
    let body = Part::Body(edition("kk")).key();
    newsroom.text_open(story.into(), body.clone()).expect("opens");
    let mut version = 0;
    for (at, text) in [(0, "Су "), (5, "келді"), (15, ".")] {
        let pushed = newsroom.text_push(story.into(), body.clone(), version, "v".into(), insert(at, text));
        version = pushed.expect("committed").version;
    }
    drop(newsroom);

    let newsroom = opened_again(folder.path());
    let view = newsroom.story_show(story).expect("the story");
    assert_eq!(view.content.text(&Part::Body(edition("kk"))), "Су келді.");
    let kk = view.editions.iter().find(|view| view.edition == edition("kk")).expect("the edition");
    assert_eq!((kk.standing, kk.words), (Standing::Draft, 2));
    let rows = newsroom.story_list(Queue::Mine.into(), 0, 9).expect("the list").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].created_by, "Aigerim Sadyqova");
}

#[test]
fn two_views_of_one_text_never_overwrite_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("en")).expect("a story");
    let lead = Part::Lead(edition("en")).key();
    let push = |version, client: &str, changes| {
        newsroom.text_push(story.into(), lead.clone(), version, client.into(), changes).expect("an answer")
    };
    newsroom.text_open(story.into(), lead.clone()).expect("opens");
    assert!(push(0, "left", insert(0, "Water.")).committed);
    let refused = push(0, "right", insert(0, "Canals."));
    assert!(!refused.committed);
    assert_eq!(refused.missed.len(), 1);
    assert_eq!(refused.missed[0].client, "left");
    assert!(push(1, "right", insert(6, " Canals.")).committed);
    assert_eq!(newsroom.text_open(story.into(), lead.clone()).expect("opens").text, "Water. Canals.");
    assert_eq!(newsroom.text_updates(story.into(), lead, 1).expect("updates").len(), 1);
}

#[test]
fn a_part_set_elsewhere_reaches_an_open_text_as_an_update() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("en")).expect("a story");
    let headline = Part::Headline(edition("en")).key();
    newsroom.text_open(story.into(), headline.clone()).expect("opens");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let listener = seen.clone();
    newsroom.subscribe(move |event| listener.lock().expect("not poisoned").push(event));
    newsroom.part_set(story.into(), headline.clone(), PartValue::text("Canals open")).expect("set");
    let updates = newsroom.text_updates(story.into(), headline.clone(), 0).expect("updates");
    assert_eq!(updates[0].changes, insert(0, "Canals open"));
    let text = Event::Text { document: story.into(), part: headline, version: 1 };
    assert!(seen.lock().expect("not poisoned").contains(&text));
}

#[test]
fn a_picture_is_kept_bit_for_bit_and_waits_with_its_story() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("en")).expect("a story");
    let bytes = tilshi_photo::sketch::demo_landscape(7, 1200, 800).expect("a picture");
    let added = newsroom.photo_import(story, "canal.jpg", &bytes).expect("added");
    let photo = added.view.photo;
    assert_eq!((photo, added.is_known, added.alike), (PhotoId::of(&bytes), false, 0));
    assert_eq!(newsroom.picture(photo, "original").expect("readable"), Some(bytes.clone()));
    let again = newsroom.photo_import(story, "copy.jpg", &bytes).expect("the same picture");
    assert!(again.is_known);
    assert_eq!(again.view.content.text(&Part::FileName), "canal.jpg", "what is known stays");
    let smaller = newsroom.picture(photo, "thumb").expect("readable").expect("a small picture");
    let alike = newsroom.photo_import(None, "smaller.jpg", &smaller).expect("another size of it");
    assert_eq!((alike.is_known, alike.alike), (false, 1));
    let rows = newsroom.photo_alike(photo).expect("looked for");
    assert_eq!(rows.iter().map(|row| row.file_name.as_str()).collect::<Vec<_>>(), ["smaller.jpg"]);
    assert_eq!(newsroom.photo_alike(alike.view.photo).expect("looked for")[0].photo, photo);
    let view = newsroom.story_show(story).expect("the story");
    assert_eq!(view.photos.len(), 1);
    let waiting = newsroom.sync_show().expect("the outbox").waiting;
    let pictures = waiting.iter().filter(|row| matches!(row.item, OutboxItem::Picture { .. })).count();
    assert_eq!(pictures, 4, "the web size and the original of each");
    assert!(newsroom.story_list(Queue::Mine.into(), 0, 9).expect("the list").rows[0].credit_needed);
}

#[test]
fn what_is_no_picture_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("en")).expect("a story");
    let failure = newsroom.photo_import(story, "notes.jpg", b"not a picture at all").expect_err("refused");
    assert_eq!(failure.code, "not-a-picture");
    assert!(newsroom.story_show(story).expect("the story").photos.is_empty());
}

#[test]
fn values_that_are_not_of_their_part_are_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story: DocumentId = newsroom.story_new(edition("en")).expect("a story").into();
    let set = |part: &str, value| {
        newsroom.part_set(story, part.parse().expect("a part name"), value).map_err(|failure| failure.code)
    };
    let bad = Err("bad-argument".to_owned());
    assert_eq!(set("urgency", PartValue::text("9")), bad);
    assert_eq!(set("tags", PartValue::text("water")), bad);
    assert_eq!(set("created-by", PartValue::text("somebody else")), bad);
    assert_eq!(set("source-edition", PartValue::text("xx")), bad);
    assert_eq!(set("edition/xx/body", PartValue::text("text")), bad);
    assert_eq!(set("a-part-of-2031", PartValue::text("text")), bad);
    assert_eq!(set("slugline", PartValue::text("s".repeat(70_000))), Err("text-too-long".to_owned()));
    assert_eq!(set("urgency", PartValue::text("1")).map(|_| ()), Ok(()));
    let missing = DocumentId::from(PhotoId::of(b"never added"));
    let failure = newsroom.part_set(missing, Part::Creator.key(), PartValue::text("x")).expect_err("no such photo");
    assert_eq!(failure.code, "document-not-found");
}

#[test]
fn a_locked_profile_says_so_and_a_wrong_passphrase_damages_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, recovery_code) = first_start(folder.path());
    let story = newsroom.story_new(edition("ru")).expect("a story");
    assert_eq!(newsroom.profile_lock().expect("locks").phase, Phase::Locked);
    assert_eq!(newsroom.story_show(story).expect_err("locked").code, "not-open");
    assert_eq!(newsroom.profile_unlock("wrong".into()).expect_err("wrong").code, "wrong-passphrase");
    let session = newsroom.profile_recover(recovery_code, "жаңа құпия сөз".into()).expect("recovers");
    assert_eq!(session.phase, Phase::Open);
    newsroom.profile_lock().expect("locks");
    assert_eq!(newsroom.profile_unlock(PASSPHRASE.into()).expect_err("replaced").code, "wrong-passphrase");
    newsroom.profile_unlock("жаңа құпия сөз".into()).expect("the new one opens it");
    assert!(newsroom.story_show(story).is_ok());
}

#[test]
fn first_start_asks_for_a_name_and_a_passphrase_worth_the_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let newsroom = Newsroom::new(folder.path().to_owned(), Options::default());
    assert_eq!(newsroom.session_show().expect("a session").phase, Phase::FirstStart);
    let code = |name: &str, passphrase: &str| {
        newsroom.profile_create(name.into(), Some(passphrase.into())).expect_err("refused").code
    };
    assert_eq!(code(" ", PASSPHRASE), "name-missing");
    assert_eq!(code("Aigerim", "short"), "passphrase-too-short");
    assert_eq!(newsroom.session_show().expect("a session").phase, Phase::FirstStart);
}

#[test]
fn a_second_process_hands_its_command_to_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let second = Newsroom::new(folder.path().to_owned(), Options::default());
    assert_eq!(second.profile_unlock(PASSPHRASE.into()).expect_err("in use").code, "profile-in-use");
    let call = Call::story_new { source_edition: edition("en") };
    assert!(ask_running(folder.path(), &call).expect("an answer").is_some());
    assert_eq!(newsroom.story_list(Queue::Mine.into(), 0, 9).expect("the list").total, 1);
    let failure = ask_running(folder.path(), &Call::photo_show { photo: PhotoId::of(b"none") }).expect_err("unknown");
    assert_eq!(failure.code, "photo-not-found");
    newsroom.stop();
    assert_eq!(ask_running(folder.path(), &call), Ok(None));
}

#[test]
fn without_a_portal_nothing_can_be_submitted_and_the_reason_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let story = newsroom.story_new(edition("en")).expect("a story");
    let headline = Part::Headline(edition("en")).key();
    newsroom.part_set(story.into(), headline, PartValue::text("Canals open")).expect("set");
    assert_eq!(newsroom.edition_submit(story, edition("en")).expect_err("no portal").code, "connect-first");
    assert_eq!(newsroom.sync_now().expect_err("no portal").code, "connect-first");
    assert!(newsroom.doctor().expect("a report").healthy);
}

#[test]
fn a_tag_made_offline_is_one_tag_however_often_it_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let make = |label: &str| newsroom.entry_new(EntryKind::Tag, edition("kk"), label.into());
    let water = make(" Су ").expect("a tag");
    assert_eq!(water.labels[&edition("kk")], "Су");
    assert_eq!(make("су").expect("the same tag").entry, water.entry);
    assert_ne!(newsroom.entry_new(EntryKind::City, edition("kk"), "Су".into()).expect("a city").entry, water.entry);
    assert_eq!(make("  ").expect_err("nothing in it").code, "label-missing");
    let starter = tilshi_newsroom::language::starter().len();
    assert_eq!(newsroom.vocabulary_list().expect("the vocabulary").len(), starter + 2);
}

#[test]
fn an_entry_gets_a_form_for_each_edition_and_a_section_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let make = |kind, label: &str| newsroom.entry_new(kind, edition("kk"), label.into()).expect("an entry").entry;
    let (water, river) = (make(EntryKind::Tag, "Су"), make(EntryKind::Tag, "Өзен"));
    let call = |entry, key: &str, label: &str| {
        newsroom.entry_label(entry, edition(key), label.into()).map_err(|failure| failure.code)
    };
    let labels = call(water, "ru", "  Вода  и суша ").expect("a form").labels;
    assert_eq!((labels[&edition("ru")].as_str(), labels[&edition("kk")].as_str()), ("Вода и суша", "Су"));
    assert!(call(river, "en", "су").expect_err("the other tag") == "label-taken");
    assert_eq!(call(river, "xx", "River").expect_err("no edition"), "edition-unknown");
    assert_eq!(call(river, "en", &"r".repeat(201)).expect_err("too long"), "label-too-long");
    assert_eq!(call(river, "kk", " ").expect_err("its only form"), "label-missing");
    assert!(!call(water, "kk", "").expect("one is left").labels.contains_key(&edition("kk")));

    let (top, low) = (make(EntryKind::Section, "Жоғары"), make(EntryKind::Section, "Төмен"));
    let place = |entry, parent| newsroom.entry_parent(entry, parent).map_err(|failure| failure.code);
    assert_eq!(place(low, Some(top)).expect("a place").parent, Some(top));
    assert_eq!(place(top, Some(low)).expect_err("a circle"), "section-in-itself");
    assert_eq!(place(top, Some(water)).expect_err("a tag is no section"), "bad-argument");
    assert_eq!(place(water, None).expect_err("a tag has no place"), "bad-argument");
    assert_eq!(place(low, None).expect("the top").parent, None);

    let whole = newsroom.part_set(water.into(), Part::Label(edition("ru")).key(), PartValue::text("Өзен"));
    assert_eq!(whole.expect_err("past the rules of entries").code, "bad-argument");
}

#[test]
fn every_person_of_a_computer_has_a_profile_and_sees_nothing_of_the_others() {
    let parent = tempfile::tempdir().expect("a folder");
    let (first, _) = first_start(&parent.path().join("tilshi"));
    let story = first.story_new(edition("kk")).expect("a story");
    let events = Arc::new(Mutex::new(0));
    let heard = Arc::clone(&events);
    first.subscribe(move |_: Event| *heard.lock().expect("a count") += 1);
    assert_eq!(first.profile_begin(), Err(Failure::new("not-in-a-window")));

    let shown = Arc::new(Mutex::new(first.clone()));
    let show = Arc::clone(&shown);
    first.on_successor(move |next| *show.lock().expect("a newsroom") = next);
    let now = || shown.lock().expect("a newsroom").clone();

    // Somebody else begins: this profile is closed, and nothing is made before a name is given.
    let session = now().profile_begin().expect("a session");
    assert_eq!((session.phase, session.name.as_str()), (Phase::FirstStart, ""));
    assert_eq!(first.story_show(story), Err(Failure::new("not-open")));
    assert_eq!(now().profile_list().expect("a list").len(), 1);
    now().profile_create("Dana".into(), Some("another passphrase".into())).expect("a profile");
    assert_eq!(now().story_list(Queue::Desk.into(), 0, 9).expect("a list"), StoryPage::default());
    let told = *events.lock().expect("a count");
    now().story_new(edition("ru")).expect("a story");
    assert!(*events.lock().expect("a count") > told, "the window hears the newsroom that it shows");

    let list = now().profile_list().expect("a list");
    let names: Vec<_> = list.iter().map(|here| (here.profile.as_str(), here.name.as_str(), here.current)).collect();
    assert_eq!(names, [("tilshi", "Aigerim Sadyqova", false), ("tilshi-2", "Dana", true)]);
    assert!(list[0].opened_at <= list[1].opened_at);

    // Back: locked, with a greeting, and everything is there.
    let session = now().profile_choose("tilshi".into()).expect("a session");
    assert_eq!((session.phase, session.name.as_str()), (Phase::Locked, "Aigerim Sadyqova"));
    assert!(session.closed_at.is_some());
    assert_eq!(now().profile_unlock("another passphrase".into()), Err(Failure::new("wrong-passphrase")));
    now().profile_unlock(PASSPHRASE.into()).expect("opens");
    now().story_show(story).expect("the story");

    // What is no profile cannot be chosen, and one that is open elsewhere comes to the front there.
    assert_eq!(now().profile_choose("../elsewhere".into()), Err(Failure::new("profile-missing")));
    let elsewhere = Newsroom::new(parent.path().join("tilshi-2"), Options::default());
    elsewhere.profile_unlock("another passphrase".into()).expect("opens");
    let focused = Arc::new(Mutex::new(false));
    let to_front = Arc::clone(&focused);
    elsewhere.on_focus(move || *to_front.lock().expect("a flag") = true);
    assert_eq!(now().profile_choose("tilshi-2".into()), Err(Failure::new("profile-in-use")));
    assert!(*focused.lock().expect("a flag"));
    now().story_show(story).expect("still here");
}

#[cfg(unix)]
#[test]
fn a_copied_profile_is_another_laptop_and_a_moved_one_is_the_same() {
    let parent = tempfile::tempdir().expect("a folder");
    let (first, moved, copied) = (parent.path().join("a"), parent.path().join("b"), parent.path().join("c"));
    drop(first_start(&first));
    let device = |folder: &Path| {
        drop(opened_again(folder));
        let store = Profile::open(folder, Key::Passphrase(PASSPHRASE)).expect("opens");
        store.read().setting("device").expect("read").expect("a device")
    };
    let before = device(&first);
    std::fs::rename(&first, &moved).expect("moved");
    assert_eq!(device(&moved), before);
    assert!(Command::new("cp").arg("-r").args([&moved, &copied]).status().expect("copied").success());
    let after = device(&copied);
    assert_ne!(after, before);
    assert_eq!((device(&copied), device(&moved)), (after, before), "each keeps its own");
}

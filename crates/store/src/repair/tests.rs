//! Real encrypted databases, damaged page by page: what is read out of them, and what stands there after restoring.

use super::*;
use crate::Protection;
use crate::profile::tests::{at, plain};
use tilshi_story::{DocumentId, Part, PartKey, PartValue, StoryId};

const PASSPHRASE: &str = "алты алма жеді";
const STORIES: usize = 60;
const PARAGRAPHS: usize = 4;
const PAGE: usize = 4096;

fn body() -> PartKey {
    Part::Body("kk".parse().expect("an edition key")).key()
}

fn text(story: usize) -> String {
    let paragraph = |number| format!("Мақала {story}, абзац {number}. {}", "Арыққа су келді. ".repeat(1 + story % 9));
    (0..PARAGRAPHS).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

fn put(profile: &mut Profile, story: StoryId, text: &str) {
    let value = PartValue::text(text);
    profile
        .write(|writer| writer.put_part(story.into(), &body(), &value, PersonId::generate(), at(1)))
        .expect("written");
}

/// A profile with stories, each saved twice, as a person would.
fn newsroom(folder: &Path) -> (Profile, Vec<StoryId>) {
    let (mut profile, _) = Profile::create(folder, Protection::Passphrase(PASSPHRASE)).expect("created");
    let stories: Vec<StoryId> = (0..STORIES).map(|_| StoryId::generate()).collect();
    for (number, story) in stories.iter().enumerate() {
        put(&mut profile, *story, "Мақала");
        put(&mut profile, *story, &text(number));
    }
    (profile, stories)
}

/// How many pages a database has in which nothing is written yet.
fn empty_pages() -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created"));
    fs::read(folder.path().join(DATABASE)).expect("read").len() / PAGE
}

fn spoil(path: &Path, pages: impl IntoIterator<Item = usize>) {
    let mut bytes = fs::read(path).expect("read");
    for page in pages {
        bytes[page * PAGE + 100..page * PAGE + 300].fill(0xa5);
    }
    fs::write(path, bytes).expect("written");
}

fn value(content: &tilshi_story::Content) -> &str {
    content.get(&body()).and_then(PartValue::as_text).unwrap_or_default()
}

#[test]
fn whichever_page_is_spoilt_every_paragraph_is_saved_or_counted_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories) = newsroom(folder.path());
    let secret = profile.into_repair();
    let sound = fs::read(folder.path().join(DATABASE)).expect("read");
    let pages = sound.len() / PAGE;
    assert!(pages > 40, "{pages} pages");
    let (mut unreadable, mut tried) = (0, 0);
    for page in 0..pages {
        fs::write(folder.path().join(DATABASE), &sound).expect("written");
        spoil(&folder.path().join(DATABASE), [page]);
        let rescue = secret.rescue().expect("no copy stands in the way");
        tried += 1;
        if rescue.documents.is_empty() {
            assert!(!rescue.all_found, "page {page} is not said to be lost");
            unreadable += 1;
            continue;
        }
        for (number, story) in stories.iter().enumerate() {
            let document = DocumentId::from(*story);
            let found = rescue.documents.get(&document).map(value).unwrap_or_default();
            let place = (document, body());
            let counted = rescue.older.contains(&place) || rescue.lost.contains(&place);
            assert!(found == text(number) || counted, "page {page}: story {number} is neither saved nor counted");
        }
        let (saved, older, lost) = rescue.counts();
        assert_eq!((saved, older, lost), (STORIES * PARAGRAPHS, 0, 0), "page {page}: it stands there twice");
    }
    // The pages that say which tables there are: without a copy nothing can be found.
    assert!(unreadable * 5 < tried, "{unreadable} of {tried}");
}

#[test]
fn what_is_gone_in_both_places_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories) = newsroom(folder.path());
    let repair = profile.into_repair();
    let path = folder.path().join(DATABASE);
    let pages = fs::read(&path).expect("read").len() / PAGE;
    // The later half of what was written: the pages before it hold the empty tables and say where they lie.
    spoil(&path, empty_pages() + (pages - empty_pages()) / 2..pages);
    let rescue = repair.rescue().expect("read");
    let (mut whole, mut counted) = (0, 0);
    for (number, story) in stories.iter().enumerate() {
        let document = DocumentId::from(*story);
        let place = (document, body());
        match rescue.documents.get(&document).map(value) {
            Some(found) if found == text(number) => whole += 1,
            _ if rescue.older.contains(&place) || rescue.lost.contains(&place) || !rescue.all_found => counted += 1,
            _ => panic!("story {number} is neither saved nor counted"),
        }
    }
    assert_eq!(whole + counted, STORIES);
    assert!(whole > 0, "what lies elsewhere is not given up");
    assert!(counted > 0, "so much damage is not without loss");
}

/// What was written after the last copy.
const LATE: &str = "Кешкі жаңалық";
const CHANGED: &str = "Түзетілген мәтін";

/// The same newsroom with a copy, a story written after it and one changed after it.
fn newsroom_with_copy(folder: &Path) -> (Profile, Vec<StoryId>, StoryId) {
    let (mut profile, stories) = newsroom(folder);
    profile.backups().make(at(2)).expect("copied");
    let late = StoryId::generate();
    put(&mut profile, late, LATE);
    put(&mut profile, stories[3], CHANGED);
    (profile, stories, late)
}

#[test]
fn restoring_takes_the_copy_and_every_newer_text_and_keeps_the_damaged_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories, late) = newsroom_with_copy(folder.path());
    drop(profile);
    let path = folder.path().join(DATABASE);
    let pages = fs::read(&path).expect("read").len() / PAGE;
    spoil(&path, [pages / 2]);
    let damaged = fs::read(&path).expect("read");

    let repair = Repair::open(folder.path(), Key::Passphrase(PASSPHRASE)).expect("unlocked");
    let restored = repair.restore(at(9), |_| Ok(PersonId::generate())).expect("restored");
    assert_eq!((restored.copy.number, restored.newer, restored.lost, restored.all_found), (1, 2, 0, true));
    assert_eq!(fs::read(folder.path().join(&restored.kept)).expect("kept"), damaged);
    let profile = repair.into_profile().expect("opens");
    let now = |story: StoryId| profile.read().content(story.into()).expect("read");
    assert_eq!(value(&now(late)), LATE);
    assert_eq!(value(&now(stories[3])), CHANGED);
    assert_eq!(value(&now(stories[4])), text(4));
    assert_eq!(profile.check().expect("checked"), []);
}

#[test]
fn with_a_copy_no_single_page_costs_what_was_written_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories, late) = newsroom_with_copy(folder.path());
    let repair = profile.into_repair();
    let path = folder.path().join(DATABASE);
    let sound = fs::read(&path).expect("read");
    for page in 0..sound.len() / PAGE {
        fs::write(&path, &sound).expect("written");
        spoil(&path, [page]);
        let (saved, older, lost) = repair.rescue().expect("read").counts();
        let every = (STORIES - 1) * PARAGRAPHS + 2;
        assert_eq!((saved, older, lost), (every, 0, 0), "page {page}");
        let restored = repair.restore(at(9), |_| Ok(PersonId::generate())).expect("restored");
        assert_eq!((restored.newer, restored.lost, restored.all_found), (2, 0, true), "page {page}");
        let (now, _) = rescue::read(path.clone(), repair.secret.as_ref());
        let now = |story: StoryId| now.documents.get(&story.into()).map(value).unwrap_or_default();
        assert_eq!((now(late), now(stories[3]), now(stories[4])), (LATE, CHANGED, text(4).as_str()), "page {page}");
    }
    let names = fs::read_dir(folder.path()).expect("listed").map(|entry| entry.expect("an entry").file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains("gr")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_very_first_bytes_can_be_lost_with_and_without_encryption() {
    for protection in [Protection::Passphrase(PASSPHRASE), Protection::Unencrypted] {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut profile, _) = Profile::create(folder.path(), protection).expect("created");
        let story = StoryId::generate();
        put(&mut profile, story, "Алдыңғы");
        profile.backups().make(at(2)).expect("copied");
        // So much that the database is larger than its copy.
        put(&mut profile, story, &text(5).repeat(20));
        let repair = profile.into_repair();
        let path = folder.path().join(DATABASE);
        let mut bytes = fs::read(&path).expect("read");
        bytes[..512].fill(0xa5);
        fs::write(&path, bytes).expect("written");
        let restored = repair.restore(at(9), |_| Ok(PersonId::generate())).expect("restored");
        assert_eq!((restored.newer, restored.lost, restored.all_found), (1, 0, true));
        let profile = repair.into_profile().expect("opens");
        assert_eq!(value(&profile.read().content(story.into()).expect("read")), text(5).repeat(20));
    }
}

#[test]
fn a_copy_of_an_earlier_form_gives_no_page_and_is_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories) = newsroom(folder.path());
    profile.backups().make(at(2)).expect("copied");
    assert!(!profile.backup_due(at(2)).expect("known"));
    let repair = profile.into_repair();
    let copy = backup_files(folder.path()).expect("listed").remove(0).path(folder.path());
    let (connection, _) = connect(&copy, repair.secret.as_ref()).expect("opens");
    // As an earlier version left it: without the newest table, in a place that this version does not know.
    connection
        .execute_batch(
            "DROP TRIGGER shelf_document_new; DROP TRIGGER shelf_document; DROP TRIGGER shelf_record_new; DROP TRIGGER shelf_record_gone; DROP TRIGGER shelf_publication_new; DROP TRIGGER shelf_publication_gone; DROP TRIGGER shelf_card_new; DROP TRIGGER shelf_card; DROP TRIGGER shelf_card_gone; DROP TRIGGER shelf_outbox_new; DROP TRIGGER shelf_outbox; DROP TRIGGER shelf_outbox_gone;
             DROP TABLE shelf; DROP TABLE shelf_marks; DROP TABLE shelf_due;
             DROP TABLE memory_vocabulary; DROP TABLE memory_pair; DROP TABLE memory_text; DROP TABLE memory_word;
             DROP TRIGGER photo_mark_new; DROP TRIGGER photo_mark_changed; DROP TRIGGER photo_mark_used; DROP TRIGGER photo_mark_left; DROP TRIGGER photo_search_gone;
             DROP TABLE photo_mark; DROP TABLE photo_due; DROP TABLE photo_search;
             DROP TRIGGER search_gone; DROP TABLE search_due; DROP TABLE search; DROP TABLE left_text;
             ALTER TABLE photo_text DROP COLUMN headline; ALTER TABLE photo_text DROP COLUMN headline_hash; ALTER TABLE photo_text DROP COLUMN extended_description; ALTER TABLE photo_text DROP COLUMN extended_description_hash; ALTER TABLE photo DROP COLUMN copyright_notice; ALTER TABLE photo DROP COLUMN source; ALTER TABLE photo DROP COLUMN digital_source_type; ALTER TABLE photo DROP COLUMN licence_until;
             DROP TABLE photo_said; DROP TABLE photo_likeness; DROP TABLE photo_keyword; DROP TABLE photo_person; ALTER TABLE photo DROP COLUMN rating; ALTER TABLE photo DROP COLUMN country_code; ALTER TABLE photo DROP COLUMN province; ALTER TABLE photo DROP COLUMN sublocation; ALTER TABLE photo DROP COLUMN date_created; ALTER TABLE photo DROP COLUMN licensor; ALTER TABLE photo DROP COLUMN licence_restriction; ALTER TABLE photo DROP COLUMN focal_point; ALTER TABLE photo DROP COLUMN crop_wide; ALTER TABLE photo DROP COLUMN crop_standard; ALTER TABLE photo DROP COLUMN crop_square; ALTER TABLE photo DROP COLUMN crop_tall; ALTER TABLE photo DROP COLUMN crop_free; ALTER TABLE photo DROP COLUMN job_title; ALTER TABLE photo DROP COLUMN instructions; ALTER TABLE photo DROP COLUMN web_statement; ALTER TABLE photo DROP COLUMN event; ALTER TABLE photo DROP COLUMN city; ALTER TABLE photo DROP COLUMN country;
             ALTER TABLE story DROP COLUMN deadline; ALTER TABLE story DROP COLUMN desk; ALTER TABLE edition_record DROP COLUMN passages; ALTER TABLE edition DROP COLUMN made_from; ALTER TABLE edition DROP COLUMN source_headline; ALTER TABLE edition DROP COLUMN source_lead; ALTER TABLE edition DROP COLUMN source_body;
             ALTER TABLE edition DROP COLUMN made_from_hash; ALTER TABLE edition DROP COLUMN source_headline_hash; ALTER TABLE edition DROP COLUMN source_lead_hash; ALTER TABLE edition DROP COLUMN source_body_hash;
             PRAGMA user_version = 20; PRAGMA journal_mode = DELETE",
        )
        .expect("set back");
    drop(connection);
    let path = folder.path().join(DATABASE);
    assert!(Grafted::new(folder.path(), &copy, repair.secret.as_ref()).expect("tried").is_none());

    fs::copy(&copy, &path).expect("set back");
    let profile = repair.into_profile().expect("opens");
    assert!(profile.backup_due(at(2)).expect("known"), "no copy has the new form");
    profile.backups().make(at(2)).expect("copied");
    assert!(!profile.backup_due(at(2)).expect("known"));
    assert_eq!(value(&profile.read().content(stories[4].into()).expect("read")), text(4));
}

#[test]
fn a_database_that_cannot_be_opened_at_all_is_restored_and_a_spoilt_copy_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, stories) = newsroom(folder.path());
    let first = profile.backups().make(at(2)).expect("copied");
    let second = profile.backups().make(at(3)).expect("copied");
    drop(profile);
    spoil(&second.path(folder.path()), [5]);
    for garbage in [b"not a database at all".repeat(500), Vec::new()] {
        fs::write(folder.path().join(DATABASE), garbage).expect("written");
        let repair = Repair::open(folder.path(), Key::Passphrase(PASSPHRASE)).expect("unlocked");
        let (saved, older, _) = repair.rescue().expect("read").counts();
        assert_eq!((saved, older), (0, STORIES * PARAGRAPHS));
        let restored = repair.restore(at(9), |_| Ok(PersonId::generate())).expect("restored");
        assert_eq!(restored.copy, first);
        let profile = repair.into_profile().expect("opens");
        assert_eq!(value(&profile.read().content(stories[7].into()).expect("read")), text(7));
    }
}

#[test]
fn without_a_good_copy_nothing_is_touched() {
    let (folder, profile) = plain();
    let repair = profile.into_repair();
    let before = fs::read(folder.path().join(DATABASE)).expect("read");
    let refused = repair.restore(at(1), |_| Ok(PersonId::generate()));
    assert!(matches!(refused, Err(StoreError::NoGoodCopy)), "{refused:?}");
    assert_eq!(fs::read(folder.path().join(DATABASE)).expect("read"), before);
}

#[test]
fn a_copy_of_a_damaged_database_never_counts_and_never_harms_the_good_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, _) = newsroom(folder.path());
    let backups = profile.backups();
    let good = backups.make(at(2)).expect("copied");
    drop(profile);
    spoil(&folder.path().join(DATABASE), [20]);
    let refused = backups.make(at(3));
    assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
    assert_eq!(backup_files(folder.path()).expect("listed"), [good]);
    let left = fs::read_dir(folder.path().join("backups")).expect("listed").count();
    assert_eq!(left, 1, "nothing half-made stays");
}

//! The safety of one laptop: passphrases, copies, and a damaged database, as the commands answer.

use std::fs;
use std::path::Path;

use tilshi_newsroom::story::{EditionKey, Part, PartValue, StoryId};
use tilshi_newsroom::views::Phase;
use tilshi_newsroom::{Newsroom, Options};

const PASSPHRASE: &str = "сабыр түбі сары алтын";
const SENTENCE: &str = "Су арыққа таңертең келді.";

fn kk() -> EditionKey {
    "kk".parse().expect("an edition key")
}

fn first_start(folder: &Path) -> (Newsroom, StoryId) {
    let newsroom = Newsroom::new(folder.to_owned(), Options::default());
    newsroom.profile_create("Aigerim Sadyqova".into(), Some(PASSPHRASE.into())).expect("a profile");
    let story = newsroom.story_new(kk()).expect("a story");
    write(&newsroom, story, SENTENCE);
    (newsroom, story)
}

fn write(newsroom: &Newsroom, story: StoryId, text: &str) {
    newsroom.part_set(story.into(), Part::Body(kk()).key(), PartValue::text(text)).expect("set");
}

fn body(newsroom: &Newsroom, story: StoryId) -> String {
    newsroom.story_show(story).expect("the story").content.text(&Part::Body(kk())).to_owned()
}

#[test]
fn the_passphrase_changes_for_whoever_knows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, story) = first_start(folder.path());
    let change = |old: &str, new: &str| newsroom.passphrase_change(old.into(), new.into());
    assert_eq!(change("wrong", "жаңа құпия сөз").expect_err("wrong").code, "wrong-passphrase");
    assert_eq!(change(PASSPHRASE, "short").expect_err("short").code, "passphrase-too-short");
    assert!(change(PASSPHRASE, "жаңа құпия сөз").expect("changed").passphrase);
    newsroom.profile_lock().expect("locks");
    assert_eq!(change("жаңа құпия сөз", PASSPHRASE).expect_err("locked").code, "not-open");
    assert_eq!(newsroom.profile_unlock(PASSPHRASE.into()).expect_err("replaced").code, "wrong-passphrase");
    newsroom.profile_unlock("жаңа құпия сөз".into()).expect("opens");
    assert_eq!(body(&newsroom, story), SENTENCE);
    let code = newsroom.recovery_code_renew("жаңа құпия сөз".into()).expect("renewed");
    newsroom.profile_lock().expect("locks");
    newsroom.profile_recover(code, PASSPHRASE.into()).expect("the new code opens it");
}

#[test]
fn the_lock_is_chosen_in_minutes_and_only_where_a_passphrase_opens_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    assert_eq!(newsroom.safety_show().expect("a view").lock_after_minutes, 0);
    newsroom.preference_set("lock-after".into(), "15".into()).expect("kept");
    assert_eq!(newsroom.safety_show().expect("a view").lock_after_minutes, 15);
    let refused = newsroom.preference_set("lock-after".into(), "-1".into());
    assert_eq!(refused.expect_err("no number of minutes").code, "bad-argument");
    let plain = tempfile::tempdir().expect("a folder");
    let newsroom = Newsroom::new(plain.path().to_owned(), Options::default());
    newsroom.profile_create_unencrypted("Aigerim").expect("a profile");
    let refused = newsroom.preference_set("lock-after".into(), "15".into());
    assert_eq!(refused.expect_err("nothing would open it").code, "passphrase-needed");
}

#[test]
fn a_profile_that_cannot_be_opened_is_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, story) = first_start(folder.path());
    assert_eq!(newsroom.backup_make().expect("copied").backups.len(), 1);
    newsroom.stop();
    let garbage = b"not a database at all".repeat(500);
    fs::write(folder.path().join("newsroom.db"), &garbage).expect("written");
    let newsroom = Newsroom::new(folder.path().to_owned(), Options::default());
    assert_eq!(newsroom.profile_unlock(PASSPHRASE.into()).expect_err("damaged").code, "database-damaged");
    assert_eq!(newsroom.database_restore(None).expect_err("locked").code, "passphrase-needed");
    assert_eq!(newsroom.database_restore(Some("wrong".into())).expect_err("wrong").code, "wrong-passphrase");
    let report = newsroom.database_restore(Some(PASSPHRASE.into())).expect("restored");
    assert_eq!((report.newer, report.session.phase), (0, Phase::Open));
    assert_eq!(fs::read(folder.path().join(&report.kept)).expect("kept"), garbage);
    assert_eq!(body(&newsroom, story), SENTENCE);
    assert!(newsroom.doctor().expect("a report").healthy);
}

#[test]
fn an_open_profile_is_restored_with_what_was_written_after_the_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, story) = first_start(folder.path());
    assert_eq!(newsroom.database_restore(None).expect_err("no copy").code, "no-good-copy");
    assert_eq!(body(&newsroom, story), SENTENCE, "and it is open as before");
    newsroom.backup_make().expect("copied");
    write(&newsroom, story, "Су кешке дейін тартылды.");
    let report = newsroom.database_restore(None).expect("restored");
    assert_eq!(report.newer, 1);
    assert_eq!(body(&newsroom, story), "Су кешке дейін тартылды.");
}

#[test]
fn what_is_rescued_is_written_into_an_empty_folder_and_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, story) = first_start(folder.path());
    let goal = tempfile::tempdir().expect("a folder");
    let into = |name: &str| goal.path().join(name).display().to_string();
    let report = newsroom.text_rescue(into("rescued"), None).expect("rescued");
    assert_eq!((report.files, report.saved, report.older, report.lost, report.all_found), (1, 1, 0, 0, true));
    let text = fs::read_to_string(goal.path().join(format!("rescued/story-{story}.txt"))).expect("written");
    assert!(text.contains(SENTENCE), "{text}");
    let refused = newsroom.text_rescue(into("rescued"), None).expect_err("not empty");
    assert_eq!(refused.code, "rescue-folder-unusable");
    assert_eq!(body(&newsroom, story), SENTENCE);
}

#[test]
fn size_and_contrast_are_kept_and_nothing_that_no_window_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let (newsroom, _) = first_start(folder.path());
    let shown = newsroom.preference_set("zoom".into(), "150".into()).expect("kept");
    assert_eq!((shown.zoom, shown.contrast.as_str()), (150, ""));
    let shown = newsroom.preference_set("contrast".into(), "more".into()).expect("kept");
    assert_eq!((shown.zoom, shown.contrast.as_str()), (150, "more"));
    for (name, value) in [("zoom", "1000"), ("zoom", "151"), ("contrast", "less"), ("colour", "red")] {
        let refused = newsroom.preference_set(name.into(), value.into()).expect_err("no such choice");
        assert_eq!(refused.code, "bad-argument", "{name} {value}");
    }
    newsroom.profile_lock().expect("locks");
    let closed = newsroom.session_show().expect("shown");
    assert_eq!((closed.zoom, closed.contrast.as_str()), (150, "more"), "the lock screen is as large");
}

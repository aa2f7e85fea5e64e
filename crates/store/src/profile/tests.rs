//! Whole profiles on a real disk: what can be read without a key, what survives a kill, what damage is found.

use super::*;
use tempfile::TempDir;
use tilshi_story::{DocumentId, Part, PartValue, PersonId, PhotoId, StoryId, Timestamp};

const SENTENCE: &str = "Nobody but the desk may read this sentence before noon.";
const PASSPHRASE: &str = "алты алма жеді";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00";

/// A profile without encryption, for tests of tables.
pub(crate) fn plain() -> (TempDir, Profile) {
    let folder = tempfile::tempdir().expect("a folder");
    let (profile, _) = Profile::create(folder.path(), Protection::Unencrypted).expect("created");
    (folder, profile)
}

pub(crate) fn at(time: usize) -> Timestamp {
    Timestamp(i64::try_from(time).expect("a small number"))
}

fn code<T>(outcome: Result<T, StoreError>) -> String {
    outcome.err().map_or_else(|| "none".to_owned(), |error| error.failure().code)
}

fn body() -> tilshi_story::PartKey {
    Part::Body("en".parse().expect("an edition key")).key()
}

fn put(profile: &mut Profile, story: StoryId, text: &str) {
    profile
        .write(|writer| writer.put_part(story.into(), &body(), &PartValue::text(text), PersonId::generate(), at(0)))
        .expect("written");
}

fn text(profile: &Profile, story: StoryId) -> Option<PartValue> {
    profile.read().part(story.into(), &body()).expect("read")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("listed") {
        let path = entry.expect("listed").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Which of the files, by extension or name, hold these bytes.
fn holding(folder: &Path, needle: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = files(folder)
        .into_iter()
        .filter(|path| fs::read(path).expect("read").windows(needle.len()).any(|window| window == needle))
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let goal = to.join(path.strip_prefix(from).expect("inside"));
        fs::create_dir_all(goal.parent().expect("a folder")).expect("made");
        fs::copy(path, goal).expect("copied");
    }
}

fn write_everything(profile: &mut Profile) -> PhotoId {
    let picture = [JPEG, SENTENCE.as_bytes()].concat();
    let photo = PhotoId::of(&picture);
    put(profile, StoryId::generate(), SENTENCE);
    profile.pictures().put(photo, "original", &picture).expect("kept");
    profile.write(|writer| writer.set_setting("note", SENTENCE)).expect("written");
    photo
}

#[test]
fn nothing_of_an_encrypted_profile_can_be_read_without_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut profile, _) = Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created");
    assert!(profile.encrypted());
    write_everything(&mut profile);
    let wal = fs::metadata(folder.path().join("newsroom.db-wal")).expect("a write-ahead log");
    assert!(wal.len() > 0, "the log is looked at before it is folded in");
    profile.backups().make(at(1)).expect("a copy");
    for needle in [SENTENCE.as_bytes(), JPEG, b"SQLite format 3", PASSPHRASE.as_bytes(), b"CREATE TABLE"] {
        assert_eq!(holding(folder.path(), needle), [""; 0]);
    }
    drop(profile);
    for needle in [SENTENCE.as_bytes(), JPEG, b"SQLite format 3", b"CREATE TABLE"] {
        assert_eq!(holding(folder.path(), needle), [""; 0]);
    }
}

#[test]
fn what_the_search_above_would_find_is_there_without_encryption() {
    let (folder, mut profile) = plain();
    let photo = write_everything(&mut profile);
    profile.backups().make(at(1)).expect("a copy");
    drop(profile);
    let original = format!("{photo}.original");
    let copy = "newsroom-00000001-1.db".to_owned();
    let plain = [original.clone(), copy.clone(), DATABASE.to_owned()];
    assert_eq!(holding(folder.path(), SENTENCE.as_bytes()), plain);
    assert_eq!(holding(folder.path(), b"SQLite format 3"), plain[1..]);
    assert_eq!(holding(folder.path(), JPEG), [original]);
    assert_eq!(profile_state(folder.path()).expect("asked"), ProfileState::Plain);
    let mut profile = Profile::open(folder.path(), Key::None).expect("opened");
    assert_eq!(code(profile.set_passphrase("x")), "profile-unencrypted");
}

#[test]
fn a_profile_opens_with_its_passphrase_or_recovery_code_and_keeps_what_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let story = StoryId::generate();
    assert_eq!(profile_state(folder.path()).expect("asked"), ProfileState::Missing);
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase("x"))), "profile-missing");

    let (mut profile, recovery) = Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created");
    let recovery = recovery.expect("an encrypted profile has one").to_string();
    put(&mut profile, story, SENTENCE);
    drop(profile);
    let locked = ProfileState::Locked { passphrase: true, keyring: false };
    assert_eq!(profile_state(folder.path()).expect("asked"), locked);
    assert_eq!(code(Profile::create(folder.path(), Protection::Unencrypted)), "profile-exists");
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase("алма"))), "wrong-passphrase");
    assert_eq!(code(Profile::open(folder.path(), Key::None)), "wrong-passphrase");

    let mut profile = Profile::open(folder.path(), Key::Recovery(&recovery)).expect("opened");
    assert_eq!(text(&profile, story), Some(PartValue::text(SENTENCE)));
    profile.set_passphrase("жаңа").expect("set");
    drop(profile);
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase(PASSPHRASE))), "wrong-passphrase");
    let profile = Profile::open(folder.path(), Key::Passphrase("жаңа")).expect("opened");
    assert_eq!(text(&profile, story), Some(PartValue::text(SENTENCE)));
    assert_eq!(profile.check().expect("checked"), []);
}

#[test]
fn a_changed_passphrase_opens_the_profile_and_a_wrong_old_one_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let key_file = folder.path().join("key.json");
    let (mut profile, old_code) = Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created");
    let old_code = old_code.expect("an encrypted profile has one").to_string();
    let before = fs::read(&key_file).expect("read");
    for _ in 0..3 {
        assert_eq!(code(profile.change_passphrase("алма", "жаңа")), "wrong-passphrase");
        assert_eq!(code(profile.renew_recovery_code("алма")), "wrong-passphrase");
    }
    assert_eq!(fs::read(&key_file).expect("read"), before);

    // Killed before the new key file took the place of the old one: the half-written one counts for nothing.
    fs::write(folder.path().join("key.json.new"), &before[..before.len() / 2]).expect("written");
    let new_code = profile.renew_recovery_code(PASSPHRASE).expect("renewed").to_string();
    profile.change_passphrase(PASSPHRASE, "жаңа құпия сөз").expect("changed");
    drop(profile);
    fs::write(folder.path().join("key.json.new"), &before[..before.len() / 2]).expect("written");
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase(PASSPHRASE))), "wrong-passphrase");
    assert_eq!(code(Profile::open(folder.path(), Key::Recovery(&old_code))), "wrong-recovery-code");
    Profile::open(folder.path(), Key::Recovery(&new_code)).expect("the new code opens it");
    Profile::open(folder.path(), Key::Passphrase("жаңа құпия сөз")).expect("the new passphrase opens it");

    let (_folder, mut profile) = plain();
    assert_eq!(code(profile.change_passphrase("", "жаңа")), "profile-unencrypted");
}

#[test]
fn a_wrong_passphrase_is_told_before_the_database_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created"));
    let garbage = b"not a database at all".repeat(500);
    fs::write(folder.path().join(DATABASE), &garbage).expect("written");
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase("x"))), "wrong-passphrase");
    assert_eq!(fs::read(folder.path().join(DATABASE)).expect("read"), garbage);
    assert_eq!(code(Profile::open(folder.path(), Key::Passphrase(PASSPHRASE))), "database-damaged");
    assert_eq!(fs::read(folder.path().join(DATABASE)).expect("read"), garbage, "kept for whoever can mend it");
}

#[test]
fn without_a_key_ring_a_profile_in_it_is_refused_and_leaves_nothing() {
    if platform::may_have_key_ring() {
        // In a desktop session this would put a key into the person's own key ring.
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(code(Profile::create(folder.path(), Protection::Keyring)), "keyring-unavailable");
    assert_eq!(profile_state(folder.path()).expect("asked"), ProfileState::Missing);
    Profile::create(folder.path(), Protection::Unencrypted).expect("nothing is in the way");
}

#[test]
fn one_process_has_a_profile_open() {
    let (folder, profile) = plain();
    assert_eq!(code(Profile::open(folder.path(), Key::None)), "profile-in-use");
    assert_eq!(code(Profile::create(folder.path(), Protection::Unencrypted)), "profile-in-use");
    drop(profile);
    Profile::open(folder.path(), Key::None).expect("free again");
}

#[test]
fn a_write_that_fails_leaves_nothing_and_the_next_one_works() {
    let (_folder, mut profile) = plain();
    let story = StoryId::generate();
    let refusal = Failure::new("not-allowed");
    let outcome: Result<(), StoreError> = profile.write(|writer| {
        writer.put_part(story.into(), &body(), &PartValue::text("a"), PersonId::generate(), at(0))?;
        assert!(writer.exists(story.into())?, "a writer reads what it has written");
        Err(refusal.clone().into())
    });
    assert_eq!(outcome.expect_err("refused").failure(), refusal);
    assert!(!profile.read().exists(story.into()).expect("read"));
    assert_eq!(profile.read().dirty().expect("read"), [] as [DocumentId; 0]);
    put(&mut profile, story, "b");
    assert_eq!(text(&profile, story), Some(PartValue::text("b")));
}

#[test]
fn a_full_disk_is_named_and_costs_only_what_did_not_fit() {
    let (_folder, mut profile) = plain();
    let story = StoryId::generate();
    put(&mut profile, story, SENTENCE);
    let pages: i64 =
        profile.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("the size of the database");
    let limit = |profile: &Profile, pages: i64| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        profile.connection.query_row(&sql, [], |row| row.get::<_, i64>(0)).expect("limited");
    };
    limit(&profile, pages);
    let long = PartValue::text(SENTENCE.repeat(5000));
    let outcome = profile.write(|writer| writer.put_part(story.into(), &body(), &long, PersonId::generate(), at(1)));
    assert_eq!(code(outcome), "disk-full");
    assert_eq!(text(&profile, story), Some(PartValue::text(SENTENCE)));
    limit(&profile, 1 << 20);
    put(&mut profile, story, "room again");
    assert_eq!(text(&profile, story), Some(PartValue::text("room again")));
}

#[test]
fn what_was_committed_survives_a_process_that_never_closes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut profile, _) = Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created");
    let story = StoryId::generate();
    put(&mut profile, story, SENTENCE);
    // The files as a killed process leaves them: the log is not folded in.
    let image = tempfile::tempdir().expect("a folder");
    copy(folder.path(), image.path());
    let revived = Profile::open(image.path(), Key::Passphrase(PASSPHRASE)).expect("opened");
    assert_eq!(text(&revived, story), Some(PartValue::text(SENTENCE)));
    assert_eq!(revived.check().expect("checked"), []);
}

#[test]
fn a_profile_that_was_killed_while_being_made_can_be_made_or_is_finished() {
    let (folder, mut profile) = plain();
    let story = StoryId::generate();
    put(&mut profile, story, SENTENCE);
    drop(profile);
    // Killed between the two renames.
    fs::rename(folder.path().join(DATABASE), folder.path().join(UNFINISHED)).expect("renamed");
    let profile = Profile::open(folder.path(), Key::None).expect("finished");
    assert_eq!(text(&profile, story), Some(PartValue::text(SENTENCE)));

    // Killed before the key file stood.
    let early = tempfile::tempdir().expect("a folder");
    fs::write(early.path().join(UNFINISHED), b"half").expect("written");
    Profile::create(early.path(), Protection::Unencrypted).expect("nothing is in the way");
}

#[test]
fn a_lost_database_is_not_replaced_by_an_empty_one() {
    let (folder, profile) = plain();
    drop(profile);
    fs::remove_file(folder.path().join(DATABASE)).expect("removed");
    assert_eq!(code(Profile::open(folder.path(), Key::None)), "database-damaged");

    let (folder, profile) = plain();
    drop(profile);
    fs::remove_file(folder.path().join("key.json")).expect("removed");
    assert_eq!(code(Profile::create(folder.path(), Protection::Unencrypted)), "profile-exists");
}

#[test]
fn a_profile_of_a_later_version_is_refused() {
    let (folder, profile) = plain();
    profile.connection.pragma_update(None, "user_version", 9999).expect("set");
    drop(profile);
    assert_eq!(code(Profile::open(folder.path(), Key::None)), "database-newer");
}

#[test]
fn the_check_finds_a_flipped_bit_in_the_database_and_in_a_picture() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut profile, _) = Profile::create(folder.path(), Protection::Passphrase(PASSPHRASE)).expect("created");
    let photo = write_everything(&mut profile);
    let missing = PhotoId::of(b"never stored");
    profile.write(|writer| writer.add_picture_waiting(missing, "web", 1)).expect("written");
    put(&mut profile, StoryId::generate(), &SENTENCE.repeat(500));
    drop(profile);

    let flip = |path: PathBuf, place: usize| {
        let mut bytes = fs::read(&path).expect("read");
        bytes[place] ^= 1;
        fs::write(&path, bytes).expect("written");
    };
    let pictures = files(&folder.path().join("photos"));
    flip(pictures[0].clone(), 100);
    let profile = Profile::open(folder.path(), Key::Passphrase(PASSPHRASE)).expect("opened");
    let damage = |photo: PhotoId, file: &str| StoreError::PictureDamaged { photo, file: file.to_owned() }.failure();
    assert_eq!(profile.check().expect("checked"), [damage(photo, "original"), damage(missing, "web")]);
    drop(profile);

    let length = fs::metadata(folder.path().join(DATABASE)).expect("described").len();
    flip(folder.path().join(DATABASE), usize::try_from(length).expect("small") - 2000);
    let profile = Profile::open(folder.path(), Key::Passphrase(PASSPHRASE)).expect("opened");
    let found = profile.check().expect("checked");
    assert!(found.iter().any(|failure| failure.code == "database-damaged"), "{found:?}");
}

#[test]
fn a_profile_can_be_handed_to_another_thread() {
    fn handed<T: Send>(_: &T) {}
    let (_folder, profile) = plain();
    handed(&profile);
}

//! Every command as every role, on a stranger's story: the matrix a laptop shows, and the portal agrees with it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use expect_test::expect;
use tilshi_newsroom::story::{
    CommentId, EditionKey, EntryId, EntryKind, OperationId, Part, PartValue, PhotoId, StoryId,
};
use tilshi_newsroom::views::{
    CardChoice, CommentDraft, FilledPart, HouseChange, PhotoAids, PhotoChange, PhotoQuery, Queue, StoryChange,
    StorySet, TextChange,
};
use tilshi_newsroom::{COMMAND_NAMES, Call, Newsroom, Options};
use tilshi_tests::{Portal, program};

const PASSWORD: &str = "dala-2026";

const PICTURE: &[u8] = include_bytes!("../fixtures/river.jpg");

/// Commands that open, lock or connect the profile itself: nobody has a role yet, or the role does not matter.
const BEFORE_ROLES: [&str; 13] = [
    "profile_create",
    "profile_unlock",
    "profile_unlock_by_key_ring",
    "profile_recover",
    "profile_lock",
    "profile_list",
    "profile_choose",
    "profile_begin",
    "portal_connect",
    "passphrase_change",
    "recovery_code_renew",
    "database_restore",
    "text_rescue",
];

fn en() -> EditionKey {
    "en".parse().expect("an edition key")
}

fn kk() -> EditionKey {
    "kk".parse().expect("an edition key")
}

fn laptop(folder: &Path, portal: &Portal, login: &str) -> Newsroom {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(portal.address(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom.sync_now().expect("a view");
    newsroom
}

/// Adds an account whose password is that of every demo account.
pub(crate) fn add_account(data: &Path, login: &str, role: &str) {
    let mut child = Command::new(program("tilshi-portal").expect("built"))
        .args(["account", "add", "--login", login, "--name", login, "--role", role, "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("starts");
    writeln!(child.stdin.take().expect("a standard input"), "{PASSWORD}").expect("reads");
    assert!(child.wait().expect("ends").success());
}

/// A story with a credited photo, submitted; `approved` takes it one step further.
fn submitted(author: &Newsroom) -> (StoryId, PhotoId) {
    let story = author.story_new(en()).expect("a story");
    let set = |part: Part, text: &str| {
        author.part_set(story.into(), part.key(), PartValue::text(text)).expect("set");
    };
    set(Part::Headline(en()), "Canals open early");
    set(Part::Body(en()), "Water came.");
    let photo = author.photo_import(story, "river.jpg", PICTURE).expect("added").view.photo;
    for (part, text) in [
        (Part::Creator, "Nurlan Beisen"),
        (Part::CreditLine, "Nurlan Beisen / Dala"),
        (Part::RightsBasis, "staff"),
        (Part::AltText(en()), "A river"),
    ] {
        author.part_set(photo.into(), part.key(), PartValue::text(text)).expect("set");
    }
    author.edition_submit(story, en()).expect("submits");
    (story, photo)
}

fn remark() -> CommentDraft {
    CommentDraft { words: "Who says so?".into(), about: None, answers: None, mentions: BTreeSet::new() }
}

/// A comment that this person has said.
fn said(newsroom: &Newsroom, story: StoryId) -> CommentId {
    let shown = newsroom.comment_add(story, remark()).expect("whoever has the story may say something");
    shown.comments.last().expect("what was just said").comment
}

/// The call of a command on a story that somebody else wrote.
fn call(newsroom: &Newsroom, name: &str, story: StoryId, photo: PhotoId) -> Call {
    let body = Part::Body(en()).key();
    let edition = en();
    match name {
        "session_show" => Call::session_show {},
        "preference_set" => Call::preference_set { name: "theme".into(), value: "dark".into() },
        "story_list" => Call::story_list { query: Queue::Desk.into(), from: 0, count: 50 },
        "story_ids" => Call::story_ids { query: Queue::Desk.into() },
        "search_pattern" => Call::search_pattern { words: "su".into() },
        "saved_queries" => Call::saved_queries {},
        "saved_queries_set" => Call::saved_queries_set { queries: Vec::new() },
        "stories_change" => {
            let set = StorySet::Urgency { urgency: "2".into() };
            Call::stories_change { changes: vec![StoryChange { story, set }] }
        }
        "queue_counts" => Call::queue_counts {},
        "archive_search" => Call::archive_search { words: "canal".into() },
        "story_fetch" => Call::story_fetch { story },
        "text_leave" => {
            Call::text_leave { document: story.into(), part: body.clone(), version: u64::MAX, state: String::new() }
        }
        "text_typeset" => Call::text_typeset { edition, text: "\"a\"".into() },
        "text_convert" => Call::text_convert { edition, text: "Су".into() },
        "story_search" => Call::story_search { words: "ferry".into() },
        "spelling_check" => Call::spelling_check { edition, text: "Ферри".into() },
        "spelling_suggest" => Call::spelling_suggest { edition, word: "Ферри".into() },
        "window_left" => Call::window_left {},
        "window_leave" => Call::window_leave { state: "{}".into() },
        "link_to" => Call::link_to { story, edition },
        "link_take" => Call::link_take {},
        "story_new" => Call::story_new { source_edition: edition },
        "template_apply" => Call::template_apply { story, template: a_template(newsroom) },
        "template_take_back" => {
            let filled = vec![FilledPart { part: Part::Urgency.key(), before: None }];
            Call::template_take_back { story, template: a_template(newsroom), filled }
        }
        "template_keep" => Call::template_keep { story, edition, name: format!("Template {story}") },
        "story_show" => Call::story_show { story },
        "part_set" => Call::part_set {
            document: photo.into(),
            part: Part::CreditLine.key(),
            value: PartValue::text("Somebody else / Dala"),
        },
        "comment_add" => Call::comment_add { story, comment: remark() },
        "comment_settle" => Call::comment_settle { story, comment: said(newsroom, story), settled: true },
        "comment_remove" => Call::comment_remove { story, comment: said(newsroom, story) },
        "vocabulary_list" => Call::vocabulary_list {},
        "entry_new" => Call::entry_new { kind: EntryKind::Tag, edition, label: "Rivers".into() },
        "entry_label" => Call::entry_label { entry: a_section(newsroom), edition, label: format!("Section {story}") },
        "entry_parent" => Call::entry_parent { entry: a_section(newsroom), parent: None },
        "entry_forbid" => Call::entry_forbid { entry: a_city(newsroom), edition, forms: vec![format!("City {story}")] },
        "entry_fill" => Call::entry_fill {
            entry: a_template(newsroom),
            part: Part::Lead(edition).key(),
            value: PartValue::text("In short."),
        },
        "house_show" => Call::house_show {},
        "house_set" => Call::house_set { change: HouseChange::KazakhLatin { year: "2018".into() } },
        "conversion_show" => Call::conversion_show { story, edition: "qz".parse().expect("an edition") },
        "edition_convert" => Call::edition_convert { story, edition: "qz".parse().expect("an edition") },
        "presence_set" => Call::presence_set { story: Some(story), part: Some(body), at: 0 },
        "presence_list" => Call::presence_list { story },
        "text_open" => Call::text_open { document: story.into(), part: body },
        "text_push" => Call::text_push {
            document: story.into(),
            part: body,
            version: 0,
            client: "test".into(),
            changes: vec![TextChange { from: 0, to: 0, insert: "More. ".into() }],
        },
        "text_updates" => Call::text_updates { document: story.into(), part: body, version: 0 },
        "passages_show" => Call::passages_show { story, edition },
        "edition_made_from" => Call::edition_made_from { story, edition: kk(), from: edition },
        "passages_follow" => Call::passages_follow { story, edition: kk(), answers: Vec::new() },
        "finding_accept" => {
            let (finding, reason) = ("0".into(), String::new());
            Call::finding_accept { story, edition, finding, reason }
        }
        "vocabulary_export" => Call::vocabulary_export { file: "/no/such/folder/words.csv".into() },
        "vocabulary_import" => Call::vocabulary_import { file: "/no/such/file.csv".into() },
        "vocabulary_standard" => Call::vocabulary_standard {},
        "conversions_untouched" => Call::conversions_untouched {},
        "conversion_approve" => Call::conversion_approve { story, seen: seen(newsroom, story, &edition), edition },
        "memory_show" => Call::memory_show {},
        "memory_matches" => Call::memory_matches { story, edition, passage: "Water".into() },
        "memory_search" => Call::memory_search { edition, words: "water".into() },
        "memory_export" => Call::memory_export { file: "/no/such/folder/memory.tmx".into() },
        "memory_import" => Call::memory_import { file: "/no/such/file.tmx".into() },
        "xliff_export" => {
            let (stories, file) = (vec![story], "/no/such/folder/story.xlf".into());
            Call::xliff_export { stories, edition: kk(), file }
        }
        "xliff_import" => Call::xliff_import { file: "/no/such/file.xlf".into(), replace: false },
        "memory_import_stop" => Call::memory_import_stop {},
        "machine_translate" => Call::machine_translate { story, edition },
        "machine_stop" => Call::machine_stop {},
        "machine_read" => Call::machine_read { story, edition, passages: Vec::new() },
        "machine_key_set" => Call::machine_key_set { address: "https://translate.example".into(), key: "k".into() },
        "edition_submit" => Call::edition_submit { story, edition },
        "edition_return" => {
            Call::edition_return { story, edition, reason: "Check the figure".into(), passages: Vec::new() }
        }
        "edition_approve" => Call::edition_approve { story, seen: seen(newsroom, story, &edition), edition },
        "edition_publish" => Call::edition_publish { story, edition, note: String::new(), displayed: None },
        "edition_redate" => Call::edition_redate { story, edition, displayed: None },
        "edition_withdraw" => Call::edition_withdraw { story, edition, note: "Wrong".into() },
        "history_list" => Call::history_list { story, edition },
        "history_compare" => Call::history_compare { story, edition, from: None, to: None },
        "version_restore" => Call::version_restore { story, edition, version: i64::MAX },
        "passage_restore" => {
            let part = Part::Lead(edition.clone()).key();
            Call::passage_restore { story, edition, version: i64::MAX, part, paragraph: None }
        }
        "version_name" => Call::version_name { story, edition, version: i64::MAX, name: "as sent".into() },
        "photo_list" => Call::photo_list { query: PhotoQuery::default(), from: 0, count: 50 },
        "photo_ids" => Call::photo_ids { query: PhotoQuery::default() },
        "photo_counts" => Call::photo_counts {},
        "photo_uses" => Call::photo_uses { photo, edition },
        "photos_use" => Call::photos_use { story, photos: vec![photo] },
        "photos_change" => {
            let (part, text) = (Part::Creator.key(), "Somebody".into());
            Call::photos_change { changes: vec![PhotoChange { photo, part, text, instead_of: None }] }
        }
        "supplier_changes" => Call::supplier_changes { photos: vec![photo] },
        "photo_aids" => Call::photo_aids {},
        "photo_aids_set" => Call::photo_aids_set { aids: PhotoAids::default() },
        "photo_add" => {
            Call::photo_add { story: Some(story), file_name: "river.jpg".into(), data: STANDARD.encode(PICTURE) }
        }
        "photo_show" => Call::photo_show { photo },
        "photo_alike" => Call::photo_alike { photo },
        "photo_said" => Call::photo_said { photo },
        "photo_keep" => Call::photo_keep { photo, part: Part::Creator.key(), kept: true },
        "photo_export" => Call::photo_export { photo, edition, crop: None },
        "photo_lift" => Call::photo_lift {
            photo,
            block: tilshi_newsroom::story::Block::LicenceRestricted,
            reason: "It is paid for.".into(),
        },
        "photo_remove" => Call::photo_remove { story, photo },
        "suggestion_send" => Call::suggestion_send { document: story.into() },
        "suggestion_discard" => Call::suggestion_discard { document: story.into() },
        "suggestion_list" => Call::suggestion_list {},
        "conflict_list" => Call::conflict_list {},
        "conflict_settle" => {
            Call::conflict_settle { card: tilshi_newsroom::story::CardId::of(b"none"), choice: CardChoice::Ours }
        }
        "passage_read" => Call::passage_read { story, passage: 1 },
        "sync_show" => Call::sync_show {},
        "sync_now" => Call::sync_now {},
        "sync_pause" => Call::sync_pause { paused: false },
        "outbox_retry" => Call::outbox_retry { operation: OperationId::generate() },
        "outbox_discard" => Call::outbox_discard { operation: OperationId::generate() },
        "doctor" => Call::doctor {},
        "safety_show" => Call::safety_show {},
        "backup_make" => Call::backup_make {},
        other => panic!("the matrix of roles does not know {other}: add its call here"),
    }
}

/// A section that everybody has from the beginning.
fn a_section(newsroom: &Newsroom) -> EntryId {
    one_of(newsroom, EntryKind::Section)
}

/// A template that the author has made.
fn a_template(newsroom: &Newsroom) -> EntryId {
    one_of(newsroom, EntryKind::Template)
}

/// A city that everybody has from the beginning.
fn a_city(newsroom: &Newsroom) -> EntryId {
    one_of(newsroom, EntryKind::City)
}

fn one_of(newsroom: &Newsroom, kind: EntryKind) -> EntryId {
    let all = newsroom.vocabulary_list().expect("the vocabulary");
    all.into_iter().find(|entry| entry.kind == kind).expect("there is one").entry
}

/// The mark of what this laptop shows of the edition.
fn seen(newsroom: &Newsroom, story: StoryId, edition: &EditionKey) -> String {
    let view = newsroom.story_show(story).expect("the story");
    view.editions.into_iter().find(|view| view.edition == *edition).expect("the edition").says
}

#[test]
fn every_command_as_every_role() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("portal");
    let portal = Portal::start(&data).expect("a portal");
    add_account(&data, "marat", "journalist");
    add_account(&data, "dana", "photo-editor");
    add_account(&data, "bolat", "administrator");

    // A story for every command, and the one command that sends goes first: none sees what another did.
    let mut commands: Vec<&str> = COMMAND_NAMES.iter().copied().filter(|name| !BEFORE_ROLES.contains(name)).collect();
    commands.sort_by_key(|name| *name != "sync_now");
    let author = laptop(folder.path(), &portal, "aigerim");
    let stories: BTreeMap<&str, (StoryId, PhotoId)> = commands.iter().map(|name| (*name, submitted(&author))).collect();
    author.entry_new(EntryKind::Template, en(), "Canals".into()).expect("a template");
    author.sync_now().expect("a view");

    let mut matrix = String::new();
    for (role, login) in [
        ("journalist", "marat"),
        ("photo editor", "dana"),
        ("desk editor", "daulet"),
        ("chief editor", "saule"),
        ("administrator", "bolat"),
    ] {
        let newsroom = laptop(folder.path(), &portal, login);
        matrix += &format!("{role}\n");
        for name in &commands {
            let (story, photo) = stories[name];
            let outcome = match newsroom.run(call(&newsroom, name, story, photo)) {
                Ok(_) => "done".to_owned(),
                Err(failure) => failure.code,
            };
            matrix += &format!("  {name}: {outcome}\n");
        }
        newsroom.profile_lock().expect("nothing of it is sent");
    }
    expect![[r#"
        journalist
          sync_now: done
          session_show: done
          preference_set: done
          window_left: done
          window_leave: done
          link_to: done
          link_take: done
          story_list: done
          story_ids: done
          saved_queries: done
          saved_queries_set: done
          stories_change: done
          queue_counts: done
          archive_search: done
          story_search: done
          search_pattern: done
          story_fetch: done
          story_new: done
          template_apply: done
          template_take_back: done
          template_keep: done
          story_show: done
          part_set: done
          comment_add: done
          comment_settle: done
          comment_remove: done
          passage_read: done
          vocabulary_list: done
          entry_new: done
          entry_label: done
          entry_forbid: done
          house_show: done
          house_set: part-not-yours
          vocabulary_export: file-unwritable
          vocabulary_import: file-unreadable
          vocabulary_standard: done
          entry_fill: done
          entry_parent: done
          presence_set: done
          presence_list: done
          text_open: done
          text_push: done
          text_leave: done
          text_typeset: done
          text_convert: edition-not-derived
          spelling_check: done
          spelling_suggest: done
          text_updates: done
          passages_show: done
          edition_made_from: part-not-yours
          conversion_show: done
          edition_convert: edition-empty
          passages_follow: made-from-unknown
          finding_accept: part-not-yours
          memory_show: done
          memory_matches: done
          memory_search: done
          memory_export: file-unwritable
          memory_import: file-unreadable
          xliff_export: file-unwritable
          xliff_import: file-unreadable
          memory_import_stop: done
          machine_translate: part-not-yours
          machine_stop: done
          machine_read: part-not-yours
          machine_key_set: done
          edition_submit: deed-not-yours
          edition_return: deed-not-yours
          edition_approve: deed-not-yours
          conversions_untouched: done
          conversion_approve: deed-not-yours
          edition_publish: deed-not-yours
          edition_redate: displayed-not-yours
          edition_withdraw: deed-not-yours
          history_list: done
          history_compare: done
          version_restore: version-not-found
          passage_restore: version-not-found
          version_name: version-not-found
          photo_add: done
          photo_list: done
          photo_ids: done
          photo_counts: done
          photo_uses: done
          photos_use: done
          photos_change: done
          supplier_changes: done
          photo_aids: done
          photo_aids_set: done
          photo_show: done
          photo_alike: done
          photo_said: done
          photo_keep: done
          photo_export: done
          photo_lift: nothing-to-lift
          photo_remove: done
          suggestion_send: done
          suggestion_discard: done
          suggestion_list: done
          conflict_list: done
          conflict_settle: card-not-open
          sync_show: done
          sync_pause: done
          outbox_retry: outbox-entry-gone
          outbox_discard: outbox-entry-gone
          doctor: done
          safety_show: done
          backup_make: done
        photo editor
          sync_now: done
          session_show: done
          preference_set: done
          window_left: done
          window_leave: done
          link_to: done
          link_take: done
          story_list: done
          story_ids: done
          saved_queries: done
          saved_queries_set: done
          stories_change: done
          queue_counts: done
          archive_search: done
          story_search: done
          search_pattern: done
          story_fetch: done
          story_new: no-stories-of-your-own
          template_apply: done
          template_take_back: done
          template_keep: done
          story_show: done
          part_set: done
          comment_add: done
          comment_settle: done
          comment_remove: done
          passage_read: done
          vocabulary_list: done
          entry_new: done
          entry_label: done
          entry_forbid: done
          house_show: done
          house_set: part-not-yours
          vocabulary_export: file-unwritable
          vocabulary_import: file-unreadable
          vocabulary_standard: done
          entry_fill: done
          entry_parent: done
          presence_set: done
          presence_list: done
          text_open: done
          text_push: done
          text_leave: done
          text_typeset: done
          text_convert: edition-not-derived
          spelling_check: done
          spelling_suggest: done
          text_updates: done
          passages_show: done
          edition_made_from: part-not-yours
          conversion_show: done
          edition_convert: edition-empty
          passages_follow: made-from-unknown
          finding_accept: part-not-yours
          memory_show: done
          memory_matches: done
          memory_search: done
          memory_export: file-unwritable
          memory_import: file-unreadable
          xliff_export: file-unwritable
          xliff_import: file-unreadable
          memory_import_stop: done
          machine_translate: part-not-yours
          machine_stop: done
          machine_read: part-not-yours
          machine_key_set: done
          edition_submit: deed-not-yours
          edition_return: deed-not-yours
          edition_approve: deed-not-yours
          conversions_untouched: done
          conversion_approve: deed-not-yours
          edition_publish: deed-not-yours
          edition_redate: displayed-not-yours
          edition_withdraw: deed-not-yours
          history_list: done
          history_compare: done
          version_restore: version-not-found
          passage_restore: version-not-found
          version_name: version-not-found
          photo_add: done
          photo_list: done
          photo_ids: done
          photo_counts: done
          photo_uses: done
          photos_use: done
          photos_change: done
          supplier_changes: done
          photo_aids: done
          photo_aids_set: done
          photo_show: done
          photo_alike: done
          photo_said: done
          photo_keep: done
          photo_export: done
          photo_lift: nothing-to-lift
          photo_remove: done
          suggestion_send: done
          suggestion_discard: done
          suggestion_list: done
          conflict_list: done
          conflict_settle: card-not-open
          sync_show: done
          sync_pause: done
          outbox_retry: outbox-entry-gone
          outbox_discard: outbox-entry-gone
          doctor: done
          safety_show: done
          backup_make: done
        desk editor
          sync_now: done
          session_show: done
          preference_set: done
          window_left: done
          window_leave: done
          link_to: done
          link_take: done
          story_list: done
          story_ids: done
          saved_queries: done
          saved_queries_set: done
          stories_change: done
          queue_counts: done
          archive_search: done
          story_search: done
          search_pattern: done
          story_fetch: done
          story_new: done
          template_apply: done
          template_take_back: done
          template_keep: done
          story_show: done
          part_set: done
          comment_add: done
          comment_settle: done
          comment_remove: done
          passage_read: done
          vocabulary_list: done
          entry_new: done
          entry_label: done
          entry_forbid: done
          house_show: done
          house_set: part-not-yours
          vocabulary_export: file-unwritable
          vocabulary_import: file-unreadable
          vocabulary_standard: done
          entry_fill: done
          entry_parent: done
          presence_set: done
          presence_list: done
          text_open: done
          text_push: done
          text_leave: done
          text_typeset: done
          text_convert: edition-not-derived
          spelling_check: done
          spelling_suggest: done
          text_updates: done
          passages_show: done
          edition_made_from: done
          conversion_show: done
          edition_convert: edition-empty
          passages_follow: made-from-unknown
          finding_accept: done
          memory_show: done
          memory_matches: done
          memory_search: done
          memory_export: file-unwritable
          memory_import: file-unreadable
          xliff_export: file-unwritable
          xliff_import: file-unreadable
          memory_import_stop: done
          machine_translate: machine-off
          machine_stop: done
          machine_read: done
          machine_key_set: done
          edition_submit: already-in-review
          edition_return: done
          edition_approve: done
          conversions_untouched: done
          conversion_approve: done
          edition_publish: not-approved
          edition_redate: displayed-not-yours
          edition_withdraw: not-published
          history_list: done
          history_compare: done
          version_restore: version-not-found
          passage_restore: version-not-found
          version_name: version-not-found
          photo_add: done
          photo_list: done
          photo_ids: done
          photo_counts: done
          photo_uses: done
          photos_use: done
          photos_change: done
          supplier_changes: done
          photo_aids: done
          photo_aids_set: done
          photo_show: done
          photo_alike: done
          photo_said: done
          photo_keep: done
          photo_export: done
          photo_lift: nothing-to-lift
          photo_remove: done
          suggestion_send: done
          suggestion_discard: done
          suggestion_list: done
          conflict_list: done
          conflict_settle: card-not-open
          sync_show: done
          sync_pause: done
          outbox_retry: outbox-entry-gone
          outbox_discard: outbox-entry-gone
          doctor: done
          safety_show: done
          backup_make: done
        chief editor
          sync_now: done
          session_show: done
          preference_set: done
          window_left: done
          window_leave: done
          link_to: done
          link_take: done
          story_list: done
          story_ids: done
          saved_queries: done
          saved_queries_set: done
          stories_change: done
          queue_counts: done
          archive_search: done
          story_search: done
          search_pattern: done
          story_fetch: done
          story_new: done
          template_apply: done
          template_take_back: done
          template_keep: done
          story_show: done
          part_set: done
          comment_add: done
          comment_settle: done
          comment_remove: done
          passage_read: done
          vocabulary_list: done
          entry_new: done
          entry_label: done
          entry_forbid: done
          house_show: done
          house_set: done
          vocabulary_export: file-unwritable
          vocabulary_import: file-unreadable
          vocabulary_standard: done
          entry_fill: done
          entry_parent: done
          presence_set: done
          presence_list: done
          text_open: done
          text_push: done
          text_leave: done
          text_typeset: done
          text_convert: edition-not-derived
          spelling_check: done
          spelling_suggest: done
          text_updates: done
          passages_show: done
          edition_made_from: done
          conversion_show: done
          edition_convert: edition-empty
          passages_follow: made-from-unknown
          finding_accept: done
          memory_show: done
          memory_matches: done
          memory_search: done
          memory_export: file-unwritable
          memory_import: file-unreadable
          xliff_export: file-unwritable
          xliff_import: file-unreadable
          memory_import_stop: done
          machine_translate: machine-off
          machine_stop: done
          machine_read: done
          machine_key_set: done
          edition_submit: already-in-review
          edition_return: done
          edition_approve: done
          conversions_untouched: done
          conversion_approve: done
          edition_publish: not-approved
          edition_redate: not-published
          edition_withdraw: not-published
          history_list: done
          history_compare: done
          version_restore: version-not-found
          passage_restore: version-not-found
          version_name: version-not-found
          photo_add: done
          photo_list: done
          photo_ids: done
          photo_counts: done
          photo_uses: done
          photos_use: done
          photos_change: done
          supplier_changes: done
          photo_aids: done
          photo_aids_set: done
          photo_show: done
          photo_alike: done
          photo_said: done
          photo_keep: done
          photo_export: done
          photo_lift: nothing-to-lift
          photo_remove: done
          suggestion_send: done
          suggestion_discard: done
          suggestion_list: done
          conflict_list: done
          conflict_settle: card-not-open
          sync_show: done
          sync_pause: done
          outbox_retry: outbox-entry-gone
          outbox_discard: outbox-entry-gone
          doctor: done
          safety_show: done
          backup_make: done
        administrator
          sync_now: done
          session_show: done
          preference_set: done
          window_left: done
          window_leave: done
          link_to: done
          link_take: done
          story_list: done
          story_ids: done
          saved_queries: done
          saved_queries_set: done
          stories_change: done
          queue_counts: done
          archive_search: done
          story_search: done
          search_pattern: done
          story_fetch: done
          story_new: no-stories-of-your-own
          template_apply: done
          template_take_back: done
          template_keep: part-not-yours
          story_show: done
          part_set: done
          comment_add: done
          comment_settle: done
          comment_remove: done
          passage_read: done
          vocabulary_list: done
          entry_new: part-not-yours
          entry_label: done
          entry_forbid: done
          house_show: done
          house_set: part-not-yours
          vocabulary_export: file-unwritable
          vocabulary_import: file-unreadable
          vocabulary_standard: part-not-yours
          entry_fill: done
          entry_parent: done
          presence_set: done
          presence_list: done
          text_open: done
          text_push: done
          text_leave: done
          text_typeset: done
          text_convert: edition-not-derived
          spelling_check: done
          spelling_suggest: done
          text_updates: done
          passages_show: done
          edition_made_from: part-not-yours
          conversion_show: done
          edition_convert: edition-empty
          passages_follow: made-from-unknown
          finding_accept: part-not-yours
          memory_show: done
          memory_matches: done
          memory_search: done
          memory_export: file-unwritable
          memory_import: file-unreadable
          xliff_export: file-unwritable
          xliff_import: file-unreadable
          memory_import_stop: done
          machine_translate: part-not-yours
          machine_stop: done
          machine_read: part-not-yours
          machine_key_set: done
          edition_submit: deed-not-yours
          edition_return: deed-not-yours
          edition_approve: deed-not-yours
          conversions_untouched: done
          conversion_approve: deed-not-yours
          edition_publish: deed-not-yours
          edition_redate: displayed-not-yours
          edition_withdraw: deed-not-yours
          history_list: done
          history_compare: done
          version_restore: version-not-found
          passage_restore: version-not-found
          version_name: version-not-found
          photo_add: done
          photo_list: done
          photo_ids: done
          photo_counts: done
          photo_uses: done
          photos_use: done
          photos_change: done
          supplier_changes: done
          photo_aids: done
          photo_aids_set: done
          photo_show: done
          photo_alike: done
          photo_said: done
          photo_keep: done
          photo_export: done
          photo_lift: nothing-to-lift
          photo_remove: done
          suggestion_send: done
          suggestion_discard: done
          suggestion_list: done
          conflict_list: done
          conflict_settle: card-not-open
          sync_show: done
          sync_pause: done
          outbox_retry: outbox-entry-gone
          outbox_discard: outbox-entry-gone
          doctor: done
          safety_show: done
          backup_make: done
    "#]]
    .assert_eq(&matrix);
}

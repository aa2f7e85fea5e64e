//! Pictures of many megabytes on lines that break: what has gone is never sent again, and nothing waits for them.

use std::path::Path;
use std::sync::mpsc::channel;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tilshi_newsroom::story::{Part, PhotoId, StoryId};
use tilshi_newsroom::views::{OutboxItem, OutboxRow};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

use crate::laptops::{PASSWORD, edition, set, sync, written};
use crate::line::{Line, Treatment};
use crate::newsroom::picture_file;

/// Most bytes of a chunk, and what the requests say around it.
const CHUNK_AND_WORDS: u64 = (1 << 20) + (64 << 10);

fn laptop(folder: &Path, address: &str, login: &str) -> Newsroom {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom
}

/// A picture with much behind its end, as some cameras write it.
fn heavy_picture() -> Vec<u8> {
    let mut bytes = std::fs::read(picture_file()).expect("a picture");
    // Bytes that no compression makes fewer.
    bytes.extend((0..1_500_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()));
    bytes
}

fn add_photo(newsroom: &Newsroom, story: StoryId, bytes: &[u8]) -> PhotoId {
    newsroom.photo_add(Some(story), "canal.jpg".into(), STANDARD.encode(bytes)).expect("a photo").view.photo
}

/// The row of the original, while it waits.
fn original(rows: &[OutboxRow]) -> Option<&OutboxRow> {
    rows.iter().find(|row| matches!(&row.item, OutboxItem::Picture { file } if file == "original"))
}

#[test]
fn a_line_that_breaks_and_a_portal_that_dies_cost_one_chunk_at_most() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    let bytes = heavy_picture();
    add_photo(&aigerim, story, &bytes);

    line.up_bytes();
    line.treat(Treatment::CutAfter(bytes.len() as u64 / 2));
    let view = aigerim.sync_now().expect("a view");
    let row = original(&view.waiting).expect("the original waits");
    assert_eq!(row.reason.as_ref().map(|reason| reason.code.as_str()), Some("portal-unreachable"));
    let first = line.up_bytes();
    assert!(first > bytes.len() as u64 / 3, "{first} bytes went up before the cut");

    portal.kill();
    portal.start_again().expect("starts again");
    line.treat(Treatment::Pass);
    assert!(sync(&aigerim).waiting.is_empty());
    let (both, whole) = (first + line.up_bytes(), bytes.len() as u64);
    println!("{both} bytes went up for a picture of {whole}, with a cut and a killed portal between");
    assert!(both < whole + CHUNK_AND_WORDS, "{both} bytes went up for a picture of {whole}");
    line.up_bytes();
    sync(&aigerim);
    assert!(line.up_bytes() < 2000, "what the portal has is not sent again");
}

#[test]
fn words_do_not_wait_for_a_picture_that_is_on_its_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    let bytes = heavy_picture();
    add_photo(&aigerim, story, &bytes);
    let (sender, events) = channel();
    aigerim.subscribe(move |event| {
        // The test may have ended.
        let _ = sender.send(event);
    });
    line.treat(Treatment::Slowly);
    let (mut typed, mut arrived_before) = (false, false);
    std::thread::scope(|scope| {
        let round = scope.spawn(|| aigerim.sync_now().expect("a view"));
        while let Ok(_event) = events.recv_timeout(Duration::from_secs(60)) {
            let view = aigerim.sync_show().expect("a view");
            let Some(row) = original(&view.waiting) else { break };
            if !typed && row.sent_bytes > 0 {
                assert!(row.sent_bytes < row.size_bytes);
                set(&aigerim, story, Part::Lead(edition("en")), "Typed meanwhile.");
                typed = true;
            } else if typed && !view.waiting.iter().any(|row| matches!(row.item, OutboxItem::Change { .. })) {
                arrived_before = true;
            }
        }
        assert!(round.join().expect("the round").waiting.is_empty());
    });
    assert!(typed, "the progress was never seen");
    assert!(arrived_before, "the words came after the picture");
}

#[test]
fn paused_means_that_nothing_moves_until_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    assert!(aigerim.sync_pause(true).expect("a view").paused);
    line.up_bytes();
    aigerim.start();
    set(&aigerim, story, Part::Lead(edition("en")), "Kept here.");
    aigerim.stop();
    let again = Newsroom::new(folder.path().join("aigerim"), Options::default());
    again.profile_unlock("a passphrase of the test".into()).expect("opens");
    let view = again.sync_show().expect("a view");
    assert!(view.paused, "a pause outlives the app");
    assert_eq!((view.waiting.len(), line.up_bytes()), (1, 0));
    let asked = sync(&again);
    assert!(asked.paused && asked.waiting.is_empty(), "asked for by hand, it goes once");

    let (sender, events) = channel();
    again.subscribe(move |event| {
        // The test may have ended.
        let _ = sender.send(event);
    });
    set(&again, story, Part::Lead(edition("en")), "And goes on.");
    again.start();
    again.sync_pause(false).expect("a view");
    while !again.sync_show().expect("a view").waiting.is_empty() {
        events.recv_timeout(Duration::from_secs(60)).expect("it goes by itself");
    }
    again.stop();
}

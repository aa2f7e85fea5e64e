//! A portal that does not answer, answers something else, or lives in another year: said in words, and nothing lost.

use std::path::Path;
use std::time::{Duration, Instant};

use tilshi_newsroom::story::{ObstacleKind, Part};
use tilshi_newsroom::views::{Connection, SyncView};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

use crate::laptops::{PASSWORD, body, edition, set, sync, written};
use crate::line::{Line, Treatment};

/// For how long these laptops wait for an answer.
const PATIENCE: Duration = Duration::from_secs(2);

fn laptop(folder: &Path, address: &str, login: &str) -> Newsroom {
    let options = Options { patience: Some(PATIENCE), ..Options::default() };
    let newsroom = Newsroom::new(folder.join(login), options);
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom
}

/// The code of what keeps the portal away.
fn reason(view: &SyncView) -> &str {
    match &view.connection {
        Connection::Offline { reason, .. } => &reason.code,
        other => panic!("the portal answered: {other:?}"),
    }
}

#[test]
fn a_portal_that_never_answers_is_given_up_and_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Monday.");

    line.treat(Treatment::Silence);
    let view = aigerim.sync_now().expect("a view");
    assert_eq!((reason(&view), view.waiting.len()), ("portal-silent", 1));
    // Writing goes on while nobody answers, and closing waits for nobody.
    set(&aigerim, story, Part::Body(edition("en")), "Water came on Tuesday.");
    aigerim.start();
    let begun = Instant::now();
    aigerim.stop();
    assert!(begun.elapsed() < PATIENCE, "the window would hang for {:?}", begun.elapsed());

    line.treat(Treatment::Pass);
    let again = Newsroom::new(folder.path().join("aigerim"), Options::default());
    again.profile_unlock("a passphrase of the test".into()).expect("opens");
    assert!(sync(&again).waiting.is_empty());
    assert_eq!(body(&again.story_show(story).expect("the story"), "en"), "Water came on Tuesday.");
}

#[test]
fn nonsense_in_place_of_an_answer_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    let nonsense: &[(&[u8], &str)] = &[
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", "portal-answered-nonsense"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", "portal-answered-nonsense"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"epoch\": \"", "portal-unreachable"),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 28\r\n\r\n{\"epoch\":\"1\",\"receipts\":[]}\n",
            "portal-answered-nonsense",
        ),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"epoch\":\"\xff\xd1\"}\n", "portal-answered-nonsense"),
        (b"HTTP/1.1 302 Found\r\nlocation: /portal\r\ncontent-length: 0\r\n\r\n", "portal-answered-nonsense"),
        (b"HTTP/1.1 500 Oh\r\ncontent-length: 13\r\n\r\n<h1>Oh</h1>\r\n", "portal-answered-nonsense"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "portal-unreachable"),
        (b"\x00\xff\xfe\x00", "portal-unreachable"),
    ];
    for (turn, (bytes, expected)) in nonsense.iter().enumerate() {
        set(&aigerim, story, Part::Body(edition("en")), &format!("Water came {turn} times."));
        line.treat(Treatment::Instead(bytes));
        let view = aigerim.sync_now().expect("a view");
        assert_eq!(reason(&view), *expected, "{}", String::from_utf8_lossy(bytes));
        assert!(!view.waiting.is_empty());
        assert!(view.waiting.iter().all(|row| !row.refused), "a broken line refuses nothing: {:?}", view.waiting);
    }
    line.treat(Treatment::Pass);
    assert!(sync(&aigerim).waiting.is_empty());
    let saule = laptop(folder.path(), &portal.address(), "saule");
    sync(&saule);
    assert_eq!(body(&saule.story_show(story).expect("the story"), "en"), "Water came 8 times.");
}

#[test]
fn a_clock_wrong_by_years_is_said_and_decides_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let story = written(&aigerim, "Water came.");
    assert_eq!(sync(&aigerim).clock_behind, None, "two clocks of one computer agree");

    // As if this computer lived in 2026 and the portal ten years later.
    line.treat(Treatment::Dated("Tue, 25 Nov 2036 04:00:00 GMT"));
    set(&aigerim, story, Part::Embargo, "2000000000000");
    let view = sync(&aigerim);
    assert!(view.waiting.is_empty(), "{:?}", view.waiting);
    let years = view.clock_behind.expect("it is said") / (365 * 24 * 60 * 60 * 1000);
    assert!((1..=20).contains(&years), "{years} years");
    let obstacles = &aigerim.story_show(story).expect("the story").editions;
    let en = obstacles.iter().find(|view| view.edition == edition("en")).expect("the edition");
    // 2033 has passed by the portal's clock, whatever this computer believes.
    assert!(en.obstacles.iter().all(|obstacle| obstacle.kind != ObstacleKind::UnderEmbargo), "{:?}", en.obstacles);

    line.treat(Treatment::Pass);
    assert_eq!(sync(&aigerim).clock_behind, None);
    let view = aigerim.story_show(story).expect("the story");
    let en = view.editions.iter().find(|view| view.edition == edition("en")).expect("the edition");
    assert!(en.obstacles.iter().any(|obstacle| obstacle.kind == ObstacleKind::UnderEmbargo), "{:?}", en.obstacles);
}

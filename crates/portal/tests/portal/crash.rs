//! A portal that is killed keeps its word.

use tilshi_story::StoryId;

use crate::newsroom::{Laptop, RunningPortal, change, ferry_story};

#[test]
fn receipts_tokens_and_the_feed_outlive_a_kill() {
    let mut portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let operations: Vec<_> = (0..20).map(|_| change(StoryId::generate(), None, &ferry_story())).collect();
    let receipts = journalist.push(&operations);
    let before = journalist.pull(None, 0);
    portal.kill();
    portal.start_again();
    let journalist = Laptop { address: portal.address.clone(), ..journalist };
    assert_eq!(journalist.push(&operations), receipts, "the same receipts, and nothing happens twice");
    assert_eq!(journalist.pull(None, 0), before, "--demo adds nothing to a folder that is not empty");
}

#[test]
fn killed_in_the_middle_of_a_push_everything_is_there_once_after_the_next_try() {
    let mut portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let operations: Vec<_> = (0..300).map(|_| change(StoryId::generate(), None, &ferry_story())).collect();
    std::thread::scope(|scope| {
        let sending = scope.spawn(|| {
            // The answer is lost on the way, which is the point.
            let _lost = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| journalist.push(&operations)));
        });
        // Killed as soon as the first of them is durable.
        let watcher = rusqlite_count(&portal);
        while watcher() == 0 && !sending.is_finished() {
            std::thread::yield_now();
        }
        portal.kill();
    });
    portal.start_again();
    let journalist = Laptop { address: portal.address.clone(), ..journalist };
    let receipts = journalist.push(&operations);
    assert_eq!(journalist.push(&operations), receipts);
    let stories = journalist.feed().into_iter().filter(|document| document.document.story().is_some()).count();
    assert_eq!(stories, operations.len());
}

#[cfg(unix)]
#[test]
fn asked_to_stop_it_finishes_and_leaves_one_file() {
    let mut portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let operation = change(StoryId::generate(), None, &ferry_story());
    let receipt = journalist.push_one(&operation);
    assert!(portal.ask_to_stop().success());
    assert!(!portal.folder.path().join("portal.sqlite-wal").exists(), "everything is in the database itself");
    portal.start_again();
    let journalist = Laptop { address: portal.address.clone(), ..journalist };
    assert_eq!(journalist.push_one(&operation), receipt);
}

/// Counts the receipts from beside the portal.
fn rusqlite_count(portal: &RunningPortal) -> impl Fn() -> i64 + use<> {
    let file = rusqlite::Connection::open(portal.folder.path().join("portal.sqlite")).expect("the database");
    move || {
        file.query_row("SELECT count(*) FROM receipt WHERE revision IS NOT NULL AND sequence > 12", [], |row| {
            row.get(0)
        })
        .unwrap_or(0)
    }
}

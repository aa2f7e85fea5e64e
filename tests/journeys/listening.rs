//! Laptops that keep in touch by themselves: what one writes the others have almost at once.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use tilshi_newsroom::story::{EditionKey, Part, PartValue, StoryId};
use tilshi_newsroom::views::{Connection, Event};
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

const PASSWORD: &str = "dala-2026";

/// Long enough for a machine that does other things too; no test waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(60);

/// How often a laptop that listens asks all the same.
const SLOW_PATROL: Duration = Duration::from_secs(30);

fn english() -> EditionKey {
    "en".parse().expect("an edition key")
}

/// A laptop that is signed in and runs, and what it says happens.
fn running(folder: &Path, address: &str, login: &str) -> (Newsroom, Receiver<Event>) {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    let (sender, events) = channel();
    newsroom.subscribe(move |event| {
        // The test may have ended.
        let _ = sender.send(event);
    });
    newsroom.start();
    (newsroom, events)
}

/// Waits, event by event, until the laptop has something.
fn wait_for(events: &Receiver<Event>, what: &str, mut has: impl FnMut() -> bool) -> Instant {
    let begun = Instant::now();
    loop {
        if has() {
            return Instant::now();
        }
        let left = PATIENCE.saturating_sub(begun.elapsed());
        match events.recv_timeout(left) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => panic!("never: {what}"),
        }
    }
}

fn lead(newsroom: &Newsroom, story: StoryId) -> String {
    let view = newsroom.story_show(story);
    view.map(|view| view.content.text(&Part::Lead(english())).to_owned()).unwrap_or_default()
}

fn set_lead(newsroom: &Newsroom, story: StoryId, text: &str) {
    newsroom.part_set(story.into(), Part::Lead(english()).key(), PartValue::text(text)).expect("set");
}

#[test]
fn another_laptop_has_a_change_without_asking_for_it_also_after_the_portal_was_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let (aigerim, _events) = running(folder.path(), &portal.address(), "aigerim");
    let (saule, events) = running(folder.path(), &portal.address(), "saule");
    let story = aigerim.story_new(english()).expect("a story");
    set_lead(&aigerim, story, "Water came.");
    wait_for(&events, "the first story", || lead(&saule, story) == "Water came.");

    // A laptop that listens asks by itself only every half minute: by that alone five changes would take longer.
    let mut longest = Duration::ZERO;
    for number in 1..=5 {
        let text = format!("Water came {number} times.");
        set_lead(&aigerim, story, &text);
        let begun = Instant::now();
        let arrived = wait_for(&events, &text, || lead(&saule, story) == text);
        longest = longest.max(arrived - begun);
    }
    println!("the longest way from laptop to laptop took {longest:?}");
    assert!(longest < SLOW_PATROL / 2, "{longest:?}");

    portal.kill();
    set_lead(&aigerim, story, "Written while the portal was away.");
    wait_for(&events, "the portal is missed", || {
        saule.sync_now().is_ok_and(|view| matches!(view.connection, Connection::Offline { .. }))
    });
    portal.start_again().expect("starts");
    wait_for(&events, "what was written meanwhile", || lead(&saule, story) == "Written while the portal was away.");

    let begun = Instant::now();
    for newsroom in [&aigerim, &saule] {
        newsroom.stop();
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "an open line holds nobody up: {:?}", begun.elapsed());
}

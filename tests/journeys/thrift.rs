//! What a sync costs on the line, in bytes of the bodies: a village pays for each.

use std::path::Path;

use tilshi_newsroom::story::{Part, StoryId};
use tilshi_newsroom::views::Connection;
use tilshi_newsroom::{Newsroom, Options};
use tilshi_tests::Portal;

use crate::laptops::{PASSWORD, body, edition, set, sync, written};
use crate::line::{Line, Traffic, Treatment};

/// Most bytes of a sentence that changes, up and down together.
const SENTENCE_BYTES: usize = 1024;
/// Most bytes of a sync with nothing to do.
const NOTHING_BYTES: usize = 300;

fn laptop(folder: &Path, address: &str, login: &str) -> Newsroom {
    let newsroom = Newsroom::new(folder.join(login), Options::default());
    newsroom.profile_create(login.into(), Some("a passphrase of the test".into())).expect("a profile");
    newsroom.portal_connect(address.into(), login.into(), PASSWORD.into()).expect("signs in");
    newsroom
}

/// Five kilobytes of sentences that no two of are equal.
fn article() -> String {
    (0..60)
        .map(|number| {
            format!("Canal {number} of the lower district took water for {} days this spring.\n\n", number * 7)
        })
        .collect()
}

fn changed(newsroom: &Newsroom, story: StoryId, from: &str, to: &str) {
    let view = newsroom.story_show(story).expect("the story");
    let text = body(&view, "en").replacen(from, to, 1);
    assert!(text.contains(to));
    set(newsroom, story, Part::Body(edition("en")), &text);
}

#[test]
fn a_changed_sentence_costs_a_kilobyte_both_ways_and_nothing_to_do_costs_one_small_request() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let (line, other_line) = (Line::to(&portal), Line::to(&portal));
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let saule = laptop(folder.path(), &other_line.address, "saule");
    let story = written(&aigerim, &article());
    sync(&aigerim);
    sync(&saule);

    let nothing = line.traffic(|| drop(sync(&aigerim)));
    assert_eq!(nothing.requests, 1, "{nothing:?}");
    assert!(nothing.up + nothing.down < NOTHING_BYTES, "{nothing:?}");

    changed(&aigerim, story, "Canal 7 of the lower district", "Canal 7, repaired in March,");
    let sent = line.traffic(|| drop(sync(&aigerim)));
    let fetched = other_line.traffic(|| drop(sync(&saule)));
    println!("nothing to do: {nothing:?}; a sentence sent: {sent:?}; and fetched: {fetched:?}");
    let Traffic { requests, up, down } = sent;
    assert_eq!(requests, 2, "one to send it and one to ask what else is new");
    assert!(up + down < SENTENCE_BYTES, "{sent:?}");
    assert_eq!(fetched.requests, 1);
    assert!(fetched.up + fetched.down < SENTENCE_BYTES, "{fetched:?}");
    let arrived = body(&saule.story_show(story).expect("the story"), "en");
    assert!(arrived.contains("Canal 7, repaired in March, took water"), "{arrived}");
    assert_eq!(arrived, body(&aigerim.story_show(story).expect("the story"), "en"));
}

#[test]
fn a_laptop_that_forgot_what_it_sent_is_told_whole_texts_and_is_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = Portal::start(&folder.path().join("portal")).expect("a portal");
    let line = Line::to(&portal);
    let aigerim = laptop(folder.path(), &line.address, "aigerim");
    let saule = laptop(folder.path(), &portal.address(), "saule");
    let story = written(&aigerim, &article());
    sync(&saule);
    // Its own change is at the portal and written down; then the line breaks before the feed is asked.
    changed(&aigerim, story, "Canal 1 of", "Canal one of");
    line.treat(Treatment::OneAnswer);
    let view = aigerim.sync_now().expect("a view");
    assert!(view.waiting.is_empty() && !matches!(view.connection, Connection::Online { .. }), "{view:?}");
    aigerim.stop();
    sync(&saule);
    changed(&saule, story, "Canal 50 of", "Canal fifty of");
    sync(&saule);
    changed(&saule, story, "Canal 40 of", "Canal forty of");
    sync(&saule);
    line.treat(Treatment::Pass);
    let again = Newsroom::new(folder.path().join("aigerim"), Options::default());
    again.profile_unlock("a passphrase of the test".into()).expect("opens");
    let asked = line.traffic(|| drop(sync(&again)));
    assert_eq!(asked.requests, 2, "changes of a revision that is not here, and then whole texts");
    sync(&saule);
    let (here, there) = (again.story_show(story).expect("the story"), saule.story_show(story).expect("the story"));
    assert_eq!(body(&here, "en"), body(&there, "en"));
    for words in ["Canal one of", "Canal fifty of", "Canal forty of"] {
        assert!(body(&here, "en").contains(words), "{words}");
    }
}

//! The open line that says how far the feed has come.

use std::io::{BufRead, BufReader};

use reqwest::blocking::{Client, Response};
use tilshi_story::{Part, StoryId};

use crate::newsroom::{Laptop, RunningPortal, client, refusal};

/// A line of its own client, whose end the portal sees.
fn listen(laptop: &Laptop) -> Response {
    let client = Client::builder().build().expect("a client");
    let address = format!("{}/api/v1/events", laptop.address);
    client.get(address).bearer_auth(&laptop.token).send().expect("an answer")
}

/// The next place that the line says; nothing at its end.
fn next(line: &mut impl BufRead) -> Option<u64> {
    loop {
        let mut text = String::new();
        if line.read_line(&mut text).ok()? == 0 {
            return None;
        }
        if let Some(data) = text.trim_end().strip_prefix("data: ") {
            let event: serde_json::Value = serde_json::from_str(data).expect("JSON");
            assert_eq!(event.as_object().expect("an object").len(), 1, "the place and nothing else: {event}");
            return event["sequence"].as_u64();
        }
    }
}

#[test]
fn a_line_says_the_newest_place_at_once_and_whenever_it_moves() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let line = listen(&portal.laptop("editor"));
    assert_eq!(line.headers()["content-type"], "text/event-stream");
    let mut line = BufReader::new(line);
    let first = next(&mut line).expect("how far it is");
    let mut last = first;
    for slugline in ["canal", "canals"] {
        journalist.change(StoryId::generate(), None, &[(Part::Slugline, slugline)]);
        let moved = next(&mut line).expect("news");
        assert!(moved > last, "{moved} after {last}");
        last = moved;
    }
}

#[test]
fn a_line_is_for_those_who_are_signed_in_and_ends_when_they_are_not() {
    let portal = RunningPortal::start();
    let address = format!("{}/api/v1/events", portal.address);
    assert_eq!(refusal(client().get(&address).send().expect("an answer")), (401, "signed-out".into()));
    let wrong = client().get(&address).bearer_auth("wrong").send().expect("an answer");
    assert_eq!(refusal(wrong), (401, "signed-out".into()));

    let editor = portal.laptop("editor");
    let journalist = portal.laptop("journalist");
    let mut line = BufReader::new(listen(&editor));
    next(&mut line).expect("how far it is");
    let database = rusqlite::Connection::open(portal.folder.path().join("portal.sqlite")).expect("the database");
    database.busy_timeout(std::time::Duration::from_secs(10)).expect("patience");
    let person = editor.account.person.to_string();
    assert_eq!(database.execute("DELETE FROM session WHERE person = ?1", [person]).expect("signed out"), 1);
    journalist.change(StoryId::generate(), None, &[(Part::Slugline, "secret")]);
    assert_eq!(next(&mut line), None, "whoever is signed out hears no more news");
}

#[test]
fn one_account_has_only_so_many_lines_and_gets_them_back() {
    let portal = RunningPortal::start();
    let editor = portal.laptop("editor");
    let lines: Vec<Response> = (0..16).map(|_| listen(&editor)).collect();
    assert!(lines.iter().all(|line| line.status() == 200));
    assert_eq!(refusal(listen(&editor)), (429, "too-many-attempts".into()));
    assert_eq!(listen(&portal.laptop("journalist")).status(), 200, "others are not in the way");
    drop(lines);
    let begun = std::time::Instant::now();
    while listen(&editor).status() != 200 {
        assert!(begun.elapsed().as_secs() < 20, "lines that ended are counted for ever");
        std::thread::yield_now();
    }
}

#[cfg(unix)]
#[test]
fn a_portal_that_is_asked_to_stop_does_not_wait_for_those_who_listen() {
    let mut portal = RunningPortal::start();
    let mut line = BufReader::new(listen(&portal.laptop("editor")));
    next(&mut line).expect("how far it is");
    let begun = std::time::Instant::now();
    assert!(portal.ask_to_stop().success());
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    assert_eq!(next(&mut line), None);
}

//! Requests that no laptop sends.

use tilshi_story::{Part, StoryId};
use tilshi_sync::wire::{MAX_BODY_BYTES, MAX_OPERATIONS};

use crate::newsroom::{RunningPortal, change, edition, refusal, refused};

#[test]
fn what_is_no_request_is_refused_with_a_code() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    let post = |path: &str, body: &str| refusal(journalist.post(path, body.to_owned()));
    for body in ["", "{", "[]", "null", "{\"protocol\":\"1\"}", "{\"protocol\":1}", "\u{feff}{}", &"[".repeat(100_000)]
    {
        for path in ["push", "pull"] {
            assert_eq!(post(path, body), (400, "bad-request".into()), "{path} {}", &body[..body.len().min(20)]);
        }
    }
    assert_eq!(refusal(journalist.post("push", vec![0xff, 0xfe])), (400, "bad-request".into()));
    let later = r#"{"protocol":2,"cursor":{"of another":"form"}}"#;
    assert_eq!(post("pull", later), (426, "protocol-unsupported".into()));
    assert_eq!(post("nothing", "{}"), (404, "not-found".into()));
    let got = crate::newsroom::client().get(format!("{}/api/v1/push", portal.address)).send().expect("an answer");
    assert_eq!(refusal(got).0, 405);
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let portal = RunningPortal::start();
    let journalist = portal.laptop("journalist");
    assert_eq!(refusal(journalist.post("push", vec![b' '; MAX_BODY_BYTES + 1])), (413, "too-large".into()));
    let story = StoryId::generate();
    let one = serde_json::to_value(change(story, None, &[(Part::Slugline, "x")])).expect("an operation");
    let many = vec![one; MAX_OPERATIONS + 1];
    let body = serde_json::json!({"protocol": 1, "epoch": null, "device": journalist.device, "operations": many});
    assert_eq!(refusal(journalist.post("push", body.to_string())), (413, "too-large".into()));
    let long = "x".repeat(50_000);
    let headline = change(story, None, &[(Part::Headline(edition("en")), &long)]);
    assert_eq!(refused(journalist.push_one(&headline)), "too-large");
}

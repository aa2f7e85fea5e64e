//! Bodies packed with zstd, beside laptops that know nothing of it.

use reqwest::blocking::Response;
use serde_json::{Value, json};
use tilshi_story::{Part, StoryId};
use tilshi_sync::packed::{pack, unpack};
use tilshi_sync::wire::MAX_BODY_BYTES;

use crate::newsroom::{Laptop, RunningPortal, change, client, edition, refusal};

fn post(laptop: &Laptop, path: &str, coding: Option<&str>, accepted: Option<&str>, body: Vec<u8>) -> Response {
    let mut request = client().post(format!("{}/api/v1/{path}", laptop.address)).bearer_auth(&laptop.token).body(body);
    for (name, value) in [("content-encoding", coding), ("accept-encoding", accepted)] {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    request.send().expect("an answer")
}

#[test]
fn a_story_goes_packed_both_ways_and_a_laptop_that_does_not_pack_reads_the_same() {
    let portal = RunningPortal::start();
    let laptop = portal.laptop("journalist");
    let text = "Water came to the lower canals. ".repeat(300);
    let operation = change(StoryId::generate(), None, &[(Part::Body(edition("en")), &text)]);
    let push = json!({"protocol": 1, "epoch": null, "device": laptop.device, "operations": [operation]});
    let push = serde_json::to_vec(&push).expect("JSON");
    let packed = pack(&push).expect("shorter");
    assert!(packed.len() * 10 < push.len(), "{} of {}", packed.len(), push.len());
    let answer = post(&laptop, "push", Some("zstd"), None, packed);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["accept-encoding"], "zstd", "the portal says that it unpacks");
    let receipts: Value = answer.json().expect("plain JSON for whoever did not ask for more");
    assert!(receipts["receipts"][0]["outcome"]["accepted"].is_object(), "{receipts}");

    let pull = serde_json::to_vec(&json!({"protocol": 1, "epoch": null, "cursor": 0})).expect("JSON");
    let plain = post(&laptop, "pull", None, None, pull.clone());
    assert!(plain.headers().get("content-encoding").is_none());
    let plain = plain.bytes().expect("a body");
    let answer = post(&laptop, "pull", None, Some("gzip;q=0.5, zstd"), pull);
    assert_eq!(answer.headers()["content-encoding"], "zstd");
    assert_eq!(answer.headers()["content-type"], "application/json");
    let packed = answer.bytes().expect("a body");
    assert!(packed.len() * 4 < plain.len(), "{} of {}", packed.len(), plain.len());
    assert_eq!(unpack(&packed, MAX_BODY_BYTES).expect("zstd"), plain);
}

#[test]
fn a_bomb_is_too_large_and_what_is_no_zstd_is_no_request() {
    let portal = RunningPortal::start();
    let laptop = portal.laptop("journalist");
    let bomb = pack(&vec![b' '; 64 * MAX_BODY_BYTES]).expect("shorter");
    assert!(bomb.len() < 64 << 10, "{} bytes make 256 MiB", bomb.len());
    for path in ["push", "pull"] {
        let refused = |coding: &str, body: &[u8]| refusal(post(&laptop, path, Some(coding), None, body.to_vec()));
        assert_eq!(refused("zstd", &bomb), (413, "too-large".into()));
        assert_eq!(refused("ZSTD", &bomb[..bomb.len() / 2]).0, 413, "it is too large before it breaks off");
        assert_eq!(refused("zstd", b"{\"protocol\":1}"), (400, "bad-request".into()));
        assert_eq!(refused("zstd", b""), (400, "bad-request".into()));
        assert_eq!(refused("br", b"{}"), (415, "bad-request".into()));
    }
    let stranger = Laptop { token: "none".into(), ..portal.laptop("colleague") };
    assert_eq!(refusal(post(&stranger, "push", Some("zstd"), None, bomb)).0, 401, "nobody else has it unpacked");
}

//! Bodies of requests and answers, packed or plain.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tilshi_story::Content;
use tilshi_sync::wire::{
    Action, Presence, PresenceRequest, PullRequest, PullResponse, PushRequest, PushResponse, SignInRequest,
    SignInResponse,
};
use tilshi_sync::{machine, packed};

/// No body is unpacked to more than this, in bytes.
const LIMIT: usize = 1 << 20;

/// A body unpacks within its limit or not at all, and what is read of it is read the same once written.
pub fn wire(bytes: &[u8]) {
    if let Ok(body) = packed::unpack(bytes, LIMIT) {
        assert!(body.len() <= LIMIT);
        bodies(&body);
    }
    bodies(bytes);
}

fn bodies(body: &[u8]) {
    if let Some(push) = same_again::<PushRequest>(body) {
        for operation in push.operations {
            if let Action::Change { patch, cards, .. } = operation.action {
                // Whatever it fits, it is applied or refused.
                let _ = patch.apply(&Content::new());
                assert!(cards.iter().all(|card| card.id() == card.clone().id()));
            }
        }
    }
    if let Some(pull) = same_again::<PullResponse>(body) {
        for news in &pull.documents {
            let held = Content::new();
            let _ = machine::brought(news, news.since, &held);
        }
    }
    same_again::<PullRequest>(body);
    same_again::<PushResponse>(body);
    same_again::<PresenceRequest>(body);
    same_again::<Presence>(body);
    same_again::<SignInRequest>(body);
    same_again::<SignInResponse>(body);
}

fn same_again<T: Serialize + DeserializeOwned + PartialEq + Debug>(body: &[u8]) -> Option<T> {
    let value: T = serde_json::from_slice(body).ok()?;
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let read: T = serde_json::from_slice(&written).expect("what was written can be read");
    assert_eq!(value, read);
    Some(value)
}

//! News on an open line: server-sent events that say how far the feed has come, and never what is on it; and who is in
//! which text.
//!
//! A laptop that hears one pulls. It may miss any number of them: each carries the newest place, and a line begins
//! with it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;
use serde::Serialize;
use tilshi_story::PersonId;
use tilshi_sync::wire::{EVENTS_HEARTBEAT, FeedMoved, Presence};
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

use super::error::ApiError;
use super::{SignedIn, blocking, token};
use crate::{Portal, accounts, clock};

/// Most lines that one account keeps open: laptops whose connection broke unnoticed are counted for a while.
const MAX_LINES: usize = 16;

/// In how many seconds whoever has too many lines tries again.
const TRY_AGAIN_S: i64 = 60;

/// How long a laptop may take to read what is on the line.
const READ_WITHIN: Duration = Duration::from_secs(10);

/// The open lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    by_person: Mutex<BTreeMap<PersonId, usize>>,
    closed: watch::Sender<bool>,
}

impl Lines {
    /// Ends all lines, and every later one at once: a portal that stops waits for nobody who only listens.
    pub(crate) fn close(&self) {
        self.closed.send_replace(true);
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, BTreeMap<PersonId, usize>> {
        self.by_person.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One line of an account, counted while it lasts.
struct Line {
    portal: Arc<Portal>,
    person: PersonId,
}

impl Line {
    fn begin(portal: &Arc<Portal>, person: PersonId) -> Option<Self> {
        let mut counts = portal.lines.counts();
        let count = counts.entry(person).or_default();
        if *count >= MAX_LINES {
            return None;
        }
        *count += 1;
        Some(Self { portal: Arc::clone(portal), person })
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut counts = self.portal.lines.counts();
        if let Some(count) = counts.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.person);
            }
        }
    }
}

/// `GET /api/v1/events`
pub(super) async fn listen(
    State(portal): State<Arc<Portal>>,
    SignedIn(account): SignedIn,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let line = Line::begin(&portal, account.account.person).ok_or_else(|| ApiError::too_many_attempts(TRY_AGAIN_S))?;
    let token = token(&headers).unwrap_or_default().to_owned();
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(tell(line, token, sender));
    let mut response = Body::new(EventBody { receiver }).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    // A proxy that gathers answers would keep the news to itself.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Tells the line how far the feed has come, until it is signed out, not read any more, or the portal stops.
async fn tell(line: Line, token: String, sender: mpsc::Sender<Bytes>) {
    let portal = &line.portal;
    let mut moved = portal.database.moved();
    let mut closed = portal.lines.closed.subscribe();
    let mut heartbeat = tokio::time::interval(EVENTS_HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first beat comes at once; what a line begins with takes its place.
    heartbeat.tick().await;
    let mut present = portal.present.changed();
    let mut told = Presence::default();
    let mut news = moved_to(*moved.borrow_and_update());
    let people = who_else(portal, &mut told).unwrap_or_default();
    news.extend_from_slice(&people);
    loop {
        let session = token.clone();
        let known = blocking(portal, move |portal| accounts::signed_in(&portal.database, &session, clock::now())).await;
        if !matches!(known, Ok(Some(_))) || sender.send_timeout(news.into(), READ_WITHIN).await.is_err() {
            return;
        }
        news = tokio::select! {
            changed = moved.changed() => match changed {
                Ok(()) => moved_to(*moved.borrow_and_update()),
                Err(_) => return,
            },
            changed = present.changed() => match changed {
                Ok(()) => who_else(portal, &mut told).unwrap_or_else(nothing_new),
                Err(_) => return,
            },
            // Who went without a word is missed at the next beat.
            _ = heartbeat.tick() => who_else(portal, &mut told).unwrap_or_else(nothing_new),
            _ = closed.wait_for(|closed| *closed) => return,
            () = sender.closed() => return,
        };
    }
}

fn moved_to(sequence: u64) -> Vec<u8> {
    event(FeedMoved::EVENT, &FeedMoved { sequence })
}

/// Who is in which text, when that is not what the line was told last.
fn who_else(portal: &Portal, told: &mut Presence) -> Option<Vec<u8>> {
    let now = portal.present.everybody(Instant::now());
    if now == *told {
        return None;
    }
    *told = now;
    Some(event(Presence::EVENT, told))
}

fn event(name: &str, data: &impl Serialize) -> Vec<u8> {
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("event: {name}\ndata: {data}\n\n").into_bytes()
}

/// A comment: the line is alive.
fn nothing_new() -> Vec<u8> {
    b":\n\n".to_vec()
}

/// A body that lasts as long as there is somebody to speak on it.
struct EventBody {
    receiver: mpsc::Receiver<Bytes>,
}

impl HttpBody for EventBody {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.receiver.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

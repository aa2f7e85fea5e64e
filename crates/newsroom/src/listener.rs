//! The listener: holds a line to the portal open and passes on that the feed has moved.
//!
//! It only hears; what there is to fetch the courier finds out. Without the line nothing is lost: the courier then
//! asks the feed itself, more often.

use std::io::Read;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::{Duration, Instant};

use tilshi_sync::machine;
use tilshi_sync::wire::{EVENTS_HEARTBEAT, FeedMoved, Presence};

use crate::courier::{Signal, jitter};
use crate::{Inner, Newsroom};

/// How often a silent line is looked up from, to see whether anybody still wants it.
pub(crate) const GLANCE: Duration = Duration::from_secs(5);
/// Without a portal, or signed out, how long until the next look.
const NO_PORTAL: Duration = Duration::from_secs(2);
/// Most bytes between two events; a portal says far less.
const MAX_EVENT_BYTES: usize = 64 << 10;

/// Listens until the other end of `stop` is gone.
pub(crate) fn listen(inner: &Weak<Inner>, news: &Sender<Signal>, stop: &Receiver<()>) {
    let mut failures = 0;
    loop {
        let Some(newsroom) = inner.upgrade().map(Newsroom) else { return };
        let line = newsroom.line();
        // The newsroom must be able to go while nobody speaks.
        drop(newsroom);
        let pause = match line {
            Ok(None) => NO_PORTAL,
            Ok(Some(line)) => {
                let began = Instant::now();
                let heard = hear(line, inner, news, stop);
                if let Some(inner) = inner.upgrade() {
                    Newsroom(inner).others_are_unknown();
                }
                if heard && news.send(Signal::Deaf).is_err() {
                    return;
                }
                // A line that lasted says that the portal is well; one that breaks at once is asked for less often.
                failures = if heard && began.elapsed() > EVENTS_HEARTBEAT { 1 } else { failures + 1 };
                machine::backoff(failures, jitter())
            }
            Err(_) => {
                failures += 1;
                machine::backoff(failures, jitter())
            }
        };
        match stop.recv_timeout(pause) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Passes on what the line says until it ends; whether it said anything at all.
fn hear(mut line: impl Read, inner: &Weak<Inner>, news: &Sender<Signal>, stop: &Receiver<()>) -> bool {
    let mut events = Events::default();
    let mut heard = false;
    let mut last = Instant::now();
    let mut buffer = [0; 1024];
    loop {
        let read = line.read(&mut buffer);
        // Nobody may have waited for this thread: what it hears after the end is nobody's.
        if stop.try_recv() != Err(TryRecvError::Empty)
            || !inner.upgrade().map(Newsroom).is_some_and(|newsroom| newsroom.is_open() && !newsroom.is_paused())
        {
            return heard;
        }
        match read {
            Ok(0) => return heard,
            Ok(count) => {
                last = Instant::now();
                let Some(found) = events.take(&buffer[..count]) else { return heard };
                if let (Some(presence), Some(inner)) = (found.presence, inner.upgrade()) {
                    // A profile that was just closed has nobody to show it to.
                    let _ = Newsroom(inner).others_are(presence);
                }
                if let Some(sequence) = found.newest {
                    heard = true;
                    if news.send(Signal::News(sequence)).is_err() {
                        return heard;
                    }
                }
            }
            // A silence shorter than two heartbeats is only that.
            Err(_) if last.elapsed() < EVENTS_HEARTBEAT * 2 && is_silence(&read) => {}
            Err(_) => return heard,
        }
    }
}

fn is_silence(read: &std::io::Result<usize>) -> bool {
    let Err(error) = read else { return false };
    let inner = error.get_ref().and_then(|error| error.downcast_ref::<reqwest::Error>());
    error.kind() == std::io::ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout)
}

/// What the portal says, the newest of each.
#[derive(Debug, Default, PartialEq, Eq)]
struct Heard {
    /// The place that the feed has come to.
    newest: Option<u64>,
    presence: Option<Presence>,
}

/// Server-sent events as they come, in pieces of any size.
#[derive(Default)]
struct Events {
    rest: Vec<u8>,
}

impl Events {
    /// What the bytes say; nothing at all when this is no stream of events.
    fn take(&mut self, bytes: &[u8]) -> Option<Heard> {
        self.rest.extend_from_slice(bytes);
        let mut heard = Heard::default();
        while let Some(end) = self.rest.windows(2).position(|pair| pair == b"\n\n") {
            let event: Vec<u8> = self.rest.drain(..end + 2).collect();
            heard.note(&event);
        }
        (self.rest.len() <= MAX_EVENT_BYTES).then_some(heard)
    }
}

impl Heard {
    /// What is no event, or one of a later version, says nothing.
    fn note(&mut self, event: &[u8]) {
        let text = std::str::from_utf8(event).unwrap_or_default();
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let data = field("data").unwrap_or_default();
        match field("event") {
            Some(FeedMoved::EVENT) => {
                let moved = serde_json::from_str::<FeedMoved>(data).ok();
                self.newest = moved.map(|moved| moved.sequence).or(self.newest);
            }
            Some(Presence::EVENT) => self.presence = serde_json::from_str(data).ok().or(self.presence.take()),
            Some(_) | None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_found_in_pieces_of_any_size_and_the_newest_counts() {
        let stream = b":\n\nevent: moved\ndata: {\"sequence\":7}\n\nevent: later\ndata: {}\n\nevent: moved\ndata: {\"sequence\":9,\"more\":1}\n\n";
        assert_eq!(Events::default().take(stream).map(|heard| heard.newest), Some(Some(9)));
        let mut events = Events::default();
        let found: Vec<u64> = stream.iter().filter_map(|byte| events.take(&[*byte]).expect("events").newest).collect();
        assert_eq!(found, [7, 9]);
    }

    #[test]
    fn what_is_no_event_says_nothing_and_an_endless_one_is_given_up() {
        for strange in
            ["event: moved\ndata: {\"sequence\":-1}\n\n", "data: {\"sequence\":1}\n\n", "\n\n", "event: moved\n\n"]
        {
            assert_eq!(Events::default().take(strange.as_bytes()), Some(Heard::default()), "{strange}");
        }
        assert_eq!(Events::default().take(&[0xff, b'\n', b'\n']), Some(Heard::default()));
        let nobody = b"event: presence\ndata: {\"people\":[]}\n\nevent: presence\ndata: [\n\n";
        let heard = Events::default().take(nobody).expect("events");
        assert_eq!(heard.presence, Some(Presence::default()), "the last one that can be read counts");
        assert_eq!(Events::default().take(&vec![b'x'; MAX_EVENT_BYTES + 1]), None);
    }
}

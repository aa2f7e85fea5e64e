//! The follower: has editions in another script go on with their master once it rests for a moment, on a thread of its own, so that
//! no keystroke waits for them.

use std::collections::BTreeSet;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tilshi_story::StoryId;

use crate::{Newsroom, lock};

/// How long a text rests before what is made of it follows.
const REST: Duration = Duration::from_millis(300);

/// The background thread.
#[derive(Default)]
pub(crate) struct Follower {
    written: Mutex<Option<Sender<StoryId>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Follower {
    /// Starts the background thread, once.
    pub(crate) fn start(&self, newsroom: &Newsroom) {
        let mut written = lock(&self.written);
        if written.is_some() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        // A weak handle: the thread must not keep the newsroom alive.
        let inner = Arc::downgrade(&newsroom.0);
        let thread = std::thread::Builder::new().name("follower".into()).spawn(move || {
            while let Some(stories) = at_rest(&receiver) {
                let Some(inner) = inner.upgrade() else { return };
                let newsroom = Newsroom(inner);
                for story in stories {
                    // What is not followed now is stale, and says so.
                    if let Err(failure) = newsroom.follow_masters(story) {
                        tracing::warn!(code = failure.code, "what is made of a text did not follow it");
                    }
                }
            }
        });
        match thread {
            Ok(thread) => {
                *written = Some(sender);
                *lock(&self.thread) = Some(thread);
            }
            Err(error) => tracing::warn!(%error, "nothing follows its master: the thread for it did not start"),
        }
    }

    /// Stops the background thread once what was written before is followed.
    pub(crate) fn stop(&self) {
        drop(lock(&self.written).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }

    /// Notes that the master of something was written in.
    pub(crate) fn written(&self, story: StoryId) {
        if let Some(written) = lock(&self.written).as_ref() {
            // Where nobody listens any more the profile is being closed.
            let _ = written.send(story);
        }
    }
}

/// The stories that were written in, once none is for a moment; nothing when no more can come.
fn at_rest(receiver: &Receiver<StoryId>) -> Option<BTreeSet<StoryId>> {
    let mut stories = BTreeSet::from([receiver.recv().ok()?]);
    loop {
        match receiver.recv_timeout(REST) {
            Ok(story) => stories.insert(story),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Some(stories),
        };
    }
}

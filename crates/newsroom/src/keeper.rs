//! The keeper: copies the database from time to time and locks a profile that nobody uses, on a thread of its own.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tilshi_story::{Failure, Timestamp};

use crate::safety::lock_after;
use crate::{Answer, Newsroom, lock};

/// How often the keeper looks whether something is due.
const TICK: Duration = Duration::from_secs(15);

/// How often the history is gathered, and what is at rest let go.
const GATHERING: Duration = Duration::from_secs(6 * 60 * 60);

/// How long a copy that failed is not tried again.
const RETRY: Duration = Duration::from_secs(600);

/// Commands that a window sends by itself, to show what has changed: no sign that somebody is there.
const BY_ITSELF: &[&str] = &[
    "session_show",
    "profile_list",
    "story_list",
    "saved_queries",
    "queue_counts",
    "story_show",
    "photo_show",
    "photo_said",
    "vocabulary_list",
    "house_show",
    "text_updates",
    "text_leave",
    "window_left",
    "window_leave",
    "presence_set",
    "presence_list",
    "conflict_list",
    "passages_show",
    "conversion_show",
    "memory_show",
    "conversions_untouched",
    "spelling_check",
    "suggestion_list",
    "sync_show",
    "safety_show",
];

/// The background thread, and what it remembers.
#[derive(Default)]
pub(crate) struct Keeper {
    stop: Mutex<Option<Sender<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    making: Mutex<()>,
    trouble: Mutex<Option<(Instant, Failure)>>,
    last_act: Mutex<Option<(Instant, Timestamp)>>,
    gathered: Mutex<Option<Instant>>,
}

impl Keeper {
    /// Starts the background thread, once.
    pub(crate) fn start(&self, newsroom: &Newsroom) {
        let mut stop = lock(&self.stop);
        if stop.is_some() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        // A weak handle: the thread must not keep the newsroom alive.
        let inner = std::sync::Arc::downgrade(&newsroom.0);
        let thread = std::thread::Builder::new().name("keeper".into()).spawn(move || {
            while let Err(RecvTimeoutError::Timeout) = receiver.recv_timeout(TICK) {
                let Some(inner) = inner.upgrade() else { return };
                Newsroom(inner).keep_safe(Instant::now(), crate::now());
            }
        });
        match thread {
            Ok(thread) => {
                *stop = Some(sender);
                *lock(&self.thread) = Some(thread);
            }
            Err(error) => tracing::warn!(%error, "no copies are made: the thread for it did not start"),
        }
    }

    /// Stops the background thread and waits for the copy it is making.
    pub(crate) fn stop(&self) {
        drop(lock(&self.stop).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }

    /// No copy is made while this is held.
    pub(crate) fn quiet(&self) -> MutexGuard<'_, ()> {
        lock(&self.making)
    }

    /// Why the last copy could not be made.
    pub(crate) fn trouble(&self) -> Option<Failure> {
        lock(&self.trouble).as_ref().map(|(_, failure)| failure.clone())
    }
}

impl Newsroom {
    /// Notes that a command came in. Only those that a person causes put the lock off.
    pub fn noticed(&self, command: &str) {
        if !BY_ITSELF.contains(&command) {
            *lock(&self.0.keeper.last_act) = Some((Instant::now(), crate::now()));
        }
    }

    /// Makes a copy of the database.
    pub(crate) fn back_up(&self, at: Timestamp) -> Answer<()> {
        let _quiet = self.0.keeper.quiet();
        let backups = self.with(|open| Ok(open.store.backups()))?;
        let outcome = backups.make(at).map_err(Failure::from);
        let trouble = outcome.as_ref().err().map(|failure| (Instant::now(), failure.clone()));
        *lock(&self.0.keeper.trouble) = trouble;
        outcome.map(|_| ())
    }

    /// What is due at this moment by both clocks: one that runs evenly, and the one on the wall.
    fn keep_safe(&self, instant: Instant, now: Timestamp) {
        // A closed profile has nothing to lock and nothing to copy.
        let Ok(minutes) = self.with(|open| lock_after(open)) else { return };
        let mut last_act = lock(&self.0.keeper.last_act);
        let (since, at) = *last_act.get_or_insert((instant, now));
        drop(last_act);
        let wall_ms = now.as_millis().saturating_sub(at.as_millis());
        if is_idle(minutes, instant.saturating_duration_since(since), wall_ms) {
            *lock(&self.0.keeper.last_act) = None;
            if let Err(failure) = self.profile_lock() {
                tracing::warn!(code = failure.code, "the idle profile was not locked");
            }
            return;
        }
        let patient = lock(&self.0.keeper.trouble)
            .as_ref()
            .is_some_and(|(failed, _)| instant.saturating_duration_since(*failed) < RETRY);
        let due = self.with(|open| Ok(open.store.backup_due(now)?)).unwrap_or_default();
        if due
            && !patient
            && let Err(failure) = self.back_up(now)
        {
            tracing::warn!(code = failure.code, "no copy of the database was made");
        }
        if let Err(failure) = self.follow_search(None) {
            tracing::warn!(code = failure.code, "the search index did not follow");
        }
        let mut gathered = lock(&self.0.keeper.gathered);
        if gathered.is_none_or(|last| instant.saturating_duration_since(last) >= GATHERING) {
            *gathered = Some(instant);
            // A profile that is closed meanwhile is gathered another time.
            if let Err(failure) = self.gather_history(now) {
                tracing::warn!(code = failure.code, "the history was not gathered");
            }
            if let Err(failure) = self.let_go_of_what_rests() {
                tracing::warn!(code = failure.code, "what is at rest was not let go");
            }
        }
    }
}

/// Whether nobody was there for this many minutes. The even clock stops while a laptop sleeps and the one on the wall
/// can be set back: either is enough.
fn is_idle(minutes: u32, even: Duration, wall_ms: i64) -> bool {
    let limit = Duration::from_secs(u64::from(minutes) * 60);
    minutes > 0 && (even >= limit || Duration::from_millis(u64::try_from(wall_ms).unwrap_or_default()) >= limit)
}

#[cfg(test)]
mod tests {
    use tilshi_store::backup_files;

    use super::*;
    use crate::Options;
    use crate::views::Phase;

    const MINUTE: Duration = Duration::from_secs(60);

    fn newsroom(folder: &std::path::Path) -> Newsroom {
        let newsroom = Newsroom::new(folder.to_owned(), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        newsroom
    }

    #[test]
    fn an_idle_laptop_locks_by_either_clock_and_never_when_it_is_off() {
        assert!(!is_idle(0, MINUTE * 10_000, i64::MAX));
        assert!(!is_idle(5, MINUTE * 4, 4 * 60_000));
        assert!(is_idle(5, MINUTE * 5, -1));
        assert!(is_idle(5, MINUTE, 5 * 60_000));
    }

    #[test]
    fn the_profile_locks_when_nobody_is_there_and_what_a_window_asks_by_itself_does_not_count() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        newsroom.preference_set("lock-after".into(), "5".into()).expect("kept");
        let (instant, now) = (Instant::now(), crate::now());
        newsroom.noticed("text_push");
        newsroom.keep_safe(instant + MINUTE * 4, now);
        assert_eq!(newsroom.session_show().expect("a session").phase, Phase::Open);
        newsroom.noticed("sync_show");
        let seen = std::sync::Arc::new(Mutex::new(0));
        let count = seen.clone();
        newsroom.subscribe(move |_| *lock(&count) += 1);
        newsroom.keep_safe(instant + MINUTE * 6, now);
        assert_eq!(newsroom.session_show().expect("a session").phase, Phase::Locked);
        assert_eq!(*lock(&seen), 1, "the window is told");
        newsroom.profile_unlock("a passphrase of the test".into()).expect("opens");
        newsroom.keep_safe(instant + MINUTE * 7, now);
        assert_eq!(newsroom.session_show().expect("a session").phase, Phase::Open, "it starts counting anew");
    }

    #[test]
    fn copies_are_made_when_due_and_no_more_often() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = newsroom(folder.path());
        let (instant, now) = (Instant::now(), crate::now());
        let copies = || backup_files(folder.path()).expect("listed").len();
        let later = |minutes: i64| Timestamp(now.as_millis() + minutes * 60_000);
        newsroom.keep_safe(instant, now);
        newsroom.keep_safe(instant, later(1));
        assert_eq!(copies(), 1);
        newsroom.keep_safe(instant, later(31));
        assert_eq!(copies(), 2);
        newsroom.profile_lock().expect("locks");
        newsroom.keep_safe(instant, later(90));
        assert_eq!(copies(), 2, "a locked profile is not copied");
    }
}

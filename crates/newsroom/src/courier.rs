//! The courier: carries out sync rounds, one at a time, in the background or when asked.
//!
//! What to send and what an answer means is decided by the sync machine; the courier only asks it, talks to the
//! portal without holding the profile, and has each answer written down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tilshi_store::StoreError;
use tilshi_story::{DocumentId, Failure, RevisionId};
use tilshi_sync::machine::{self, Feed, Position, Queue, Queued, Step};
use tilshi_sync::wire::{Action, MAX_OPERATIONS, MOST_WANTED, PORTAL_RESTORED, PictureFile};

use crate::client::{Line, PortalClient, Unpacks};
use crate::listener::{self, GLANCE};
use crate::portal_clock::Gap;
use crate::porter::{Absent, PICTURE_PATIENCE};
use crate::profile::{Open, number, setting};
use crate::rebase::{Outgoing, freeze_all};
use crate::receipts::{Taken, receive, take_in_all};
use crate::restored;
use crate::views::{Connection, Event};
use crate::{Answer, Newsroom, lock};

/// Typing has rested when nothing was typed for this long.
const REST: Duration = Duration::from_millis(700);
/// While typing never rests, changes still go this often.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// How often the feed is asked while the portal answers and nobody says when it moves.
const PATROL: Duration = Duration::from_secs(3);
/// How long the portal may take to answer one request.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is asked all the same while the portal says when it moves.
const SLOW_PATROL: Duration = Duration::from_secs(30);
/// Most steps of one round; a round that needs more goes on in the next.
const MAX_STEPS: usize = 10_000;

/// What the background thread is told.
pub(crate) enum Signal {
    /// Something waits to be sent.
    Wake,
    /// The portal says that its feed has come to this place.
    News(u64),
    /// The portal says no more when its feed moves.
    Deaf,
    /// The end.
    Stop,
}

/// The background thread, and the rule that rounds never overlap.
#[derive(Default)]
pub(crate) struct Courier {
    signals: Mutex<Option<Sender<Signal>>>,
    round: Mutex<Absent>,
    /// What the portal's answers say of its clock.
    pub(crate) clock: Gap,
    unpacks: Unpacks,
    /// What ends the listener when it goes.
    listening: Mutex<Option<Sender<()>>>,
}

impl Courier {
    /// Starts the background thread, once.
    pub(crate) fn start(&self, newsroom: &Newsroom) {
        let mut signals = lock(&self.signals);
        if signals.is_some() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        // A weak handle: the threads must not keep the newsroom alive.
        let inner = Arc::downgrade(&newsroom.0);
        let (stop, stopped) = mpsc::channel();
        let (listening, news) = (inner.clone(), sender.clone());
        let listener = std::thread::Builder::new()
            .name("listener".into())
            .spawn(move || listener::listen(&listening, &news, &stopped));
        match listener {
            Ok(_detached) => *lock(&self.listening) = Some(stop),
            Err(error) => tracing::warn!(%error, "nobody listens to the portal: the feed is asked instead"),
        }
        let thread = std::thread::Builder::new().name("courier".into()).spawn(move || {
            let mut failures = 0;
            let mut due = Instant::now();
            let mut waiting_since = None;
            let mut hears = false;
            loop {
                match receiver.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(Signal::Wake) => {
                        let since = *waiting_since.get_or_insert_with(Instant::now);
                        // Typing puts the round off, but not for ever; a portal that is away keeps its back-off.
                        if failures == 0 {
                            due = (Instant::now() + REST).min(since + LONGEST_WAIT);
                        }
                    }
                    Ok(Signal::News(sequence)) => {
                        hears = true;
                        let Some(inner) = inner.upgrade() else { return };
                        // News of what this laptop has sent itself finds the cursor there; a portal that speaks is
                        // worth a try whatever happened before.
                        if failures > 0 || Newsroom(inner).cursor() != Some(sequence) {
                            due = Instant::now();
                        }
                    }
                    Ok(Signal::Deaf) => {
                        hears = false;
                        due = due.min(Instant::now() + PATROL);
                    }
                    Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        waiting_since = None;
                        let Some(inner) = inner.upgrade() else { return };
                        let newsroom = Newsroom(inner);
                        let round = if newsroom.is_paused() { Ok(()) } else { newsroom.round() };
                        failures = if round.is_ok() { 0 } else { failures + 1 };
                        let pause = match failures {
                            // That a picture has arrived is not on the feed.
                            0 if hears && lock(&newsroom.0.courier.round).is_empty() => SLOW_PATROL,
                            0 if hears => PICTURE_PATIENCE,
                            0 => PATROL,
                            _ => machine::backoff(failures, jitter()),
                        };
                        due = Instant::now() + pause;
                    }
                }
            }
        });
        if thread.is_ok() {
            *signals = Some(sender);
        }
    }

    /// Says that something waits to be sent.
    pub(crate) fn wake(&self) {
        if let Some(signals) = lock(&self.signals).as_ref() {
            // A courier that has stopped needs no waking.
            let _ = signals.send(Signal::Wake);
        }
    }

    /// Stops the background thread. A request that is under way is given up: nobody waits for a portal that does not
    /// answer, and what it still brings finds the profile closed.
    pub(crate) fn stop(&self) {
        // The listener is not waited for: it may be in the middle of a silence.
        *lock(&self.listening) = None;
        if let Some(signals) = lock(&self.signals).take() {
            // A courier that has stopped needs no telling.
            let _ = signals.send(Signal::Stop);
        }
    }
}

/// Any number that differs from laptop to laptop.
pub(crate) fn jitter() -> u64 {
    tilshi_story::OperationId::generate().uuid().as_u128() as u64
}

impl Newsroom {
    /// One sync round. Without a portal, or signed out, there is nothing to do and that is no failure.
    pub(crate) fn round(&self) -> Answer<()> {
        match self.portal_client()? {
            Some(client) => self.round_on(&client),
            None => Ok(()),
        }
    }

    /// One sync round over this line.
    pub(crate) fn round_on(&self, line: &dyn Line) -> Answer<()> {
        let mut absent = lock(&self.0.courier.round);
        let outcome = self.steps(line, &mut absent);
        let ended = self.with(|open| {
            open.running = false;
            open.uploading = None;
            let connection = connection_after(&open.connection, outcome.as_ref().err());
            let news = connection_news(&open.connection, &connection);
            open.connection = connection;
            self.0.courier.clock.keep(open)?;
            if news || outcome.is_err() {
                open.tell(Event::Sync);
            }
            Ok(())
        });
        // A profile that was locked meanwhile has nobody to tell.
        ended.or(Ok::<(), Failure>(())).and(outcome)
    }

    /// Whether a person has paused the sending, so that nothing goes or comes by itself.
    pub(crate) fn is_paused(&self) -> bool {
        self.with(|open| Ok(open.paused)).unwrap_or(false)
    }

    /// A line on which the portal says that its feed has moved; nothing without a portal or a sign-in, or paused.
    pub(crate) fn line(&self) -> Answer<Option<reqwest::blocking::Response>> {
        if self.is_paused() {
            return Ok(None);
        }
        self.portal_client()?.map(|client| client.listen(GLANCE)).transpose()
    }

    /// Up to which place the feed is known here.
    fn cursor(&self) -> Option<u64> {
        let cursor = self.with(|open| Ok(open.store.read().setting(setting::CURSOR)?));
        cursor.ok().flatten()?.parse().ok()
    }

    pub(crate) fn portal_client(&self) -> Answer<Option<PortalClient>> {
        let known = self.with(|open| {
            let reader = open.store.read();
            Ok(reader.setting(setting::PORTAL)?.zip(reader.setting(setting::TOKEN)?))
        });
        match known {
            Ok(Some((address, token))) => Ok(Some(self.client(&address, &token)?.remembering(&self.0.courier.unpacks))),
            Ok(None) => Ok(None),
            Err(failure) if failure.code == "not-open" => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// A client of the portal at this address.
    pub(crate) fn client(&self, address: &str, token: &str) -> Answer<PortalClient> {
        let patience = self.0.options.patience.unwrap_or(PATIENCE);
        PortalClient::new(address, token, patience, self.0.courier.clock.clone())
    }

    /// Makes operations of what was written since the last time.
    fn gather(&self) -> Answer<()> {
        self.with(|open| {
            open.release_what_is_allowed();
            Ok(open.store.write(|writer| freeze_all(writer, &open.held, crate::now()))?)
        })
    }

    fn steps(&self, line: &dyn Line, absent: &mut Absent) -> Answer<()> {
        let (mut brief, mut restored) = (true, false);
        let mut feed = self.with(|open| Ok(feed_at_the_beginning(open)?))?;
        let (mut parcel, mut asked) = (None, Instant::now());
        // Whoever asks for a round while the sending is paused gets one.
        let asked_all_the_same = self.is_paused();
        self.gather()?;
        for _ in 0..MAX_STEPS {
            if self.is_paused() && !asked_all_the_same {
                return Ok(());
            }
            let step = self.with(|open| next_step(open, feed, brief, restored))?;
            match step {
                Step::Push(request) => {
                    let answer = line.push(&request);
                    if answer.as_ref().err().is_some_and(is_of_restored_portal) {
                        (feed, restored) = (Feed::Restored, true);
                        continue;
                    }
                    let as_sent = self.with(|open| receive(open, &request.operations, answer))?;
                    feed = if as_sent && feed != Feed::Unknown { Feed::Behind } else { Feed::Unknown };
                }
                Step::Picture(photo, file) => {
                    if !self.send_picture(line, &mut parcel, photo, file)? {
                        feed = Feed::Unknown;
                    }
                    // Originals may take an hour, and words do not wait for them.
                    if asked.elapsed() > PATROL {
                        self.gather()?;
                        feed = Feed::Behind;
                    }
                }
                Step::Pull(request) => {
                    asked = Instant::now();
                    let answer = match line.pull(&request) {
                        Err(failure) if is_of_restored_portal(&failure) && !restored => {
                            (feed, restored) = (Feed::Restored, true);
                            continue;
                        }
                        answer => answer?,
                    };
                    let more = answer.more;
                    if answer.reset {
                        restored = false;
                    }
                    match self.with(|open| take_in_all(open, &request, answer))? {
                        Taken::Nothing if !brief => return Err(Failure::new("portal-answered-nonsense")),
                        Taken::Nothing => brief = false,
                        Taken::All if !more => feed = Feed::Current,
                        Taken::All => {}
                        Taken::AllAndMoreIsWanted => feed = Feed::Behind,
                    }
                }
                Step::Rest => return self.fetch_pictures(line, absent),
            }
        }
        Ok(())
    }
}

/// Whether trying again cannot help.
pub(crate) fn is_final(failure: &Failure) -> bool {
    !matches!(
        failure.code.as_str(),
        "portal-unreachable"
            | "portal-silent"
            | "portal-answered-nonsense"
            | "signed-out"
            | "too-many-attempts"
            | "not-open"
            | "internal"
    )
}

/// Whether the portal is known to have written something that what waits has to know.
fn feed_at_the_beginning(open: &Open) -> Result<Feed, StoreError> {
    let reader = open.store.read();
    if restored::kept(&reader)?.is_some() {
        return Ok(Feed::Restored);
    }
    let ask_first = reader.setting(setting::ASK_FIRST)?.is_some_and(|ask_first| !ask_first.is_empty());
    Ok(if ask_first { Feed::Unknown } else { Feed::Behind })
}

/// The next step of a round; what is about to be sent is marked as such in the same breath.
fn next_step(open: &mut Open, feed: Feed, brief: bool, restored: bool) -> Answer<Step> {
    let (position, queue) = waiting(open, brief, restored)?;
    let mut step = machine::next_step(&position, &queue, feed);
    if let Step::Pull(request) = &mut step {
        request.known = known(open)?;
    }
    if let Step::Push(request) = &step {
        open.store.write(|writer| writer.begin_attempt(request.operations.iter().map(|operation| operation.id)))?;
    }
    if matches!(step, Step::Push(_) | Step::Picture(..)) && !open.running {
        open.running = true;
        open.tell(Event::Sync);
    }
    Ok(step)
}

/// Whether the portal says that it was restored from a backup.
fn is_of_restored_portal(failure: &Failure) -> bool {
    failure.code == PORTAL_RESTORED
}

/// What this laptop has sent since the cursor, as the portal has it. Only a pull says so.
fn known(open: &Open) -> Result<BTreeMap<DocumentId, RevisionId>, StoreError> {
    let reader = open.store.read();
    let mut known = BTreeMap::new();
    for document in &open.sent {
        known.extend(reader.base_revision(*document)?.map(|revision| (*document, revision)));
    }
    Ok(known)
}

/// Where the laptop stands and what waits.
fn waiting(open: &mut Open, brief: bool, restored: bool) -> Answer<(Position, Queue)> {
    let reader = open.store.read();
    let cursor = number(&reader, setting::CURSOR)?.unwrap_or(0);
    let position = Position {
        device: open.me.device,
        epoch: reader.setting(setting::EPOCH)?,
        cursor,
        seen: number(&reader, setting::SEEN)?.unwrap_or(0).max(cursor),
        earlier: if restored { restored::marks(&reader)? } else { Vec::new() },
        from: number(&reader, setting::FROM)?,
        kept: restored::kept(&reader)?,
        brief,
        wanted: reader.wanted(MOST_WANTED)?.into_iter().collect::<BTreeSet<_>>(),
    };
    let mut operations = Vec::new();
    // No push holds more, and the machine looks at nothing behind it.
    for entry in reader.outbox_next(MAX_OPERATIONS + 1)? {
        let outgoing = Outgoing::read(entry)?;
        let base = match outgoing.action {
            Action::Change { .. } => reader.base_revision(outgoing.entry.document)?,
            Action::Workflow { .. } => None,
        };
        let size_bytes = usize::try_from(outgoing.entry.size_bytes).unwrap_or(usize::MAX).saturating_add(200);
        operations.push(Queued { operation: outgoing.operation(base), size_bytes });
    }
    let pictures = reader
        .pictures_waiting()?
        .into_iter()
        .filter(|picture| !picture.reason.as_ref().is_some_and(is_final))
        .filter_map(|picture| {
            let file = match picture.file.as_str() {
                "web" => PictureFile::Web,
                "original" => PictureFile::Original,
                _ => return None,
            };
            Some((picture.photo, file))
        })
        .collect();
    Ok((position, Queue { operations, pictures }))
}

fn connection_after(before: &Connection, failure: Option<&Failure>) -> Connection {
    match (before, failure) {
        (Connection::Online { since }, None) => Connection::Online { since: *since },
        (_, None) => Connection::Online { since: crate::now() },
        (_, Some(failure)) if failure.code == "signed-out" => Connection::SignedOut,
        (Connection::Offline { since, .. }, Some(failure)) => {
            Connection::Offline { since: *since, reason: failure.clone() }
        }
        (_, Some(failure)) => Connection::Offline { since: crate::now(), reason: failure.clone() },
    }
}

/// Whether a person would want to know.
fn connection_news(before: &Connection, after: &Connection) -> bool {
    std::mem::discriminant(before) != std::mem::discriminant(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    use tilshi_story::{EditionKey, Part, PartChange, PartValue};
    use tilshi_sync::wire::{
        Arrived, Operation, Outcome, PullRequest, PullResponse, PushRequest, PushResponse, Receipt, Upload,
    };

    use crate::Options;

    /// A portal that first does not answer and then refuses everything, and whose feed has the pages that it is given.
    #[derive(Default)]
    struct Strict {
        asked: RefCell<Vec<Operation>>,
        pulls: RefCell<Vec<PullRequest>>,
        pages: RefCell<Vec<PullResponse>>,
    }

    impl Line for Strict {
        fn push(&self, request: &PushRequest) -> Answer<PushResponse> {
            let first = self.asked.borrow().is_empty();
            self.asked.borrow_mut().extend(request.operations.iter().cloned());
            if first {
                return Err(Failure::new("portal-unreachable"));
            }
            let refused = |operation: &Operation| Receipt {
                operation: operation.id,
                outcome: Outcome::Refused { reason: Failure::new("part-not-yours") },
            };
            Ok(PushResponse { epoch: "one".into(), receipts: request.operations.iter().map(refused).collect() })
        }

        fn pull(&self, request: &PullRequest) -> Answer<PullResponse> {
            self.pulls.borrow_mut().push(request.clone());
            let page = self.pages.borrow_mut().pop();
            Ok(page.unwrap_or(PullResponse { cursor: request.cursor, ..page_of_nothing() }))
        }

        fn arrived(&self, _: &Upload) -> Answer<Arrived> {
            Ok(Arrived::Whole(None))
        }

        fn send_chunk(&self, _: &Upload, _: u64, _: &[u8]) -> Answer<Arrived> {
            Ok(Arrived::Whole(None))
        }

        fn get_picture(&self, _: tilshi_story::PhotoId, _: PictureFile) -> Answer<Option<Vec<u8>>> {
            Ok(None)
        }
    }

    fn page_of_nothing() -> PullResponse {
        PullResponse {
            epoch: "one".into(),
            reset: false,
            kept: None,
            documents: Vec::new(),
            cursor: 0,
            more: false,
            newest: 0,
            account: None,
            fetched: Vec::new(),
            unknown: BTreeSet::new(),
        }
    }

    #[test]
    fn what_a_page_was_counted_up_to_is_known_to_have_been_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let portal = Strict::default();
        portal.pages.borrow_mut().push(PullResponse { cursor: 5, more: true, newest: 9, ..page_of_nothing() });
        newsroom.round_on(&portal).expect("answered");
        let pulls = portal.pulls.borrow();
        let places: Vec<_> = pulls.iter().map(|pull| (pull.cursor, pull.seen, pull.from)).collect();
        assert_eq!(places[..2], [(0, 0, None), (5, 9, Some(0))], "a portal that ends at 7 has lost something");
    }

    #[test]
    fn what_was_written_on_top_of_a_change_that_is_refused_is_not_sent_by_itself() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let english: EditionKey = "en".parse().expect("an edition key");
        let story = newsroom.story_new(english.clone()).expect("a story");
        let body = Part::Body(english).key();
        let long = "Water came to the canals of the lower district after three dry years, and stayed. ".repeat(3);
        let write = |text: &str| newsroom.part_set(story.into(), body.clone(), PartValue::text(text)).expect("set");
        let portal = Strict::default();
        write(&long);
        newsroom.round_on(&portal).expect_err("no answer");
        write(&format!("{long}And more."));
        newsroom.round_on(&portal).expect("answered");

        let asked = portal.asked.borrow();
        assert_eq!(asked.len(), 3, "unanswered, refused, and all that was written in one");
        for operation in asked.iter() {
            let Action::Change { base: None, patch, .. } = &operation.action else { panic!("{operation:?}") };
            let whole = patch.0.values().all(|change| matches!(change, PartChange::Put(_)));
            assert!(whole, "the portal has nothing that a splice could fit: {patch:?}");
        }
        let view = newsroom.sync_show().expect("a view");
        assert_eq!(view.waiting.iter().filter(|row| row.refused).count(), 1, "{:?}", view.waiting);
        assert_eq!(view.waiting.len(), 1);
    }
}

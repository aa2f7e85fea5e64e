//! The state machine of a sync round: from what waits on a laptop to the next step, and from an answer to what has
//! to be written down. It holds no state of its own: after a crash, the store's state is enough to go on.
//!
//! The order of a round: text changes, then web-size pictures, then workflow steps (a publication needs both), then
//! the feed, then original pictures.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tilshi_story::{
    Card, CardId, Content, DeviceId, DocumentId, DocumentKind, Failure, OperationId, PartKey, Patch, PersonId, PhotoId,
    Revision, RevisionId,
};

use crate::wire::{
    Action, FeedDocument, Head, MAX_BODY_BYTES, MAX_CHUNK_BYTES, MAX_OPERATIONS, Mark, Operation, Outcome, PROTOCOL,
    PictureFile, PullRequest, PushRequest,
};

/// Where the laptop stands with the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The laptop.
    pub device: DeviceId,
    /// The portal's epoch, as last seen.
    pub epoch: Option<String>,
    /// The place on the feed up to which everything is known.
    pub cursor: u64,
    /// The newest place on the feed that any answer has told of.
    pub seen: u64,
    /// Where it stood in earlier epochs, oldest first; only for a portal that was restored.
    pub earlier: Vec<Mark>,
    /// The cursor with which a catching up began that is not at its end.
    pub from: Option<u64>,
    /// How far a restored portal remembers the same, while it is found out what it lost.
    pub kept: Option<u64>,
    /// Whether news may come as changes of what the laptop holds: not after some that did not fit.
    pub brief: bool,
    /// What is to be brought although it is not held here; at most [`crate::wire::MOST_WANTED`].
    pub wanted: BTreeSet<DocumentId>,
}

/// An operation that waits, in the order it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queued {
    /// The operation, with the newest base filled in.
    pub operation: Operation,
    /// Its size on the wire, in bytes.
    pub size_bytes: usize,
}

/// What waits on the laptop. What the portal refused is not in it: that waits for a person. Changes of entries, which
/// others may name, come first; they depend on nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// The operations, in order: at least the first [`MAX_OPERATIONS`] of them.
    pub operations: Vec<Queued>,
    /// The picture files.
    pub pictures: Vec<(PhotoId, PictureFile)>,
}

/// How far the round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// The portal was restored from a backup: nothing is sent before it is known what it lost.
    Restored,
    /// The portal may have written something that what waits has to know: the feed is asked before anything but new
    /// entries is sent.
    Unknown,
    /// The feed has not been asked to its end in this round.
    Behind,
    /// The feed was asked to its end after the last push.
    Current,
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send these operations.
    Push(PushRequest),
    /// Send the next chunk of this picture file.
    Picture(PhotoId, PictureFile),
    /// Ask for what is new.
    Pull(PullRequest),
    /// Nothing is left to do in this round.
    Rest,
}

/// The next step of a round.
pub fn next_step(position: &Position, queue: &Queue, feed: Feed) -> Step {
    if feed == Feed::Restored {
        return pull(position);
    }
    let picture = |wanted: PictureFile| queue.pictures.iter().find(|(_, file)| *file == wanted);
    if feed == Feed::Unknown && !queue.operations.first().is_some_and(|queued| is_of_entry(&queued.operation)) {
        return pull(position);
    }
    let steps_next =
        queue.operations.first().is_some_and(|queued| matches!(queued.operation.action, Action::Workflow { .. }));
    if !queue.operations.is_empty() && !steps_next {
        return push(position, batch(&queue.operations));
    }
    if let Some((photo, file)) = picture(PictureFile::Web) {
        return Step::Picture(*photo, *file);
    }
    if steps_next {
        return push(position, batch(&queue.operations));
    }
    if feed == Feed::Behind {
        return pull(position);
    }
    match picture(PictureFile::Original) {
        Some((photo, file)) => Step::Picture(*photo, *file),
        None => Step::Rest,
    }
}

fn pull(position: &Position) -> Step {
    Step::Pull(PullRequest {
        protocol: PROTOCOL,
        epoch: position.epoch.clone(),
        cursor: position.cursor,
        seen: position.seen,
        earlier: position.earlier.clone(),
        from: position.from,
        kept: position.kept,
        // Whoever sends the request knows what they have sent.
        known: BTreeMap::new(),
        brief: position.brief && position.from != Some(0),
        by_scope: true,
        wanted: if position.kept.is_none() { position.wanted.clone() } else { BTreeSet::new() },
    })
}

fn push(position: &Position, operations: Vec<Operation>) -> Step {
    let (epoch, device) = (position.epoch.clone(), position.device);
    Step::Push(PushRequest { protocol: PROTOCOL, epoch, seen: position.seen, device, operations })
}

/// The longest beginning of the queue whose operations do not wait for one another's answers: a second change of a
/// document needs the revision of the first, a workflow step is about bytes that the changes before it bring, and
/// what names a new entry has to know whether the portal takes it for another's double.
fn batch(queue: &[Queued]) -> Vec<Operation> {
    let mut operations: Vec<Operation> = Vec::new();
    let mut changed = BTreeSet::new();
    let mut size_bytes = 0;
    for queued in queue {
        size_bytes += queued.size_bytes;
        let full =
            operations.len() == MAX_OPERATIONS || (size_bytes > MAX_BODY_BYTES / 4 * 3 && !operations.is_empty());
        let waits = match &queued.operation.action {
            Action::Change { .. } => !changed.insert(queued.operation.document),
            Action::Workflow { .. } => !changed.is_empty(),
        };
        let follows_entries = operations.last().is_some_and(is_of_entry) && !is_of_entry(&queued.operation);
        if full || waits || follows_entries {
            break;
        }
        operations.push(queued.operation.clone());
    }
    operations
}

fn is_of_entry(operation: &Operation) -> bool {
    operation.document.kind() == DocumentKind::Entry
}

/// What the laptop has to write down after a receipt, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The portal has the change: `content` is now what it is known to hold.
    Confirmed {
        /// Its place on the feed.
        sequence: u64,
        /// The document's new revision.
        revision: RevisionId,
        /// What the portal holds.
        content: Content,
        /// Cards it now shows to everyone.
        cards: Vec<CardId>,
        /// Parts that it keeps as they were, with what was sent for them on suggestion cards.
        suggested: BTreeSet<PartKey>,
    },
    /// The portal has taken the workflow step; the feed brings the new state.
    Taken,
    /// The document moved on: merge with this head; the operation, and every later change of the document, is
    /// replaced by what the merge gives.
    Merge(Head),
    /// The operation waits for a person, with this reason.
    Refused(Failure),
}

/// What a receipt means for an operation that was made on top of `base`.
pub fn effect(operation: &Operation, outcome: Outcome, base: &Content) -> Effect {
    match (outcome, &operation.action) {
        (Outcome::Refused { reason }, _) => Effect::Refused(reason),
        (Outcome::Diverged { head }, Action::Change { .. }) => Effect::Merge(head),
        (Outcome::Accepted { sequence, revision: Some(revision), suggested }, Action::Change { patch, cards, .. }) => {
            match patch.only(|part| !suggested.contains(part)).apply(base) {
                Ok(content) => {
                    let cards = cards.iter().map(Card::id).collect();
                    Effect::Confirmed { sequence, revision, content, cards, suggested }
                }
                Err(_) => Effect::Refused(Failure::new("base-lost")),
            }
        }
        (Outcome::Accepted { .. }, Action::Workflow { .. }) => Effect::Taken,
        (Outcome::Accepted { revision: None, .. }, Action::Change { .. })
        | (Outcome::Diverged { .. }, Action::Workflow { .. }) => {
            Effect::Refused(Failure::new("portal-answered-nonsense"))
        }
    }
}

/// Whether the portal's revision after a change is what the laptop takes it to be: the portal may have written more
/// than was sent, and then the feed brings it.
pub fn is_as_sent(operation: &Operation, author: PersonId, revision: RevisionId, content: &Content) -> bool {
    let Action::Change { base, .. } = &operation.action else { return false };
    let made = Revision {
        document: operation.document,
        parents: base.iter().copied().collect(),
        author,
        operation: operation.id,
        parts: content.hashes(),
    };
    made.id() == revision
}

/// A document as the feed says it is now; nothing when that was said of another revision than the laptop holds, and
/// whole values have to be asked for.
pub fn brought(news: &FeedDocument, base: Option<RevisionId>, held: &Content) -> Option<Content> {
    if news.since.is_some() && news.since != base {
        return None;
    }
    let mut content = news.changes.apply(held).ok()?;
    for (key, value) in &news.parts {
        content.put(key.clone(), value.clone());
    }
    Some(content)
}

/// The operation that brings a document from what the portal is known (or asked) to hold to what the laptop holds;
/// nothing when there is nothing to bring.
pub fn change(
    id: OperationId,
    document: DocumentId,
    base: Option<RevisionId>,
    from: &Content,
    to: &Content,
    cards: Vec<Card>,
    settles: Vec<CardId>,
) -> Option<Operation> {
    let patch = Patch::between(from, to);
    if patch.is_empty() && cards.is_empty() && settles.is_empty() {
        return None;
    }
    Some(Operation { id, document, action: Action::Change { base, patch, cards, settles } })
}

/// How long to wait after the n-th failure in a row (1, 2, …): doubling from two seconds up to half a minute, spread
/// by `jitter` (any number) over half to one and a half times that, so that laptops do not come back all at once.
/// No longer: a reporter who walks into a signal for a minute must not walk out of it unnoticed.
pub fn backoff(failures: u32, jitter: u64) -> Duration {
    let seconds = 2_u64 << failures.saturating_sub(1).min(4);
    let base_ms = seconds.min(30) * 1000;
    Duration::from_millis(base_ms / 2 + jitter % (base_ms + 1))
}

/// The size of the first chunk of a picture file, in bytes: a few seconds of the thinnest line.
pub const FIRST_CHUNK_BYTES: usize = 64 << 10;

/// How large the next chunk should be after one of `size_bytes` took this long: about two seconds of the line, so that
/// a cut costs little, and what is typed meanwhile need not wait for it.
pub fn next_chunk_bytes(size_bytes: usize, took: Duration) -> usize {
    let next = match took.as_millis() {
        0..1000 => size_bytes.saturating_mul(2),
        1000..4000 => size_bytes,
        _ => size_bytes / 2,
    };
    next.clamp(FIRST_CHUNK_BYTES / 4, MAX_CHUNK_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::{Part, PartValue, PersonId, Pins, StoryId, Timestamp, WorkflowCommand};

    fn position() -> Position {
        Position {
            device: DeviceId::generate(),
            epoch: None,
            cursor: 0,
            seen: 0,
            earlier: Vec::new(),
            from: None,
            kept: None,
            brief: true,
            wanted: BTreeSet::new(),
        }
    }

    fn changed(document: DocumentId) -> Queued {
        let to = [(Part::Slugline.key(), PartValue::text("canal"))].into_iter().collect();
        let operation = change(OperationId::generate(), document, None, &Content::new(), &to, vec![], vec![]);
        Queued { operation: operation.expect("something changed"), size_bytes: 300 }
    }

    fn submitted(document: DocumentId) -> Queued {
        let action = Action::Workflow {
            edition: "kk".parse().expect("an edition key"),
            command: WorkflowCommand::Submit,
            pins: Pins::new(),
            source_pins: Pins::new(),
        };
        Queued { operation: Operation { id: OperationId::generate(), document, action }, size_bytes: 300 }
    }

    /// The steps of a whole round, each answered well.
    fn round(mut queue: Queue) -> Vec<String> {
        let (position, mut feed, mut steps) = (position(), Feed::Behind, Vec::new());
        loop {
            let step = next_step(&position, &queue, feed);
            match step {
                Step::Push(request) => {
                    steps.push(format!("push {}", request.operations.len()));
                    queue.operations.drain(..request.operations.len());
                    feed = Feed::Behind;
                }
                Step::Picture(photo, file) => {
                    steps.push(file.as_str().into());
                    queue.pictures.retain(|waiting| *waiting != (photo, file));
                }
                Step::Pull(_) => {
                    steps.push("pull".into());
                    feed = Feed::Current;
                }
                Step::Rest => return steps,
            }
            assert!(steps.len() < 100, "the round never rests: {steps:?}");
        }
    }

    #[test]
    fn nothing_to_do_is_one_request() {
        assert_eq!(round(Queue::default()), ["pull"]);
    }

    #[test]
    fn a_step_goes_after_the_bytes_it_is_about_and_originals_go_last() {
        let story = StoryId::generate().into();
        let photo = PhotoId::of(b"pixels");
        let queue = Queue {
            operations: vec![changed(story), changed(photo.into()), submitted(story), changed(story)],
            pictures: vec![(photo, PictureFile::Original), (photo, PictureFile::Web)],
        };
        assert_eq!(round(queue), ["push 2", "web", "push 2", "pull", "original"]);
    }

    #[test]
    fn a_portal_that_was_restored_is_asked_before_anything_is_sent() {
        let queue = Queue { operations: vec![changed(tilshi_story::EntryId::generate().into())], pictures: vec![] };
        assert!(matches!(next_step(&position(), &queue, Feed::Restored), Step::Pull(_)));
    }

    #[test]
    fn entries_go_alone_and_first_and_what_names_them_waits_for_the_feed_while_it_is_unknown() {
        let story = || changed(StoryId::generate().into());
        let entry = || changed(tilshi_story::EntryId::generate().into());
        let operations = vec![entry(), entry(), story(), story()];
        let queue = Queue { operations, pictures: vec![] };
        assert_eq!(round(queue.clone()), ["push 2", "push 2", "pull"]);
        let after_entries = Queue { operations: queue.operations[2..].to_vec(), pictures: vec![] };
        let pulls = |queue| matches!(next_step(&position(), queue, Feed::Unknown), Step::Pull(_));
        assert!(!pulls(&queue) && pulls(&after_entries));
    }

    #[test]
    fn two_changes_of_one_document_never_share_a_push() {
        let story = StoryId::generate().into();
        let queue = Queue { operations: vec![changed(story), changed(story)], pictures: vec![] };
        assert_eq!(round(queue), ["push 1", "push 1", "pull"]);
    }

    #[test]
    fn a_push_is_bounded_in_operations_and_bytes_and_one_large_operation_still_goes() {
        let many: Vec<_> = (0..MAX_OPERATIONS + 1).map(|_| changed(StoryId::generate().into())).collect();
        assert_eq!(round(Queue { operations: many, pictures: vec![] }), ["push 500", "push 1", "pull"]);
        let mut large = vec![changed(StoryId::generate().into()), changed(StoryId::generate().into())];
        for queued in &mut large {
            queued.size_bytes = MAX_BODY_BYTES;
        }
        assert_eq!(round(Queue { operations: large, pictures: vec![] }), ["push 1", "push 1", "pull"]);
    }

    #[test]
    fn an_accepted_change_becomes_the_base_and_a_head_is_to_be_merged() {
        let queued = changed(StoryId::generate().into());
        let revision = RevisionId::of(b"r");
        let accepted = Outcome::Accepted { sequence: 7, revision: Some(revision), suggested: BTreeSet::new() };
        let Effect::Confirmed { content, .. } = effect(&queued.operation, accepted, &Content::new()) else {
            panic!("not confirmed");
        };
        assert_eq!(content.text(&Part::Slugline), "canal");
        let suggested =
            Outcome::Accepted { sequence: 7, revision: Some(revision), suggested: [Part::Slugline.key()].into() };
        let Effect::Confirmed { content, .. } = effect(&queued.operation, suggested, &Content::new()) else {
            panic!("not confirmed");
        };
        assert_eq!(content, Content::new(), "a suggestion is not what the portal holds");
        let head =
            Head { sequence: 7, revision, author: PersonId::generate(), at: Timestamp(0), content: Content::new() };
        let outcome = Outcome::Diverged { head: head.clone() };
        assert_eq!(effect(&queued.operation, outcome, &Content::new()), Effect::Merge(head));
    }

    #[test]
    fn an_answer_that_makes_no_sense_loses_nothing() {
        let step = submitted(StoryId::generate().into()).operation;
        let head = Head {
            sequence: 0,
            revision: RevisionId::of(b"r"),
            author: PersonId::generate(),
            at: Timestamp(0),
            content: Content::new(),
        };
        assert!(matches!(effect(&step, Outcome::Diverged { head }, &Content::new()), Effect::Refused(_)));
    }

    #[test]
    fn chunks_follow_the_line() {
        let (thin, quick, fair) = (Duration::from_secs(20), Duration::from_millis(30), Duration::from_secs(2));
        assert_eq!(next_chunk_bytes(FIRST_CHUNK_BYTES, fair), FIRST_CHUNK_BYTES);
        let after = |took| (0..20).fold(FIRST_CHUNK_BYTES, |size_bytes, _| next_chunk_bytes(size_bytes, took));
        assert_eq!(after(quick), MAX_CHUNK_BYTES);
        assert_eq!(after(thin), FIRST_CHUNK_BYTES / 4);
    }

    #[test]
    fn waiting_grows_to_half_a_minute_and_is_spread() {
        assert_eq!(backoff(1, 0), Duration::from_secs(1));
        assert_eq!(backoff(1, 2000), Duration::from_secs(3));
        assert_eq!(backoff(50, 0), Duration::from_secs(15));
        assert!(backoff(u32::MAX, u64::MAX) <= Duration::from_secs(45));
    }
}

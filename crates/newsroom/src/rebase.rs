//! Between the store and the sync machine: making operations from what was written, and taking in what the portal
//! has. Every function here runs inside one transaction of the store.

use std::collections::BTreeMap;

use tilshi_merge::Side;
use tilshi_store::{Base, OutboxEntry, StoreError, Workflow, Writer};
use tilshi_story::{
    Card, CardId, Content, DocumentId, DocumentKind, OperationId, Part, PartKey, PartValue, RevisionId, Timestamp,
};
use tilshi_sync::machine;
use tilshi_sync::wire::{Action, FeedDocument, Head, Operation};

use crate::profile::Me;
use crate::starter;
use crate::suggestions::Held;

/// Whose profile it is, and what they are writing as a suggestion.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) me: &'a Me,
    pub(crate) held: &'a Held,
}

/// An outbox entry with its action read.
pub(crate) struct Outgoing {
    pub(crate) entry: OutboxEntry,
    pub(crate) action: Action,
}

impl Outgoing {
    /// Reads an entry.
    pub(crate) fn read(entry: OutboxEntry) -> Result<Self, StoreError> {
        let action = serde_json::from_str(&entry.action_json).map_err(|_| damaged())?;
        Ok(Self { entry, action })
    }

    /// The operation on top of what the portal is known to hold now.
    pub(crate) fn operation(&self, base: Option<RevisionId>) -> Operation {
        let mut action = self.action.clone();
        if let Action::Change { base: revision, .. } = &mut action {
            *revision = base;
        }
        Operation { id: self.entry.operation, document: self.entry.document, action }
    }

    pub(crate) fn is_change_of(&self, document: DocumentId) -> bool {
        self.entry.document == document && matches!(self.action, Action::Change { .. })
    }
}

/// Makes an operation of what a document holds beyond its base and the changes that already wait. A refused change
/// is made anew when the document was edited since. A change that was never tried and that no workflow step follows
/// is made anew too, so that a day without a network leaves one operation and not a thousand.
pub(crate) fn freeze(writer: &Writer<'_>, held: &Held, document: DocumentId, at: Timestamp) -> Result<(), StoreError> {
    freeze_beside(writer, held, &Waiting::read(writer)?, document, at)
}

fn freeze_beside(
    writer: &Writer<'_>,
    held: &Held,
    waiting: &Waiting,
    document: DocumentId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let base = writer.base(document)?;
    let mut expected = base.map(|base| base.content).unwrap_or_default();
    let (mut known_cards, mut known_settlements) = (Vec::new(), Vec::new());
    let mut remade = None;
    let changes = waiting.changes_of(document);
    for (place, (index, outgoing)) in changes.iter().enumerate() {
        if outgoing.entry.refused {
            if writer.changed_at(document)? <= Some(outgoing.entry.created_at) {
                return Ok(());
            }
            writer.remove_outgoing(outgoing.entry.operation)?;
            if changes[place + 1..].iter().any(|(_, later)| !later.entry.refused) {
                // They were made on top of it.
                return make_anew(writer, held, document, at);
            }
            continue;
        }
        if outgoing.entry.attempts == 0 && !waiting.a_step_follows(*index) {
            remade = Some(&outgoing.entry);
            continue;
        }
        if let Action::Change { patch, cards, settles, .. } = &outgoing.action {
            expected = patch.apply(&expected).map_err(|_| damaged())?;
            known_cards.extend(cards.iter().map(Card::id));
            known_settlements.extend(settles);
        }
    }
    let cards = writer.unsent_cards(document)?.into_iter().filter(|card| !known_cards.contains(&card.id())).collect();
    let settles: Vec<CardId> =
        writer.unsent_settlements(document)?.into_iter().filter(|card| !known_settlements.contains(card)).collect();
    let content = held.left_out(document, writer.content(document)?, &expected);
    let id = OperationId::generate();
    match (machine::change(id, document, None, &expected, &content, cards, settles), remade) {
        (Some(operation), remade) => {
            let json = serde_json::to_string(&operation.action).map_err(|_| damaged())?;
            match remade {
                Some(before) if before.action_json == json => Ok(()),
                // Another id for another content: the profile may have been copied, and the copy's would be taken
                // for a repetition of this one.
                Some(before) => writer.replace_outgoing(before.operation, id, &json),
                None => writer.add_outgoing(id, document, &json, at),
            }
        }
        (None, Some(before)) => writer.remove_outgoing(before.operation),
        (None, None) => Ok(()),
    }
}

/// Makes operations of everything that was written, so that a round can send it.
pub(crate) fn freeze_all(writer: &Writer<'_>, held: &Held, at: Timestamp) -> Result<(), StoreError> {
    // Read once: freezing one document adds nothing that another one's freezing looks at.
    let waiting = Waiting::read(writer)?;
    for document in writer.to_send()? {
        freeze_beside(writer, held, &waiting, document, at)?;
    }
    Ok(())
}

/// The outbox, with each document's changes at hand.
struct Waiting {
    changes: BTreeMap<DocumentId, Vec<(usize, Outgoing)>>,
    last_step: Option<usize>,
}

impl Waiting {
    fn read(writer: &Writer<'_>) -> Result<Self, StoreError> {
        let mut waiting = Self { changes: BTreeMap::new(), last_step: None };
        for (index, outgoing) in outgoing(writer)?.into_iter().enumerate() {
            match outgoing.action {
                Action::Workflow { .. } => waiting.last_step = Some(index),
                Action::Change { .. } => {
                    waiting.changes.entry(outgoing.entry.document).or_default().push((index, outgoing));
                }
            }
        }
        Ok(waiting)
    }

    fn changes_of(&self, document: DocumentId) -> &[(usize, Outgoing)] {
        self.changes.get(&document).map_or(&[], Vec::as_slice)
    }

    fn a_step_follows(&self, index: usize) -> bool {
        self.last_step.is_some_and(|step| step > index)
    }
}

/// Everything that waits to be sent, in order.
pub(crate) fn outgoing(writer: &Writer<'_>) -> Result<Vec<Outgoing>, StoreError> {
    writer.outbox()?.into_iter().map(Outgoing::read).collect()
}

/// Takes a head of the portal into a document that was changed here: what merges is merged, what does not becomes
/// a card, and the changes that waited are made anew on top of the head, still before the steps that follow them.
/// `origin` is what the document was before a restored portal lost something of it. Gives the parts whose value
/// changed here.
pub(crate) fn rebase(
    writer: &Writer<'_>,
    writing: Writing<'_>,
    document: DocumentId,
    head: &Head,
    origin: Option<Content>,
    at: Timestamp,
) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
    let ours = writer.content(document)?;
    let changed_at = writer.changed_at(document)?.unwrap_or(at);
    let ours_side = Side { content: &ours, by: writing.me.person, at: changed_at };
    let head_side = Side { content: &head.content, by: head.author, at: head.at };
    let lost = match origin {
        Some(origin) => writer.lost_base(document)?.map(|lost| (origin, lost)),
        None => None,
    };
    let merged = match lost {
        Some((mut origin, mut lost)) => {
            // That an entry is another's double is the portal's alone to say.
            let alias = Part::AliasOf.key();
            let says = head.content.get(&alias).cloned().unwrap_or_else(|| PartValue::text(""));
            let mut ours = ours.clone();
            for content in [&mut origin, &mut lost.content, &mut ours] {
                content.put(alias.clone(), says.clone());
            }
            let ours_side = Side { content: &ours, ..ours_side };
            // First what the portal lost takes its place beside what has come there since, and only then what was
            // written here on top of it: to go back to an older text is a change, too.
            let lost_side = Side { content: &lost.content, by: lost.author, at: lost.at };
            let found = tilshi_merge::merge(document, &origin, &lost_side, &head_side);
            for card in &found.cards {
                writer.put_card(card, false)?;
            }
            let found_side = Side { content: &found.content, ..head_side };
            writer.forget_lost_base(document)?;
            tilshi_merge::merge(document, &lost.content, &ours_side, &found_side)
        }
        None => {
            let known = writer.base(document)?.map(|base| base.content);
            let base = known.unwrap_or_else(|| starter::beginning(document));
            tilshi_merge::merge(document, &base, &ours_side, &head_side)
        }
    };
    let changed = take_over(writer, document, &ours, &merged.content, head)?;
    for card in &merged.cards {
        writer.put_card(card, false)?;
    }
    for (part, range) in &merged.brought {
        let text = merged.content.get(part).and_then(PartValue::as_text).unwrap_or_default();
        let words = text.get(range.clone()).unwrap_or_default().trim();
        if !words.is_empty() {
            writer.add_unread_passage(document, part, words, head.author, head.at)?;
        }
    }
    writer.set_base(document, &base_of(head))?;
    make_anew(writer, writing.held, document, at)?;
    Ok(changed)
}

/// Makes the changes of a document that wait anew, on top of what the portal is now known to hold.
pub(crate) fn make_anew(
    writer: &Writer<'_>,
    held: &Held,
    document: DocumentId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut waiting = Vec::new();
    let mut made_anew = false;
    for outgoing in outgoing(writer)? {
        if outgoing.is_change_of(document) {
            writer.remove_outgoing(outgoing.entry.operation)?;
            made_anew = true;
        } else if made_anew && !outgoing.entry.refused {
            waiting.push(outgoing.entry);
        }
    }
    freeze(writer, held, document, at)?;
    // Whatever came after the changes still comes after them.
    for entry in waiting {
        writer.remove_outgoing(entry.operation)?;
        writer.add_outgoing(entry.operation, entry.document, &entry.action_json, entry.created_at)?;
    }
    Ok(())
}

/// How documents of the feed come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coming {
    /// As what has changed in what is held here.
    News,
    /// Whole, in a full sync.
    Whole,
    /// Whole, from a portal that was restored from a backup.
    Restored,
}

/// Takes one document of the feed. Gives the parts whose value changed here.
pub(crate) fn take_in(
    writer: &Writer<'_>,
    writing: Writing<'_>,
    news: FeedDocument,
    coming: Coming,
    at: Timestamp,
) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
    let document = news.document;
    let known = writer.base(document)?;
    let revision = known.as_ref().map(|base| base.revision);
    let base = known.map(|base| base.content).unwrap_or_default();
    let nothing = Content::new();
    let held = if coming == Coming::News { &base } else { &nothing };
    let content = machine::brought(&news, revision, held).ok_or_else(misfit)?;
    let head = Head { sequence: news.sequence, revision: news.revision, author: news.author, at: news.at, content };
    let ours = writer.content(document)?;
    let changed = if ours == base {
        let changed = take_over(writer, document, &ours, &head.content, &head)?;
        writer.set_base(document, &base_of(&head))?;
        // A change that carries only cards was made on top of the base that is gone; an id never stands for two.
        let waiting = writer.outbox_of(document)?.into_iter().filter(|entry| !entry.refused);
        let waiting: Vec<Outgoing> = waiting.map(Outgoing::read).collect::<Result<_, _>>()?;
        if waiting.iter().any(|outgoing| outgoing.is_change_of(document)) {
            make_anew(writer, writing.held, document, at)?;
        }
        changed
    } else {
        let origin = match coming {
            Coming::Restored => {
                Some(news.origin.map_or_else(|| head.content.clone(), |parts| parts.into_iter().collect()))
            }
            Coming::News | Coming::Whole => None,
        };
        rebase(writer, writing, document, &head, origin, at)?
    };
    if news.parts_only {
        return Ok(changed);
    }
    if let (DocumentKind::Story, Some(story)) = (document.kind(), document.story()) {
        writer.set_workflow(story, &Workflow { editions: news.editions, publications: news.publications })?;
    }
    writer.sync_cards(document, &news.cards)?;
    Ok(changed)
}

fn base_of(head: &Head) -> Base {
    Base {
        sequence: head.sequence,
        revision: head.revision,
        author: head.author,
        at: head.at,
        content: head.content.clone(),
    }
}

/// Brings a document from `from` to `to`, with the head's author in the journal.
fn take_over(
    writer: &Writer<'_>,
    document: DocumentId,
    from: &Content,
    to: &Content,
    head: &Head,
) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
    let mut changed: Vec<(PartKey, PartValue)> = to
        .iter()
        .filter(|(key, value)| from.get(key) != Some(value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let cleared = from.iter().filter(|(key, _)| to.get(key).is_none());
    changed.extend(cleared.map(|(key, _)| (key.clone(), PartValue::text(""))));
    for (key, value) in &changed {
        writer.put_remote(document, key, value, head.author, head.at)?;
    }
    Ok(changed)
}

/// The courier has looked before that the news fits.
fn misfit() -> StoreError {
    StoreError::Damaged("the feed speaks of a revision that is not here".into())
}

fn damaged() -> StoreError {
    StoreError::Damaged("an outbox entry cannot be read".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_store::{Profile, Protection};
    use tilshi_story::Failure;
    use tilshi_story::{CardKind, CardVersion, DeviceId, Part, Patch, PersonId, StoryId};

    #[test]
    fn what_was_written_on_top_of_a_refused_change_is_made_anew_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut store, _code) = Profile::create(&folder.path().join("p"), Protection::Unencrypted).expect("a profile");
        let (held, me) = (Held::default(), PersonId::generate());
        let document: DocumentId = StoryId::generate().into();
        let part = Part::Body("en".parse().expect("an edition key")).key();
        let long = "Water came to the canals of the lower district after three dry years, and stayed. ".repeat(3);
        let ids = |writer: &Writer<'_>| -> Result<Vec<OperationId>, StoreError> {
            Ok(writer.outbox()?.iter().map(|entry| entry.operation).collect())
        };
        let (before, after) = store
            .write(|writer| {
                let write = |text: &str, at: i64| {
                    writer.put_part(document, &part, &PartValue::text(text), me, Timestamp(at))?;
                    freeze(writer, &held, document, Timestamp(at))?;
                    writer.begin_attempt(ids(writer)?)
                };
                write(&long, 1)?;
                write(&format!("{long} And more."), 2)?;
                let before = ids(writer)?;
                writer.note_reason(before[0], &Failure::new("part-not-yours"), true)?;
                writer.put_part(document, &part, &PartValue::text("Short."), me, Timestamp(4))?;
                freeze(writer, &held, document, Timestamp(4))?;
                Ok((before, writer.outbox()?))
            })
            .expect("written");
        assert_eq!(before.len(), 2);
        let [only] = after.as_slice() else { panic!("one change of all that was written: {after:?}") };
        assert!(!before.contains(&only.operation) && only.action_json.contains("Short."), "{only:?}");
    }

    #[test]
    fn an_id_never_stands_for_two_contents_also_when_the_profile_was_copied() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut store, _code) = Profile::create(&folder.path().join("p"), Protection::Unencrypted).expect("a profile");
        let (held, me) = (Held::default(), PersonId::generate());
        let document: DocumentId = StoryId::generate().into();
        let part = Part::Slugline.key();
        let mut write = |text: &str| {
            let frozen = store.write(|writer| {
                writer.put_part(document, &part, &PartValue::text(text), me, Timestamp(1))?;
                freeze(writer, &held, document, Timestamp(1))?;
                writer.outbox()
            });
            let frozen = frozen.expect("written");
            assert_eq!(frozen.len(), 1, "what was never sent is one operation");
            frozen[0].operation
        };
        let first = write("canal");
        assert_eq!(write("canal"), first, "the same content is the same operation");
        assert_ne!(write("canal-north"), first);
    }

    #[test]
    fn an_unanswered_change_of_cards_alone_gets_another_id_when_the_document_moves_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut store, _code) = Profile::create(&folder.path().join("p"), Protection::Unencrypted).expect("a profile");
        let me = Me { person: PersonId::generate(), name: String::new(), account: None, device: DeviceId::generate() };
        let held = Held::default();
        let writing = Writing { me: &me, held: &held };
        let document: DocumentId = StoryId::generate().into();
        let part = Part::Slugline.key();
        let at = Timestamp(1_000);
        let version = |text: &str| CardVersion { value: Some(PartValue::text(text)), by: me.person, at };
        let card = Card {
            document,
            part: part.clone(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            ours: version("ours"),
            theirs: version("theirs"),
        };
        let content: Content = [(part.clone(), PartValue::text("theirs"))].into_iter().collect();
        let base = Base { sequence: 8, revision: RevisionId::of(b"one"), author: me.person, at, content };
        let news = FeedDocument {
            goes_on: false,
            document,
            sequence: 9,
            revision: RevisionId::of(b"two"),
            author: PersonId::generate(),
            at,
            parts: [(Part::Urgency.key(), PartValue::text("2"))].into(),
            changes: Patch::default(),
            since: None,
            origin: None,
            parts_only: true,
            editions: BTreeMap::new(),
            publications: Vec::new(),
            cards: Vec::new(),
            absent: Vec::new(),
        };
        let ids = store
            .write(|writer| {
                writer.put_remote(document, &part, &PartValue::text("theirs"), me.person, at)?;
                writer.set_base(document, &base)?;
                writer.put_card(&card, false)?;
                freeze(writer, &held, document, at)?;
                let before: Vec<OperationId> = writer.outbox()?.iter().map(|entry| entry.operation).collect();
                writer.begin_attempt(before.iter().copied())?;
                take_in(writer, writing, news, Coming::News, at)?;
                let after: Vec<OperationId> = writer.outbox()?.iter().map(|entry| entry.operation).collect();
                Ok((before, after))
            })
            .expect("written");
        assert_eq!((ids.0.len(), ids.1.len()), (1, 1));
        assert_ne!(ids.0, ids.1, "the portal may have the old one, on top of another revision");
    }
}

//! Changing parts of a document: a new revision on top of the head, or the head to merge with. What the sender may not
//! change becomes a suggestion to whoever may.

use std::collections::BTreeSet;

use tilshi_story::{
    AcceptedPart, Card, CardId, CardKind, CardVersion, CommentPart, Content, DocumentId, DocumentKind, Failure, Part,
    PartKey, PartValue, Patch, PersonId, PhotoId, Revision, RevisionId, check_accepted, check_comment, check_lift,
    is_withdrawn, lifted_by, may_change,
};

use super::{Accepted, Stop, Task, aliases, facts, limits, restored};
use crate::database::{DatabaseError, DocumentRow, Records};

/// What [`tilshi_sync::wire::Action::Change`] carries.
pub(super) struct Change<'a> {
    pub(super) base: Option<RevisionId>,
    pub(super) patch: &'a Patch,
    pub(super) cards: &'a [Card],
    pub(super) settles: &'a [CardId],
}

/// Makes a new revision, or says why not.
pub(super) fn change(task: &Task<'_>, change: &Change<'_>) -> Result<Accepted, Stop> {
    let row = task.records.document(task.document)?;
    match &row {
        None if change.base.is_some() => return Err(Failure::new("base-unknown").into()),
        Some(row) if change.base != Some(row.head) => return Err(Stop::Diverged(Box::new(task.head(row)?))),
        None | Some(_) => {}
    }
    if change.patch.is_empty() && change.cards.is_empty() && change.settles.is_empty() {
        return Err(Failure::new("bad-patch").into());
    }
    let facts = facts(task.records, task.account, task.document, row.as_ref())?;
    let refusal = |part: &PartKey| may_change(task.account, facts, part).err();
    let cards = sent_cards(task, change, &refusal)?;
    let mut touched: BTreeSet<PartKey> = change.patch.keys().cloned().collect();
    touched.extend(cards.iter().map(|card| card.part.clone()));
    let settled = settled_cards(task, &cards, change.settles, &refusal)?;
    touched.extend(settled.iter().map(|card| card.part.clone()));
    if let DocumentId::Story(story) = task.document {
        let publications = task.records.publications(story)?;
        if touched.iter().any(|part| is_withdrawn(&publications, part)) {
            return Err(Failure::new("story-withdrawn").into());
        }
    }
    let old = task.records.content(task.document)?;
    let mut wanted = change.patch.apply(&old).map_err(|_| Failure::new("bad-patch"))?;
    keep_creator(task, &old, &mut wanted)?;
    check_voices(task, change.patch, &old, &wanted)?;
    let renamed = aliases::settle(task, row.is_none(), &old, &mut wanted)?;
    limits::check_size(&wanted)?;
    let suggested: BTreeSet<PartKey> = change.patch.keys().filter(|part| refusal(part).is_some()).cloned().collect();
    let Some(row) = row else {
        // There is nobody yet to whom a part of a new document could be suggested.
        if let Some(failure) = suggested.iter().find_map(refusal) {
            return Err(failure.into());
        }
        let stored = Stored { old: &old, new: &wanted, cards: &cards, settled: &settled, renamed: &renamed };
        let accepted = store(task, None, &stored)?;
        aliases::follow_up(task, true, &wanted)?;
        return Ok(accepted);
    };
    let mut new = wanted.clone();
    let (mut cards, mut settled) = (cards, settled);
    for part in &suggested {
        new.put(part.clone(), old.get(part).cloned().unwrap_or_else(|| PartValue::text("")));
        let suggestion = suggestion(task, &row, part, &old, &wanted);
        // The same words were suggested before, and taken into the text by whoever believed to have the right.
        settled.retain(|card| card.id() != suggestion.id());
        cards.push(suggestion);
    }
    let stored = Stored { old: &old, new: &new, cards: &cards, settled: &settled, renamed: &renamed };
    let accepted = Accepted { suggested, ..store(task, Some(&row), &stored)? };
    aliases::follow_up(task, false, &new)?;
    Ok(accepted)
}

/// The cards of a change as the portal keeps them: it knows who sends and what they may, and takes nobody's word.
fn sent_cards(
    task: &Task<'_>,
    change: &Change<'_>,
    refusal: &impl Fn(&PartKey) -> Option<Failure>,
) -> Result<Vec<Card>, Stop> {
    let mut cards = Vec::new();
    for card in change.cards {
        if card.document != task.document {
            return Err(Failure::new("bad-request").with("card", card.id()).into());
        }
        let kind = if refusal(&card.part).is_some() { CardKind::Suggestion } else { CardKind::Conflict };
        let ours = CardVersion { by: task.account.person, ..card.ours.clone() };
        cards.push(Card { kind, ours, ..card.clone() });
    }
    Ok(cards)
}

/// The cards that a change settles, as far as the sender may. A suggestion can be taken back by whoever made it, too.
fn settled_cards(
    task: &Task<'_>,
    sent: &[Card],
    settles: &[CardId],
    refusal: &impl Fn(&PartKey) -> Option<Failure>,
) -> Result<Vec<Card>, Stop> {
    let mut settled = Vec::new();
    for id in settles {
        let card = match sent.iter().find(|card| card.id() == *id) {
            Some(card) => Some(card.clone()),
            None => task.records.card(*id)?,
        };
        let Some(card) = card else { return Err(Failure::new("card-not-found").with("card", id).into()) };
        if card.document != task.document {
            return Err(Failure::new("bad-request").with("card", id).into());
        }
        let taken_back = !card.is_conflict() && card.ours.by == task.account.person;
        // Somebody who has lost the right since leaves the card open, for the feed to bring back. To refuse all of the
        // change would keep the text that came with it on that laptop for ever.
        if taken_back || refusal(&card.part).is_none() {
            settled.push(card);
        }
    }
    Ok(settled)
}

/// What the sender would have this part be.
fn suggestion(task: &Task<'_>, row: &DocumentRow, part: &PartKey, old: &Content, wanted: &Content) -> Card {
    let stands = old.get(part).cloned();
    Card {
        document: task.document,
        part: part.clone(),
        kind: CardKind::Suggestion,
        passage: None,
        base: stands.clone(),
        ours: CardVersion { value: wanted.get(part).cloned(), by: task.account.person, at: task.now },
        theirs: CardVersion { value: stands, by: row.head_author, at: row.head_at },
    }
}

/// A change with its rights decided.
struct Stored<'a> {
    old: &'a Content,
    new: &'a Content,
    cards: &'a [Card],
    settled: &'a [Card],
    /// Parts that say something else than the sender wrote, because of an alias.
    renamed: &'a BTreeSet<PartKey>,
}

/// Whoever brings a story made it, and that never changes. Only what a restored portal lost may come back from the
/// laptop of somebody else than who made it.
fn keep_creator(task: &Task<'_>, old: &Content, new: &mut Content) -> Result<(), Stop> {
    if task.document.kind() != DocumentKind::Story {
        return Ok(());
    }
    let before = old.text(&Part::CreatedBy).to_owned();
    let creator = if before.is_empty() { creator_of_new(task, new)?.to_string() } else { before };
    let key = Part::CreatedBy.key();
    match new.get(&key) {
        None if old.get(&key).is_none() => {
            new.put(key, PartValue::text(creator));
            Ok(())
        }
        Some(PartValue::Text(now)) if *now == creator => Ok(()),
        Some(_) | None => Err(Failure::new("not-yourself").with("part", key).into()),
    }
}

/// Nobody speaks for somebody else, except to bring back what a restored portal lost.
fn check_voices(task: &Task<'_>, patch: &Patch, old: &Content, new: &Content) -> Result<(), Stop> {
    let person = task.account.person;
    for key in patch.keys() {
        let (before, after) = (old.get(key), new.get(key));
        let checked = match CommentPart::of(key) {
            Some(part) => check_comment(person, part, before, after),
            None if AcceptedPart::of(key).is_some() => check_accepted(key, after),
            None if lifted_by(key).is_some() => check_lift(person, key, before, after),
            None => Ok(()),
        };
        if let Err(failure) = checked
            && !restored::is_recovering(task)?
        {
            return Err(failure.into());
        }
    }
    Ok(())
}

/// Who a new document belongs to: whoever brings it, or whoever it says to be made by, if they have an account.
fn creator_of_new(task: &Task<'_>, new: &Content) -> Result<PersonId, Stop> {
    let sender = task.account.person;
    match new.text(&Part::CreatedBy).parse::<PersonId>() {
        Ok(named) if named == sender => Ok(sender),
        Ok(named) if restored::is_recovering(task)? && task.records.account_of(named)?.is_some() => Ok(named),
        Ok(_) => Err(Failure::new("not-yourself").with("part", Part::CreatedBy.key()).into()),
        Err(_) => Ok(sender),
    }
}

fn store(task: &Task<'_>, row: Option<&DocumentRow>, change: &Stored<'_>) -> Result<Accepted, DatabaseError> {
    let records = task.records;
    let Stored { old, new, .. } = change;
    let sequence = records.next_sequence()?;
    let about_a_conflict = change.cards.iter().chain(change.settled).any(Card::is_conflict);
    if let Some(row) = row.filter(|_| old == new && !about_a_conflict) {
        // A suggestion leaves the document as it is: nobody has to merge with it.
        records.move_on_feed(task.document, sequence)?;
        put_renamed(task, change, sequence)?;
        put_cards(records, change, sequence)?;
        return Ok(Accepted { sequence, revision: Some(row.head), suggested: BTreeSet::new() });
    }
    let revision = Revision {
        document: task.document,
        parents: row.map(|row| row.head).into_iter().collect(),
        author: task.account.person,
        operation: task.operation,
        parts: new.hashes(),
    };
    let head = revision.id();
    let added_by = new.text(&Part::CreatedBy).parse().unwrap_or(task.account.person);
    let has_cards = !change.cards.is_empty() || !change.settled.is_empty();
    records.put_head(&DocumentRow {
        id: task.document,
        head,
        head_author: task.account.person,
        head_at: task.now,
        added_by: row.map_or(added_by, |row| row.added_by),
        sequence,
        state_sequence: if has_cards { sequence } else { row.map_or(sequence, |row| row.state_sequence) },
    })?;
    for (key, value) in new.iter() {
        if old.get(key) != Some(value) {
            let name = records.put_value(value)?;
            records.put_part(task.document, key, Some(&name), sequence)?;
        }
    }
    put_renamed(task, change, sequence)?;
    for (key, _) in old.iter().filter(|(key, _)| new.get(key).is_none()) {
        records.put_part(task.document, key, None, sequence)?;
    }
    records.put_revision(head, &revision, task.now, sequence)?;
    if let DocumentId::Story(story) = task.document {
        records.put_photo_uses(story, &photos_of(new))?;
    }
    put_cards(records, change, sequence)?;
    Ok(Accepted { sequence, revision: Some(head), suggested: BTreeSet::new() })
}

/// The sender believes that its own words stand: these parts go back to it even where nothing changed here.
fn put_renamed(task: &Task<'_>, change: &Stored<'_>, sequence: u64) -> Result<(), DatabaseError> {
    for key in change.renamed {
        if let Some(value) = change.new.get(key) {
            let hash = task.records.put_value(value)?;
            task.records.put_part(task.document, key, Some(&hash), sequence)?;
        }
    }
    Ok(())
}

fn put_cards(records: Records<'_>, change: &Stored<'_>, sequence: u64) -> Result<(), DatabaseError> {
    for card in change.cards {
        records.open_card(card, sequence)?;
    }
    for card in change.settled {
        records.settle_card(card.id(), sequence)?;
    }
    Ok(())
}

/// The photos a story uses, in order.
pub(super) fn photos_of(story: &Content) -> Vec<PhotoId> {
    story.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()).collect()
}

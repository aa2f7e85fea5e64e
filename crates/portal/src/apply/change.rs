//! Changing parts of a document: a new revision on top of the head, or the head to merge with.

use std::collections::BTreeSet;

use tilshi_story::{
    Card, CardId, Content, DocumentId, DocumentKind, EditionKey, Failure, Part, PartKey, PartValue, Patch, PhotoId,
    PublicationKind, Revision, RevisionId, StoryId, may_change,
};

use super::{Accepted, Stop, Task, facts, limits};
use crate::database::{DatabaseError, DocumentRow};

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
    let touched = touched_parts(task, change)?;
    let facts = facts(task.records, task.account, task.document, row.as_ref())?;
    for part in &touched {
        may_change(task.account, facts, part)?;
    }
    if let DocumentId::Story(story) = task.document {
        refuse_withdrawn(task, story, &touched)?;
    }
    let old = task.records.content(task.document)?;
    let mut new = change.patch.apply(&old).map_err(|_| Failure::new("bad-patch"))?;
    keep_creator(task, &old, &mut new)?;
    limits::check_size(&new)?;
    Ok(store(task, row.as_ref(), change, &old, &new)?)
}

/// Every part whose right is needed: those of the patch, of the new cards and of the settled ones.
fn touched_parts(task: &Task<'_>, change: &Change<'_>) -> Result<BTreeSet<PartKey>, Stop> {
    let mut parts: BTreeSet<PartKey> = change.patch.keys().cloned().collect();
    for card in change.cards {
        if card.document != task.document {
            return Err(Failure::new("bad-request").with("card", card.id()).into());
        }
        parts.insert(card.part.clone());
    }
    for id in change.settles {
        let sent = change.cards.iter().find(|card| card.id() == *id);
        let card = match sent {
            Some(card) => Some(card.clone()),
            None => task.records.card(*id)?,
        };
        match card {
            Some(card) if card.document == task.document => parts.insert(card.part),
            Some(_) => return Err(Failure::new("bad-request").with("card", id).into()),
            None => return Err(Failure::new("card-not-found").with("card", id).into()),
        };
    }
    Ok(parts)
}

/// A withdrawn edition is read-only; when no edition is public any more, so is the whole story.
fn refuse_withdrawn(task: &Task<'_>, story: StoryId, touched: &BTreeSet<PartKey>) -> Result<(), Stop> {
    let mut withdrawn: BTreeSet<EditionKey> = BTreeSet::new();
    let mut is_public = false;
    for publication in task.records.publications(story)?.into_iter().filter(|publication| publication.until.is_none()) {
        match publication.kind {
            PublicationKind::Withdrawn => {
                withdrawn.insert(publication.edition);
            }
            PublicationKind::First | PublicationKind::Update | PublicationKind::Correction => is_public = true,
        }
    }
    let is_closed = |part: &PartKey| {
        part.known().and_then(|part| part.edition().cloned()).is_some_and(|edition| withdrawn.contains(&edition))
    };
    let killed = !withdrawn.is_empty() && !is_public;
    if killed || touched.iter().any(is_closed) { Err(Failure::new("story-withdrawn").into()) } else { Ok(()) }
}

/// Whoever brings a story made it, and that never changes.
fn keep_creator(task: &Task<'_>, old: &Content, new: &mut Content) -> Result<(), Failure> {
    if task.document.kind() != DocumentKind::Story {
        return Ok(());
    }
    let before = old.text(&Part::CreatedBy).to_owned();
    let creator = if before.is_empty() { task.account.person.to_string() } else { before };
    let key = Part::CreatedBy.key();
    match new.get(&key) {
        None if old.get(&key).is_none() => {
            new.put(key, PartValue::text(creator));
            Ok(())
        }
        Some(PartValue::Text(now)) if *now == creator => Ok(()),
        Some(_) | None => Err(Failure::new("not-yourself").with("part", key)),
    }
}

fn store(
    task: &Task<'_>,
    row: Option<&DocumentRow>,
    change: &Change<'_>,
    old: &Content,
    new: &Content,
) -> Result<Accepted, DatabaseError> {
    let records = task.records;
    let sequence = records.next_sequence()?;
    let revision = Revision {
        document: task.document,
        parents: row.map(|row| row.head).into_iter().collect(),
        author: task.account.person,
        operation: task.operation,
        parts: new.hashes(),
    };
    let head = revision.id();
    records.put_head(&DocumentRow {
        id: task.document,
        head,
        head_author: task.account.person,
        head_at: task.now,
        added_by: row.map_or(task.account.person, |row| row.added_by),
        sequence,
    })?;
    for (key, value) in new.iter() {
        if old.get(key) != Some(value) {
            let name = records.put_value(value)?;
            records.put_part(task.document, key, Some(&name), sequence)?;
        }
    }
    for (key, _) in old.iter().filter(|(key, _)| new.get(key).is_none()) {
        records.put_part(task.document, key, None, sequence)?;
    }
    records.put_revision(head, &revision, task.now)?;
    if let DocumentId::Story(story) = task.document {
        records.put_photo_uses(story, &photos_of(new))?;
    }
    for card in change.cards {
        let mut card = card.clone();
        // The portal knows who sends; it does not take a name's word for it.
        card.ours.by = task.account.person;
        records.open_card(&card, sequence)?;
    }
    for card in change.settles {
        records.settle_card(*card, sequence)?;
    }
    Ok(Accepted { sequence, revision: Some(head) })
}

/// The photos a story uses, in order.
pub(super) fn photos_of(story: &Content) -> Vec<PhotoId> {
    story.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()).collect()
}

//! Taking a step of the workflow: the portal re-hashes, checks right and state, and records it.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_language::HouseStyle;
use tilshi_story::{
    Card, Content, Deed, Details, EditionKey, EditionRecord, EntryKind, Failure, Now, Part, PhotoId, Pins, Publication,
    PublicationKind, PublishFacts, RevisionId, Standing, StoryId, Timestamp, WorkflowCommand, check_displayed,
    check_finished, edition_pins, may_take, obstacles_to_publish, step,
};

use super::change::photos_of;
use super::{Accepted, Stop, Task, facts};
use crate::address::story_path;
use crate::database::{AuditLine, DatabaseError};

/// What [`tilshi_sync::wire::Action::Workflow`] carries.
pub(super) struct Step<'a> {
    pub(super) edition: &'a EditionKey,
    pub(super) command: &'a WorkflowCommand,
    pub(super) pins: &'a Pins,
    pub(super) source_pins: &'a Pins,
}

/// The story and its photos as they stand at the portal.
struct Held {
    story: StoryId,
    head: RevisionId,
    content: Content,
    photos: BTreeMap<PhotoId, Content>,
    photo_heads: BTreeMap<PhotoId, RevisionId>,
    open_cards: bool,
}

/// Takes the step, or says why not. Workflow steps move the document on the feed and make no revision.
pub(super) fn take_step(task: &Task<'_>, asked: &Step<'_>) -> Result<Accepted, Stop> {
    let Some(story) = task.document.story() else {
        return Err(Failure::new("bad-request").into());
    };
    let Some(row) = task.records.document(task.document)? else {
        return Err(Failure::new("not-found").into());
    };
    let facts = facts(task.records, task.account, task.document, Some(&row))?;
    may_take(task.account, facts, asked.command, asked.edition)?;
    if let Some(displayed) = asked.command.displayed() {
        check_displayed(displayed, Some(task.now))?;
    }

    let held = held(task, story, row.head)?;
    let pins = edition_pins(story, &held.content, &held.photos, asked.edition);
    let source_pins = source_pins(&held, asked.edition);
    if !asked.command.is_about_the_public() && (pins != *asked.pins || source_pins != *asked.source_pins) {
        return Err(Failure::new("changed-meanwhile").with("edition", asked.edition).into());
    }
    let record = task.records.edition(story, asked.edition)?;
    let current = task
        .records
        .publications(story)?
        .into_iter()
        .find(|publication| publication.edition == *asked.edition && publication.until.is_none());
    let details = Some(Details::of(&held.content, &held.photos).hash());
    let now = Now { pins, source_pins, details };
    let standing = Standing::of(is_empty(&held.content, asked.edition), record.as_ref(), current.as_ref(), &now);
    let is_public = current.as_ref().is_some_and(|current| current.kind != PublicationKind::Withdrawn);
    let state = step(standing, is_public, asked.command)?;
    if matches!(asked.command, WorkflowCommand::Submit | WorkflowCommand::Approve) {
        check_finished(&held.content, &held.photos, asked.edition)?;
    }
    if matches!(asked.command, WorkflowCommand::Approve) {
        let behind = tilshi_merge::behind(&held.content, asked.edition).passages;
        if behind > 0 {
            return Err(Failure::new("edition-behind").with("edition", asked.edition).with("count", behind).into());
        }
        let errors = tilshi_merge::open_errors(&held.content, held.photos.values(), asked.edition, &house_style(task)?);
        if errors > 0 {
            return Err(Failure::new("checks-failed").with("edition", asked.edition).with("count", errors).into());
        }
        let unread = tilshi_merge::unread_of_machine(&held.content, asked.edition);
        if unread > 0 {
            return Err(Failure::new("machine-unread").with("edition", asked.edition).with("count", unread).into());
        }
    }

    let (reason, passages) = asked.command.asked(record.as_ref());
    let taken = EditionRecord {
        state: state.unwrap_or_default(),
        by: task.account.person,
        at: task.now,
        reason,
        passages,
        pins: now.pins.clone(),
        source_pins: now.source_pins.clone(),
    };
    match asked.command {
        WorkflowCommand::Submit | WorkflowCommand::Approve | WorkflowCommand::Return { .. } => {
            task.records.put_edition(story, asked.edition, &taken)?;
        }
        // The approval stays as it was given: publishing adds a publication beside it.
        WorkflowCommand::Publish { note, displayed } => {
            let said = Said { note, displayed: *displayed };
            publish(task, asked.edition, &held, now, current.as_ref(), &said)?;
        }
        WorkflowCommand::Redate { displayed } => {
            let Some(current) = current else {
                return Err(Failure::new("not-published").into());
            };
            redate(task, story, current, *displayed)?;
        }
        WorkflowCommand::Withdraw { note } => {
            let Some(current) = current else {
                return Err(Failure::new("not-published").into());
            };
            withdraw(task, asked.edition, story, current, note)?;
            task.records.put_edition(story, asked.edition, &taken)?;
        }
    }
    let sequence = task.records.next_sequence()?;
    task.records.move_on_feed(task.document, sequence)?;
    Ok(Accepted { sequence, revision: Some(row.head), suggested: BTreeSet::new() })
}

/// What the newsroom does its own way, as far as checks depend on it.
fn house_style(task: &Task<'_>) -> Result<HouseStyle, DatabaseError> {
    let mut entries = Vec::new();
    for kind in [EntryKind::HouseStyle, EntryKind::Kept, EntryKind::Person, EntryKind::City, EntryKind::Term] {
        for entry in task.records.entries_of_kind(kind)? {
            entries.push(task.records.content(entry.into())?);
        }
    }
    Ok(HouseStyle::of(&entries))
}

fn held(task: &Task<'_>, story: StoryId, head: RevisionId) -> Result<Held, DatabaseError> {
    let records = task.records;
    let content = records.content(task.document)?;
    let mut open_cards = records.open_cards(task.document)?.iter().any(Card::is_conflict);
    let mut photos = BTreeMap::new();
    let mut photo_heads = BTreeMap::new();
    for photo in photos_of(&content) {
        if let Some(row) = records.document(photo.into())? {
            photos.insert(photo, records.content(photo.into())?);
            photo_heads.insert(photo, row.head);
            open_cards |= records.open_cards(photo.into())?.iter().any(Card::is_conflict);
        }
    }
    Ok(Held { story, head, content, photos, photo_heads, open_cards })
}

/// The bytes of the source edition; none when this edition is the source or the story names none.
fn source_pins(held: &Held, edition: &EditionKey) -> Pins {
    match held.content.text(&Part::SourceEdition).parse::<EditionKey>() {
        Ok(source) if source != *edition => edition_pins(held.story, &held.content, &held.photos, &source),
        Ok(_) | Err(_) => Pins::new(),
    }
}

fn is_empty(content: &Content, edition: &EditionKey) -> bool {
    [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
        .iter()
        .all(|part| content.text(part).trim().is_empty())
}

/// What a person says with a publication.
struct Said<'a> {
    note: &'a str,
    displayed: Option<Timestamp>,
}

fn publish(
    task: &Task<'_>,
    edition: &EditionKey,
    held: &Held,
    now: Now,
    current: Option<&Publication>,
    said: &Said<'_>,
) -> Result<(), Stop> {
    let used: Vec<PhotoId> = photos_of(&held.content);
    let at_portal: BTreeSet<PhotoId> = task.records.held_for_readers(&used)?;
    let obstacles = obstacles_to_publish(&PublishFacts {
        edition,
        story: &held.content,
        photos: &held.photos,
        at_portal: Some(&at_portal),
        open_cards: held.open_cards,
        now: task.now,
    });
    if let Some(first) = obstacles.first() {
        return Err(Failure::from(first).with("edition", edition).with("count", obstacles.len()).into());
    }
    let publication = Publication {
        edition: edition.clone(),
        kind: if current.is_some() { PublicationKind::Update } else { PublicationKind::First },
        revision: held.head,
        photos: held.photo_heads.clone(),
        pins: now.pins,
        details: now.details,
        from: task.now,
        until: None,
        // What was corrected stays corrected.
        displayed: said.displayed.or_else(|| current.and_then(|current| current.displayed)),
        by: task.account.person,
        note: said.note.to_owned(),
        // An address that was public stays: links to it are out in the world.
        path: match current {
            Some(current) => current.path.clone(),
            None => story_path(task.records, held.story, &held.content, edition)?,
        },
    };
    task.records.publish(held.story, &publication)?;
    audit(task, Deed::Publish, &publication.path)?;
    if let Some(displayed) = said.displayed {
        audit_displayed(task, &publication.path, current.and_then(|current| current.displayed), Some(displayed))?;
    }
    Ok(())
}

/// Corrects what readers are shown as the moment of publication; the publication itself stays as it is.
fn redate(
    task: &Task<'_>,
    story: StoryId,
    current: Publication,
    displayed: Option<Timestamp>,
) -> Result<(), DatabaseError> {
    audit_displayed(task, &current.path, current.displayed, displayed)?;
    task.records.redate(story, &Publication { displayed, ..current })
}

fn audit_displayed(
    task: &Task<'_>,
    path: &str,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
) -> Result<(), DatabaseError> {
    let moment = |moment: Option<Timestamp>| moment.map_or_else(|| "none".to_owned(), |at| at.as_millis().to_string());
    audit(task, Deed::Redate, &format!("{path} {} -> {}", moment(before), moment(after)))
}

fn withdraw(
    task: &Task<'_>,
    edition: &EditionKey,
    story: StoryId,
    current: Publication,
    note: &str,
) -> Result<(), DatabaseError> {
    let publication = Publication {
        edition: edition.clone(),
        kind: PublicationKind::Withdrawn,
        from: task.now,
        until: None,
        by: task.account.person,
        note: note.to_owned(),
        ..current
    };
    task.records.publish(story, &publication)?;
    audit(task, Deed::Withdraw, &publication.path)
}

fn audit(task: &Task<'_>, deed: Deed, path: &str) -> Result<(), DatabaseError> {
    task.records.note(&AuditLine {
        at: task.now,
        person: task.account.person,
        deed: deed.as_str(),
        subject: task.document.to_string(),
        detail: path,
    })
}

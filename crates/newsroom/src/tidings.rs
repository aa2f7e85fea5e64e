//! Tidings: what somebody else did that concerns this person, told once, as it comes from the portal. Nothing is kept of them: how
//! a story stands is written in the story.

use std::collections::{BTreeMap, BTreeSet};

use tilshi_store::{Reader, StoreError};
use tilshi_story::{CardId, CommentPart, DocumentId, EditionKey, EditionRecord, EditionState, Part, PersonId, StoryId};

use crate::Answer;
use crate::comments::mentioned;
use crate::outbox::title;
use crate::profile::{Me, Names, Open};
use crate::views::{Event, Tiding, TidingKind};

/// How a story stands, as far as it can concern somebody.
pub(crate) struct Stand {
    story: StoryId,
    /// Whether the person made it or has it to write.
    is_mine: bool,
    records: BTreeMap<EditionKey, EditionRecord>,
    cards: BTreeSet<CardId>,
    mentions_me: bool,
}

impl Stand {
    /// How a story stands here now; nothing of one that is not here.
    pub(crate) fn of(reader: &Reader<'_>, me: &Me, story: StoryId) -> Result<Option<Self>, StoreError> {
        let document = DocumentId::from(story);
        if reader.base_revision(document)?.is_none() {
            return Ok(None);
        }
        let content = reader.content(document)?;
        let person = me.person.to_string();
        let is_mine =
            content.text(&Part::CreatedBy) == person || content.items(&Part::Assignees).contains(&person.as_str());
        let cards =
            reader.cards_of(document)?.into_iter().filter(|stored| !stored.settled && stored.card.is_conflict());
        Ok(Some(Self {
            story,
            is_mine,
            records: reader.workflow(story)?.editions,
            cards: cards.map(|stored| stored.card.id()).collect(),
            mentions_me: mentioned(&reader.parts_beginning(document, CommentPart::BEGINNING)?).contains(&me.person),
        }))
    }
}

/// Tells what has become of stories since they stood so.
pub(crate) fn tell(open: &mut Open, before: Vec<Stand>) -> Answer<()> {
    let mut tidings = Vec::new();
    {
        let reader = open.store.read();
        for was in before {
            if let Some(now) = Stand::of(&reader, &open.me, was.story)? {
                let found = since(&open.me, &was, &now);
                let people: BTreeSet<PersonId> = found.iter().filter_map(|(.., by)| *by).collect();
                let names = Names::of_people(&reader, &open.me, &people)?;
                for (kind, edition, by) in found {
                    let by = by.map(|person| names.of(person)).unwrap_or_default();
                    let title = title(&reader, was.story.into())?;
                    tidings.push(Tiding { kind, story: was.story, edition, title, by });
                }
            }
        }
    }
    for tiding in tidings {
        open.tell(Event::Tiding { tiding });
    }
    Ok(())
}

/// What has become of a story that concerns somebody, and by whom.
fn since(me: &Me, was: &Stand, now: &Stand) -> Vec<(TidingKind, Option<EditionKey>, Option<PersonId>)> {
    let mut found = Vec::new();
    if now.is_mine {
        for (edition, record) in &now.records {
            let kind = match record.state {
                EditionState::Returned => TidingKind::Returned,
                EditionState::Approved => TidingKind::Approved,
                EditionState::Draft | EditionState::InReview => continue,
            };
            if record.by != me.person && was.records.get(edition) != Some(record) {
                found.push((kind, Some(edition.clone()), Some(record.by)));
            }
        }
        if !now.cards.is_subset(&was.cards) {
            found.push((TidingKind::Conflict, None, None));
        }
    }
    if now.mentions_me && !was.mentions_me {
        found.push((TidingKind::Mentioned, None, None));
    }
    found
}

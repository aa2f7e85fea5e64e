//! The states of an edition's working text, what an approval pins, and which step may follow which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Content, DocumentId, EditionKey, Failure, Part, PartKey, PersonId, PhotoId, Publication, PublicationKind, StoryId,
    Timestamp, ValueHash,
};

/// The stored state of an edition's working text. Empty, stale and changed are derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum EditionState {
    /// Being written.
    #[default]
    Draft,
    /// Submitted, waiting for a desk editor.
    InReview,
    /// Sent back with a reason.
    Returned,
    /// Approved, exactly as pinned.
    Approved,
}

/// The exact bytes of one part that somebody approved or published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Pin {
    /// The story, or a photo it uses.
    pub document: DocumentId,
    /// The part of it.
    pub part: PartKey,
    /// The hash of its value.
    #[ts(type = "string")]
    pub hash: ValueHash,
}

/// Pins in the order of document and part.
pub type Pins = Vec<Pin>;

/// What the portal knows of an edition's working text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct EditionRecord {
    /// The state.
    pub state: EditionState,
    /// Who brought it there.
    pub by: PersonId,
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// Why it was returned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The bytes that were submitted or approved: text, captions and alt texts of this edition.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Pins,
    /// The bytes of the source edition at that moment; none when this edition is the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_pins: Pins,
}

/// How an edition stands, as a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing written.
    Empty,
    /// Being written.
    Draft,
    /// Waiting for a desk editor.
    InReview,
    /// Sent back with a reason.
    Returned,
    /// Approved, and neither it nor its source has changed since.
    Approved,
    /// Approved, but it or its source has changed since.
    Changed,
    /// Public, and the working text is what readers see.
    Published,
    /// Public, and the working text has gone on.
    DraftOverPublished,
    /// Taken back from readers.
    Withdrawn,
}

impl Standing {
    /// Derives the standing from what is stored and what the text is now.
    pub fn of(
        empty: bool,
        record: Option<&EditionRecord>,
        current: Option<&Publication>,
        pins_now: &Pins,
        source_pins_now: &Pins,
    ) -> Self {
        let state = record.map_or(EditionState::Draft, |record| record.state);
        let unchanged = record.is_some_and(|record| record.pins == *pins_now && record.source_pins == *source_pins_now);
        match current.map(|publication| publication.kind) {
            Some(PublicationKind::Withdrawn) => return Self::Withdrawn,
            Some(PublicationKind::First | PublicationKind::Update | PublicationKind::Correction) => {
                return match state {
                    EditionState::Approved if current.is_some_and(|public| public.pins == *pins_now) => Self::Published,
                    EditionState::Approved if unchanged => Self::Approved,
                    EditionState::InReview => Self::InReview,
                    EditionState::Returned => Self::Returned,
                    EditionState::Draft | EditionState::Approved => Self::DraftOverPublished,
                };
            }
            None => {}
        }
        match state {
            EditionState::Approved if unchanged => Self::Approved,
            EditionState::Approved => Self::Changed,
            EditionState::InReview => Self::InReview,
            EditionState::Returned => Self::Returned,
            EditionState::Draft if empty => Self::Empty,
            EditionState::Draft => Self::Draft,
        }
    }
}

/// A step of the workflow, recorded offline and checked by the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum WorkflowCommand {
    /// Hand the edition to the desk.
    Submit,
    /// Send it back.
    Return {
        /// What has to change.
        reason: String,
    },
    /// Approve exactly the pinned bytes.
    Approve,
    /// Make the approved bytes public.
    Publish {
        /// Shown to readers under a correction or an update.
        note: String,
    },
    /// Take the edition back from readers.
    Withdraw {
        /// Shown to readers in its place.
        note: String,
    },
}

/// The bytes an approval of this edition is about: its headline, lead and body, and the captions and alt texts of
/// the photos the story uses, in this edition.
pub fn edition_pins(
    story: StoryId,
    content: &Content,
    photos: &BTreeMap<PhotoId, Content>,
    edition: &EditionKey,
) -> Pins {
    let nothing = Content::new();
    let mut pins: Pins = [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
        .iter()
        .map(|part| Pin { document: story.into(), part: part.key(), hash: content.hash_of(&part.key()) })
        .collect();
    for id in content.items(&Part::Photos).iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
        let photo = photos.get(&id).unwrap_or(&nothing);
        for part in [Part::Caption(edition.clone()), Part::AltText(edition.clone())] {
            pins.push(Pin { document: id.into(), part: part.key(), hash: photo.hash_of(&part.key()) });
        }
    }
    pins.sort();
    pins
}

/// The state after a step, or why the step cannot be taken now. Rights and obstacles are checked elsewhere.
pub fn step(standing: Standing, command: &WorkflowCommand) -> Result<EditionState, Failure> {
    match (command, standing) {
        (_, Standing::Withdrawn) => Err(Failure::new("story-withdrawn")),
        (WorkflowCommand::Withdraw { note }, _) if note.trim().is_empty() => Err(Failure::new("reason-missing")),
        (WorkflowCommand::Return { reason }, _) if reason.trim().is_empty() => Err(Failure::new("reason-missing")),
        (_, Standing::Empty) => Err(Failure::new("edition-empty")),

        (
            WorkflowCommand::Submit,
            Standing::Draft | Standing::Returned | Standing::DraftOverPublished | Standing::Changed,
        ) => Ok(EditionState::InReview),
        (WorkflowCommand::Submit, Standing::InReview) => Err(Failure::new("already-in-review")),
        (WorkflowCommand::Submit, Standing::Approved | Standing::Published) => Err(Failure::new("already-approved")),

        (WorkflowCommand::Return { .. }, Standing::InReview | Standing::Approved | Standing::Changed) => {
            Ok(EditionState::Returned)
        }
        (WorkflowCommand::Return { .. }, _) => Err(Failure::new("not-in-review")),

        (WorkflowCommand::Approve, Standing::InReview | Standing::Changed) => Ok(EditionState::Approved),
        (WorkflowCommand::Approve, Standing::Approved | Standing::Published) => Err(Failure::new("already-approved")),
        (WorkflowCommand::Approve, Standing::Draft | Standing::Returned | Standing::DraftOverPublished) => {
            Err(Failure::new("not-in-review"))
        }

        (WorkflowCommand::Publish { .. }, Standing::Approved) => Ok(EditionState::Approved),
        (WorkflowCommand::Publish { .. }, Standing::Published) => Err(Failure::new("already-published")),
        (WorkflowCommand::Publish { .. }, Standing::Changed) => Err(Failure::new("changed-since-approval")),
        (
            WorkflowCommand::Publish { .. },
            Standing::Draft | Standing::InReview | Standing::Returned | Standing::DraftOverPublished,
        ) => Err(Failure::new("not-approved")),

        (WorkflowCommand::Withdraw { .. }, Standing::Published | Standing::DraftOverPublished) => {
            Ok(EditionState::Draft)
        }
        (WorkflowCommand::Withdraw { .. }, _) => Err(Failure::new("not-published")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kk() -> EditionKey {
        "kk".parse().expect("an edition key")
    }

    fn story(body: &str) -> (StoryId, Content) {
        let content =
            [(Part::Body(kk()).key(), PartValue::text(body)), (Part::Slugline.key(), PartValue::text("canal"))]
                .into_iter()
                .collect();
        (StoryId::generate(), content)
    }

    use crate::PartValue;

    fn approved(pins: Pins) -> EditionRecord {
        EditionRecord {
            state: EditionState::Approved,
            by: PersonId::generate(),
            at: Timestamp(0),
            reason: None,
            pins,
            source_pins: vec![],
        }
    }

    #[test]
    fn one_changed_character_voids_an_approval_and_a_tag_does_not() {
        let (id, mut content) = story("Су келді.");
        let photos = BTreeMap::new();
        let record = approved(edition_pins(id, &content, &photos, &kk()));
        content.put(Part::Slugline.key(), PartValue::text("another"));
        let pins = edition_pins(id, &content, &photos, &kk());
        assert_eq!(Standing::of(false, Some(&record), None, &pins, &vec![]), Standing::Approved);
        content.put(Part::Body(kk()).key(), PartValue::text("Су келді!"));
        let pins = edition_pins(id, &content, &photos, &kk());
        assert_eq!(Standing::of(false, Some(&record), None, &pins, &vec![]), Standing::Changed);
    }

    #[test]
    fn a_photo_added_or_an_alt_text_changed_voids_an_approval() {
        let (id, mut content) = story("Су келді.");
        let before = edition_pins(id, &content, &BTreeMap::new(), &kk());
        let photo = PhotoId::of(b"pixels");
        content.put(Part::Photos.key(), PartValue::List(vec![photo.to_string()]));
        let with_photo = edition_pins(id, &content, &BTreeMap::new(), &kk());
        assert_ne!(before, with_photo);
        let described: Content = [(Part::AltText(kk()).key(), PartValue::text("Су"))].into_iter().collect();
        let with_alt_text = edition_pins(id, &content, &[(photo, described)].into(), &kk());
        assert_ne!(with_photo, with_alt_text);
    }

    #[test]
    fn only_what_was_submitted_is_approved_and_only_what_was_approved_is_published() {
        let publish = WorkflowCommand::Publish { note: String::new() };
        assert_eq!(step(Standing::Draft, &WorkflowCommand::Approve), Err(Failure::new("not-in-review")));
        assert_eq!(step(Standing::InReview, &WorkflowCommand::Approve), Ok(EditionState::Approved));
        assert_eq!(step(Standing::InReview, &publish), Err(Failure::new("not-approved")));
        assert_eq!(step(Standing::Changed, &publish), Err(Failure::new("changed-since-approval")));
        assert_eq!(step(Standing::Approved, &publish), Ok(EditionState::Approved));
        let without_reason = WorkflowCommand::Return { reason: " ".into() };
        assert_eq!(step(Standing::InReview, &without_reason), Err(Failure::new("reason-missing")));
        assert_eq!(step(Standing::Withdrawn, &WorkflowCommand::Submit), Err(Failure::new("story-withdrawn")));
    }
}

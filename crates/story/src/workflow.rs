//! The states of an edition's working text, what an approval pins, and which step may follow which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Content, Deed, DocumentId, EditionKey, Failure, Part, PartKey, PartValue, PersonId, PhotoId, Publication,
    PublicationKind, StoryId, Timestamp, ValueHash,
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

/// Why one passage of an edition was sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PassageReason {
    /// The story, or a photo it uses.
    pub document: DocumentId,
    /// The text that the passage stands in.
    pub part: PartKey,
    /// What it said.
    pub passage: String,
    /// What has to change in it.
    pub reason: String,
}

/// What the portal knows of an edition's working text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct EditionRecord {
    /// The state.
    pub state: EditionState,
    /// Who brought it there.
    pub by: PersonId,
    /// When, by the portal's clock.
    pub at: Timestamp,
    /// Why it was returned. It stays, like the next one, until the edition is approved: whoever reads it again wants to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What had to change in which passage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passages: Vec<PassageReason>,
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
    /// Public with the words that stand here, but its page would print something else around them: other tags, another
    /// byline, another credit line.
    DetailsChanged,
    /// Public, and the working text has gone on.
    DraftOverPublished,
    /// Taken back from readers.
    Withdrawn,
}

/// What an edition says now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    /// The bytes that an approval of it would be about.
    pub pins: Pins,
    /// The bytes of its source edition; none when it is the source.
    pub source_pins: Pins,
    /// What a page would print around them, as [`crate::Details::hash`] gives it.
    pub details: Option<ValueHash>,
}

impl Standing {
    /// Derives the standing from what is stored and what the text is now.
    pub fn of(empty: bool, record: Option<&EditionRecord>, current: Option<&Publication>, now: &Now) -> Self {
        let state = record.map_or(EditionState::Draft, |record| record.state);
        let unchanged = record.is_some_and(|record| record.pins == now.pins && record.source_pins == now.source_pins);
        match current.map(|publication| publication.kind) {
            Some(PublicationKind::Withdrawn) => return Self::Withdrawn,
            Some(PublicationKind::First | PublicationKind::Update | PublicationKind::Correction) => {
                let says_the_same = current.is_some_and(|public| public.pins == now.pins);
                // A publication from before details were noted counts as unchanged.
                let noted = current.and_then(|public| public.details);
                let prints_the_same = noted.zip(now.details).is_none_or(|(noted, now)| noted == now);
                return match state {
                    EditionState::Approved if says_the_same && prints_the_same => Self::Published,
                    EditionState::Approved if says_the_same => Self::DetailsChanged,
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
        /// What has to change; it may be empty where passages have reasons of their own.
        reason: String,
        /// What has to change in which passage.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        passages: Vec<PassageReason>,
    },
    /// Approve exactly the pinned bytes.
    Approve,
    /// Make the approved bytes public.
    Publish {
        /// Shown to readers under a correction or an update.
        note: String,
        /// The moment that readers are shown instead of that of the publication.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        displayed: Option<Timestamp>,
    },
    /// Correct the moment that readers are shown.
    Redate {
        /// The moment; nothing for that of the publication itself.
        displayed: Option<Timestamp>,
    },
    /// Take the edition back from readers.
    Withdraw {
        /// Shown to readers in its place.
        note: String,
    },
}

impl WorkflowCommand {
    /// The deed it is.
    pub fn deed(&self) -> Deed {
        match self {
            Self::Submit => Deed::Submit,
            Self::Return { .. } => Deed::Return,
            Self::Approve => Deed::Approve,
            Self::Publish { .. } => Deed::Publish,
            Self::Redate { .. } => Deed::Redate,
            Self::Withdraw { .. } => Deed::Withdraw,
        }
    }

    /// The moment it wants readers to be shown.
    pub fn displayed(&self) -> Option<Timestamp> {
        match self {
            Self::Publish { displayed, .. } | Self::Redate { displayed } => *displayed,
            Self::Submit | Self::Return { .. } | Self::Approve | Self::Withdraw { .. } => None,
        }
    }

    /// What is asked of an edition after this step, as a whole and passage by passage: what a return says, and what the last one
    /// said once the edition is handed in again.
    pub fn asked(&self, before: Option<&EditionRecord>) -> (Option<String>, Vec<PassageReason>) {
        match self {
            Self::Return { reason, passages } => {
                (Some(reason.clone()).filter(|reason| !reason.trim().is_empty()), passages.clone())
            }
            Self::Submit => before
                .filter(|before| before.state == EditionState::Returned)
                .map_or_else(Default::default, |before| (before.reason.clone(), before.passages.clone())),
            Self::Approve | Self::Publish { .. } | Self::Redate { .. } | Self::Withdraw { .. } => Default::default(),
        }
    }

    /// Whether it gives no reason where one is due.
    fn lacks_reason(&self) -> bool {
        match self {
            Self::Withdraw { note } => note.trim().is_empty(),
            Self::Return { reason, passages } => {
                (reason.trim().is_empty() && passages.is_empty())
                    || passages.iter().any(|passage| passage.reason.trim().is_empty())
            }
            Self::Submit | Self::Approve | Self::Publish { .. } | Self::Redate { .. } => false,
        }
    }

    /// Whether it is about what readers see now and not about the working text: a colleague's edit cannot hold it up.
    pub fn is_about_the_public(&self) -> bool {
        matches!(self, Self::Redate { .. } | Self::Withdraw { .. })
    }
}

/// Earliest moment that readers may be shown: 1 January 1990, 00:00 UTC. Anything before it is a slip of the keyboard.
const EARLIEST_DISPLAYED: Timestamp = Timestamp(631_152_000_000);

/// Refuses a displayed moment that cannot be meant. `now` is the portal's clock; a laptop's decides nothing.
pub fn check_displayed(displayed: Timestamp, now: Option<Timestamp>) -> Result<(), Failure> {
    if displayed < EARLIEST_DISPLAYED {
        return Err(Failure::new("displayed-too-early"));
    }
    if now.is_some_and(|now| now < displayed) {
        return Err(Failure::new("displayed-in-the-future"));
    }
    Ok(())
}

/// The bytes an approval of this edition is about: its headline, lead and body, and the words of the photos the story
/// uses, in this edition.
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
        pins.extend(photo_pins(id, edition, |part| photo.hash_of(part)));
    }
    pins.sort();
    pins
}

/// The bytes of a photo's words in an edition, by their hashes. What came to be written of photos later than caption and alt text
/// is among them where it says something: an approval from before it was is about the same bytes.
pub fn photo_pins(
    photo: PhotoId,
    edition: &EditionKey,
    hash_of: impl Fn(&PartKey) -> ValueHash,
) -> impl Iterator<Item = Pin> {
    let nothing = PartValue::text("").hash();
    Part::PHOTO_WORDS.into_iter().filter_map(move |make| {
        let part = make(edition.clone());
        let is_always = matches!(part, Part::Caption(_) | Part::AltText(_));
        let (part, document) = (part.key(), photo.into());
        let hash = hash_of(&part);
        (is_always || hash != nothing).then_some(Pin { document, part, hash })
    })
}

/// The state after a step (nothing when it stays as it is), or why the step cannot be taken now. `public` says whether
/// readers see the edition. Rights and obstacles are checked elsewhere.
pub fn step(standing: Standing, public: bool, command: &WorkflowCommand) -> Result<Option<EditionState>, Failure> {
    let state = match (command, standing) {
        (_, Standing::Withdrawn) => Err(Failure::new("story-withdrawn")),
        _ if command.lacks_reason() => Err(Failure::new("reason-missing")),
        (WorkflowCommand::Redate { .. } | WorkflowCommand::Withdraw { .. }, _) if !public => {
            Err(Failure::new("not-published"))
        }
        (WorkflowCommand::Redate { .. }, _) => return Ok(None),
        (WorkflowCommand::Withdraw { .. }, _) => Ok(EditionState::Draft),
        (_, Standing::Empty) => Err(Failure::new("edition-empty")),

        (
            WorkflowCommand::Submit,
            Standing::Draft | Standing::Returned | Standing::DraftOverPublished | Standing::Changed,
        ) => Ok(EditionState::InReview),
        (WorkflowCommand::Submit, Standing::InReview) => Err(Failure::new("already-in-review")),
        (WorkflowCommand::Submit, Standing::Approved | Standing::Published | Standing::DetailsChanged) => {
            Err(Failure::new("already-approved"))
        }

        (WorkflowCommand::Return { .. }, Standing::InReview | Standing::Approved | Standing::Changed) => {
            Ok(EditionState::Returned)
        }
        (WorkflowCommand::Return { .. }, _) => Err(Failure::new("not-in-review")),

        (WorkflowCommand::Approve, Standing::InReview | Standing::Changed) => Ok(EditionState::Approved),
        (WorkflowCommand::Approve, Standing::Approved | Standing::Published | Standing::DetailsChanged) => {
            Err(Failure::new("already-approved"))
        }
        (WorkflowCommand::Approve, Standing::Draft | Standing::Returned | Standing::DraftOverPublished) => {
            Err(Failure::new("not-in-review"))
        }

        (WorkflowCommand::Publish { .. }, Standing::Approved | Standing::DetailsChanged) => return Ok(None),
        (WorkflowCommand::Publish { .. }, Standing::Published) => Err(Failure::new("already-published")),
        (WorkflowCommand::Publish { .. }, Standing::Changed) => Err(Failure::new("changed-since-approval")),
        (
            WorkflowCommand::Publish { .. },
            Standing::Draft | Standing::InReview | Standing::Returned | Standing::DraftOverPublished,
        ) => Err(Failure::new("not-approved")),
    };
    state.map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Details, PartValue};

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

    fn now(pins: Pins) -> Now {
        Now { pins, ..Now::default() }
    }

    fn approved(pins: Pins) -> EditionRecord {
        EditionRecord {
            state: EditionState::Approved,
            by: PersonId::generate(),
            at: Timestamp(0),
            reason: None,
            passages: vec![],
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
        assert_eq!(Standing::of(false, Some(&record), None, &now(pins)), Standing::Approved);
        content.put(Part::Body(kk()).key(), PartValue::text("Су келді!"));
        let pins = edition_pins(id, &content, &photos, &kk());
        assert_eq!(Standing::of(false, Some(&record), None, &now(pins)), Standing::Changed);
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
        let publish = WorkflowCommand::Publish { note: String::new(), displayed: None };
        assert_eq!(step(Standing::Draft, false, &WorkflowCommand::Approve), Err(Failure::new("not-in-review")));
        assert_eq!(step(Standing::InReview, false, &WorkflowCommand::Approve), Ok(Some(EditionState::Approved)));
        assert_eq!(step(Standing::InReview, false, &publish), Err(Failure::new("not-approved")));
        assert_eq!(step(Standing::Changed, false, &publish), Err(Failure::new("changed-since-approval")));
        assert_eq!(step(Standing::Approved, false, &publish), Ok(None));
        let without_reason = WorkflowCommand::Return { reason: " ".into(), passages: vec![] };
        assert_eq!(step(Standing::InReview, false, &without_reason), Err(Failure::new("reason-missing")));
        assert_eq!(step(Standing::Withdrawn, false, &WorkflowCommand::Submit), Err(Failure::new("story-withdrawn")));
    }

    #[test]
    fn a_return_says_why_as_a_whole_or_passage_by_passage_and_is_remembered_until_the_approval() {
        let passage = |reason: &str| PassageReason {
            document: StoryId::generate().into(),
            part: Part::Body(kk()).key(),
            passage: "Су келді.".into(),
            reason: reason.into(),
        };
        let back = |reason: &str, passages| WorkflowCommand::Return { reason: reason.into(), passages };
        let missing = Err(Failure::new("reason-missing"));
        assert_eq!(step(Standing::InReview, false, &back(" ", vec![])), missing);
        assert_eq!(step(Standing::InReview, false, &back("Two sources", vec![passage(" ")])), missing);
        assert_eq!(
            step(Standing::InReview, false, &back("", vec![passage("Which river?")])),
            Ok(Some(EditionState::Returned))
        );

        let (reason, passages) = back("", vec![passage("Which river?")]).asked(None);
        assert_eq!((reason.as_deref(), passages.len()), (None, 1));
        let returned = EditionRecord { state: EditionState::Returned, reason, passages, ..approved(vec![]) };
        assert_eq!(WorkflowCommand::Submit.asked(Some(&returned)).1, returned.passages);
        let again = EditionRecord { state: EditionState::InReview, ..returned };
        assert_eq!(WorkflowCommand::Approve.asked(Some(&again)), (None, vec![]));
        assert_eq!(back("Once more", vec![]).asked(Some(&again)), (Some("Once more".into()), vec![]));
    }

    #[test]
    fn a_public_edition_can_be_taken_back_and_redated_whatever_became_of_its_text() {
        let withdraw = WorkflowCommand::Withdraw { note: "Wrong river.".into() };
        let redate = WorkflowCommand::Redate { displayed: None };
        for standing in [
            Standing::Published,
            Standing::DetailsChanged,
            Standing::DraftOverPublished,
            Standing::InReview,
            Standing::Returned,
            Standing::Approved,
        ] {
            assert_eq!(step(standing, true, &withdraw), Ok(Some(EditionState::Draft)), "{standing:?}");
            assert_eq!(step(standing, true, &redate), Ok(None), "{standing:?}");
            assert_eq!(step(standing, false, &redate), Err(Failure::new("not-published")), "{standing:?}");
        }
    }

    #[test]
    fn a_displayed_moment_lies_between_1990_and_now() {
        let now = Timestamp(1_700_000_000_000);
        assert_eq!(check_displayed(now, Some(now)), Ok(()));
        assert_eq!(check_displayed(Timestamp(now.0 + 1), Some(now)), Err(Failure::new("displayed-in-the-future")));
        assert_eq!(check_displayed(Timestamp(now.0 + 1), None), Ok(()), "a laptop's clock decides nothing");
        assert_eq!(check_displayed(Timestamp(631_151_999_999), None), Err(Failure::new("displayed-too-early")));
    }

    #[test]
    fn a_change_around_the_words_of_a_public_page_asks_for_an_update_and_no_approval() {
        let (id, mut content) = story("Су келді.");
        let photo = PhotoId::of(b"pixels");
        content.put(Part::Photos.key(), PartValue::List(vec![photo.to_string()]));
        let photos = BTreeMap::from([(photo, Content::new())]);
        let pins = edition_pins(id, &content, &photos, &kk());
        let record = approved(pins.clone());
        let public = Publication {
            edition: kk(),
            kind: PublicationKind::First,
            revision: crate::RevisionId::of(b"revision"),
            photos: BTreeMap::new(),
            pins: pins.clone(),
            details: Some(Details::of(&content, &photos).hash()),
            from: Timestamp(0),
            until: None,
            displayed: None,
            by: record.by,
            note: String::new(),
            path: "/kk/canal".into(),
        };
        let stands = |public: &Publication, content: &Content, photos: &BTreeMap<PhotoId, Content>| {
            let details = Some(Details::of(content, photos).hash());
            let now = Now { pins: edition_pins(id, content, photos, &kk()), source_pins: Pins::new(), details };
            Standing::of(false, Some(&record), Some(public), &now)
        };
        assert_eq!(stands(&public, &content, &photos), Standing::Published);
        content.put(Part::Slugline.key(), PartValue::text("not printed"));
        assert_eq!(stands(&public, &content, &photos), Standing::Published);

        let credited: Content = [(Part::CreditLine.key(), PartValue::text("Dana / Dala"))].into_iter().collect();
        assert_eq!(stands(&public, &content, &[(photo, credited)].into()), Standing::DetailsChanged);
        let cropped = |region| [(Part::CropWide.key(), PartValue::text(region))].into_iter().collect();
        assert_eq!(stands(&public, &content, &[(photo, cropped("0,0,50,50"))].into()), Standing::DetailsChanged);
        assert_eq!(stands(&public, &content, &[(photo, cropped(""))].into()), Standing::Published);
        content.put(Part::Tags.key(), PartValue::Set(["water".to_owned()].into()));
        assert_eq!(stands(&public, &content, &photos), Standing::DetailsChanged);
        let publish = WorkflowCommand::Publish { note: String::new(), displayed: None };
        assert_eq!(step(Standing::DetailsChanged, true, &publish), Ok(None));
        let old = Publication { details: None, ..public };
        assert_eq!(stands(&old, &content, &photos), Standing::Published, "from before details were noted");
    }
}

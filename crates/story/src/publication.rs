//! What is public, as records of their own, and what stands in the way of publishing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::part::words;
use crate::{
    Block, Content, EditionKey, Failure, Part, PartKey, PersonId, PhotoId, Pins, RevisionId, Timestamp, ValueHash,
};

words! {
    /// The kinds of publication.
    PublicationKind {
        /// The edition becomes public.
        First = "first",
        /// News was added.
        Update = "update",
        /// Something that was wrong is right now.
        Correction = "correction",
        /// The edition is taken back; a note stands in its place.
        Withdrawn = "withdrawn",
    }
}

/// One publication of one edition: readers see the newest one that has begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Publication {
    /// The edition.
    pub edition: EditionKey,
    /// The kind.
    pub kind: PublicationKind,
    /// The story's revision that readers see.
    pub revision: RevisionId,
    /// The revisions of the story's photos that readers see.
    #[ts(type = "Record<string, string>")]
    pub photos: BTreeMap<PhotoId, RevisionId>,
    /// The exact bytes that were approved for it.
    pub pins: Pins,
    /// What its page printed around them, as [`crate::Details::hash`] gives it; nothing in old records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub details: Option<ValueHash>,
    /// Public from this moment, by the portal's clock.
    pub from: Timestamp,
    /// Public until this moment; open while nothing replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The moment that readers are shown, where the chief editor corrected it; it decides about nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displayed: Option<Timestamp>,
    /// Who published it.
    pub by: PersonId,
    /// Shown to readers under a correction, an update or a withdrawal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where readers find it, from the root of the site.
    pub path: String,
}

words! {
    /// What an edition owes its readers because of what became of its source.
    Task {
        /// The source was published anew: readers of this edition still see what stood there before.
        Correct = "correct",
        /// The source was taken back from readers, and this edition is still public.
        Withdraw = "withdraw",
    }
}

impl Task {
    /// What an edition owes, from what is public of it and of its source. `follows` says whether its readers see a text that
    /// has followed everything its source says now.
    pub fn of(own: Option<&Publication>, source: Option<&Publication>, follows: bool) -> Option<Self> {
        let (own, source) = (own.filter(|own| own.kind != PublicationKind::Withdrawn)?, source?);
        match source.kind {
            PublicationKind::Withdrawn => Some(Self::Withdraw),
            PublicationKind::Update | PublicationKind::Correction if own.from < source.from && !follows => {
                Some(Self::Correct)
            }
            PublicationKind::First | PublicationKind::Update | PublicationKind::Correction => None,
        }
    }
}

/// Whether this part of a story is closed for good: its edition was withdrawn, or readers see no edition any more.
pub fn is_withdrawn(publications: &[Publication], part: &PartKey) -> bool {
    let current = || publications.iter().filter(|publication| publication.until.is_none());
    let mut withdrawn = current().filter(|publication| publication.kind == PublicationKind::Withdrawn).peekable();
    let killed =
        withdrawn.peek().is_some() && current().all(|publication| publication.kind == PublicationKind::Withdrawn);
    let edition = part.known().and_then(|part| part.edition().cloned());
    killed || edition.is_some_and(|edition| withdrawn.any(|publication| publication.edition == edition))
}

words! {
    /// What can stand in the way of publishing.
    ObstacleKind {
        /// The edition has no headline.
        HeadlineMissing = "headline-missing",
        /// The edition has no body.
        BodyMissing = "body-missing",
        /// A photo lacks its IPTC Creator.
        PhotoWithoutCreator = "photo-without-creator",
        /// A photo lacks its IPTC Credit Line.
        PhotoWithoutCreditLine = "photo-without-credit-line",
        /// Nobody said why the agency may print a photo.
        PhotoWithoutRightsBasis = "photo-without-rights-basis",
        /// A photo lacks alt text in this edition and is not marked decorative.
        PhotoWithoutAltText = "photo-without-alt-text",
        /// The licence of a photo has ended.
        PhotoLicenceEnded = "photo-licence-ended",
        /// The licence of a photo does not hold for every use.
        PhotoLicenceRestricted = "photo-licence-restricted",
        /// The portal does not have the picture yet.
        PhotoNotAtPortal = "photo-not-at-portal",
        /// A conflict card of the story, or of one of its photos, is not settled.
        ConflictOpen = "conflict-open",
        /// The embargo has not passed.
        UnderEmbargo = "under-embargo",
    }
}

/// One thing that stands in the way of publishing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Obstacle {
    /// What.
    pub kind: ObstacleKind,
    /// The photo it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoId>,
}

impl From<&Obstacle> for Failure {
    fn from(obstacle: &Obstacle) -> Self {
        let failure = Failure::new(obstacle.kind.as_str());
        match obstacle.photo {
            Some(photo) => failure.with("photo", photo),
            None => failure,
        }
    }
}

/// What publishing is decided from.
#[derive(Debug, Clone)]
pub struct PublishFacts<'a> {
    /// The edition to publish.
    pub edition: &'a EditionKey,
    /// The story as it would be published.
    pub story: &'a Content,
    /// The photos it uses, as far as they are known.
    pub photos: &'a BTreeMap<PhotoId, Content>,
    /// Photos whose web rendition the portal holds; `None` on a laptop, which cannot know.
    pub at_portal: Option<&'a BTreeSet<PhotoId>>,
    /// Whether a conflict card of the story or of one of its photos is open.
    pub open_cards: bool,
    /// The portal's clock, or the laptop's for display.
    pub now: Timestamp,
}

/// Everything that stands in the way, in the order a person would mend it.
pub fn obstacles_to_publish(facts: &PublishFacts<'_>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    let mut about = |kind, photo| obstacles.push(Obstacle { kind, photo });
    if facts.story.text(&Part::Headline(facts.edition.clone())).trim().is_empty() {
        about(ObstacleKind::HeadlineMissing, None);
    }
    if facts.story.text(&Part::Body(facts.edition.clone())).trim().is_empty() {
        about(ObstacleKind::BodyMissing, None);
    }
    let nothing = Content::new();
    for id in facts.story.items(&Part::Photos).iter().filter_map(|id| id.parse::<PhotoId>().ok()) {
        for kind in photo_obstacles(facts.photos.get(&id).unwrap_or(&nothing), facts.edition, facts.now) {
            about(kind, Some(id));
        }
        if facts.at_portal.is_some_and(|held| !held.contains(&id)) {
            about(ObstacleKind::PhotoNotAtPortal, Some(id));
        }
    }
    if facts.open_cards {
        about(ObstacleKind::ConflictOpen, None);
    }
    let embargo = facts.story.text(&Part::Embargo).parse().map(Timestamp);
    if embargo.is_ok_and(|until| facts.now < until) {
        about(ObstacleKind::UnderEmbargo, None);
    }
    obstacles
}

/// Why a photo leaves the newsroom in no edition and in no file.
pub fn photo_obstacles(photo: &Content, edition: &EditionKey, now: Timestamp) -> Vec<ObstacleKind> {
    let missing = |part: Part| photo.text(&part).trim().is_empty();
    let lacks_rights = crate::RightsBasis::parse(photo.text(&Part::RightsBasis)).is_none();
    let lacks_alt_text = missing(Part::AltText(edition.clone())) && photo.text(&Part::Decorative) != "yes";
    [
        (missing(Part::Creator), ObstacleKind::PhotoWithoutCreator),
        (missing(Part::CreditLine), ObstacleKind::PhotoWithoutCreditLine),
        (lacks_rights, ObstacleKind::PhotoWithoutRightsBasis),
        (Block::LicenceEnded.holds(photo, now), Block::LicenceEnded.obstacle()),
        (Block::LicenceRestricted.holds(photo, now), Block::LicenceRestricted.obstacle()),
        (lacks_alt_text, ObstacleKind::PhotoWithoutAltText),
    ]
    .into_iter()
    .filter_map(|(lacks, kind)| lacks.then_some(kind))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PartValue;

    fn texts<const N: usize>(parts: [(Part, &str); N]) -> Content {
        parts.into_iter().map(|(part, text)| (part.key(), PartValue::text(text))).collect()
    }

    fn kinds(story: &Content, photos: &BTreeMap<PhotoId, Content>, held: &BTreeSet<PhotoId>) -> Vec<&'static str> {
        let facts = PublishFacts {
            edition: &"en".parse().expect("an edition key"),
            story,
            photos,
            at_portal: Some(held),
            open_cards: false,
            now: Timestamp(1000),
        };
        obstacles_to_publish(&facts).iter().map(|obstacle| obstacle.kind.as_str()).collect()
    }

    #[test]
    fn readers_of_a_translation_are_owed_what_became_of_its_source() {
        let public = |kind, from| Publication {
            edition: "en".parse().expect("an edition key"),
            kind,
            revision: RevisionId::of(b"revision"),
            photos: BTreeMap::new(),
            pins: Pins::new(),
            details: None,
            from: Timestamp(from),
            until: None,
            displayed: None,
            by: PersonId::generate(),
            note: String::new(),
            path: "/en/canal".into(),
        };
        let own = public(PublicationKind::First, 5);
        let task = |source: &Publication, follows| Task::of(Some(&own), Some(source), follows);
        assert_eq!(task(&public(PublicationKind::First, 9), false), None, "it was never published anew");
        for kind in [PublicationKind::Update, PublicationKind::Correction] {
            assert_eq!(task(&public(kind, 9), false), Some(Task::Correct));
            assert_eq!(task(&public(kind, 9), true), None, "it says it, too");
            assert_eq!(task(&public(kind, 4), false), None, "it was published since");
        }
        let withdrawn = public(PublicationKind::Withdrawn, 9);
        assert_eq!(task(&withdrawn, true), Some(Task::Withdraw));
        assert_eq!(Task::of(Some(&withdrawn), Some(&withdrawn), false), None);
        assert_eq!(Task::of(None, Some(&withdrawn), false), None, "nobody has seen it");
        assert_eq!(Task::of(Some(&own), None, false), None);
    }

    #[test]
    fn a_photo_without_its_credit_stops_a_publication_and_says_what_is_missing() {
        let en: EditionKey = "en".parse().expect("an edition key");
        let photo = PhotoId::of(b"pixels");
        let mut story = texts([(Part::Headline(en.clone()), "Canals open"), (Part::Body(en.clone()), "Water came.")]);
        assert_eq!(kinds(&story, &BTreeMap::new(), &BTreeSet::new()), [""; 0]);

        story.put(Part::Photos.key(), PartValue::List(vec![photo.to_string()]));
        assert_eq!(
            kinds(&story, &BTreeMap::new(), &BTreeSet::new()),
            [
                "photo-without-creator",
                "photo-without-credit-line",
                "photo-without-rights-basis",
                "photo-without-alt-text",
                "photo-not-at-portal"
            ]
        );

        let credited = texts([
            (Part::Creator, "Dana Ospanova"),
            (Part::CreditLine, "Dana Ospanova / Dala"),
            (Part::RightsBasis, "staff"),
            (Part::AltText(en), "Water in a canal"),
        ]);
        assert_eq!(kinds(&story, &[(photo, credited)].into(), &[photo].into()), [""; 0]);
    }

    #[test]
    fn a_licence_lasts_until_its_moment() {
        let en: EditionKey = "en".parse().expect("an edition key");
        let photo = |until| {
            texts([
                (Part::Creator, "D"),
                (Part::CreditLine, "D"),
                (Part::RightsBasis, "licence"),
                (Part::LicenceUntil, until),
                (Part::Decorative, "yes"),
            ])
        };
        let obstacles = |until| photo_obstacles(&photo(until), &en, Timestamp(1000));
        assert_eq!(obstacles("1001"), []);
        assert_eq!(obstacles("1000"), [ObstacleKind::PhotoLicenceEnded]);
        assert_eq!(obstacles("soon"), [], "what is no moment ends nothing");
    }

    #[test]
    fn an_embargo_holds_until_its_moment() {
        let en: EditionKey = "en".parse().expect("an edition key");
        let mut story = texts([(Part::Headline(en.clone()), "Canals open"), (Part::Body(en), "Water came.")]);
        story.put(Part::Embargo.key(), PartValue::text("1001"));
        assert_eq!(kinds(&story, &BTreeMap::new(), &BTreeSet::new()), ["under-embargo"]);
        story.put(Part::Embargo.key(), PartValue::text("1000"));
        assert_eq!(kinds(&story, &BTreeMap::new(), &BTreeSet::new()), [""; 0]);
    }
}

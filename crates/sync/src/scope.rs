//! What a laptop holds: all open work, whatever changed in the last quarter, and what is its person's own. A story that
//! is none of these is at rest: it stays at the portal and comes when somebody asks for it.
//!
//! The portal leaves it out of a laptop's first feed, and a laptop lets go of it, by the same rule.

use std::collections::BTreeMap;

use tilshi_story::{Content, EditionKey, EditionRecord, EditionState, Part, PersonId, Publication, Timestamp};

/// For how many days a laptop holds what is at rest, where the newsroom says nothing else.
pub const KEPT_DAYS: u32 = 90;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A story as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub struct Story<'a> {
    /// When its newest revision reached the portal.
    pub at: Timestamp,
    /// The workflow of its editions.
    pub editions: &'a BTreeMap<EditionKey, EditionRecord>,
    /// Its publications, oldest first.
    pub publications: &'a [Publication],
    /// Whether a conflict or a suggestion waits for an answer.
    pub has_open_cards: bool,
}

impl Story<'_> {
    /// Whether nothing in it waits for anybody and nothing has happened to it for `kept_days`.
    pub fn is_at_rest(&self, kept_days: u32, now: Timestamp) -> bool {
        !self.has_open_cards
            && !self.editions.iter().any(|(edition, record)| self.is_open(edition, record))
            && is_past(self.last_touched(), kept_days, now)
    }

    /// Whether an edition waits for a desk, a writer or its publication.
    fn is_open(&self, edition: &EditionKey, record: &EditionRecord) -> bool {
        match record.state {
            EditionState::Draft => false,
            EditionState::InReview | EditionState::Returned => true,
            EditionState::Approved => {
                let newest = self.publications.iter().rev().find(|publication| publication.edition == *edition);
                newest.is_none_or(|newest| newest.from < record.at)
            }
        }
    }

    fn last_touched(&self) -> Timestamp {
        let steps = self.editions.values().map(|record| record.at);
        let publications = self.publications.iter().map(|publication| publication.from);
        steps.chain(publications).fold(self.at, Timestamp::max)
    }
}

/// Whether a moment lies so many days back.
pub fn is_past(moment: Timestamp, days: u32, now: Timestamp) -> bool {
    now.as_millis().saturating_sub(moment.as_millis()) >= i64::from(days) * DAY_MS
}

/// Whether a story is a person's own: they began it, are assigned to it, or are named as its author.
pub fn is_of(story: &Content, person: PersonId) -> bool {
    let person = person.to_string();
    story.text(&Part::CreatedBy) == person
        || [Part::Assignees, Part::Bylines].iter().any(|part| story.items(part).contains(&person.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::{PartValue, Pins, PublicationKind, RevisionId};

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    fn days_ago(days: i64) -> Timestamp {
        Timestamp(NOW.0 - days * DAY_MS)
    }

    fn english() -> EditionKey {
        "en".parse().expect("an edition key")
    }

    fn stands(state: EditionState, at: Timestamp) -> BTreeMap<EditionKey, EditionRecord> {
        let by = PersonId::generate();
        let (pins, source_pins) = (Pins::new(), Pins::new());
        let record = EditionRecord { state, by, at, reason: None, passages: Vec::new(), pins, source_pins };
        [(english(), record)].into()
    }

    fn public(from: Timestamp) -> Publication {
        Publication {
            edition: english(),
            kind: PublicationKind::First,
            revision: RevisionId::from_bytes([1; 32]),
            photos: BTreeMap::new(),
            pins: Pins::new(),
            details: None,
            from,
            until: None,
            displayed: None,
            by: PersonId::generate(),
            note: String::new(),
            path: "/en/society/water-00000001".into(),
        }
    }

    #[test]
    fn a_story_rests_when_nothing_waits_and_nothing_has_happened_for_long() {
        let rests = |at: Timestamp, editions: &BTreeMap<_, _>, publications: &[Publication], has_open_cards: bool| {
            Story { at, editions, publications, has_open_cards }.is_at_rest(90, NOW)
        };
        let old = days_ago(120);
        let nothing = BTreeMap::new();
        assert!(rests(days_ago(90), &nothing, &[], false));
        assert!(!rests(days_ago(89), &nothing, &[], false), "it changed lately");
        assert!(!rests(old, &nothing, &[], true), "somebody has to answer");
        for state in [EditionState::InReview, EditionState::Returned, EditionState::Approved] {
            assert!(!rests(old, &stands(state, old), &[], false), "{state:?} waits, however long");
        }
        assert!(rests(old, &stands(EditionState::Draft, old), &[public(old)], false));
        let approved = stands(EditionState::Approved, old);
        assert!(rests(old, &approved, &[public(days_ago(119))], false), "published on that approval");
        assert!(!rests(old, &approved, &[public(days_ago(121))], false), "approved anew and not published since");
        assert!(!rests(old, &approved, &[public(days_ago(3))], false), "published lately");
        assert!(!rests(old, &stands(EditionState::Draft, days_ago(5)), &[], false), "withdrawn lately");
    }

    #[test]
    fn whoever_began_a_story_or_is_named_in_it_keeps_it() {
        let (one, other) = (PersonId::generate(), PersonId::generate());
        let story = |part: Part, value: PartValue| -> Content { [(part.key(), value)].into_iter().collect() };
        let of = [
            story(Part::CreatedBy, PartValue::text(one.to_string())),
            story(Part::Assignees, PartValue::Set([one.to_string()].into())),
            story(Part::Bylines, PartValue::List(vec![other.to_string(), one.to_string()])),
        ];
        assert_eq!(of.map(|story| (is_of(&story, one), is_of(&story, PersonId::generate()))), [(true, false); 3]);
    }
}

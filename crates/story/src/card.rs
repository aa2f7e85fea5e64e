//! Cards: two versions of one passage, both kept, to be settled by a person who has the right to.

use serde::{Deserialize, Serialize};

use crate::{CardId, DocumentId, PartKey, PartValue, PersonId, Timestamp};

/// Why there are two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// Two people who both have the right to changed the same passage. It stands in the way until it is settled.
    #[default]
    Conflict,
    /// Somebody without the right to change the part proposes another version. It stands in nobody's way.
    Suggestion,
}

impl CardKind {
    fn is_conflict(&self) -> bool {
        *self == Self::Conflict
    }
}

/// One of the two versions on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CardVersion {
    /// The value; nothing when that side cleared the part.
    pub value: Option<PartValue>,
    /// Who wrote it.
    pub by: PersonId,
    /// When, by the clock of whoever wrote it: for display.
    pub at: Timestamp,
}

/// Where a card's versions stand within a text: the card is about these sentences alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Passage {
    /// The end of the sentence before, in the text with `theirs`; empty at its beginning.
    pub before: String,
    /// The beginning of the sentence behind; empty at its end.
    pub after: String,
    /// What stands between the two versions where both are kept.
    pub between: String,
}

/// Two versions of one part, or of a passage of its text. `theirs` (the portal's head) stands in the text; `ours` is safe on the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Card {
    /// The document it is about.
    pub document: DocumentId,
    /// The part it is about.
    pub part: PartKey,
    /// Why there are two versions; the portal decides, and it is no part of the card's name.
    #[serde(default, skip_serializing_if = "CardKind::is_conflict")]
    pub kind: CardKind,
    /// The passage that the versions are about; nothing when they are about the whole part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passage: Option<Passage>,
    /// What both sides started from.
    pub base: Option<PartValue>,
    /// The version that came second and was put on the card.
    pub ours: CardVersion,
    /// The version that the portal had.
    pub theirs: CardVersion,
}

impl Card {
    /// Whether it has to be settled before the passage goes out.
    pub fn is_conflict(&self) -> bool {
        self.kind.is_conflict()
    }

    /// The card's name: a hash of document, part and the three values, so that the same conflict is one card.
    pub fn id(&self) -> CardId {
        let mut hasher = blake3::Hasher::new_derive_key("tilshi 2026 conflict card id");
        let mut field = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        field(self.document.to_string().as_bytes());
        field(self.part.as_str().as_bytes());
        for value in [&self.base, &self.ours.value, &self.theirs.value] {
            match value {
                Some(value) => field(&value.canonical_bytes()),
                None => field(&PartValue::text("").canonical_bytes()),
            }
        }
        // Equal sentences at two places are two cards. One about a whole part is named as it always was.
        if let Some(Passage { before, after, between: _ }) = &self.passage {
            field(before.as_bytes());
            field(after.as_bytes());
        }
        CardId::from_bytes(*hasher.finalize().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, StoryId};

    #[test]
    fn the_same_conflict_seen_twice_is_one_card() {
        let version = |text: &str, at| CardVersion {
            value: Some(PartValue::text(text)),
            by: PersonId::generate(),
            at: Timestamp(at),
        };
        let card = Card {
            document: StoryId::generate().into(),
            part: Part::Slugline.key(),
            kind: CardKind::Conflict,
            passage: None,
            base: None,
            ours: version("a", 1),
            theirs: version("b", 2),
        };
        let again = Card { ours: version("a", 3), ..card.clone() };
        assert_eq!(card.id(), again.id());
        let suggested = Card { kind: CardKind::Suggestion, ..card.clone() };
        assert_eq!(card.id(), suggested.id(), "a laptop and the portal name it alike");
        let other = Card { ours: version("c", 1), ..card.clone() };
        assert_ne!(card.id(), other.id());
        let at = |before: &str| Card {
            passage: Some(Passage { before: before.into(), after: String::new(), between: " ".into() }),
            ..card.clone()
        };
        assert_ne!(at("One.").id(), at("Two.").id(), "equal sentences at two places");
        assert_ne!(at("").id(), card.id());
    }
}

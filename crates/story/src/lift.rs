//! Lifts: a photo editor answers for a photo going out although its licence forbids it, with a reason that stays.
//!
//! Each is a part of its photo, a set of who lifted the block, when and why, as accepted findings are. The name of the part has
//! the hash of what it lifts: once the licence says something else, that is another block, and nobody has lifted it.

use serde::{Deserialize, Serialize};

use crate::part::words;
use crate::{
    Accepted, Account, Content, Failure, ObstacleKind, Part, PartKey, PartValue, PersonId, Role, Timestamp,
    check_accepted,
};

words! {
    /// What of a licence keeps a photo back, until somebody lifts it.
    Block {
        /// It has ended.
        LicenceEnded = "licence-ended",
        /// It holds for some uses or places only.
        LicenceRestricted = "licence-restricted",
    }
}

/// In front of block and hash in the name of the part.
const LIFTED: &str = "lifted/";

/// How much of the hash stands in the name, in hexadecimal digits.
const DIGITS: usize = 16;

impl Block {
    /// The part that says it.
    pub fn part(self) -> Part {
        match self {
            Self::LicenceEnded => Part::LicenceUntil,
            Self::LicenceRestricted => Part::LicenceRestriction,
        }
    }

    /// What it is among all that stands in the way of publishing.
    pub fn obstacle(self) -> ObstacleKind {
        match self {
            Self::LicenceEnded => ObstacleKind::PhotoLicenceEnded,
            Self::LicenceRestricted => ObstacleKind::PhotoLicenceRestricted,
        }
    }

    /// Whether the licence keeps the photo back, lifted or not.
    pub fn stands(self, photo: &Content, now: Timestamp) -> bool {
        let said = photo.text(&self.part());
        match self {
            Self::LicenceEnded => said.parse().is_ok_and(|until| now >= Timestamp(until)),
            Self::LicenceRestricted => !said.trim().is_empty(),
        }
    }

    /// The part that lifts it as it stands now.
    pub fn lift_key(self, photo: &Content) -> PartKey {
        let hash = PartValue::text(photo.text(&self.part())).hash().to_string();
        PartKey::of_sound_name(format!("{LIFTED}{}/{}", self.as_str(), &hash[..DIGITS]))
    }

    /// Whoever lifted it as it stands now, the first first.
    pub fn lifted(self, photo: &Content) -> Vec<Accepted> {
        photo.get(&self.lift_key(photo)).map(Accepted::read).unwrap_or_default()
    }

    /// Whether it keeps the photo back.
    pub fn holds(self, photo: &Content, now: Timestamp) -> bool {
        self.stands(photo, now) && self.lifted(photo).is_empty()
    }
}

/// The block that a part lifts, or has lifted before the licence said something else.
pub fn lifted_by(key: &PartKey) -> Option<Block> {
    let (block, hash) = key.as_str().strip_prefix(LIFTED)?.split_once('/')?;
    let fits = hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    Block::parse(block).filter(|_| fits)
}

/// Whether the person may lift a block; if not, it becomes a suggestion to whoever may.
pub fn may_lift(account: &Account) -> Result<(), Failure> {
    let allowed = [Role::PhotoEditor, Role::ChiefEditor].iter().any(|role| account.roles.contains(role));
    if allowed { Ok(()) } else { Err(Failure::new("lift-not-yours")) }
}

/// A suggestion to lift a block, as whoever takes it answers for it.
pub fn as_own_lift(suggested: &PartValue, by: PersonId, at: Timestamp) -> PartValue {
    PartValue::Set(Accepted::read(suggested).into_iter().map(|lift| Accepted { at, by, ..lift }.item()).collect())
}

/// Whether a part that lifts a block has the form of one, and nobody is said to have lifted it but its sender.
pub fn check_lift(
    sender: PersonId,
    key: &PartKey,
    before: Option<&PartValue>,
    after: Option<&PartValue>,
) -> Result<(), Failure> {
    check_accepted(key, after)?;
    let read = |value: Option<&PartValue>| value.map(Accepted::read).unwrap_or_default();
    let before = read(before);
    let is_own = read(after).iter().all(|lift| lift.by == sender || before.contains(lift));
    if is_own { Ok(()) } else { Err(Failure::new("not-yourself").with("part", key)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(parts: &[(Part, &str)]) -> Content {
        parts.iter().map(|(part, text)| (part.key(), PartValue::text(*text))).collect()
    }

    fn lift(by: PersonId, reason: &str) -> PartValue {
        PartValue::Set([Accepted { at: Timestamp(5), by, reason: reason.into() }.item()].into())
    }

    #[test]
    fn a_lift_is_about_what_the_licence_says_and_about_nothing_later() {
        let now = Timestamp(2_000);
        let mut ended = photo(&[(Part::LicenceUntil, "1000"), (Part::LicenceRestriction, "Not in print")]);
        assert!(Block::ALL.iter().all(|block| block.holds(&ended, now)));
        assert!(!Block::LicenceEnded.holds(&ended, Timestamp(999)));
        let key = Block::LicenceEnded.lift_key(&ended);
        assert_eq!(lifted_by(&key), Some(Block::LicenceEnded));
        ended.put(key, lift(PersonId::generate(), "prolonged by telephone"));
        assert!(!Block::LicenceEnded.holds(&ended, now) && Block::LicenceEnded.stands(&ended, now));
        assert!(Block::LicenceRestricted.holds(&ended, now), "each by itself");
        ended.put(Part::LicenceUntil.key(), PartValue::text("1500"));
        assert!(Block::LicenceEnded.holds(&ended, now), "it ended again");
        assert!(!Block::LicenceRestricted.stands(&photo(&[(Part::LicenceRestriction, " ")]), now));
    }

    #[test]
    fn nobody_lifts_in_the_name_of_somebody_else() {
        let (dana, timur) = (PersonId::generate(), PersonId::generate());
        let key = Block::LicenceEnded.lift_key(&Content::new());
        let by_dana = lift(dana, "paid for");
        assert_eq!(check_lift(dana, &key, None, Some(&by_dana)), Ok(()));
        assert_eq!(check_lift(timur, &key, Some(&by_dana), None), Ok(()), "taken back");
        assert_eq!(check_lift(timur, &key, Some(&by_dana), Some(&by_dana)), Ok(()), "nothing new");
        assert_eq!(check_lift(timur, &key, None, Some(&by_dana)).expect_err("refused").code, "not-yourself");
        assert_eq!(check_lift(dana, &key, None, Some(&lift(dana, " "))).expect_err("refused").code, "bad-argument");
        for odd in ["lifted/licence-ended/0", "lifted/nothing/0123456789abcdef", "lifted/licence-ended"] {
            assert_eq!(lifted_by(&odd.parse().expect("a name")), None, "{odd}");
        }
    }
}

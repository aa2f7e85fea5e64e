//! Findings of a check that somebody accepted: they look like a slip and are none.
//!
//! Each is a part of its story, a set, so that two people who accept one in the same moment do not differ. The name of a
//! finding is a hash of what it is about: once that changes, it is another finding, and nobody has accepted it.

use crate::{EditionKey, Failure, PartKey, PartValue, PersonId, Timestamp};

/// In front of edition and finding in the name of the part.
const ACCEPTED: &str = "accepted/";

/// Most bytes of a reason.
pub const MAX_REASON_BYTES: usize = 1_000;

/// Which finding it is that a part says to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedPart {
    /// The edition.
    pub edition: EditionKey,
    /// The name of the finding: lower-case letters and digits.
    pub finding: String,
}

/// Who accepted a finding, when, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: PersonId,
    /// Why.
    pub reason: String,
}

impl AcceptedPart {
    /// What the part is about, if it is one of these.
    pub fn of(key: &PartKey) -> Option<Self> {
        let (edition, finding) = key.as_str().strip_prefix(ACCEPTED)?.split_once('/')?;
        let fits = finding.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        fits.then_some(Self { edition: edition.parse().ok()?, finding: finding.to_owned() })
    }

    /// The name of the part; nothing when a finding cannot be called so.
    pub fn key(&self) -> Option<PartKey> {
        let key: PartKey = format!("{ACCEPTED}{}/{}", self.edition, self.finding).parse().ok()?;
        Self::of(&key).map(|_| key)
    }
}

impl Accepted {
    /// The item that says so.
    pub fn item(&self) -> String {
        format!("{} {} {}", self.by, self.at.0, self.reason)
    }

    /// Whoever accepted a finding, the first first.
    pub fn read(value: &PartValue) -> Vec<Self> {
        let mut all: Vec<Self> = value.items().iter().filter_map(|item| Self::of_item(item)).collect();
        all.sort();
        all
    }

    fn of_item(item: &str) -> Option<Self> {
        let mut pieces = item.splitn(3, ' ');
        let (by, at, reason) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let fits = !reason.trim().is_empty() && reason.len() <= MAX_REASON_BYTES;
        fits.then_some(Self { at: Timestamp(at.parse().ok()?), by: by.parse().ok()?, reason: reason.to_owned() })
    }
}

/// Whether a part that says that a finding is accepted has the form of one. Whoever may change it answers for it, as for any
/// other word of the edition: taking what somebody suggested brings that person's reason along.
pub fn check_accepted(key: &PartKey, after: Option<&PartValue>) -> Result<(), Failure> {
    let Some(after) = after.filter(|value| !value.is_empty()) else { return Ok(()) };
    let fits = matches!(after, PartValue::Set(items) if items.iter().all(|item| Accepted::of_item(item).is_some()));
    if fits { Ok(()) } else { Err(Failure::new("bad-argument").with("argument", key)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_its_part_and_back() {
        let part = AcceptedPart { edition: "ru".parse().expect("an edition key"), finding: "0af3".into() };
        let key = part.key().expect("a sound name");
        assert_eq!(AcceptedPart::of(&key), Some(part.clone()));
        assert_eq!(AcceptedPart { finding: "../x".into(), ..part }.key(), None);
    }

    #[test]
    fn nothing_is_accepted_without_a_reason() {
        let key = "accepted/ru/0af3".parse().expect("a part");
        let said = |reason: &str| {
            let said = Accepted { at: Timestamp(1), by: PersonId::generate(), reason: reason.into() };
            PartValue::Set([said.item()].into())
        };
        assert_eq!(check_accepted(&key, Some(&said("a quotation"))), Ok(()));
        assert_eq!(check_accepted(&key, None), Ok(()), "taken back");
        for bad in [said(" "), PartValue::text("yes"), PartValue::Set(["yes".to_owned()].into())] {
            assert_eq!(check_accepted(&key, Some(&bad)).expect_err("refused").code, "bad-argument");
        }
    }
}

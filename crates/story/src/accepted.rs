//! Findings of a check that somebody accepted: they look like a slip and are none.
//!
//! Each is a part of its story, a set, so that two people who accept one in the same moment do not differ. The name of a
//! finding is a hash of what it is about: once that changes, it is another finding, and nobody has accepted it.

use std::collections::BTreeSet;

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

/// Whether this person may make such a change of a part that says that a finding is accepted: nobody does so for somebody
/// else. Whoever has the right to the edition may take it back.
pub fn check_accepted(
    person: PersonId,
    key: &PartKey,
    before: Option<&PartValue>,
    after: Option<&PartValue>,
) -> Result<(), Failure> {
    let bad = || Failure::new("bad-argument").with("argument", key);
    let earlier: BTreeSet<&str> = before.map(PartValue::items).unwrap_or_default().into_iter().collect();
    let Some(after) = after.filter(|value| !value.is_empty()) else { return Ok(()) };
    if !matches!(after, PartValue::Set(_)) {
        return Err(bad());
    }
    for item in after.items().into_iter().filter(|item| !earlier.contains(item)) {
        if Accepted::of_item(item).ok_or_else(bad)?.by != person {
            return Err(Failure::new("not-yourself").with("part", key));
        }
    }
    Ok(())
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
    fn nobody_accepts_for_somebody_else_and_nobody_without_a_reason() {
        let [me, other] = [PersonId::generate(), PersonId::generate()];
        let key = "accepted/ru/0af3".parse().expect("a part");
        let said = |by: PersonId, reason: &str| {
            PartValue::Set([Accepted { at: Timestamp(1), by, reason: reason.into() }.item()].into())
        };
        assert_eq!(check_accepted(me, &key, None, Some(&said(me, "a quotation"))), Ok(()));
        assert_eq!(check_accepted(me, &key, Some(&said(other, "a name")), Some(&said(other, "a name"))), Ok(()));
        assert_eq!(check_accepted(me, &key, Some(&said(other, "a name")), None), Ok(()));
        let codes = [said(other, "a name"), said(me, " "), PartValue::text("yes")]
            .map(|value| check_accepted(me, &key, None, Some(&value)).expect_err("refused").code);
        assert_eq!(codes, ["not-yourself", "bad-argument", "bad-argument"]);
    }
}

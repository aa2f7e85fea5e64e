//! How much each check matters to the desk of an edition, where that is not the usual.

use std::collections::BTreeMap;

use super::{Check, Finding, Severity};

/// Between a check and its level, as they are kept.
const IS: char = ':';

/// The levels of the checks that are not as heavy as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Check, Severity>);

impl Levels {
    /// Every check as heavy as usual.
    pub const fn usual() -> Self {
        Self(BTreeMap::new())
    }

    /// Reads `check:severity`. Of two levels of one check, which two people have set at once, the heavier stands; what a later
    /// version knows says nothing here.
    pub fn read<'a>(items: impl IntoIterator<Item = &'a str>) -> Self {
        let mut levels = BTreeMap::new();
        for item in items {
            let Some((check, severity)) = item.split_once(IS) else { continue };
            let check = Check::OF_TEXTS.into_iter().find(|known| known.name() == check);
            let severity = [Severity::Error, Severity::Warning].into_iter().find(|known| known.name() == severity);
            if let (Some(check), Some(severity)) = (check, severity) {
                let level = levels.entry(check).or_insert(severity);
                *level = severity.min(*level);
            }
        }
        Self(levels)
    }

    /// As [`Levels::read`] reads them.
    pub fn items(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(check, severity)| format!("{}{IS}{}", check.name(), severity.name()))
    }

    /// The level of a check, where it is not the usual one.
    pub fn of(&self, check: Check) -> Option<Severity> {
        self.0.get(&check).copied()
    }

    /// The same with another level for one check; none for the usual one.
    pub fn with(mut self, check: Check, level: Option<Severity>) -> Self {
        match level {
            Some(level) => self.0.insert(check, level),
            None => self.0.remove(&check),
        };
        self
    }

    pub(super) fn apply(&self, found: &mut [Finding]) {
        for finding in found {
            if let Some(level) = self.of(finding.check) {
                finding.severity = level;
            }
        }
    }
}

//! The vocabulary that every newsroom and every new profile begins with: sections and cities, each with its label in
//! every edition. Their ids are fixed, so that what two laptops file under a section before they have ever met a
//! portal is filed under the same one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use tilshi_story::{Content, EditionKey, EntryId, EntryKind, Part, PartValue};

/// An entry of the starter vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StarterEntry {
    /// Its id, the same everywhere and for ever.
    pub id: EntryId,
    /// A name for those who refer to it in data, such as `economy`.
    pub name: String,
    /// What kind of entry it is.
    pub kind: EntryKind,
    /// What it is called in each edition.
    pub labels: BTreeMap<EditionKey, String>,
}

impl StarterEntry {
    /// The entry as a document.
    pub fn content(&self) -> Content {
        let kind = (Part::Kind.key(), PartValue::text(self.kind.as_str()));
        let label = |(edition, label): (&EditionKey, &String)| {
            (Part::Label(edition.clone()).key(), PartValue::text(label.as_str()))
        };
        std::iter::once(kind).chain(self.labels.iter().map(label)).collect()
    }
}

/// The starter vocabulary.
///
/// # Panics
///
/// When the data built into this crate is not well formed, which its tests rule out.
pub fn starter() -> &'static [StarterEntry] {
    static STARTER: LazyLock<Vec<StarterEntry>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../data/starter.json")).expect("the built-in vocabulary is well formed")
    });
    &STARTER
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{editions, folded_label};

    #[test]
    fn every_entry_has_a_label_in_every_edition_and_no_two_read_alike() {
        let ids: BTreeSet<EntryId> = starter().iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), starter().len());
        let mut known = BTreeSet::new();
        for entry in starter() {
            for edition in editions() {
                let label =
                    entry.labels.get(&edition.key).unwrap_or_else(|| panic!("{} in {}", entry.name, edition.key));
                assert!(known.insert((entry.kind, edition.key.clone(), folded_label(label))), "{label} stands twice");
            }
            assert_eq!(entry.labels.len(), editions().len(), "{}", entry.name);
            assert_eq!(entry.content().text(&Part::Kind), entry.kind.as_str());
        }
        assert!(starter().iter().any(|entry| entry.kind == EntryKind::Section));
        assert!(starter().iter().any(|entry| entry.kind == EntryKind::City));
    }
}

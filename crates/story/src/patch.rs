//! Patches: named part changes, running text as the one stretch that differs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Content, PartKey, PartValue, ValueHash};

/// A patch does not fit the content it is applied to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// The stretch lies outside the text or cuts a character in two.
    #[error("the change to {0} does not fit the text it names")]
    Misfit(PartKey),
    /// The outcome is not what the sender saw.
    #[error("the change to {0} gives another text than the sender's")]
    WrongResult(PartKey),
}

/// One part's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartChange {
    /// The whole new value; an empty one clears the part.
    Put(PartValue),
    /// One stretch of a text replaced; offsets are UTF-8 bytes of the base text.
    Splice {
        /// Where the stretch begins.
        at: usize,
        /// How many bytes it had.
        delete: usize,
        /// What stands there now.
        insert: String,
        /// The hash of the whole new value, so that a wrong base is noticed.
        result: ValueHash,
    },
}

/// The changes that lead from one content to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Patch(pub BTreeMap<PartKey, PartChange>);

impl Patch {
    /// What turns `base` into `new`.
    pub fn between(base: &Content, new: &Content) -> Self {
        let mut changes = BTreeMap::new();
        for (key, value) in new.iter() {
            match base.get(key) {
                Some(old) if old == value => {}
                Some(PartValue::Text(old)) => {
                    changes.insert(key.clone(), text_change(old, value));
                }
                Some(PartValue::Set(_) | PartValue::List(_) | PartValue::Opaque { .. }) | None => {
                    changes.insert(key.clone(), PartChange::Put(value.clone()));
                }
            }
        }
        for (key, _) in base.iter() {
            if new.get(key).is_none() {
                changes.insert(key.clone(), PartChange::Put(PartValue::text("")));
            }
        }
        Self(changes)
    }

    /// The content after the patch.
    pub fn apply(&self, base: &Content) -> Result<Content, PatchError> {
        let mut content = base.clone();
        for (key, change) in &self.0 {
            let value = match change {
                PartChange::Put(value) => value.clone(),
                PartChange::Splice { at, delete, insert, result } => {
                    let old = base.get(key).and_then(PartValue::as_text).unwrap_or_default();
                    let value = splice(old, *at, *delete, insert).ok_or_else(|| PatchError::Misfit(key.clone()))?;
                    if value.hash() != *result {
                        return Err(PatchError::WrongResult(key.clone()));
                    }
                    value
                }
            };
            content.put(key.clone(), value);
        }
        Ok(content)
    }

    /// The patch with only the parts that fit.
    pub fn only(&self, mut fits: impl FnMut(&PartKey) -> bool) -> Self {
        Self(self.0.iter().filter(|(key, _)| fits(key)).map(|(key, change)| (key.clone(), change.clone())).collect())
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parts it touches.
    pub fn keys(&self) -> impl Iterator<Item = &PartKey> {
        self.0.keys()
    }
}

fn splice(old: &str, at: usize, delete: usize, insert: &str) -> Option<PartValue> {
    let end = at.checked_add(delete)?;
    let head = old.get(..at)?;
    let tail = old.get(end..)?;
    Some(PartValue::Text([head, insert, tail].concat()))
}

/// The change as a splice where that is shorter than the whole text.
fn text_change(old: &str, new_value: &PartValue) -> PartChange {
    let PartValue::Text(new) = new_value else {
        return PartChange::Put(new_value.clone());
    };
    let prefix = common_prefix(old, new);
    let suffix = common_suffix(&old[prefix..], &new[prefix..]);
    let insert = &new[prefix..new.len() - suffix];
    // A splice carries about a hundred bytes of offsets and hash; below that the whole text is no longer.
    if insert.len() + 100 >= new.len() {
        return PartChange::Put(new_value.clone());
    }
    PartChange::Splice {
        at: prefix,
        delete: old.len() - prefix - suffix,
        insert: insert.to_owned(),
        result: new_value.hash(),
    }
}

/// Bytes that both texts begin with, ending on a character of both.
fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

/// Bytes that both texts end with, beginning on a character of both.
fn common_suffix(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Part;
    use proptest::prelude::*;

    fn with_body(text: &str) -> Content {
        let edition = "kk".parse().expect("an edition key");
        [(Part::Body(edition).key(), PartValue::text(text))].into_iter().collect()
    }

    #[test]
    fn a_changed_word_in_a_long_text_travels_as_that_word() {
        let base = with_body(&"Су келді. ".repeat(200));
        let new = with_body(&format!("{}Су жоқ. {}", "Су келді. ".repeat(100), "Су келді. ".repeat(99)));
        let patch = Patch::between(&base, &new);
        let (_, change) = patch.0.first_key_value().expect("one change");
        assert!(matches!(change, PartChange::Splice { insert, .. } if insert.len() < 30), "{change:?}");
        assert_eq!(patch.apply(&base), Ok(new));
    }

    #[test]
    fn a_patch_for_another_text_is_refused() {
        let base = with_body(&"а".repeat(300));
        let new = with_body(&format!("{}б", "а".repeat(300)));
        let patch = Patch::between(&base, &new);
        assert!(matches!(patch.apply(&with_body("а")), Err(PatchError::Misfit(_))));
        assert!(matches!(patch.apply(&with_body(&"в".repeat(300))), Err(PatchError::WrongResult(_))));
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_refused() {
        let base = with_body("әб");
        for (at, delete) in [(1, 0), (0, 1), (usize::MAX, 1), (9, 0)] {
            let key = base.iter().next().expect("one part").0.clone();
            let change = PartChange::Splice { at, delete, insert: String::new(), result: ValueHash::of(b"") };
            let patch = Patch([(key, change)].into());
            assert!(matches!(patch.apply(&base), Err(PatchError::Misfit(_))), "{at} {delete}");
        }
    }

    proptest! {
        #[test]
        fn a_patch_leads_from_its_base_to_its_goal(old in ".{0,400}", new in ".{0,400}", tail in "[а-я ]{0,300}") {
            let base = with_body(&format!("{old}{tail}"));
            let goal = with_body(&format!("{new}{tail}"));
            prop_assert_eq!(Patch::between(&base, &goal).apply(&base), Ok(goal));
        }
    }
}

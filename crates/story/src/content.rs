//! What a document holds: part values, and their hashes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Part, PartKey, ValueHash};

/// The value of a part. An empty value and a missing part are the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PartValue {
    /// Text, UTF-8 with LF line ends; scalars are short texts.
    Text(String),
    /// A set: merged by what was added and removed.
    Set(BTreeSet<String>),
    /// An ordered list without repeats.
    List(Vec<String>),
    /// A value of a later version, kept as it came.
    Opaque {
        /// The number of the kind in that version.
        kind: u8,
        /// The value's bytes.
        bytes: Vec<u8>,
    },
}

impl PartValue {
    /// A text value with line ends made LF.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Text(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Set(set) => set.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Opaque { bytes, .. } => bytes.is_empty(),
        }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Set(_) | Self::List(_) | Self::Opaque { .. } => None,
        }
    }

    /// The items of a list or a set; none of another value.
    pub fn items(&self) -> Vec<&str> {
        match self {
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Set(set) => set.iter().map(String::as_str).collect(),
            Self::Text(_) | Self::Opaque { .. } => Vec::new(),
        }
    }

    /// The bytes that are hashed and stored: a kind number, then the value with every length in front.
    ///
    /// Do not change: revision ids of every newsroom depend on it.
    pub fn canonical_bytes(&self) -> Vec<u8> {
        fn strings<'a>(kind: u8, items: impl ExactSizeIterator<Item = &'a String>) -> Vec<u8> {
            let mut bytes = vec![kind];
            bytes.extend((items.len() as u64).to_le_bytes());
            for item in items {
                bytes.extend((item.len() as u64).to_le_bytes());
                bytes.extend(item.as_bytes());
            }
            bytes
        }
        match self {
            Self::Text(text) => [&[0], text.as_bytes()].concat(),
            Self::Set(set) => strings(1, set.iter()),
            Self::List(list) => strings(2, list.iter()),
            Self::Opaque { kind, bytes } => [&[*kind], bytes.as_slice()].concat(),
        }
    }

    /// The value's hash.
    pub fn hash(&self) -> ValueHash {
        ValueHash::of(&self.canonical_bytes())
    }
}

/// The parts of a document at one moment. Holds no empty value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(transparent)]
#[ts(type = "Record<string, PartValue>")]
pub struct Content(BTreeMap<PartKey, PartValue>);

impl Content {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a part.
    pub fn get(&self, key: &PartKey) -> Option<&PartValue> {
        self.0.get(key)
    }

    /// The text of a known part; empty when it is missing or not a text.
    pub fn text(&self, part: &Part) -> &str {
        self.0.get(&part.key()).and_then(PartValue::as_text).unwrap_or_default()
    }

    /// The items of a known list or set part.
    pub fn items(&self, part: &Part) -> Vec<&str> {
        self.0.get(&part.key()).map(PartValue::items).unwrap_or_default()
    }

    /// The content without some of its parts.
    #[must_use]
    pub fn without(self, is_left_out: impl Fn(&PartKey) -> bool) -> Self {
        Self(self.0.into_iter().filter(|(key, _)| !is_left_out(key)).collect())
    }

    /// Puts a value in place; an empty one removes the part.
    pub fn put(&mut self, key: PartKey, value: PartValue) {
        if value.is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, value);
        }
    }

    /// The parts in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&PartKey, &PartValue)> {
        self.0.iter()
    }

    /// Whether no part has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hash of a part's value; the hash of empty text when it is missing.
    pub fn hash_of(&self, key: &PartKey) -> ValueHash {
        self.0.get(key).map_or_else(|| PartValue::text("").hash(), PartValue::hash)
    }

    /// The hashes of all parts.
    pub fn hashes(&self) -> BTreeMap<PartKey, ValueHash> {
        self.0.iter().map(|(key, value)| (key.clone(), value.hash())).collect()
    }
}

impl FromIterator<(PartKey, PartValue)> for Content {
    fn from_iter<I: IntoIterator<Item = (PartKey, PartValue)>>(parts: I) -> Self {
        let mut content = Self::new();
        for (key, value) in parts {
            content.put(key, value);
        }
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_in_different_shapes_have_different_hashes() {
        let text = PartValue::text("a");
        let list = PartValue::List(vec!["a".into()]);
        let set = PartValue::Set(["a".to_owned()].into());
        assert_ne!(text.hash(), list.hash());
        assert_ne!(list.hash(), set.hash());
        assert_ne!(
            PartValue::List(vec!["a".into(), "b".into()]).hash(),
            PartValue::List(vec!["ab".into()]).hash(),
            "lengths are hashed too"
        );
    }

    #[test]
    fn value_hashes_are_the_same_for_ever() {
        assert_eq!(
            PartValue::text("Су келді").hash().to_string(),
            blake3::hash("\0Су келді".as_bytes()).to_hex().to_string()
        );
    }

    #[test]
    fn line_ends_are_made_lf_and_empty_values_are_not_kept() {
        let mut content = Content::new();
        let key = Part::Slugline.key();
        content.put(key.clone(), PartValue::text("a\r\nb\rc"));
        assert_eq!(content.text(&Part::Slugline), "a\nb\nc");
        content.put(key, PartValue::text(""));
        assert!(content.is_empty());
    }
}

//! What a page prints of a story around the approved words: an update of it needs no new approval.

use std::collections::BTreeMap;

use crate::{Content, Part, PartValue, PhotoId, ValueHash};

/// What a page prints of a story around the approved words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details<'a> {
    /// The section.
    pub section: &'a str,
    /// The city of the dateline.
    pub city: &'a str,
    /// The authors, in order.
    pub bylines: Vec<&'a str>,
    /// The tags, sorted.
    pub tags: Vec<&'a str>,
    /// The photos in order, each with its credit line and whether it is decorative.
    pub photos: Vec<(PhotoId, &'a str, bool)>,
}

impl<'a> Details<'a> {
    /// The details of a story with its photos.
    pub fn of(content: &'a Content, photos: &'a BTreeMap<PhotoId, Content>) -> Self {
        let photo = |id: PhotoId| {
            let text = |part| photos.get(&id).map_or("", |photo| photo.text(part));
            (id, text(&Part::CreditLine), text(&Part::Decorative) == "yes")
        };
        let mut tags = content.items(&Part::Tags);
        tags.sort_unstable();
        Self {
            section: content.text(&Part::Section),
            city: content.text(&Part::DatelineCity),
            bylines: content.items(&Part::Bylines),
            tags,
            photos: content.items(&Part::Photos).iter().filter_map(|id| id.parse().ok()).map(photo).collect(),
        }
    }

    /// One hash over all of them.
    pub fn hash(&self) -> ValueHash {
        let mut values: Vec<String> = vec![self.section.into(), self.city.into(), self.bylines.len().to_string()];
        values.extend(self.bylines.iter().chain(&self.tags).map(|id| (*id).to_owned()));
        for (photo, credit_line, decorative) in &self.photos {
            values.extend([photo.to_string(), (*credit_line).to_owned(), decorative.to_string()]);
        }
        PartValue::List(values).hash()
    }
}

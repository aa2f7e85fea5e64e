//! What a page prints of a story around the approved words: an update of it needs no new approval.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::crop::crops_said;
use crate::{Content, DigitalSourceType, Part, PartValue, PhotoId, ValueHash};

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
    /// The photos, in order.
    pub photos: Vec<PhotoDetails<'a>>,
}

/// What a page prints of a photo around the approved caption and alt text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoDetails<'a> {
    /// The photo.
    pub photo: PhotoId,
    /// Its credit line.
    pub credit_line: &'a str,
    /// Whether it is decorative.
    pub decorative: bool,
    /// How it came about, as [`DigitalSourceType::parse`] reads it.
    pub source_type: &'a str,
    /// What was said of its crops in the order of [`Crop::ALL`](crate::Crop::ALL), and of its focal point, parted by
    /// semicolons.
    pub crops: Cow<'a, str>,
}

impl<'a> Details<'a> {
    /// The details of a story with its photos.
    pub fn of(content: &'a Content, photos: &'a BTreeMap<PhotoId, Content>) -> Self {
        let photo = |id: PhotoId| {
            let text = |part| photos.get(&id).map_or("", |photo| photo.text(part));
            PhotoDetails {
                photo: id,
                credit_line: text(&Part::CreditLine),
                decorative: text(&Part::Decorative) == "yes",
                source_type: text(&Part::DigitalSourceType),
                crops: photos.get(&id).map_or_else(String::new, crops_said).into(),
            }
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
        for photo in &self.photos {
            values.extend([photo.photo.to_string(), photo.credit_line.to_owned(), photo.decorative.to_string()]);
            // Said only where readers see something of it, so that what was published before has the hash it had.
            if DigitalSourceType::parse(photo.source_type).and_then(DigitalSourceType::synthetic).is_some() {
                values.push(photo.source_type.to_owned());
            }
            if photo.crops.contains(|sign| sign != ';') {
                values.push(format!("crops {}", photo.crops));
            }
        }
        PartValue::List(values).hash()
    }
}

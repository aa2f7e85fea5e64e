//! Photos as a window shows them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilshi_story::{Content, PartKey, PhotoId};
use ts_rs::TS;

/// A photo with everything said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PhotoView {
    /// The photo.
    pub photo: PhotoId,
    /// Its parts: creator, credit line, rights basis, captions, alt texts, size.
    pub content: Content,
    /// Whether this laptop has the picture to show.
    pub picture: bool,
    /// Whether this person may change its credit; if not, a change becomes a suggestion.
    pub may_credit: bool,
}

/// What the original of a photo says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaidView {
    /// What it says for the fields that belong to no edition; one that it does not speak of is not among them.
    #[ts(type = "Record<string, string>")]
    pub fields: BTreeMap<PartKey, String>,
    /// Its caption, in whatever language it is; may be empty.
    pub caption: String,
}

//! Translations that come back from outside of the newsroom.

use serde::{Deserialize, Serialize};
use tilshi_story::{EditionKey, StoryId};
use ts_rs::TS;

/// What became of a story in a file that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenBack {
    /// The story.
    pub story: StoryId,
    /// What people call it.
    pub title: String,
    /// The edition that was translated.
    pub edition: EditionKey,
    /// How many passages are translated.
    pub passages: usize,
    /// How many are not; what the edition said of them stays.
    pub missing: usize,
    /// How many of the translated ones lack a sentence.
    pub parts: usize,
    /// How many passages of the source have changed since the file went out.
    pub moved: usize,
}

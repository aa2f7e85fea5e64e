//! The translation memory.

use serde::{Deserialize, Serialize};
use tilshi_story::{StoryId, Timestamp};
use ts_rs::TS;

/// What the memory holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemoryView {
    /// How many pairs of passages.
    pub pairs: usize,
    /// How much of a file that is being taken in has been read, in percent.
    pub reading: Option<u8>,
}

/// Two passages that say the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RememberedView {
    /// The passage that is looked for or translated.
    pub source: String,
    /// The passage that stands for it in the edition that was asked for.
    pub target: String,
    /// Who approved it, or whom the file it came from names.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The story it was approved in; nothing for what came from a file.
    pub story: Option<StoryId>,
    /// What people call that story.
    pub title: String,
}

/// A pair of the memory that has the words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundPair {
    /// The pair.
    pub pair: RememberedView,
    /// Its source in pieces, of which every second was found.
    pub source: Vec<String>,
    /// Its target, in the same way.
    pub target: Vec<String>,
}

/// A passage of the memory that is like one that is translated now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemoryMatch {
    /// How alike their sources are, in percent; 101 when the passages around them are the same, too.
    pub score: u8,
    /// What to write: the translation, with the numbers of the passage that is translated now.
    pub text: String,
    /// Whether numbers were put into it.
    pub numbers: bool,
    /// The pair itself.
    pub pair: RememberedView,
}

/// What became of a file that was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MemoryReport {
    /// How many pairs are new.
    pub added: usize,
    /// How many were known already.
    pub known: usize,
    /// How many units say nothing in two languages that are published here.
    pub skipped: usize,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

//! What people say to each other about a story, as the window and the CLI show it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tilshi_story::{CommentId, PersonId, Quote, Timestamp};
use ts_rs::TS;

/// A comment on a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CommentView {
    /// The comment.
    pub comment: CommentId,
    /// Who said it.
    pub by: String,
    /// Whether that is the person who writes here.
    pub is_mine: bool,
    /// When, by the clock of the laptop it was said on.
    pub at: Timestamp,
    /// The words.
    pub words: String,
    /// The passage it is about, as its text was then.
    pub about: Option<Quote>,
    /// Who is meant to see it.
    pub mentions: Vec<String>,
    /// Whether the person who writes here is.
    pub mentions_me: bool,
    /// Who dealt with it.
    pub settled: Option<SettledView>,
    /// What was answered, the first first; an answer has none.
    pub answers: Vec<CommentView>,
}

/// That a comment is dealt with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettledView {
    /// Who dealt with it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A comment that is about to be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CommentDraft {
    /// The words, in plain text.
    pub words: String,
    /// The passage it is about; nothing when it is about the story.
    pub about: Option<Quote>,
    /// The comment that it answers.
    pub answers: Option<CommentId>,
    /// Who is meant to see it.
    #[serde(default)]
    pub mentions: BTreeSet<PersonId>,
}

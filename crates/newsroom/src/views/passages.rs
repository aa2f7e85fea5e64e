//! An edition beside what it was made from.

use serde::{Deserialize, Serialize};
use tilshi_language::checks::{Check, Severity};
use tilshi_story::{EditionKey, PartKey, StoryId, Timestamp};
use ts_rs::TS;

/// An edition and its source, passage by passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PassagesView {
    /// The edition it was made from; nothing while that is not known, and for the source itself.
    pub made_from: Option<EditionKey>,
    /// The edition that it stands beside here; nothing when there is none to stand beside.
    pub beside: Option<EditionKey>,
    /// An edition on the way back to the source that is itself behind.
    pub through: Option<EditionKey>,
    /// The passages in reading order, then the words of the photos.
    pub rows: Vec<PassageRow>,
    /// What was asked for in passages that are gone, when the edition was returned: they say what they said.
    pub returned: Vec<ReturnedView>,
    /// What the quality checks found, in the order of the rows.
    pub findings: Vec<FindingView>,
    /// Whether a machine may translate what is missing.
    pub machine: bool,
    /// Whether it was converted by other rules, another alphabet or other words than a conversion would be now.
    pub converted_otherwise: bool,
    /// A mark of what an approval of the edition would be about, as it stands here.
    pub says: String,
}

/// What a machine has translated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MachineReport {
    /// Passages that it has.
    pub translated: usize,
    /// Passages that nobody has translated yet.
    pub left: usize,
}

/// What an edition says when its master is converted as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConversionView {
    /// The title.
    pub headline: String,
    /// The standfirst.
    pub lead: String,
    /// The text, in CommonMark.
    pub body: String,
}

/// A sentence of the source and the one that stands for it; one of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SentenceView {
    /// Where in what the source says, from and to, in UTF-8 bytes.
    pub now: Option<(usize, usize)>,
    /// Where in the passage of the edition.
    pub own: Option<(usize, usize)>,
}

/// A passage of the source and the one that stands for it in the edition; one of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PassageRow {
    /// The text of the edition that it belongs to, or of a photo in that edition.
    pub part: PartKey,
    /// For the words of a photo: its place in the story, from 1.
    pub photo: Option<usize>,
    /// What the source said when the edition was made from it.
    pub then: Option<String>,
    /// What the source says.
    pub now: Option<String>,
    /// Whether that is something else, and nobody has answered it yet.
    pub moved: bool,
    /// Who changed it there, where this laptop's history tells.
    pub moved_by: Option<MovedView>,
    /// The passage of the edition.
    pub own: Option<OwnPassage>,
    /// The sentences of what the source says and of the passage, side by side; none where there are not two on either side.
    pub sentences: Vec<SentenceView>,
    /// Whether a machine translated it and nobody has read it.
    pub machine: bool,
    /// What it said when it was approved, where it has changed since; empty when it is new.
    pub approved: Option<String>,
    /// What was asked for when the edition was returned.
    pub returned: Vec<ReturnedView>,
}

/// Who changed a passage, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MovedView {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What was asked for in a passage when its edition was returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReturnedView {
    /// What has to change.
    pub reason: String,
    /// What the passage said, where it says something else by now.
    pub then: Option<String>,
}

/// Why a passage goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonDraft {
    /// The text that the passage stands in.
    pub part: PartKey,
    /// For the words of a photo: its place in the story, from 1.
    pub photo: Option<usize>,
    /// What the passage says.
    pub passage: String,
    /// What has to change in it.
    pub reason: String,
}

/// A passage of an edition's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnPassage {
    /// Its words.
    pub text: String,
    /// Where it begins in its text, in UTF-8 bytes.
    pub from: usize,
}

/// An edition in another script that waits for its approval and says what a conversion of its approved master says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UntouchedView {
    /// The story.
    pub story: StoryId,
    /// What people call it.
    pub title: String,
    /// The edition.
    pub edition: EditionKey,
    /// A mark of what its approval would be about.
    pub says: String,
}

/// Something that looks like a slip of the pen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// Its name: the same as long as what it is about is the same.
    pub name: String,
    /// The check that found it.
    pub check: Check,
    /// How much it matters.
    pub severity: Severity,
    /// The row, counted from 0.
    pub row: usize,
    /// Whether it stands in the source and is missing here.
    pub missing: bool,
    /// Where in the passage it is, from and to, in UTF-8 bytes; from 0 to 0 when it is missing there.
    pub own: (usize, usize),
    /// Where in the passage of the source, in the same way.
    pub source: (usize, usize),
    /// The words it is about.
    pub about: String,
    /// The whole passage with it put right, where that is known.
    pub fixed: Option<String>,
    /// Whoever said that it is none, the first first.
    pub accepted: Vec<AcceptedView>,
}

/// Who accepted a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AcceptedView {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// What a person has seen of a passage that moved, and now answers for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PassageAnswer {
    /// What the source said; nothing when the passage is new.
    pub then: Option<String>,
    /// What it says; nothing when the passage is gone.
    pub now: Option<String>,
}

//! The vocabulary, and what the newsroom does its own way.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
pub use tilshi_interchange::machine::{MachineService, MachineShape};
use tilshi_language::checks::{Check, Severity};
use tilshi_story::{Content, EditionKey, EntryId, EntryKind, PartKey, PartValue};
use ts_rs::TS;

/// An entry of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EntryView {
    /// The entry.
    pub entry: EntryId,
    /// What it is; house style is no entry that anybody sees.
    #[ts(type = "Exclude<EntryKind, \"house-style\">")]
    pub kind: EntryKind,
    /// Its printed form, by edition.
    #[ts(type = "Record<string, string>")]
    pub labels: BTreeMap<EditionKey, String>,
    /// Forms that an edition never prints.
    #[ts(type = "Record<string, string[]>")]
    pub forbidden: BTreeMap<EditionKey, BTreeSet<String>>,
    /// The section above it.
    pub parent: Option<EntryId>,
    /// What a template or a snippet fills in: parts of a story.
    pub fills: Content,
    /// Whether this person may change it; otherwise what they change is a suggestion.
    pub may_change: bool,
}

/// A part of a story that a template filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FilledPart {
    /// The part.
    pub part: PartKey,
    /// What it said before; mostly nothing.
    pub before: Option<PartValue>,
}

/// What became of the rows of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VocabularyReport {
    /// How many are new entries.
    pub added: usize,
    /// How many gave a known entry forms that it lacked.
    pub filled: usize,
    /// How many would complete an entry of somebody else: whoever may decides.
    pub suggested: usize,
    /// How many say something else of a known entry; what it has stays.
    pub differing: usize,
    /// How many say nothing new.
    pub known: usize,
    /// The lines of those that are of no kind or too long.
    #[ts(type = "number[]")]
    pub unfit: Vec<u64>,
}

/// What this newsroom does its own way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HouseView {
    /// The Latin alphabet of Kazakh, by the year of its decree.
    pub kazakh_latin: String,
    /// What is done otherwise in the Arabic script.
    pub arabic_script: Vec<String>,
    /// Everything that could be.
    pub options: Vec<String>,
    /// The checks whose level a desk can choose.
    pub checks: Vec<Check>,
    /// Those whose level is not the usual one.
    pub levels: Vec<LevelView>,
    /// The services that translate; none for an edition into which no machine may.
    pub machines: Vec<MachineView>,
    /// Whether this person may change it.
    pub may_change: bool,
}

/// A service that translates into an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MachineView {
    /// The edition.
    pub edition: EditionKey,
    /// The service.
    pub service: MachineService,
    /// Whether this computer has a key for it.
    pub has_key: bool,
}

/// How much a check matters to the desk of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LevelView {
    /// The edition.
    pub edition: EditionKey,
    /// The check.
    pub check: Check,
    /// Its level.
    pub severity: Severity,
}

/// A rule that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "rule", rename_all = "kebab-case")]
pub enum HouseChange {
    /// The Latin alphabet of Kazakh.
    KazakhLatin {
        /// The year of its decree.
        year: String,
    },
    /// Something that is done otherwise in the Arabic script.
    ArabicScript {
        /// Its name.
        option: String,
        /// Whether it is.
        on: bool,
    },
    /// How much a check matters to the desk of an edition.
    Level {
        /// The edition.
        edition: EditionKey,
        /// The check.
        check: Check,
        /// Its level; none for the usual one.
        severity: Option<Severity>,
    },
    /// Which service translates into an edition.
    Machine {
        /// The edition.
        edition: EditionKey,
        /// The service; none where no machine may.
        service: Option<MachineService>,
    },
}

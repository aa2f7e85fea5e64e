//! What a run of the simulator counts and finds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// What must never happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Law {
    /// Two replicas are not the same at the end.
    ReplicasDiffer,
    /// Text that was said to be saved is in no head and on no card, and nobody deleted it.
    TextLost,
    /// A photo whose picture never reached the portal.
    PictureLost,
    /// Both sides changed the same line or sentence, and no card says so.
    OverlapNotFlagged,
    /// An approval is about other bytes than the editor saw.
    ApprovalChanged,
    /// A part was changed by somebody without the right.
    WithoutRight,
    /// An operation had its effect twice.
    DuplicateEffect,
    /// Two entries of the vocabulary are one, or something names an alias.
    DoubleEntry,
    /// An entry of the outbox never leaves it.
    OutboxStuck,
    /// What is in memory is not what is on the disk.
    ReloadDiffers,
    /// The same seed makes another history.
    ReplayDiverges,
    /// A command failed in a way that no fault explains.
    Unexplained,
}

impl Law {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::ReplicasDiffer,
        Self::TextLost,
        Self::PictureLost,
        Self::OverlapNotFlagged,
        Self::ApprovalChanged,
        Self::WithoutRight,
        Self::DuplicateEffect,
        Self::DoubleEntry,
        Self::OutboxStuck,
        Self::ReloadDiffers,
        Self::ReplayDiverges,
        Self::Unexplained,
    ];
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReplicasDiffer => "replicas that differ at the end",
            Self::TextLost => "acknowledged text in no head, no card and no deliberate delete",
            Self::PictureLost => "photos whose picture never reached the portal",
            Self::OverlapNotFlagged => "overlapping edits not flagged",
            Self::ApprovalChanged => "approvals whose bytes changed",
            Self::WithoutRight => "parts accepted without permission",
            Self::DuplicateEffect => "duplicate effects",
            Self::DoubleEntry => "entries that read alike, or aliases that something still names",
            Self::OutboxStuck => "outbox entries stuck",
            Self::ReloadDiffers => "live state unequal to state after reload",
            Self::ReplayDiverges => "replays that diverge",
            Self::Unexplained => "failures that no fault explains",
        })
    }
}

/// A law that was broken, and how.
#[derive(Debug, Clone)]
pub struct Violation {
    /// The law.
    pub law: Law,
    /// How, in words for whoever looks for the cause.
    pub detail: String,
}

/// Sums over any number of seeds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Counts {
    /// What people did.
    pub deeds: BTreeMap<Cow<'static, str>, u64>,
    /// Faults, by kind.
    pub faults: BTreeMap<Cow<'static, str>, u64>,
    /// Operations the portal accepted.
    pub accepted: u64,
    /// Operations it sent back to be merged.
    pub diverged: u64,
    /// Operations it refused.
    pub refused: u64,
    /// Requests that reached the portal.
    pub deliveries: u64,
    /// Rounds until nothing moved any more, summed.
    pub rounds_to_quiescence: u64,
    /// Words of text that were said to be saved.
    pub words: u64,
    /// Cards that were open at some end.
    pub cards: u64,
}

impl Counts {
    /// Counts something people did.
    pub(crate) fn deed(&mut self, name: &'static str) {
        *self.deeds.entry(name.into()).or_default() += 1;
    }

    /// Counts a fault.
    pub(crate) fn fault(&mut self, name: &'static str) {
        *self.faults.entry(name.into()).or_default() += 1;
    }

    /// Adds another run's.
    pub fn add(&mut self, other: &Self) {
        for (name, count) in &other.deeds {
            *self.deeds.entry(name.clone()).or_default() += count;
        }
        for (name, count) in &other.faults {
            *self.faults.entry(name.clone()).or_default() += count;
        }
        self.accepted += other.accepted;
        self.diverged += other.diverged;
        self.refused += other.refused;
        self.deliveries += other.deliveries;
        self.rounds_to_quiescence += other.rounds_to_quiescence;
        self.words += other.words;
        self.cards += other.cards;
    }
}

/// What became of one seed.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// A hash of everything that happened.
    pub trace: u64,
    /// What happened, in numbers.
    pub counts: Counts,
    /// What must not have happened.
    pub violations: Vec<Violation>,
}

/// A running hash (FNV-1a) of what happens, and the words of it for whoever replays a seed.
#[derive(Debug)]
pub(crate) struct Trace {
    hash: u64,
    aloud: bool,
}

impl Trace {
    pub(crate) fn new(aloud: bool) -> Self {
        Self { hash: 0xcbf2_9ce4_8422_2325, aloud }
    }

    pub(crate) fn note(&mut self, line: &str) {
        if self.aloud {
            println!("{line}");
        }
        for byte in line.bytes().chain([b'\n']) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    pub(crate) fn hash(&self) -> u64 {
        self.hash
    }
}

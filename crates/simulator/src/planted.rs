//! Bugs on purpose: a simulator that cannot fail proves nothing. Each is planted where the simulator stands between
//! the product's parts (disk, line, portal's door, keyboard), so that the product carries no switch for it.

use tilshi_story::{OperationId, Part, PartValue, RevisionId, WorkflowCommand};
use tilshi_sync::wire::{Action, Operation, PullResponse};

/// A bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planted {
    /// The laptop says "saved" before anything is on its disk.
    LaptopSavesLater,
    /// The portal sends receipts before anything is on its disk.
    PortalCommitsLater,
    /// A later operation goes out under the id of an earlier one.
    ReusedOperationId,
    /// A line such as the attribution is overwritten by whoever comes last.
    LastWriterWins,
    /// The portal takes every change for one that was made on its head.
    SkippedBase,
    /// Offsets of the editor are taken for characters, one off behind an emoji.
    Utf16OffByOne,
    /// What was cleared is not said on the feed.
    DroppedTombstone,
    /// The cursor moves past a document that was not sent.
    CursorSkips,
    /// Cards stay on the laptop that made them.
    CardsStayHome,
    /// Settling a card is not told.
    SettlementForgotten,
    /// The portal asks nobody for rights.
    RightsUnchecked,
    /// The portal keeps no receipts: what comes twice is done twice.
    NoReceipts,
    /// That an entry is another's double is not said on the feed.
    AliasForgotten,
    /// A portal that was restored from a backup believes that laptops have seen no more than it has.
    RestoreUnnoticed,
    /// The portal does not say which pictures it lacks.
    PictureForgotten,
    /// The portal does not say that news goes on from what a laptop holds.
    NewsTakenForAll,
    /// The portal approves what it has, not what the editor has seen.
    ApprovedUnseen,
}

impl Planted {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::LaptopSavesLater,
        Self::PortalCommitsLater,
        Self::ReusedOperationId,
        Self::LastWriterWins,
        Self::SkippedBase,
        Self::Utf16OffByOne,
        Self::DroppedTombstone,
        Self::CursorSkips,
        Self::CardsStayHome,
        Self::SettlementForgotten,
        Self::RightsUnchecked,
        Self::NoReceipts,
        Self::AliasForgotten,
        Self::RestoreUnnoticed,
        Self::PictureForgotten,
        Self::NewsTakenForAll,
        Self::ApprovedUnseen,
    ];

    /// Spoils an operation at the portal's door. `head` is the newest revision there, `seen` whether it came before.
    pub(crate) fn at_the_door(self, operation: &mut Operation, head: Option<RevisionId>, seen: bool) {
        let Action::Change { base, patch, cards, settles } = &mut operation.action else {
            if self == Self::NoReceipts && seen {
                operation.id = OperationId::generate();
            }
            return;
        };
        match self {
            Self::LastWriterWins if patch.keys().all(|part| !part.known().is_some_and(|part| part.is_text())) => {
                *base = head;
            }
            Self::SkippedBase => *base = head,
            Self::CardsStayHome => cards.clear(),
            Self::SettlementForgotten => settles.clear(),
            Self::NoReceipts if seen => {
                operation.id = OperationId::generate();
                *base = head;
            }
            _ => {}
        }
    }

    /// Spoils the answer to a pull.
    pub(crate) fn on_the_feed(self, answer: &mut PullResponse, asked: u64) {
        match self {
            Self::DroppedTombstone => {
                for document in &mut answer.documents {
                    document.parts.retain(|_, value: &mut PartValue| !value.is_empty());
                }
            }
            Self::AliasForgotten => {
                for document in &mut answer.documents {
                    document.parts.remove(&Part::AliasOf.key());
                }
            }
            Self::PictureForgotten => answer.documents.iter_mut().for_each(|document| document.absent.clear()),
            Self::NewsTakenForAll => {
                answer.documents.iter_mut().for_each(|document| document.goes_on = false);
            }
            // Now and then, as when a lower number commits after a higher one.
            Self::CursorSkips if asked > 0 && answer.cursor.is_multiple_of(5) => {
                answer.documents.pop();
            }
            _ => {}
        }
    }

    /// Whether an approval goes through on whatever the portal has.
    pub(crate) fn approves_unseen(self, command: &WorkflowCommand) -> bool {
        self == Self::ApprovedUnseen && *command == WorkflowCommand::Approve
    }
}

//! From operation to receipt: what a laptop asks for, decided and done, each operation whole or not at all. Knows no
//! HTTP.
//!
//! Only accepted operations leave a receipt. A refused or diverged one changed nothing, so it may come again under
//! the same id, for instance after somebody was given the right.

mod aliases;
mod change;
mod facts;
mod limits;
mod restored;
mod workflow;

use std::collections::BTreeSet;

use tilshi_story::{Account, DocumentId, Failure, OperationId, PartKey, RevisionId, Timestamp, ValueHash};
use tilshi_sync::wire::{Action, Head, Operation, Outcome, Receipt};

pub(crate) use facts::facts;
pub(crate) use restored::note_restored;

use crate::database::{Database, DatabaseError, DocumentRow, Records, StoredReceipt};

/// Why an operation is not done.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The document moved on.
    Diverged(Box<Head>),
    /// It may not be done.
    Refused(Failure),
    /// The portal itself failed.
    Broken(DatabaseError),
}

impl From<DatabaseError> for Stop {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error)
    }
}

impl From<Failure> for Stop {
    fn from(reason: Failure) -> Self {
        Self::Refused(reason)
    }
}

/// What an accepted operation brought about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Accepted {
    /// Its place on the feed.
    pub(crate) sequence: u64,
    /// The document's revision after it.
    pub(crate) revision: Option<RevisionId>,
    /// Parts that became suggestions.
    pub(crate) suggested: BTreeSet<PartKey>,
}

/// Decides operations in order, each on its own: what one of them wrote before it was refused is undone, and the others
/// stand. All of them are durable together, before anybody is answered: to wait for the disk once an operation would
/// take a full outbox half a minute.
pub(crate) fn push(
    database: &Database,
    account: &Account,
    operations: &[Operation],
    now: Timestamp,
) -> Result<Vec<Receipt>, DatabaseError> {
    database.write(|records| {
        let decide = |operation: &Operation| {
            let outcome = match records.undoing(|records| apply(records, account, operation, now))? {
                Ok(Accepted { sequence, revision, suggested }) => Outcome::Accepted { sequence, revision, suggested },
                Err(Stop::Diverged(head)) => Outcome::Diverged { head: *head },
                Err(Stop::Refused(reason)) => Outcome::Refused { reason },
                Err(Stop::Broken(error)) => return Err(error),
            };
            Ok(Receipt { operation: operation.id, outcome })
        };
        operations.iter().map(decide).collect()
    })
}

/// Does one operation inside a transaction, or says why not; then what it wrote must be undone.
pub(crate) fn apply(
    records: Records<'_>,
    account: &Account,
    operation: &Operation,
    now: Timestamp,
) -> Result<Accepted, Stop> {
    let request = hash_of(operation)?;
    if let Some(receipt) = records.receipt(operation.id)? {
        if receipt.person != account.person || receipt.request != request {
            return Err(Failure::new("bad-request").into());
        }
        let StoredReceipt { sequence, revision, suggested, .. } = receipt;
        return Ok(Accepted { sequence, revision, suggested });
    }
    let task = Task { records, account, operation: operation.id, document: operation.document, now };
    let accepted = match &operation.action {
        Action::Change { base, patch, cards, settles } => {
            change::change(&task, &change::Change { base: *base, patch, cards, settles })?
        }
        Action::Workflow { edition, command, pins, source_pins } => {
            workflow::take_step(&task, &workflow::Step { edition, command, pins, source_pins })?
        }
    };
    let receipt = StoredReceipt {
        person: account.person,
        request,
        sequence: accepted.sequence,
        revision: accepted.revision,
        suggested: accepted.suggested.clone(),
    };
    records.put_receipt(operation.id, &receipt, now)?;
    Ok(accepted)
}

/// Who asks, about what, and when.
struct Task<'a> {
    records: Records<'a>,
    account: &'a Account,
    operation: OperationId,
    document: DocumentId,
    now: Timestamp,
}

impl Task<'_> {
    /// The document as the portal has it, for a laptop that has to merge with it.
    fn head(&self, row: &DocumentRow) -> Result<Head, DatabaseError> {
        Ok(Head {
            sequence: row.sequence,
            revision: row.head,
            author: row.head_author,
            at: row.head_at,
            content: self.records.content(row.id)?,
        })
    }
}

/// An id stands for one operation: the hash tells whether another one comes under it.
fn hash_of(operation: &Operation) -> Result<ValueHash, DatabaseError> {
    let bytes = serde_json::to_vec(operation).map_err(|error| DatabaseError::Damaged(error.to_string()))?;
    Ok(ValueHash::of(&bytes))
}

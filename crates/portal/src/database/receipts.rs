//! Receipts: the answer to every accepted operation, kept for ever, so that sending it again changes nothing.

use std::collections::BTreeSet;

use rusqlite::OptionalExtension;
use tilshi_story::{OperationId, PartKey, PersonId, RevisionId, Timestamp, ValueHash};

use super::columns::{count, hash, id, json, signed, to_json};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE receipt (
        operation TEXT PRIMARY KEY,
        person TEXT NOT NULL,
        request BLOB NOT NULL,
        sequence INTEGER NOT NULL,
        revision BLOB,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
";

pub(super) const ADD_SUGGESTED: &str = "ALTER TABLE receipt ADD COLUMN suggested TEXT NOT NULL DEFAULT '[]'";

/// What was answered to an operation, and to what exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredReceipt {
    /// Who sent it.
    pub(crate) person: PersonId,
    /// The hash of the operation as it was sent: an id stands for one operation only.
    pub(crate) request: ValueHash,
    pub(crate) sequence: u64,
    pub(crate) revision: Option<RevisionId>,
    /// The parts that became suggestions.
    pub(crate) suggested: BTreeSet<PartKey>,
}

impl Records<'_> {
    /// The receipt of an operation that was accepted before.
    pub(crate) fn receipt(&self, operation: OperationId) -> Result<Option<StoredReceipt>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT person, request, sequence, revision, suggested FROM receipt WHERE operation = ?1")?
            .query_row([operation.to_string()], |row| {
                Ok(StoredReceipt {
                    person: id(row, 0)?,
                    request: hash(row, 1, ValueHash::from_bytes)?,
                    sequence: count(row, 2)?,
                    revision: row.get::<_, Option<[u8; 32]>>(3)?.map(RevisionId::from_bytes),
                    suggested: json(row, 4)?,
                })
            })
            .optional()?)
    }

    /// Keeps a receipt, in the transaction that does what it says.
    pub(crate) fn put_receipt(
        &self,
        operation: OperationId,
        receipt: &StoredReceipt,
        at: Timestamp,
    ) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO receipt (operation, person, request, sequence, revision, suggested, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                operation.to_string(),
                receipt.person.to_string(),
                receipt.request.as_bytes(),
                signed(receipt.sequence)?,
                receipt.revision.as_ref().map(RevisionId::as_bytes),
                to_json(&receipt.suggested)?,
                at.as_millis(),
            ))?;
        Ok(())
    }
}

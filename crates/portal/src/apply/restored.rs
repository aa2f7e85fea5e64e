//! After the portal was restored from a backup: laptops offer again what it lost, for a while also what others made.

use tilshi_story::{Account, Timestamp};

use super::{Stop, Task};
use crate::database::{AuditLine, Database, DatabaseError};

/// When a laptop last proved that it has seen more of the feed than there is, in milliseconds since 1970.
const RESTORED: &str = "restored";

/// For how long others may bring what somebody made: laptops come back from the field within it.
const RECOVERY_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// Writes down that a laptop has seen more of the feed than there is, and whose.
pub(crate) fn note_restored(
    database: &Database,
    account: &Account,
    kept: u64,
    now: Timestamp,
) -> Result<(), DatabaseError> {
    database.write(|records| {
        records.put_setting(RESTORED, &now.as_millis())?;
        records.note(&AuditLine {
            at: now,
            person: account.person,
            deed: "restored-portal",
            subject: format!("feed:{kept}"),
            detail: "",
        })
    })
}

/// Whether laptops are still bringing back what was lost.
pub(super) fn is_recovering(task: &Task<'_>) -> Result<bool, Stop> {
    let restored: Option<i64> = task.records.setting(RESTORED)?;
    Ok(restored.is_some_and(|at| task.now.as_millis() - at < RECOVERY_MS))
}

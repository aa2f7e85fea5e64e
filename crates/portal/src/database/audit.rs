//! The audit trail: who did what, when. Lines are only ever added.

use tilshi_story::{PersonId, Timestamp};

use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        person TEXT NOT NULL,
        deed TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_person ON audit (person, at);
";

/// One thing that somebody did.
#[derive(Debug)]
pub(crate) struct AuditLine<'a> {
    pub(crate) at: Timestamp,
    pub(crate) person: PersonId,
    /// Such as `publish`.
    pub(crate) deed: &'a str,
    /// The document or device it was done to.
    pub(crate) subject: String,
    pub(crate) detail: &'a str,
}

impl Records<'_> {
    /// Adds a line.
    pub(crate) fn note(&self, line: &AuditLine<'_>) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached("INSERT INTO audit (at, person, deed, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute((line.at.as_millis(), line.person.to_string(), line.deed, &line.subject, line.detail))?;
        Ok(())
    }
}

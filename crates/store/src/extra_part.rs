//! The table of parts without a column of their own: those of later versions, kept as they came.

use rusqlite::params;
use tilshi_story::{DocumentId, PartKey, PartValue, ValueHash};

use crate::error::stored;
use crate::migrations::Migration;
use crate::packed::{pack, unpack};
use crate::{Reader, StoreError, Writer};

pub(crate) const CREATE: Migration = Migration {
    number: 5,
    sql: "
        CREATE TABLE extra_part (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            part TEXT NOT NULL,
            hash BLOB NOT NULL,
            value BLOB NOT NULL,
            PRIMARY KEY (document, part)
        ) STRICT;
    ",
};

impl Reader<'_> {
    pub(crate) fn extra_part(&self, number: i64, part: &PartKey) -> Result<Option<PartValue>, StoreError> {
        let sql = "SELECT value FROM extra_part WHERE document = ?1 AND part = ?2";
        self.row(sql, params![number, part.as_str()], |row| {
            unpack(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)
        })
    }

    pub(crate) fn extra_parts(&self, number: i64) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
        let sql = "SELECT part, value FROM extra_part WHERE document = ?1 ORDER BY part";
        self.rows(sql, [number], |row| Ok((stored(&row.get::<_, String>(0)?)?, unpack(&row.get::<_, Vec<u8>>(1)?)?)))
    }

    /// The parts of a document without a column of their own whose names begin so.
    pub fn parts_beginning(
        &self,
        document: DocumentId,
        beginning: &str,
    ) -> Result<Vec<(PartKey, PartValue)>, StoreError> {
        let Some(number) = self.number(document)? else { return Ok(Vec::new()) };
        // From the names that begin so to the first behind all of them.
        let sql =
            "SELECT part, value FROM extra_part WHERE document = ?1 AND part >= ?2 AND part < ?2 || char(0x10FFFF)";
        self.rows(sql, params![number, beginning], |row| {
            Ok((stored(&row.get::<_, String>(0)?)?, unpack(&row.get::<_, Vec<u8>>(1)?)?))
        })
    }

    pub(crate) fn extra_hashes(&self, number: i64) -> Result<Vec<(PartKey, ValueHash)>, StoreError> {
        let sql = "SELECT part, hash FROM extra_part WHERE document = ?1 ORDER BY part";
        self.rows(sql, [number], |row| Ok((stored(&row.get::<_, String>(0)?)?, ValueHash::from_bytes(row.get(1)?))))
    }
}

impl Writer<'_> {
    pub(crate) fn put_extra_part(&self, number: i64, part: &PartKey, value: &PartValue) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO extra_part (document, part, hash, value) VALUES (?1, ?2, ?3, ?4)";
        self.execute(sql, params![number, part.as_str(), value.hash().as_bytes(), pack(value)?])?;
        Ok(())
    }

    pub(crate) fn remove_extra_part(&self, number: i64, part: &PartKey) -> Result<(), StoreError> {
        let sql = "DELETE FROM extra_part WHERE document = ?1 AND part = ?2";
        self.execute(sql, params![number, part.as_str()])?;
        Ok(())
    }
}

//! The two handles through which everything is read and written.
//!
//! Each table's file adds its own methods to them; this file knows no table.

use std::ops::Deref;

use rusqlite::{Connection, Params, Row, Transaction};

use crate::StoreError;

/// Reads the working state.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    connection: &'a Connection,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self { connection }
    }

    /// All rows of a query.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_and_then(params, read)?.collect()
    }

    /// The first row of a query, if it has one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query_and_then(params, read)?;
        rows.next().transpose()
    }
}

/// Writes in one transaction, and reads what it has written. See [`crate::Profile::write`].
#[derive(Debug)]
pub struct Writer<'a> {
    reader: Reader<'a>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(transaction: &'a Transaction<'_>) -> Self {
        Self { reader: Reader::new(transaction) }
    }

    /// Runs one statement; the number of rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.reader.connection.prepare_cached(sql)?.execute(params)?)
    }
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

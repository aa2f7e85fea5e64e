//! Conflict cards: open until somebody settles them, and never thrown away.

use rusqlite::OptionalExtension;
use tilshi_story::{Card, CardId, DocumentId};

use super::columns::{json, signed, to_json};
use super::{DatabaseError, Records};

pub(super) const CREATE: &str = "
    CREATE TABLE card (
        id BLOB PRIMARY KEY CHECK (length(id) = 32),
        document TEXT NOT NULL REFERENCES document,
        card TEXT NOT NULL,
        opened_sequence INTEGER NOT NULL,
        settled_sequence INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX card_open ON card (document) WHERE settled_sequence IS NULL;
";

impl Records<'_> {
    /// Opens a card. The same conflict met again after it was settled opens again: its words must be seen.
    pub(crate) fn open_card(&self, card: &Card, sequence: u64) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached(
                "INSERT INTO card (id, document, card, opened_sequence) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET settled_sequence = NULL",
            )?
            .execute((card.id().as_bytes(), card.document.to_string(), to_json(card)?, signed(sequence)?))?;
        Ok(())
    }

    /// A card, open or settled.
    pub(crate) fn card(&self, card: CardId) -> Result<Option<Card>, DatabaseError> {
        Ok(self
            .0
            .prepare_cached("SELECT card FROM card WHERE id = ?1")?
            .query_row([card.as_bytes()], |row| json(row, 0))
            .optional()?)
    }

    /// Settles a card; one that is settled already stays as it is.
    pub(crate) fn settle_card(&self, card: CardId, sequence: u64) -> Result<(), DatabaseError> {
        self.0
            .prepare_cached("UPDATE card SET settled_sequence = ?2 WHERE id = ?1 AND settled_sequence IS NULL")?
            .execute((card.as_bytes(), signed(sequence)?))?;
        Ok(())
    }

    /// The open cards of a document.
    pub(crate) fn open_cards(&self, document: DocumentId) -> Result<Vec<Card>, DatabaseError> {
        let mut statement = self.0.prepare_cached(
            "SELECT card FROM card WHERE document = ?1 AND settled_sequence IS NULL ORDER BY opened_sequence, id",
        )?;
        let rows = statement.query_map([document.to_string()], |row| json(row, 0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
